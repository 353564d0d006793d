// From one speaker's packet to those of the listeners, and to those who lost it.
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Rtc.Transport;

internal sealed partial class Shard
{
    /// <summary>Sends a datagram of the handshake. Runs on the shard's thread.</summary>
    public void SendRaw(VoiceSession session, ReadOnlySpan<byte> datagram)
    {
        if (session.Path is not { } path || datagram.Length > IDatagramPort.BufferBytes) return;
        datagram.CopyTo(Buffer(path));
        Send(path, datagram.Length);
    }

    private Span<byte> Buffer(IcePath path) => path.Tcp is null ? _port.Next() : _frame.AsSpan(IceTcp.HeaderBytes);

    private void Send(IcePath path, int length)
    {
        if (path.Tcp is null) _port.Commit(length, path.Address);
        else if (!path.Tcp.Send(_frame.AsSpan(0, IceTcp.HeaderBytes + length))) Counters.Unsent++;
    }

    private void Forward(IncomingTrack track, ulong index, in RtpHeader header, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> payload)
    {
        for (int at = 0; at < track.Fanouts.Length; at++)
        {
            if (track.Fanouts[at] is not { Count: > 0 } fanout) continue;
            if (at == _id)
            {
                ForwardHere(track, fanout, index, track.Life, header, payload);
                continue;
            }
            _core.Shards[at].Post(Parcel.OfTrack, track, index, track.Life, packet);
            _mustWake[at] = true;
        }
    }

    private void ForwardHere(IncomingTrack track, ulong index, int life, ReadOnlySpan<byte> packet)
    {
        if (track.Fanouts[_id] is not { Count: > 0 } fanout) return;
        if (RtpHeader.TryRead(packet, out RtpHeader header) && header.TryPayload(packet, out ReadOnlySpan<byte> payload)) ForwardHere(track, fanout, index, life, header, payload);
    }

    private void ForwardHere(IncomingTrack track, TrackFanout fanout, ulong index, int life, in RtpHeader header, ReadOnlySpan<byte> payload)
    {
        if (!fanout.Follow(track, life)) return;
        fanout.Cache.Keep(index, header.Timestamp, header.IsMarked, payload);
        ReadOnlySpan<OutgoingSlot> slots = fanout.Slots;
        for (int at = 0; at < slots.Length; at++)
        {
            OutgoingSlot slot = slots[at];
            VoiceSession listener = slot.Session;
            if (listener.Path is not { } path || listener.Outgoing is not { } cipher || listener == track.Session) continue;
            Span<byte> buffer = Buffer(path);
            int length = slot.Write(buffer, index, header.Timestamp, header.IsMarked, payload, _nowMs, out ulong outIndex);
            if (length == 0) continue;
            Send(path, cipher.Protect(buffer, length, RtpHeader.MinBytes, outIndex));
            Counters.Forwarded++;
        }
    }

    /// <summary>A listener lost a packet.</summary>
    private void Repeat(VoiceSession listener, OutgoingSlot slot, ushort sequence)
    {
        if (listener.Path is not { } path || listener.Outgoing is not { } cipher) return;
        int most = _core.Options.RepeatsPerSecond;
        if (!listener.RepeatLimit.TryTake((long)_nowMs, most, most))
        {
            Counters.Limited++;
            return;
        }
        Span<byte> buffer = Buffer(path);
        int length = slot.Repeat(buffer, sequence, _id, out ulong outIndex);
        if (length == 0) return;
        Send(path, cipher.Protect(buffer, length, RtpHeader.MinBytes, outIndex));
        Counters.Repeated++;
    }
}
