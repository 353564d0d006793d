using System.Buffers;
using System.Buffers.Binary;
using Kapok.Media.Rtc.Routing;
using Kapok.Media.Rtc.Rtcp;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sdp;

namespace Kapok.Media.Rtc.Sessions;

/// <summary>What a peer sends in one media section: its voice, or its stage sound.</summary>
/// <remarks>The home shard of the session owns it, except <see cref="Level"/> and the fan-outs, each of which belongs to its shard.</remarks>
internal sealed class IncomingTrack
{
    private const long ListenersLossMs = 10_000; // browsers report sound every five seconds
    private const byte MostListenersLoss = 13;   // of 256: 5 %, enough for error correction, and too little for a browser to send less

    private const int SpeakingDb = -50; // without a sender's voice activity, what is louder counts as voice

    private ReceiveStatistics _statistics;
    private uint _senderReport; // middle of the last sender report's time
    private long _senderReportMs;
    private float _levelDb = -127f;
    private bool _sawVoiceFlag;

    public IncomingTrack(VoiceSession session, SdpSection section, int shards)
    {
        Session = session;
        Kind = section.Use == SectionUse.Stage ? TrackKind.Stage : TrackKind.Voice;
        Offered = section.Offered;
        Fanouts = new TrackFanout?[shards];
    }

    /// <summary>Whose.</summary>
    public VoiceSession Session { get; }

    /// <summary>Voice or stage.</summary>
    public TrackKind Kind { get; }

    /// <summary>What was negotiated.</summary>
    public SdpMedia Offered { get; }

    /// <summary>Its source; 0 until the first packet.</summary>
    public uint Ssrc { get; private set; }

    /// <summary>Counts its sources, so that slots begin anew with each.</summary>
    public int Life => Volatile.Read(ref _life);

    /// <summary>Listeners, by shard; null where there are none yet. Each element is written by its own shard.</summary>
    public TrackFanout?[] Fanouts { get; }

    /// <summary>What is missing; null until the first packet.</summary>
    public LossTracker? Losses { get; private set; }

    /// <summary>Arrival times for the sender's estimate of its bandwidth; null when that was not negotiated.</summary>
    public CongestionFeedback? Congestion { get; private set; }

    /// <summary>When the last packet came, 0 for never.</summary>
    public long LastPacketMs { get; private set; }

    /// <summary>When reports and feedback are due.</summary>
    public long NextReportMs { get; set; }

    /// <inheritdoc cref="NextReportMs"/>
    public long NextCongestionMs { get; set; }

    /// <summary>Loudness of the last packets and the time of the last voice, packed for other threads to read at once.</summary>
    public TrackLevel Level => TrackLevel.Unpack(Volatile.Read(ref _packedLevel));

    private long _packedLevel, _packedLoss;
    private int _life;

    /// <summary>Packets received.</summary>
    public long Packets => _statistics.Received;

    /// <summary>Packets lost.</summary>
    public long Lost => Math.Max(0, _statistics.Lost);

    /// <summary>Recovered packets that were counted already.</summary>
    public long RecoveredCounted { get; set; }

    /// <summary>A new source is what it carries from now on.</summary>
    public void Begin(uint ssrc)
    {
        (Ssrc, _statistics, Losses, _senderReport, RecoveredCounted) = (ssrc, default, null, 0, 0);
        Volatile.Write(ref _life, _life + 1);
    }

    /// <summary>Takes an authentic packet in.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="packet">The plain packet.</param>
    /// <param name="payloadBytes">Length of its payload.</param>
    /// <param name="index">Rollover counter × 65,536 + sequence number.</param>
    /// <param name="nowMs">The clock, in milliseconds with fraction.</param>
    public void Take(in RtpHeader header, ReadOnlySpan<byte> packet, int payloadBytes, ulong index, double nowMs)
    {
        long now = (long)nowMs;
        if (Losses is null)
        {
            Losses = new();
            Congestion = Offered.TakesCongestion ? new() : null;
            (NextReportMs, NextCongestionMs) = (now + 500, now + 100); // a first report soon, so that a browser knows its round trip
        }
        LastPacketMs = now;
        _statistics.Take(index, header.Timestamp, (uint)(long)(nowMs * 48d));
        Losses.Take(index, now);
        ReadOnlySpan<byte> extensions = header.Extensions(packet);
        if (Congestion is not null && RtpExtensions.TryFind(header.ExtensionProfile, extensions, Offered.CongestionId, out ReadOnlySpan<byte> number) && number.Length == 2)
            Congestion.Take(BinaryPrimitives.ReadUInt16BigEndian(number), nowMs);
        if (RtpExtensions.TryFind(header.ExtensionProfile, extensions, Offered.AudioLevelId, out ReadOnlySpan<byte> value) && AudioLevel.TryRead(value, out AudioLevel level)) TakeLevel(level, now);
        else if (Offered.AudioLevelId == 0 && payloadBytes > 3) TakeLevel(new(30, true), now); // ffmpeg does not tell: whatever is not silence counts
    }

    /// <summary>A sender report of the peer came.</summary>
    public void TakeReport(uint middle, long nowMs) => (_senderReport, _senderReportMs) = (middle, nowMs);

    /// <summary>A listener lost so much of it, in 1/256. Any shard calls.</summary>
    public void TakeListenersLoss(byte fraction, long nowMs)
    {
        if (fraction > 0 && fraction >= ListenersLoss(nowMs)) Volatile.Write(ref _packedLoss, TimedByte.Pack(fraction, nowMs));
    }

    /// <summary>What to report of it now.</summary>
    /// <remarks>
    /// The share lost is that of the way to the listener who loses most, where it is more: the speaker's browser adds Opus' forward error correction
    /// (RFC 6716, section 2.1.7) by it, which serves whoever listens, as repeating does not where the way is long. The count of lost packets, by which
    /// a browser judges its own bandwidth, is of the speaker's way alone.
    /// </remarks>
    public ReportBlock Report(long nowMs)
    {
        uint delay = _senderReport == 0 ? 0 : (uint)((nowMs - _senderReportMs) * 65536 / 1000);
        ReportBlock report = _statistics.Report(Ssrc, _senderReport, delay);
        return report with { FractionLost = Math.Max(report.FractionLost, Math.Min(ListenersLoss(nowMs), MostListenersLoss)) };
    }

    /// <summary>The fan-out of a shard, made when it is first needed. That shard calls.</summary>
    public TrackFanout FanoutAt(int shard, ArrayPool<byte> pool) => Fanouts[shard] ??= new(pool);

    // Of two threads that write at once, either may be kept.
    private byte ListenersLoss(long nowMs)
    {
        (byte fraction, long ms) = TimedByte.Unpack(Volatile.Read(ref _packedLoss));
        return nowMs - ms < ListenersLossMs ? fraction : (byte)0;
    }

    private void TakeLevel(AudioLevel level, long nowMs)
    {
        _sawVoiceFlag |= level.IsVoice;
        float db = -level.Decibels;
        _levelDb += (db - _levelDb) * (db > _levelDb ? 0.5f : 0.1f); // up within two packets, down within half a second
        bool isVoice = Kind == TrackKind.Stage ? level.Decibels < 70 : level.IsVoice || (!_sawVoiceFlag && db > SpeakingDb);
        TrackLevel before = Level;
        Volatile.Write(ref _packedLevel, new TrackLevel(_levelDb, isVoice ? nowMs : before.VoiceMs).Pack());
    }
}

/// <summary>How loud a track is, and when it last was voice.</summary>
/// <param name="Db">In dBov: −127 to 0.</param>
/// <param name="VoiceMs">The clock then; 0 for never.</param>
internal readonly record struct TrackLevel(float Db, long VoiceMs)
{
    /// <summary>As one number. 0 is what was never heard.</summary>
    public long Pack() => TimedByte.Pack((byte)(-Db + 0.5f), VoiceMs);

    /// <summary>From one number.</summary>
    public static TrackLevel Unpack(long packed)
    {
        (byte quiet, long ms) = TimedByte.Unpack(packed);
        return packed == 0 ? new(-127f, 0) : new(-(float)quiet, ms);
    }
}

/// <summary>A byte and the time of it in one number, for other threads to read at once: eight bits above 56 bits of milliseconds.</summary>
internal static class TimedByte
{
    private const int TimeBits = 56;

    /// <summary>As one number.</summary>
    public static long Pack(byte value, long ms) => ((long)value << TimeBits) | ms;

    /// <summary>From one number.</summary>
    public static (byte Value, long Ms) Unpack(long packed) => ((byte)(packed >> TimeBits), packed & ((1L << TimeBits) - 1));
}
