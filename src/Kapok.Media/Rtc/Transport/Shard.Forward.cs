// From one publisher's packet to those of the subscribers, and to those who lost it. Pictures are in Shard.Video.cs.
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Rtc.Transport;

internal sealed partial class Shard
{
    /// <summary>Sends a datagram of the handshake. Runs on the shard's thread.</summary>
    public void SendRaw(RtcSession session, ReadOnlySpan<byte> datagram)
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

    private void Forward(RtcTrack track, ulong index, in RtpHeader header, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> payload)
    {
        for (int at = 0; at < track.Fanouts.Length; at++)
        {
            if (track.Fanouts[at] is not { IsWanted: true } fanout) continue;
            if (at == _id)
            {
                ForwardHere(track, fanout, index, track.Life, header, payload);
                continue;
            }
            _core.Shards[at].Post(Parcel.OfTrack, track, index, track.Life, packet);
            _mustWake[at] = true;
        }
    }

    private void ForwardHere(RtcTrack track, ulong index, int life, ReadOnlySpan<byte> packet)
    {
        if (track.Fanouts[_id] is not { IsWanted: true } fanout || track.Session.State == SessionState.Ended) return;
        if (RtpHeader.TryRead(packet, out RtpHeader header) && header.TryPayload(packet, out ReadOnlySpan<byte> payload)) ForwardHere(track, fanout, index, life, header, payload);
    }

    private void ForwardHere(RtcTrack track, TrackFanout fanout, ulong index, int life, in RtpHeader header, ReadOnlySpan<byte> payload)
    {
        if (!fanout.IsOf(life)) SendPictures(track, fanout); // of the source before
        if (!fanout.Follow(track, life)) return;
        bool beginsWhole = track.Kind == MediaKind.Video && Keyframe.Begins(track.Codec, payload);
        fanout.Keep(index, header, payload, beginsWhole, _nowMs);
        if (track.Kind == MediaKind.Video)
        {
            if (fanout.IsFull) SendPictures(track, fanout);
            if (fanout.Turns.IsEmpty) _filming.Add((track, fanout));
            fanout.Add(new TrackFanout.Turn(index, beginsWhole));
            return;
        }
        ReadOnlySpan<Subscription> subscriptions = fanout.Subscriptions;
        for (int at = 0; at < subscriptions.Length; at++)
        {
            Subscription subscription = subscriptions[at];
            RtcSession listener = subscription.Session;
            if (listener.Path is not { } path || listener.Outgoing is not { } cipher || listener == track.Session) continue;
            Span<byte> buffer = Buffer(path);
            int length = subscription.Write(buffer, index, header.Timestamp, header.IsMarked, payload, _nowMs, out ulong outIndex);
            if (length == 0) continue;
            Send(path, cipher.Protect(buffer, length, RtpHeader.MinBytes, outIndex));
            Counters.Forwarded++;
        }
    }

    /// <summary>A subscriber lost a packet.</summary>
    private void Repeat(RtcSession listener, Subscription subscription, ushort sequence)
    {
        if (listener.Path is not { } path || listener.Outgoing is not { } cipher) return;
        int most = listener.Outlet is null ? _core.Options.RepeatsPerSecond : _core.Options.VideoRepeatsPerSecond;
        if (!listener.RepeatLimit.TryTake((long)_nowMs, most, most))
        {
            Counters.Limited++;
            return;
        }
        Span<byte> buffer = Buffer(path);
        // In a stream of its own it is a packet like any other, with a number of its own; else it is the same, to the bit.
        bool isNumbered = subscription is { HasNumbers: true, RepeatsApart: true };
        int length = subscription.Repeat(buffer, sequence, _id, out ulong outIndex, isNumbered ? listener.Outlet!.Sent.Next : (ushort)0);
        if (length == 0) return;
        if (isNumbered) listener.Outlet!.Sent.Add(_nowMs, length);
        Send(path, cipher.Protect(buffer, length, subscription.HeaderBytes, outIndex));
        Counters.Repeated++;
    }
}
