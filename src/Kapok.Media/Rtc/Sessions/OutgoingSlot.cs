using System.Buffers.Binary;
using Kapok.Media.Rtc.Rtcp;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sdp;

namespace Kapok.Media.Rtc.Sessions;

/// <summary>One of a listener's slots: a stream of our own whose content comes from one speaker after another.</summary>
/// <remarks>
/// <para>Sequence numbers go on without a gap and timestamps with the time that passed, so a browser sees one speaker who paused.</para>
/// <para>Every packet's header is a function of the source's packet and of where its source began in this slot, since a repeated packet must be
/// the same to the bit: GCM with one nonce and two different headers would give its hash key away (RFC 7714, section 8.1).</para>
/// <para>The listener's home shard owns it.</para>
/// </remarks>
internal sealed class OutgoingSlot
{
    private const int SamplesPerMs = 48, FrameSamples = 960;
    private const int RtxHeaderBytes = 2;

    private readonly byte _payloadType, _rtxPayloadType;
    private readonly uint _rtxSsrc;
    private Feed _now, _before;
    private ulong _highest, _rtxIndex;
    private uint _lastTimestamp, _packets, _bytes;
    private double _lastSentMs;

    public OutgoingSlot(VoiceSession session, SdpSection section, Random random)
    {
        (Session, Number, Ssrc, _rtxSsrc) = (session, section.Slot, section.Ssrc, section.RtxSsrc);
        (_payloadType, _rtxPayloadType) = ((byte)section.Offered.OpusType, section.RtxSsrc != 0 ? (byte)section.Offered.OpusRtxType : (byte)0);
        // Below 2^15, so that a loss before the first packet cannot look like a rollover (RFC 3711, section 3.3.1).
        _highest = (ulong)random.Next(1, 1 << 15);
        _rtxIndex = (ulong)random.Next(1, 1 << 15);
        _lastTimestamp = (uint)random.NextInt64(1L << 32);
    }

    /// <summary>Whose.</summary>
    public VoiceSession Session { get; }

    /// <summary>Its number, stage slots after voice slots.</summary>
    public int Number { get; }

    /// <summary>Its stream.</summary>
    public uint Ssrc { get; }

    /// <summary>Place in the fan-out, −1 for none.</summary>
    public int FanoutIndex { get; set; } = -1;

    /// <summary>What it carries.</summary>
    public IncomingTrack? Track => _now.Track;

    /// <summary>Packets sent since the beginning.</summary>
    public uint Packets => _packets;

    /// <summary>Its highest packet index, for tests.</summary>
    internal ulong Highest => _highest;

    /// <summary>Carries another track from the next packet on.</summary>
    public void Switch(IncomingTrack? track)
    {
        if (_now.HasBegun) _before = _now; // its packets may still be asked for
        _now = new() { Track = track };
    }

    /// <summary>Writes the packet that corresponds to a source's.</summary>
    /// <param name="to">At least 12 bytes more than the payload, and room for protection.</param>
    /// <param name="index">The source's index.</param>
    /// <param name="timestamp">The source's timestamp.</param>
    /// <param name="isMarked">The source's marker.</param>
    /// <param name="payload">The payload without padding.</param>
    /// <param name="nowMs">The clock.</param>
    /// <param name="outIndex">The packet's index in this slot.</param>
    /// <returns>Length, or 0 when the packet is from before the source began here.</returns>
    public int Write(Span<byte> to, ulong index, uint timestamp, bool isMarked, ReadOnlySpan<byte> payload, double nowMs, out ulong outIndex)
    {
        if (!_now.HasBegun) Begin(index, timestamp, nowMs);
        outIndex = index + _now.IndexOffset;
        if (outIndex < _now.First || outIndex > _highest + (1 << 15)) return 0; // the second is an offset that wrapped below zero
        if (outIndex > _highest) (_highest, _lastTimestamp, _lastSentMs) = (outIndex, timestamp + _now.TimestampOffset, nowMs);
        _packets++;
        _bytes += (uint)payload.Length;
        return Write(to, _now, outIndex, timestamp, isMarked, payload);
    }

    /// <summary>Writes a packet again that the listener lost.</summary>
    /// <param name="to">At least 14 bytes more than the payload, and room for protection.</param>
    /// <param name="sequence">Its sequence number in this slot.</param>
    /// <param name="shard">The listener's shard.</param>
    /// <param name="outIndex">The packet's index in its stream: this slot's, or that of its retransmissions (RFC 4588).</param>
    /// <returns>Length, or 0 when it is not kept any more.</returns>
    public int Repeat(Span<byte> to, ushort sequence, int shard, out ulong outIndex)
    {
        int ahead = (short)(sequence - (ushort)_highest);
        outIndex = _highest + (ulong)ahead;
        if (ahead > 0) return 0; // was never sent
        Feed feed = _now.HasBegun && outIndex >= _now.First ? _now : _before;
        if (!feed.HasBegun || outIndex < feed.First) return 0;
        TrackFanout? fanout = feed.Track!.Fanouts[shard];
        if (fanout is null || !fanout.Cache.TryFind(outIndex - feed.IndexOffset, out uint timestamp, out bool isMarked, out ReadOnlySpan<byte> payload)) return 0;
        int length = Write(to, feed, outIndex, timestamp, isMarked, payload);
        return _rtxSsrc == 0 ? length : WrapAsRtx(to, length, ref outIndex);
    }

    /// <summary>What a sender report says of it now; the timestamp is that of the moment of the report (RFC 3550, section 6.4.1).</summary>
    public SenderInfo Report(NtpTime time, double nowMs) =>
        new(Ssrc, time, _lastTimestamp + (uint)(long)((nowMs - _lastSentMs) * SamplesPerMs), _packets, _bytes);

    private void Begin(ulong index, uint timestamp, double nowMs)
    {
        // At least one frame later, and at most ten minutes, so that the difference stays far from the wrap.
        double passed = _lastSentMs == 0 ? 0 : Math.Clamp((nowMs - _lastSentMs) * SamplesPerMs, FrameSamples, 600_000d * SamplesPerMs);
        _now.First = _highest + 1;
        _now.IndexOffset = _now.First - index; // wraps below zero; adding it wraps back
        _now.TimestampOffset = _lastTimestamp + (uint)passed - timestamp;
        _now.HasBegun = true;
    }

    private int Write(Span<byte> to, in Feed feed, ulong outIndex, uint timestamp, bool isMarked, ReadOnlySpan<byte> payload)
    {
        // A source's first packet is marked, as the first after silence is: jitter buffers adapt there (RFC 3551, section 4.1).
        RtpHeader.Write(to, _payloadType, isMarked || outIndex == feed.First, (ushort)outIndex, timestamp + feed.TimestampOffset, Ssrc);
        payload.CopyTo(to[RtpHeader.MinBytes..]);
        return RtpHeader.MinBytes + payload.Length;
    }

    // RFC 4588, section 4: the same header with its own source, type and number; the original number goes before the payload.
    private int WrapAsRtx(Span<byte> to, int length, ref ulong outIndex)
    {
        to[RtpHeader.MinBytes..length].CopyTo(to[(RtpHeader.MinBytes + RtxHeaderBytes)..]);
        BinaryPrimitives.WriteUInt16BigEndian(to[RtpHeader.MinBytes..], (ushort)outIndex);
        outIndex = ++_rtxIndex;
        to[1] = (byte)((to[1] & 0x80) | _rtxPayloadType);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)outIndex);
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], _rtxSsrc);
        return length + RtxHeaderBytes;
    }

    /// <summary>One source's time in the slot.</summary>
    private struct Feed
    {
        public IncomingTrack? Track;
        public ulong First, IndexOffset;
        public uint TimestampOffset;
        public bool HasBegun;
    }
}
