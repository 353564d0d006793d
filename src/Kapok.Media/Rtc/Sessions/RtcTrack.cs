using System.Buffers;
using System.Buffers.Binary;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Rtcp;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Taps;
using Kapok.Media.Rtc.Transport;

namespace Kapok.Media.Rtc.Sessions;

/// <summary>What a peer sends in one media section: sound or pictures of one codec.</summary>
/// <remarks>What is public may be called by any thread. The rest belongs to the home shard of the session, except the fan-outs, each of which belongs to its shard.</remarks>
public sealed class RtcTrack
{
    private const long ListenersLossMs = 10_000; // browsers report sound every five seconds
    private const byte MostListenersLoss = 13;   // of 256: 5 %, enough for error correction, and too little for a browser to send less
    private const int DefaultTapPackets = 512;

    private readonly double _ticksPerMs;
    private readonly Lock _tapping = new();
    private ReceiveStatistics _statistics;
    private ActivityMeter _activity;
    private TrackTap[] _taps = [];
    private readonly Lock _reporting = new();
    private uint _senderReport; // middle of the last sender report's time
    private (ulong Ntp, uint Timestamp)? _clock;
    private long _senderReportMs;
    private long _packedLoss;
    private int _life, _latenessMs;

    internal RtcTrack(RtcSession session, SdpSection section, int shards)
        : this(session, section.Offered, section.Formats[0], shards)
    {
        (Label, HasCongestion, _activity) = (section.Label, section.HasCongestion, new(section.IsMusic));
    }

    /// <summary>A track that no peer publishes: <see cref="LocalSource"/> sends its packets.</summary>
    internal RtcTrack(RtcSession session, RtpCodec codec, int shards)
        : this(session, SdpMedia.OfNobody(codec.Kind), new(0, codec, "", -1, SdpFeedback.None), shards)
    {
    }

    private RtcTrack(RtcSession session, SdpMedia offered, SdpFormat format, int shards)
    {
        (Session, Offered, Format) = (session, offered, format);
        _ticksPerMs = Codec.ClockRate / 1000d;
        Keyframes = Kind == MediaKind.Video ? new() : null;
        Fanouts = new TrackFanout?[shards];
    }

    /// <summary>Who publishes it.</summary>
    public RtcSession Session { get; }

    /// <summary>What the owner of the session calls it.</summary>
    public int Label { get; }

    /// <summary>Its codec.</summary>
    public RtpCodec Codec => Format.Codec;

    /// <summary>Sound or pictures.</summary>
    public MediaKind Kind => Codec.Kind;

    /// <summary>Packets received.</summary>
    public long Packets => _statistics.Received;

    /// <summary>Packets lost.</summary>
    public long Lost => Math.Max(0, _statistics.Lost);

    /// <summary>Whole pictures that receivers asked for, and how often the publisher was asked for that.</summary>
    public (long Requests, long Sent) KeyframeRequests => Keyframes is null ? default : (Keyframes.Requests, Keyframes.Sent);

    /// <summary>How much later its packets go out than those of other tracks that are to be shown with them, in milliseconds. Receivers are told by sender
    /// reports, and hold the others back for so long.</summary>
    public int LatenessMs
    {
        get => Volatile.Read(ref _latenessMs);
        set => Volatile.Write(ref _latenessMs, value);
    }

    /// <summary>By the publisher's last sender report: which of its timestamps was at which wall-clock time of the publisher, which is the same for all of
    /// its tracks (RFC 3550, section 6.4.1). Null before the first report of a source.</summary>
    public (NtpTime Time, uint Timestamp)? Clock
    {
        get
        {
            lock (_reporting) return _clock is { } clock ? (new NtpTime(clock.Ntp), clock.Timestamp) : null;
        }
    }

    /// <summary>What was negotiated of the section.</summary>
    internal SdpMedia Offered { get; }

    /// <summary>What was negotiated of the codec.</summary>
    internal SdpFormat Format { get; }

    /// <summary>Whether its packets carry transport-wide numbers whose arrival is told.</summary>
    internal bool HasCongestion { get; }

    /// <summary>Requests for whole pictures; null for sound.</summary>
    internal KeyframeRequester? Keyframes { get; }

    /// <summary>Its source; 0 until the first packet.</summary>
    internal uint Ssrc { get; private set; }

    /// <summary>Counts its sources, so that subscriptions begin anew with each.</summary>
    internal int Life => Volatile.Read(ref _life);

    /// <summary>Subscriptions, by shard; null where there are none yet. Each element is written by its own shard.</summary>
    internal TrackFanout?[] Fanouts { get; }

    /// <summary>What is missing; null until the first packet.</summary>
    internal LossTracker? Losses { get; private set; }

    /// <summary>When the last packet came, 0 for never.</summary>
    internal long LastPacketMs { get; private set; }

    /// <summary>When a report is due.</summary>
    internal long NextReportMs { get; set; }

    /// <summary>Recovered packets that were counted already.</summary>
    internal long RecoveredCounted { get; set; }

    /// <summary>Messages in which a whole picture was asked for by FIR, whose numbers go up (RFC 5104, section 4.3.1).</summary>
    internal byte IntraRequests { get; set; }

    /// <summary>How loud it is; of sound only. Any thread reads.</summary>
    internal TrackLevel Level => _activity.Level;

    /// <summary>Listens to it from now on.</summary>
    /// <param name="capacity">The most packets that may wait to be read, 2 to <see cref="TrackTap.MostCapacity"/>.</param>
    /// <returns>The tap; dispose of it.</returns>
    public TrackTap Tap(int capacity = DefaultTapPackets)
    {
        TrackTap tap = new(this, Session.Core.Pool, capacity, Kind == MediaKind.Video ? 1200 : 200);
        lock (_tapping)
        {
            if (Session.State == SessionState.Ended) tap.End();
            else Volatile.Write(ref _taps, [.. _taps, tap]);
        }
        if (Kind == MediaKind.Video) RequestKeyframe(); // whoever begins to look needs a whole picture
        return tap;
    }

    /// <summary>Asks the publisher for a whole picture soon; of sound it does nothing.</summary>
    public void RequestKeyframe() => Keyframes?.Ask((long)Session.Core.NowMs);

    /// <summary>Keeps its packets since the newest whole picture from now on, so that whoever subscribes later sees something at once; of sound it does nothing.</summary>
    /// <remarks>At most 4 MiB for each shard, also while nobody subscribes.</remarks>
    public void KeepForLate()
    {
        if (Kind != MediaKind.Video) return;
        foreach (Shard shard in Session.Core.Shards) shard.Post(null, () => shard.KeepForLate(this));
    }

    /// <summary>A tap is disposed of.</summary>
    internal void Remove(TrackTap tap)
    {
        lock (_tapping) Volatile.Write(ref _taps, [.. _taps.Where(one => one != tap)]);
        if (Session.Home is { } home && Session.State != SessionState.Ended) home.Post(Session, tap.End);
        else tap.End();
    }

    /// <summary>The session is over.</summary>
    internal void End()
    {
        TrackTap[] taps;
        lock (_tapping)
        {
            taps = _taps;
            Volatile.Write(ref _taps, []);
        }
        foreach (TrackTap tap in taps) tap.End();
    }

    /// <summary>A new source is what it carries from now on.</summary>
    internal void Begin(uint ssrc)
    {
        (Ssrc, _statistics, Losses, _senderReport, RecoveredCounted) = (ssrc, default, null, 0, 0);
        lock (_reporting) _clock = null;
        Volatile.Write(ref _life, _life + 1);
    }

    /// <summary>Takes an authentic packet in.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="packet">The plain packet.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="index">Rollover counter × 65,536 + sequence number.</param>
    /// <param name="nowMs">The clock, in milliseconds with fraction.</param>
    internal void Take(in RtpHeader header, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> payload, ulong index, double nowMs)
    {
        long now = (long)nowMs;
        if (Losses is null)
        {
            Losses = new();
            NextReportMs = now + 500; // a first report soon, so that a browser knows its round trip
        }
        LastPacketMs = now;
        _statistics.Take(index, header.Timestamp, (uint)(long)(nowMs * _ticksPerMs));
        Losses.Take(index, now);
        ReadOnlySpan<byte> extensions = header.Extensions(packet);
        if (HasCongestion && RtpExtensions.TryFind(header.ExtensionProfile, extensions, Offered.CongestionId, out ReadOnlySpan<byte> number) && number.Length == 2)
            Session.Arrivals.Take(BinaryPrimitives.ReadUInt16BigEndian(number), nowMs);
        if (Keyframes is not null)
        {
            if (Keyframe.Begins(Codec, payload)) Keyframes.Came();
        }
        else if (RtpExtensions.TryFind(header.ExtensionProfile, extensions, Offered.AudioLevelId, out ReadOnlySpan<byte> value) && AudioLevel.TryRead(value, out AudioLevel level))
            _activity.Take(level, now);
        else if (Offered.AudioLevelId == 0 && payload.Length > 3) _activity.Take(new(30, true), now); // ffmpeg does not tell: whatever is not silence counts
        foreach (TrackTap tap in Volatile.Read(ref _taps)) tap.Take(header, packet, payload.Length, index, nowMs);
    }

    /// <summary>A sender report of the peer came.</summary>
    internal void TakeReport(NtpTime time, uint timestamp, long nowMs)
    {
        (_senderReport, _senderReportMs) = (time.Middle, nowMs);
        lock (_reporting) _clock = (time.Value, timestamp);
    }

    /// <summary>A listener lost so much of it, in 1/256. Any shard calls.</summary>
    internal void TakeListenersLoss(byte fraction, long nowMs)
    {
        if (fraction > 0 && fraction >= ListenersLoss(nowMs)) Volatile.Write(ref _packedLoss, TimedByte.Pack(fraction, nowMs));
    }

    /// <summary>What to report of it now.</summary>
    /// <remarks>
    /// Of sound, the share lost is that of the way to the listener who loses most, where it is more: the speaker's browser adds Opus' forward error
    /// correction (RFC 6716, section 2.1.7) by it, which serves whoever listens, as repeating does not where the way is long. The count of lost packets,
    /// by which a browser judges its own bandwidth, is of the speaker's way alone, and of pictures so is the share.
    /// </remarks>
    internal ReportBlock Report(long nowMs)
    {
        uint delay = _senderReport == 0 ? 0 : (uint)((nowMs - _senderReportMs) * 65536 / 1000);
        ReportBlock report = _statistics.Report(Ssrc, _senderReport, delay);
        return Kind == MediaKind.Video ? report : report with { FractionLost = Math.Max(report.FractionLost, Math.Min(ListenersLoss(nowMs), MostListenersLoss)) };
    }

    /// <summary>The fan-out of a shard, made when it is first needed. That shard calls.</summary>
    internal TrackFanout FanoutAt(int shard, ArrayPool<byte> pool) => Fanouts[shard] ??= new(pool, Kind);

    // Of two threads that write at once, either may be kept.
    private byte ListenersLoss(long nowMs)
    {
        (byte fraction, long ms) = TimedByte.Unpack(Volatile.Read(ref _packedLoss));
        return nowMs - ms < ListenersLossMs ? fraction : (byte)0;
    }
}
