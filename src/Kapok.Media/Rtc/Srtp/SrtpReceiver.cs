using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sdp;

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
/// <remarks>
/// State changes only for authentic packets, so a forger can neither move a window nor use up the sources. One shard owns it.
/// Sound and reports are counted apart: Firefox reports from a source of its own for each section in which it listens, a dozen before anyone speaks.
/// </remarks>
/// <param name="cipher">The peer's direction.</param>
internal sealed class SrtpReceiver(SrtpCipher cipher) : IDisposable
{
    /// <summary>Sources a peer may send sound from: voice, stage, and what a browser makes anew when it changes devices.</summary>
    public const int MaxSources = 8;

    /// <summary>Sources a peer may send reports from: one for each section of the longest offer.</summary>
    public const int MaxReporters = SdpOffer.MaxMedia;

    private SourceTable _speakers = new(MaxSources), _reporters = new(MaxReporters);

    /// <summary>Opens an RTP packet in place.</summary>
    /// <param name="packet">The packet; cut to its plain length when it is opened.</param>
    /// <param name="header">Its header, read before.</param>
    /// <param name="index">Rollover counter × 65,536 + sequence number.</param>
    public Opening Open(ref Span<byte> packet, in RtpHeader header, out ulong index)
    {
        Source source = _speakers.Find(header.Ssrc, out int at);
        index = source.Rtp.Guess(header.Sequence);
        if (!source.Seen.IsFresh(index)) return Opening.Replayed;
        int length = cipher.Open(packet, header.HeaderBytes, index);
        if (length < 0) return Opening.Refused;
        source.Rtp.Accept(index);
        source.Seen.Accept(index);
        packet = packet[..length];
        return _speakers.Keep(at, source);
    }

    /// <summary>Opens an RTCP compound in place.</summary>
    /// <param name="packet">The compound; cut to its plain length when it is opened.</param>
    /// <param name="ssrc">Who sent it, from its first eight bytes.</param>
    public Opening OpenRtcp(ref Span<byte> packet, uint ssrc)
    {
        Source source = _reporters.Find(ssrc, out int at);
        int length = cipher.OpenRtcp(packet, out uint index);
        if (length < 0) return Opening.Refused;
        if (!source.Seen.IsFresh(index)) return Opening.Replayed;
        source.Seen.Accept(index);
        packet = packet[..length];
        return _reporters.Keep(at, source);
    }

    /// <inheritdoc/>
    public void Dispose() => cipher.Dispose();

    private struct Source
    {
        public uint Ssrc;
        public PacketIndex Rtp; // of sound only: reports tell their whole index
        public ReplayWindow Seen;
    }

    private struct SourceTable(int most)
    {
        private Source[] _sources = new Source[2];
        private int _count;

        /// <summary>What is known of a source, or a new one, and where it is kept.</summary>
        public readonly Source Find(uint ssrc, out int at)
        {
            at = 0;
            while (at < _count && _sources[at].Ssrc != ssrc) at++;
            return at < _count ? _sources[at] : new Source { Ssrc = ssrc };
        }

        public Opening Keep(int at, in Source source)
        {
            if (at == most) return Opening.TooManySources;
            if (at == _sources.Length) Array.Resize(ref _sources, _sources.Length * 2);
            _sources[at] = source;
            _count = Math.Max(_count, at + 1);
            return Opening.Opened;
        }
    }
}
