using System.Buffers.Binary;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Rtcp;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sdp;

namespace Kapok.Media.Rtc.Sessions;

/// <summary>What a peer receives in one media section: a stream of our own whose content comes from one track after another.</summary>
/// <remarks>
/// <para>Sequence numbers go on without a gap and timestamps with the time that passed, so a browser sees one speaker who paused. Payloads pass as they
/// are, picture numbers of VP8 and VP9 included: each track begins with a whole picture, from which a decoder counts anew.</para>
/// <para>Every packet's header is a function of the source's packet and of where its source began in this stream, since a repeated packet must be
/// the same to the bit: GCM with one nonce and two different headers would give its hash key away (RFC 7714, section 8.1). Where packets carry a
/// transport-wide number it is kept with the packet's place for that.</para>
/// <para>The peer's home shard owns it; <see cref="Carry"/> is for any thread.</para>
/// </remarks>
public sealed class Subscription
{
    private const double LongestPauseMs = 600_000; // ten minutes, so that the difference stays far from the wrap
    private const int RtxHeaderBytes = 2, CatchUpEveryMs = 1000;
    private const int HurriedPackets = 1 << 14; // more than any source's are hurried, and less than come until a timestamp is there again

    private readonly byte[] _types = new byte[RtpCodec.Count], _rtxTypes = new byte[RtpCodec.Count]; // payload types by codec; 0 where it is not taken
    private readonly uint _rtxSsrc, _frameTicks;
    private readonly double _ticksPerMs;
    private readonly int _numberId;
    private readonly ushort[]? _numbers; // transport-wide, by index modulo length
    private Feed _now, _before;
    private CatchUp _catchUp;
    private ulong _highest, _rtxIndex;
    private uint _lastTimestamp, _packets, _bytes;
    private double _lastSentMs, _caughtUpMs;

    internal Subscription(RtcSession session, SdpSection section, int number, Random random)
    {
        (Session, Number, Kind, Ssrc, _rtxSsrc) = (session, number, section.Kind, section.Ssrc, section.RtxSsrc);
        foreach (SdpFormat format in section.Formats)
        {
            if (_types[format.Codec.Id] != 0) continue; // the offerer's first choice of a codec
            _types[format.Codec.Id] = (byte)format.Type;
            if (_rtxSsrc != 0 && format.RtxType >= 0) _rtxTypes[format.Codec.Id] = (byte)format.RtxType;
        }
        RtpCodec first = section.Formats[0].Codec;
        (_ticksPerMs, _frameTicks) = (first.ClockRate / 1000d, first.FrameTicks);
        if (section.HasCongestion) (_numberId, _numbers) = (section.Offered.CongestionId, new ushort[RetransmissionCache.VideoPackets]);
        // Below 2^15, so that a loss before the first packet cannot look like a rollover (RFC 3711, section 3.3.1).
        _highest = (ulong)random.Next(1, 1 << 15);
        _rtxIndex = (ulong)random.Next(1, 1 << 15);
        _lastTimestamp = (uint)random.NextInt64(1L << 32);
    }

    /// <summary>Who receives.</summary>
    public RtcSession Session { get; }

    /// <summary>Its number among the subscriptions of its session, in the order of the offer.</summary>
    public int Number { get; }

    /// <summary>Sound or pictures.</summary>
    public MediaKind Kind { get; }

    /// <summary>Its stream.</summary>
    public uint Ssrc { get; }

    /// <summary>Place in the fan-out, −1 for none.</summary>
    internal int FanoutIndex { get; set; } = -1;

    /// <summary>What it carries.</summary>
    internal RtcTrack? Track => _now.Track;

    /// <summary>Packets sent since the beginning.</summary>
    internal uint Packets => _packets;

    /// <summary>It waits for a whole picture, with which it begins.</summary>
    internal bool AwaitsKeyframe => Kind == MediaKind.Video && _now.Track is not null && !_now.HasBegun;

    /// <summary>It is on its way to the present.</summary>
    internal bool IsCatchingUp => _catchUp.IsOn;

    /// <summary>Its packets carry transport-wide numbers.</summary>
    internal bool HasNumbers => _numberId != 0;

    /// <summary>Length of its packets' headers.</summary>
    internal int HeaderBytes => _numberId == 0 ? RtpHeader.MinBytes : RtpExtensions.NumberedHeaderBytes;

    /// <summary>Its highest packet index, for tests.</summary>
    internal ulong Highest => _highest;

    /// <summary>Whether the peer takes a codec.</summary>
    public bool Takes(RtpCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return _types[codec.Id] != 0;
    }

    /// <summary>Carries another track soon, or nothing. A track of a codec that the peer does not take counts as nothing. Any thread may call it.</summary>
    /// <remarks>It does nothing before the session is connected, or after its end.</remarks>
    public void Carry(RtcTrack? track)
    {
        if (Session.Home is { } home) home.Post(Session, () => home.Assign(this, track is not null && Takes(track.Codec) ? track : null));
    }

    /// <summary>Carries another track from the next packet on; of pictures, from the next whole one.</summary>
    internal void Switch(RtcTrack? track)
    {
        if (_now.HasBegun) _before = _now; // its packets may still be asked for
        _catchUp = default;
        _now = new() { Track = track, Type = track is null ? (byte)0 : _types[track.Codec.Id], RtxType = track is null ? (byte)0 : _rtxTypes[track.Codec.Id] };
    }

    /// <summary>A packet of the source will go later, and is the one with which the source begins here if none has gone.</summary>
    internal void Reserve(ulong index, uint timestamp, double nowMs)
    {
        if (!_now.HasBegun) Begin(index, timestamp, nowMs);
    }

    /// <summary>Whether a peer that lost its picture may begin anew with what is kept.</summary>
    internal bool MayCatchUpAgain(double nowMs) => !IsCatchingUp && nowMs - _caughtUpMs >= CatchUpEveryMs;

    /// <summary>Begins with what was sent before: <see cref="TryNextKept"/> says which packet goes when.</summary>
    /// <param name="first">The source's index of the newest whole picture's first packet.</param>
    /// <param name="timestamp">Its timestamp.</param>
    /// <param name="newest">The source's newest index.</param>
    /// <param name="ageMs">When the whole picture came, milliseconds ago.</param>
    /// <param name="nowMs">The clock.</param>
    internal void BeginAtKept(ulong first, uint timestamp, ulong newest, double ageMs, double nowMs)
    {
        if (_now.HasBegun) Switch(_now.Track);
        uint hurried = (uint)((ageMs + CatchUp.TakesMs(ageMs)) * _ticksPerMs);
        Begin(first, timestamp, nowMs);
        _now.TimestampOffset -= hurried - (hurried / CatchUp.Haste);
        (_now.IsHurried, _now.PresentAt) = (hurried > 0, timestamp + hurried);
        (_catchUp, _caughtUpMs) = (CatchUp.Of(first, newest, ageMs, nowMs), nowMs);
    }

    /// <summary>Whether a packet of the source goes later, since what came before it goes first.</summary>
    internal bool GoesLater(ulong index) => _catchUp.IsAhead(index);

    /// <summary>The next packet on the way to the present, if one goes now. It may be missing.</summary>
    internal bool TryNextKept(ulong newest, double nowMs, out ulong index) => _catchUp.TryNext(newest, nowMs, out index);

    /// <summary>Writes the packet that corresponds to a source's.</summary>
    /// <param name="to">At least 20 bytes more than the payload, and room for protection.</param>
    /// <param name="index">The source's index.</param>
    /// <param name="timestamp">The source's timestamp.</param>
    /// <param name="isMarked">The source's marker.</param>
    /// <param name="payload">The payload without padding.</param>
    /// <param name="nowMs">The clock.</param>
    /// <param name="outIndex">The packet's index in this stream.</param>
    /// <param name="number">The packet's transport-wide number, where there are such.</param>
    /// <returns>Length, or 0 when the packet is from before the source began here.</returns>
    internal int Write(Span<byte> to, ulong index, uint timestamp, bool isMarked, ReadOnlySpan<byte> payload, double nowMs, out ulong outIndex, ushort number = 0)
    {
        if (!_now.HasBegun) Begin(index, timestamp, nowMs);
        outIndex = index + _now.IndexOffset;
        if (outIndex < _now.First || outIndex > _highest + (1 << 15)) return 0; // the second is an offset that wrapped below zero
        if (outIndex > _highest) (_highest, _lastTimestamp, _lastSentMs) = (outIndex, TimestampOf(_now, outIndex, timestamp), nowMs);
        _packets++;
        _bytes += (uint)payload.Length;
        // One that came so late that its place is a newer one's is not sent again.
        if (_numbers is not null && _highest - outIndex < RetransmissionCache.VideoPackets) _numbers[(int)outIndex & (RetransmissionCache.VideoPackets - 1)] = number;
        return Write(to, _now, outIndex, timestamp, isMarked, payload, number);
    }

    /// <summary>Writes a packet again that the peer lost.</summary>
    /// <param name="to">At least 22 bytes more than the payload, and room for protection.</param>
    /// <param name="sequence">Its sequence number in this stream.</param>
    /// <param name="shard">The peer's shard.</param>
    /// <param name="outIndex">The packet's index in its stream: this one, or that of its retransmissions (RFC 4588).</param>
    /// <param name="number">A transport-wide number for a packet in the stream of retransmissions; one that is the same to the bit has its own.</param>
    /// <returns>Length, or 0 when it is not kept any more.</returns>
    internal int Repeat(Span<byte> to, ushort sequence, int shard, out ulong outIndex, ushort number = 0)
    {
        int ahead = (short)(sequence - (ushort)_highest);
        outIndex = _highest + (ulong)ahead;
        if (ahead > 0) return 0; // was never sent
        Feed feed = _now.HasBegun && outIndex >= _now.First ? _now : _before;
        if (!feed.HasBegun || outIndex < feed.First) return 0;
        TrackFanout? fanout = feed.Track!.Fanouts[shard];
        if (fanout is null || !fanout.Cache.TryFind(outIndex - feed.IndexOffset, out uint timestamp, out bool isMarked, out ReadOnlySpan<byte> payload)) return 0;
        if (feed.RtxType == 0 && _numbers is not null)
        {
            if (_highest - outIndex >= RetransmissionCache.VideoPackets) return 0;
            number = _numbers[(int)outIndex & (RetransmissionCache.VideoPackets - 1)];
        }
        int length = Write(to, feed, outIndex, timestamp, isMarked, payload, number);
        return feed.RtxType == 0 ? length : WrapAsRtx(to, length, feed.RtxType, ref outIndex);
    }

    /// <summary>Whether what is lost is sent again in a stream of its own.</summary>
    internal bool RepeatsApart => _now.RtxType != 0;

    /// <summary>What a sender report says of it now; the timestamp is that of the moment of the report (RFC 3550, section 6.4.1).</summary>
    internal SenderInfo Report(NtpTime time, double nowMs) =>
        new(Ssrc, time, _lastTimestamp + (uint)(long)((nowMs - _lastSentMs + (_now.Track?.LatenessMs ?? 0)) * _ticksPerMs), _packets, _bytes);

    private void Begin(ulong index, uint timestamp, double nowMs)
    {
        // At least one frame later.
        double passed = _lastSentMs == 0 ? 0 : Math.Clamp((nowMs - _lastSentMs) * _ticksPerMs, _frameTicks, LongestPauseMs * _ticksPerMs);
        _now.First = _highest + 1;
        _now.IndexOffset = _now.First - index; // wraps below zero; adding it wraps back
        _now.TimestampOffset = _lastTimestamp + (uint)passed - timestamp;
        _now.HasBegun = true;
    }

    private int Write(Span<byte> to, in Feed feed, ulong outIndex, uint timestamp, bool isMarked, ReadOnlySpan<byte> payload, ushort number)
    {
        // A source's first packet of sound is marked, as the first after silence is: jitter buffers adapt there (RFC 3551, section 4.1). The marker of
        // pictures tells where one ends.
        RtpHeader.Write(to, feed.Type, isMarked || (outIndex == feed.First && Kind == MediaKind.Audio), (ushort)outIndex, TimestampOf(feed, outIndex, timestamp), Ssrc);
        int header = _numberId == 0 ? RtpHeader.MinBytes : RtpExtensions.WriteNumber(to, _numberId, number);
        payload.CopyTo(to[header..]);
        return header + payload.Length;
    }

    // Until the present is reached what was apart is closer together.
    private static uint TimestampOf(in Feed feed, ulong outIndex, uint timestamp)
    {
        uint plain = timestamp + feed.TimestampOffset;
        if (!feed.IsHurried || outIndex - feed.First >= HurriedPackets) return plain;
        int left = (int)(feed.PresentAt - timestamp);
        return left <= 0 ? plain : plain + (uint)(left - (left / CatchUp.Haste));
    }

    // RFC 4588, section 4: the same header with its own source, type and number; the original number goes before the payload.
    private int WrapAsRtx(Span<byte> to, int length, byte type, ref ulong outIndex)
    {
        int header = HeaderBytes;
        to[header..length].CopyTo(to[(header + RtxHeaderBytes)..]);
        BinaryPrimitives.WriteUInt16BigEndian(to[header..], (ushort)outIndex);
        outIndex = ++_rtxIndex;
        to[1] = (byte)((to[1] & 0x80) | type);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)outIndex);
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], _rtxSsrc);
        return length + RtxHeaderBytes;
    }

    /// <summary>One source's time in the stream.</summary>
    private struct Feed
    {
        public RtcTrack? Track;
        public ulong First, IndexOffset;
        public uint TimestampOffset, PresentAt; // the latter is the source's timestamp from which on pictures go as they come
        public byte Type, RtxType;
        public bool HasBegun, IsHurried;
    }
}
