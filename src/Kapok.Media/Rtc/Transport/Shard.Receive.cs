// From a datagram to what it is: a check, a handshake, a report or media (RFC 7983 tells them apart by the first byte).
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Rtc.Srtp;
using Kapok.Media.Rtc.Stun;

namespace Kapok.Media.Rtc.Transport;

internal sealed partial class Shard
{
    private const int BadRequest = 400, Unauthenticated = 401, UnknownAttribute = 420, RoleConflict = 487;

    private void TakeDatagram(Span<byte> datagram, in PeerAddress from)
    {
        Counters.Received++;
        if (datagram.IsEmpty) return;
        if (StunMessage.IsStun(datagram[0])) TakeCheck(datagram, from);
        else if (_paths.TryGetValue(from, out IcePath? path)) TakeFromPeer(path, datagram);
        else Counters.Stray++;
    }

    private void TakeParcel(in Inbox.Entry entry, Span<byte> packet)
    {
        switch (entry.Kind)
        {
            case Parcel.FromPeer:
                TakeFromPeer((IcePath)entry.Target, packet);
                break;
            case Parcel.StunByTcp:
                Counters.Received++;
                TakeCheckByTcp((TcpCarrier)entry.Target, packet);
                break;
            case Parcel.OfTrack:
                ForwardHere((RtcTrack)entry.Target, entry.Index, entry.Life, packet);
                break;
            default:
                break;
        }
    }

    private void TakeFromPeer(IcePath path, Span<byte> packet)
    {
        RtcSession session = path.Session;
        if (session.Home is not { } home || packet.IsEmpty) return;
        if (home != this)
        {
            home.Post(Parcel.FromPeer, path, 0, 0, packet);
            _mustWake[home._id] = true;
            return;
        }
        RtcOptions options = _core.Options;
        long now = (long)_nowMs;
        int packets = session.PublishesVideo ? options.VideoPacketsPerSecond : options.PacketsPerSecond,
            bytes = session.PublishesVideo ? options.VideoBytesPerSecond : options.BytesPerSecond;
        bool isAllowed = session.PacketLimit.TryTake(now, packets, packets) && session.ByteLimit.TryTake(now, bytes, bytes, packet.Length);
        if (!isAllowed) Counters.Limited++;
        else if (DtlsPipe.IsDtls(packet[0])) TakeHandshake(session, path, packet);
        else if (packet[0] is < 128 or > 191 || session.Incoming is null) Counters.Stray++;
        else if (RtpHeader.IsRtcp(packet)) TakeReports(session, path, packet);
        else TakeMedia(session, path, packet);
    }

    private void TakeHandshake(RtcSession session, IcePath path, ReadOnlySpan<byte> packet)
    {
        if (session.State == SessionState.Connecting) session.Select(path);
        if (session.Dtls is null && (session.IsDtlsClient || !_core.TryShake(session, this))) return;
        DtlsAssociation association = session.Dtls!;
        association.Pipe.Feed(packet);
        if (association.Outcome is not null) _core.ReadLater(session, association, this);
    }

    private void TakeMedia(RtcSession session, IcePath path, Span<byte> packet)
    {
        if (!RtpHeader.TryRead(packet, out RtpHeader header))
        {
            Counters.Stray++;
            return;
        }
        Opening opening = session.Incoming!.Open(ref packet, header, out ulong index);
        if (!Count(opening)) return;
        Heard(session, path);
        if (TrackOf(session, header, packet) is not { } track || !header.TryPayload(packet, out ReadOnlySpan<byte> payload)) return;
        Counters.Published++;
        track.Take(header, packet, payload, index, _nowMs);
        Forward(track, index, header, packet, payload);
    }

    private bool Count(Opening opening)
    {
        switch (opening)
        {
            case Opening.Opened:
                return true;
            case Opening.Replayed:
                Counters.Replayed++;
                return false;
            case Opening.Refused:
                Counters.Forged++;
                return false;
            case Opening.TooManySources:
            default:
                Counters.Limited++;
                return false;
        }
    }

    // Send where the last authentic packet came from: the path of the last check is not it, since browsers check several at once.
    private void Heard(RtcSession session, IcePath path)
    {
        session.LastHeardMs = (long)_nowMs;
        session.Select(path);
    }

    /// <summary>Which of the session's tracks a source is; a new source is told by the SDP, by its section, or by being the only one.</summary>
    private static RtcTrack? TrackOf(RtcSession session, in RtpHeader header, ReadOnlySpan<byte> packet)
    {
        RtcTrack[] tracks = session.Tracks;
        foreach (RtcTrack track in tracks)
        {
            if (track.Ssrc == header.Ssrc && track.Losses is not null) return track.Format.Type == header.PayloadType ? track : null;
        }
        RtcTrack? found = null;
        foreach (RtcTrack track in tracks)
        {
            if (Announces(track, header.Ssrc)) found = track;
            if (found is not null || !RtpExtensions.TryFind(header.ExtensionProfile, header.Extensions(packet), track.Offered.MidId, out ReadOnlySpan<byte> mid)) continue;
            if (mid.Length == track.Offered.Mid.Length && System.Text.Ascii.Equals(mid, track.Offered.Mid)) found = track;
        }
        if (found is null && tracks.Length == 1) found = tracks[0];
        if (found is null || found.Format.Type != header.PayloadType) return null;
        found.Begin(header.Ssrc); // a browser that changes its device may come with a new source: it takes the old one's place
        return found;
    }

    private static bool Announces(RtcTrack track, uint ssrc)
    {
        IReadOnlyList<uint> sources = track.Offered.Sources;
        for (int at = 0; at < sources.Count; at++)
        {
            if (sources[at] == ssrc) return true;
        }
        return false;
    }

    private void TakeCheck(ReadOnlySpan<byte> datagram, in PeerAddress from)
    {
        if (!_gate.IsOpen(from, (long)_nowMs))
        {
            Counters.Limited++;
            return;
        }
        int error = Examine(datagram, out StunMessage message, out RtcSession? session);
        if (error < 0) return;
        if (error is BadRequest or Unauthenticated) _gate.Fail(from, (long)_nowMs);
        Span<byte> answer = _port.Next();
        _port.Commit(Answer(answer, message, from, error, session), from);
        if (error != 0) return;
        if (!_paths.TryGetValue(from, out IcePath? path) || path.Session != session)
        {
            path = new(session!, from, null, this);
            _paths[from] = path;
            Arrive(path);
        }
        else if (message.UsesCandidate) Nominate(path);
        session!.LastHeardMs = (long)_nowMs;
    }

    private void TakeCheckByTcp(TcpCarrier carrier, ReadOnlySpan<byte> frame)
    {
        int error = Examine(frame, out StunMessage message, out RtcSession? session);
        if (error is BadRequest or Unauthenticated || (error < 0 && carrier.Path is null))
        {
            carrier.Dispose(); // whoever opens a connection knows whom they call
            return;
        }
        if (error < 0) return;
        Shard home = session?.Settle(this) ?? this;
        if (home != this)
        {
            // Only one thread may send on a connection: that of the session.
            carrier.Shard = home;
            home.Post(Parcel.StunByTcp, carrier, 0, 0, frame);
            _mustWake[home._id] = true;
            return;
        }
        bool isNew = error == 0 && carrier.Path is null;
        if (isNew) carrier.Path = new(session!, carrier.Peer, carrier, this); // before the answer, which the peer's first flight may follow at once
        int length = Answer(_frame.AsSpan(IceTcp.HeaderBytes), message, carrier.Peer, error, session);
        carrier.Send(_frame.AsSpan(0, IceTcp.HeaderBytes + length));
        if (error != 0) return;
        if (isNew) Arrive(carrier.Path!);
        else if (message.UsesCandidate) Nominate(carrier.Path!);
        session!.LastHeardMs = (long)_nowMs;
    }

    /// <summary>Whether a message is an authentic check of a session.</summary>
    /// <returns>0 when it is, an error to answer with, or −1 for what needs no answer.</returns>
    private int Examine(ReadOnlySpan<byte> bytes, out StunMessage message, out RtcSession? session)
    {
        session = null;
        if (!StunMessage.TryRead(bytes, out message) || message.Type != StunType.BindingRequest)
        {
            Counters.Stray++;
            return -1;
        }
        if (!message.CarriesIntegrity || message.Username.IsEmpty) return BadRequest;
        bool isKnown = IceCredentials.TryReadKey(message.Username, out ulong key) && _core.Sessions.TryGetValue(key, out session);
        if (!isKnown || !message.HasIntegrity(session!.Credentials.PasswordBytes)) return Unauthenticated;
        if (message.UnknownRequired != 0) return UnknownAttribute;
        return message.IsControlled ? RoleConflict : 0; // a lite agent is controlled, so its peer must not be (RFC 8445, section 7.3.1.1)
    }

    private int Answer(Span<byte> to, in StunMessage message, in PeerAddress from, int error, RtcSession? session)
    {
        if (error == 0) Counters.Checks++;
        else Counters.ChecksRefused++;
        StunWriter writer = new(to, error == 0 ? StunType.BindingSuccess : StunType.BindingError, message.TransactionId);
        if (error == 0) writer.MappedAddress(from);
        else writer.Error(error);
        if (error == UnknownAttribute) writer.Unknown(message.UnknownRequired);
        return writer.Finish(error is BadRequest or Unauthenticated ? default : session!.Credentials.PasswordBytes);
    }

    /// <summary>A new path of a session was validated.</summary>
    private void Arrive(IcePath path)
    {
        RtcSession session = path.Session;
        Shard home = session.Settle(this);
        if (home == this) Welcome(path);
        else home.Post(session, () => home.Welcome(path));
    }

    private void Welcome(IcePath path)
    {
        RtcSession session = path.Session;
        if (session.State == SessionState.Ended)
        {
            Forget(path);
            return;
        }
        if (session.ShardIndex < 0)
        {
            session.ShardIndex = _sessions.Count;
            _sessions.Add(session);
        }
        if (session.AddPath(path) is { } old) Forget(old);
        if (session.IsDtlsClient && session.Dtls is null && !_core.TryShake(session, this)) End(session, SessionEnd.Busy);
    }

    // Before there are keys the peer's choice is the best guess; afterwards its packets show the way.
    private void Nominate(IcePath path)
    {
        RtcSession session = path.Session;
        if (session.Home == this && session.State == SessionState.Connecting) session.Select(path);
    }
}
