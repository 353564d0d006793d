using System.Collections.Concurrent;
using Kapok.Media.Rtc;

namespace Kapok.Media.Voices;

/// <summary>The voices of all rooms of a node, over an RTC server that others use as well.</summary>
/// <remarks>See docs/voice.md for how it works. Any thread may call what is public.</remarks>
public sealed class VoiceServer : IDisposable
{
    private readonly IVoiceEvents _events;
    private readonly ConcurrentDictionary<string, VoiceHall> _halls = new();
    private readonly SlotGovernor _governor;
    private readonly Action<long> _beat;
    private long _forwardedBefore, _governedMs;

    /// <summary>Begins to choose voices.</summary>
    /// <param name="rtc">The server; it is not disposed of here.</param>
    /// <param name="options">How voices are set up.</param>
    /// <param name="events">Is told what happens.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public VoiceServer(RtcServer rtc, VoiceOptions options, IVoiceEvents events)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems().FirstOrDefault() is { } problem) throw new ArgumentException(problem, nameof(options));
        (Rtc, _events, _governor, _beat) = (rtc, events, new(options.VoiceSlots, options.ForwardBudget), Evaluate);
        rtc.AddBeat(_beat);
    }

    /// <summary>The RTC server.</summary>
    public RtcServer Rtc { get; }

    /// <summary>Rooms with voices now.</summary>
    public int HallCount => _halls.Count;

    /// <summary>Voice slots in use for anybody at most; below the option when the node's budget is reached.</summary>
    public int SlotLimit => _governor.Limit;

    /// <summary>A room's voices; made on first use.</summary>
    /// <param name="room">The room's id.</param>
    /// <param name="settings">How voices are chosen; counts when the room is made.</param>
    public VoiceHall Hall(string room, VoiceRoomSettings? settings = null) => _halls.GetOrAdd(room, id => new(Rtc, _events, id, settings ?? new()));

    /// <summary>A room closes: its sessions end, and nothing of it is kept. Whoever still has its hall may call it without effect.</summary>
    /// <returns>False when there is none.</returns>
    public bool CloseHall(string room)
    {
        if (!_halls.TryRemove(room, out VoiceHall? hall)) return false;
        hall.Close();
        return true;
    }

    /// <summary>Chooses no more, and closes all rooms.</summary>
    public void Dispose()
    {
        Rtc.RemoveBeat(_beat);
        foreach (string room in _halls.Keys) CloseHall(room);
    }

    private void Evaluate(long nowMs)
    {
        Govern(nowMs);
        foreach (VoiceHall hall in _halls.Values) Rtc.Guarded(() => hall.Evaluate(nowMs, _governor.Limit));
    }

    private void Govern(long nowMs)
    {
        long passed = nowMs - _governedMs;
        if (passed < RtcServer.BeatMs / 2) return; // a nudge; too short to tell a rate
        long forwarded = Rtc.Forwarded;
        double perSecond = (forwarded - _forwardedBefore) * 1000d / passed;
        (_forwardedBefore, _governedMs) = (forwarded, nowMs);
        if (_governor.Update(perSecond, nowMs)) Rtc.Guarded(() => _events.SlotLimitChanged(_governor.Limit, _governor.IsReduced));
    }
}
