using Kapok.Media.Rtc.Rtp;

namespace Kapok.Media.Rtc.Srtp;

/// <summary>What became of a protected packet.</summary>
internal enum Opening
{
    /// <summary>It is authentic, new and in the clear.</summary>
    Opened,

    /// <summary>Not RTP or RTCP, or its tag is wrong.</summary>
    Refused,

    /// <summary>Seen before, or too old to know.</summary>
    Replayed,

    /// <summary>Of one source more than a peer may send.</summary>
    TooManySources,
}

/// <summary>Opens what one peer sends: rollover counters and replay windows for each of its sources.</summary>
/// <remarks>State changes only for authentic packets, so a forger can neither move a window nor use up the sources. One shard owns it.</remarks>
/// <param name="cipher">The peer's direction.</param>
internal sealed class SrtpReceiver(SrtpCipher cipher) : IDisposable
{
    /// <summary>Sources a peer may send from: voice, stage, and what a browser makes anew when it changes devices.</summary>
    public const int MaxSources = 8;

    private Source[] _sources = new Source[2];
    private int _count;

    /// <summary>Opens an RTP packet in place.</summary>
    /// <param name="packet">The packet; cut to its plain length when it is opened.</param>
    /// <param name="header">Its header, read before.</param>
    /// <param name="index">Rollover counter × 65,536 + sequence number.</param>
    public Opening Open(ref Span<byte> packet, in RtpHeader header, out ulong index)
    {
        int at = Find(header.Ssrc);
        Source source = at < _count ? _sources[at] : new Source { Ssrc = header.Ssrc };
        index = source.Rtp.Guess(header.Sequence);
        if (!source.RtpSeen.IsFresh(index)) return Opening.Replayed;
        int length = cipher.Open(packet, header.HeaderBytes, index);
        if (length < 0) return Opening.Refused;
        source.Rtp.Accept(index);
        source.RtpSeen.Accept(index);
        packet = packet[..length];
        return Keep(at, source);
    }

    /// <summary>Opens an RTCP compound in place.</summary>
    /// <param name="packet">The compound; cut to its plain length when it is opened.</param>
    /// <param name="ssrc">Who sent it, from its first eight bytes.</param>
    public Opening OpenRtcp(ref Span<byte> packet, uint ssrc)
    {
        int at = Find(ssrc);
        Source source = at < _count ? _sources[at] : new Source { Ssrc = ssrc };
        int length = cipher.OpenRtcp(packet, out uint index);
        if (length < 0) return Opening.Refused;
        if (!source.RtcpSeen.IsFresh(index)) return Opening.Replayed;
        source.RtcpSeen.Accept(index);
        packet = packet[..length];
        return Keep(at, source);
    }

    /// <inheritdoc/>
    public void Dispose() => cipher.Dispose();

    private int Find(uint ssrc)
    {
        int at = 0;
        while (at < _count && _sources[at].Ssrc != ssrc) at++;
        return at;
    }

    private Opening Keep(int at, in Source source)
    {
        if (at == MaxSources) return Opening.TooManySources;
        if (at == _sources.Length) Array.Resize(ref _sources, _sources.Length * 2);
        _sources[at] = source;
        _count = Math.Max(_count, at + 1);
        return Opening.Opened;
    }

    private struct Source
    {
        public uint Ssrc;
        public PacketIndex Rtp;
        public ReplayWindow RtpSeen, RtcpSeen;
    }
}
