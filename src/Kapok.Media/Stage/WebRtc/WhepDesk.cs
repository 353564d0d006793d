using System.Collections.Concurrent;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Stage.WebRtc;

/// <summary>One who watches by WebRTC.</summary>
/// <param name="Address">From where they asked.</param>
internal sealed record WhepViewer(string Address)
{
    /// <summary>Their session.</summary>
    public RtcResource? Resource { get; set; }
}

/// <summary>Takes those who watch by WebRTC (WHEP, draft-ietf-wish-whep).</summary>
/// <remarks>Any thread may call it.</remarks>
public sealed class WhepDesk : IDisposable
{
    private readonly Func<RtcServer?> _rtc;
    private readonly IStageDirectory _stages;
    private readonly int _most;
    private readonly ConcurrentDictionary<string, WhepAudience> _audiences = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WhepViewer> _viewers = new(StringComparer.Ordinal);
    private readonly Action<LiveStage> _open;
    private int _taken;

    /// <summary>Opens it.</summary>
    /// <param name="rtc">The server that carries them; null while there is none.</param>
    /// <param name="stages">The stages.</param>
    /// <param name="most">The most who watch at once.</param>
    public WhepDesk(Func<RtcServer?> rtc, IStageDirectory stages, int most)
    {
        (_rtc, _stages, _most) = (rtc, stages, most);
        _open = live => AudienceOf(live);
        stages.Began += _open;
    }

    /// <summary>Who watch now, connected or not.</summary>
    public int Count => Volatile.Read(ref _taken);

    /// <summary>Answers an offer.</summary>
    /// <param name="live">Id of the broadcast.</param>
    /// <param name="offer">The offer.</param>
    /// <param name="address">From where it came: of one address not more than a quarter of the places may be asked for and not used.</param>
    public OfferAnswer Watch(string live, string offer, string address)
    {
        if (_stages.FindLive(live) is not { } stage) return new(OfferFault.Unknown);
        if (AudienceOf(stage) is not { } audience || _rtc() is not { } server) return new(OfferFault.Unavailable);
        SdpFault fault = SdpOffer.TryRead(offer, out SdpOffer read);
        if (fault is not (SdpFault.None or SdpFault.NoCodec)) return new(OfferFault.Malformed) { Sdp = fault };
        if (fault == SdpFault.NoCodec) return new(OfferFault.Codec) { Sdp = fault };
        if (audience.Check(read) is not OfferFault.None and OfferFault why) return new(why);
        List<SdpSection> sections = audience.Plan(read);
        if (sections.All(section => section.Use == SectionUse.Refused)) return new(OfferFault.Codec);
        if (Interlocked.Increment(ref _taken) > _most || IsGreedy(address))
        {
            Interlocked.Decrement(ref _taken);
            return new(OfferFault.Full);
        }
        WhepViewer viewer = new(address);
        RtcResource resource = new(server, server.Prepare(audience, viewer, read, sections, out string answer), read);
        viewer.Resource = resource;
        _viewers[resource.Id] = viewer;
        if (server.Open(resource.Session) == OpenFault.None) return new(OfferFault.None, resource, answer);
        Left(viewer);
        return new(OfferFault.Full);
    }

    /// <summary>A session by its id.</summary>
    public RtcResource? Find(string id) => _viewers.GetValueOrDefault(id)?.Resource;

    /// <summary>A viewer ends.</summary>
    /// <returns>False when there is no such session.</returns>
    public bool End(string id)
    {
        if (!_viewers.TryGetValue(id, out WhepViewer? viewer)) return false;
        Left(viewer);
        _rtc()?.End(viewer.Resource!.Session);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _stages.Began -= _open;

    /// <summary>A broadcast is over.</summary>
    internal void Remove(LiveStage live) => _audiences.TryRemove(live.Id, out _);

    /// <summary>A viewer's session is over.</summary>
    internal void Left(WhepViewer viewer)
    {
        if (_viewers.TryRemove(viewer.Resource!.Id, out _)) Interlocked.Decrement(ref _taken);
    }

    private WhepAudience? AudienceOf(LiveStage live)
    {
        if (_audiences.TryGetValue(live.Id, out WhepAudience? audience)) return audience;
        if (_rtc() is not { } server || live.IsOver) return null;
        lock (_audiences)
        {
            if (_audiences.TryGetValue(live.Id, out audience)) return audience;
            audience = _audiences[live.Id] = WhepAudience.Of(server, live, this);
            if (live.IsOver) Remove(live); // in between
            return audience;
        }
    }

    private bool IsGreedy(string address) =>
        _viewers.Values.Count(viewer => viewer.Address == address && viewer.Resource?.Session.State == SessionState.Connecting) > Math.Max(4, _most / 4);
}
