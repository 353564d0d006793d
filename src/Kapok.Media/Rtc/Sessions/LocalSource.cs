using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Transport;

namespace Kapok.Media.Rtc.Sessions;

/// <summary>Tracks whose packets are made by this process and come from no peer, for subscriptions to carry like any other.</summary>
/// <remarks>
/// <para>A packet is handed to each shard that has subscribers, through the same ring by which shards hand packets to each other: where that is full the
/// packet is lost and counted, and no sender ever waits. Nothing is handed over while nobody subscribes.</para>
/// <para>One thread at a time sends; any thread disposes.</para>
/// </remarks>
public sealed class LocalSource : IDisposable
{
    /// <summary>The longest payload, in bytes: what a datagram takes on any usual way, with header and protection.</summary>
    public const int MostPayloadBytes = 1200;

    private readonly RtcCore _core;
    private readonly RtcSession _session;
    private readonly ulong[] _indices;
    private readonly byte[] _packet = new byte[RtpHeader.MinBytes + MostPayloadBytes];

    internal LocalSource(RtcCore core, IReadOnlyList<RtpCodec> codecs)
    {
        (_core, _session, _indices) = (core, new(core, new Nobody(), this, codecs), new ulong[codecs.Count]);
        for (int at = 0; at < codecs.Count; at++)
        {
            _session.Tracks[at].Begin((uint)at + 1);
            _indices[at] = 1;
        }
    }

    /// <summary>The tracks, in the order of their codecs.</summary>
    public IReadOnlyList<RtcTrack> Tracks => _session.Tracks;

    /// <summary>Sends one packet to all who subscribe now.</summary>
    /// <param name="track">Number of the track.</param>
    /// <param name="timestamp">In units of the codec's clock.</param>
    /// <param name="isMarked">Of pictures: it is the last one of its picture.</param>
    /// <param name="payload">As the codec's payload format has it; at most <see cref="MostPayloadBytes"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The payload is too long.</exception>
    public void Send(int track, uint timestamp, bool isMarked, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MostPayloadBytes, nameof(payload));
        if (_session.State == SessionState.Ended) return;
        RtcTrack one = _session.Tracks[track];
        ulong index = _indices[track]++;
        RtpHeader.Write(_packet, 0, isMarked, (ushort)index, timestamp, one.Ssrc);
        payload.CopyTo(_packet.AsSpan(RtpHeader.MinBytes));
        for (int at = 0; at < one.Fanouts.Length; at++)
        {
            if (Volatile.Read(ref one.Fanouts[at]) is { IsWanted: true })
                _core.Shards[at].Post(Parcel.OfTrack, one, index, one.Life, _packet.AsSpan(0, RtpHeader.MinBytes + payload.Length));
        }
    }

    /// <summary>Lets go what was sent: call it after the packets of a picture or of sound.</summary>
    public void Flush()
    {
        foreach (Shard shard in _core.Shards) shard.WakeIfAsleep();
    }

    /// <summary>Ends the tracks; whoever subscribed to them receives nothing any more.</summary>
    public void Dispose()
    {
        if (!_session.TryEnd(SessionEnd.Left)) return;
        foreach (RtcTrack track in _session.Tracks)
        {
            track.End();
            foreach (Shard shard in _core.Shards) shard.Post(null, () => shard.ClearFanout(track));
        }
    }

    private sealed class Nobody : IRtcOwner
    {
        public void Connected(RtcSession session)
        {
            // was never told
        }

        public void Ended(RtcSession session)
        {
            // nor this
        }
    }
}
