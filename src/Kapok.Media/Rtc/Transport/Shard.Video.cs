// Pictures on their way out: whole ones first, spread over time, with numbers by which the peer tells what came.
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Congestion;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Rtcp;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Rtc.Srtp;

namespace Kapok.Media.Rtc.Transport;

internal sealed partial class Shard
{
    private const int MostCatchingUp = 64;
    private const int FullIntraEntryBytes = 8; // of RFC 5104, section 4.3.1.1

    /// <summary>Sends the pictures that came in this round.</summary>
    private void SendPictures()
    {
        foreach ((RtcTrack track, TrackFanout fanout) in _filming)
            Guarded(null, (track, fanout), static (shard, _, one) => shard.SendPictures(one.track, one.fanout));
        _filming.Clear();
    }

    // One viewer after another and not one packet after another: what goes to one address in a row is one thing to the kernel (LinuxPort).
    private void SendPictures(RtcTrack track, TrackFanout fanout)
    {
        try
        {
            ReadOnlySpan<Subscription> subscriptions = fanout.Subscriptions;
            ReadOnlySpan<TrackFanout.Turn> turns = fanout.Turns;
            for (int at = 0; at < subscriptions.Length; at++)
            {
                Subscription subscription = subscriptions[at];
                if (subscription.Session == track.Session || subscription.Session.Outlet is not { } outlet) continue;
                for (int turn = 0; turn < turns.Length; turn++) SendPicture(track, fanout, turns[turn], subscription, outlet);
            }
        }
        finally
        {
            fanout.ClearTurns();
        }
    }

    private void SendPicture(RtcTrack track, TrackFanout fanout, in TrackFanout.Turn turn, Subscription subscription, VideoOutlet outlet)
    {
        ulong index = turn.Index;
        if ((subscription.AwaitsKeyframe && !turn.BeginsWhole) || subscription.GoesLater(index)) return;
        if (!fanout.Cache.TryFind(index, out uint timestamp, out bool isMarked, out ReadOnlySpan<byte> payload)) return; // came far too late
        outlet.Pacer.Offer(payload.Length, _nowMs);
        if (outlet.Pacer.TryPass(payload.Length, outlet.Estimator.BitsPerSecond, _nowMs))
        {
            SendPicture(subscription, index, timestamp, isMarked, payload);
            return;
        }
        // What waits for its turn begins the stream when it goes; what follows it must not be taken for what comes before.
        subscription.Reserve(index, timestamp, _nowMs);
        if (outlet.Pacer.TryAdd(new(subscription, track, index, fanout.Life, payload.Length))) LetWait(subscription.Session, outlet);
        else BeginAnew(subscription.Session);
    }

    private void LetWait(RtcSession viewer, VideoOutlet outlet)
    {
        if (outlet.IsWaiting) return;
        outlet.IsWaiting = true;
        _pacing.Add(viewer);
    }

    /// <summary>Sends what waits and may go now.</summary>
    private void Pace()
    {
        _catchingUp = 0;
        for (int at = _pacing.Count - 1; at >= 0; at--)
        {
            RtcSession viewer = _pacing[at];
            VideoOutlet outlet = viewer.Outlet!;
            while (outlet.Pacer.TryNext(outlet.Estimator.BitsPerSecond, _nowMs, out Pacer.Waiting next))
            {
                // What it was to carry may have changed meanwhile.
                if (next.Subscription.Track != next.Track || next.Subscription.AwaitsKeyframe || next.Track.Fanouts[_id] is not { } fanout || !fanout.IsOf(next.Life)) continue;
                if (!fanout.Cache.TryFind(next.Index, out uint timestamp, out bool isMarked, out ReadOnlySpan<byte> payload)) Counters.Unsent++;
                else SendPicture(next.Subscription, next.Index, timestamp, isMarked, payload);
            }
            bool isBehind = false;
            foreach (Subscription subscription in viewer.Subscriptions)
            {
                if (subscription.IsCatchingUp) isBehind |= SendKept(subscription, outlet);
            }
            if (isBehind) _catchingUp++;
            if (isBehind || outlet.Pacer.Count > 0) continue;
            outlet.IsWaiting = false;
            _pacing.RemoveAt(at);
        }
    }

    /// <summary>A track's packets are kept for those who come late.</summary>
    public void KeepForLate(RtcTrack track)
    {
        if (track.Session.State != SessionState.Ended) track.FanoutAt(_id, _core.Pool).KeepForLate();
    }

    /// <summary>Somebody who comes late begins with the newest whole picture, if it is kept. More than some at once wait for the next one instead: what it
    /// costs is bounded, whoever comes and goes.</summary>
    private bool TryCatchUp(Subscription subscription, TrackFanout fanout)
    {
        if (subscription.Session.Outlet is not { } outlet || _catchingUp >= MostCatchingUp || !fanout.TryCatchUp(subscription, _nowMs)) return false;
        _catchingUp++;
        LetWait(subscription.Session, outlet);
        return true;
    }

    /// <summary>Sends what goes now to somebody on the way to the present.</summary>
    /// <returns>Whether they are still on the way.</returns>
    private bool SendKept(Subscription subscription, VideoOutlet outlet)
    {
        if (subscription.Track?.Fanouts[_id] is not { } fanout) return false;
        while (subscription.TryNextKept(fanout.Newest, _nowMs, out ulong index))
        {
            if (!fanout.Cache.TryFind(index, out uint timestamp, out bool isMarked, out ReadOnlySpan<byte> payload)) continue; // lost; it is asked for
            outlet.Pacer.Offer(payload.Length, _nowMs);
            SendPicture(subscription, index, timestamp, isMarked, payload);
        }
        return subscription.IsCatchingUp;
    }

    // The peer is so far behind that what waits is of no use: its pictures begin anew.
    private void BeginAnew(RtcSession viewer)
    {
        Counters.Unsent += Pacer.MostWaiting + 1;
        foreach (Subscription subscription in viewer.Subscriptions)
        {
            if (subscription.Kind != MediaKind.Video || subscription.Track is not { } track) continue;
            subscription.Switch(track);
            track.RequestKeyframe();
        }
    }

    private void SendPicture(Subscription subscription, ulong index, uint timestamp, bool isMarked, ReadOnlySpan<byte> payload)
    {
        RtcSession viewer = subscription.Session;
        if (viewer.Path is not { } path || viewer.Outgoing is not { } cipher) return;
        Span<byte> buffer = Buffer(path);
        int header = subscription.HeaderBytes;
        if (header + payload.Length + SrtpCipher.MaxGrowth > buffer.Length) return;
        int length = subscription.Write(buffer, index, timestamp, isMarked, payload, _nowMs, out ulong outIndex, viewer.Outlet!.Sent.Next);
        if (length == 0) return;
        if (subscription.HasNumbers) viewer.Outlet.Sent.Add(_nowMs, length);
        Send(path, cipher.Protect(buffer, length, header, outIndex));
        Counters.Forwarded++;
    }

    /// <summary>A receiver asks for a whole picture, by either message.</summary>
    private void TakeKeyframeRequest(RtcSession session, in RtcpPacket packet)
    {
        if (packet.Count == RtcpPacket.PictureLossFormat) TakeKeyframeRequest(SubscriptionOf(session, packet.MediaSource));
        if (packet.Count != RtcpPacket.FullIntraFormat) return;
        for (ReadOnlySpan<byte> entries = packet.Body[8..]; entries.Length >= FullIntraEntryBytes; entries = entries[FullIntraEntryBytes..])
            TakeKeyframeRequest(SubscriptionOf(session, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(entries)));
    }

    // Who makes tracks of samples has nobody to ask: then the newest whole picture goes again.
    private void TakeKeyframeRequest(Subscription? subscription)
    {
        if (subscription?.Track is not { } track) return;
        bool goesAgain = track.Session.Home is null && subscription.MayCatchUpAgain(_nowMs) && track.Fanouts[_id] is { } fanout && TryCatchUp(subscription, fanout);
        if (goesAgain) subscription.Session.Outlet!.Pacer.Clear(); // what waits there goes by the other way
        else track.RequestKeyframe();
    }

    private static void AskForKeyframe(ref RtcpWriter writer, uint self, RtcTrack track)
    {
        if (track.Format.Has(SdpFeedback.PictureLoss)) writer.PictureLoss(self, track.Ssrc);
        else writer.FullIntra(self, track.Ssrc, track.IntraRequests++);
    }
}
