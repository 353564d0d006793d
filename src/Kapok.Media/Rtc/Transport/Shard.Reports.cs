// Reports and feedback, theirs and ours, and what happens by the clock.
using System.Buffers.Binary;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Rtcp;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Rtc.Srtp;

namespace Kapok.Media.Rtc.Transport;

internal sealed partial class Shard
{
    private const int ReportEveryMs = 1000, SendReportEveryMs = 3000, CongestionEveryMs = 100, AskAgainMs = 60;
    private const int PublisherGoneMs = 5000; // afterwards neither reports nor memory are spent on a track
    private const int MostReportBytes = 1200;

    private void TakeReports(RtcSession session, IcePath path, Span<byte> packet)
    {
        if (packet.Length < 8)
        {
            Counters.Stray++;
            return;
        }
        Opening opening = session.Incoming!.OpenRtcp(ref packet, BinaryPrimitives.ReadUInt32BigEndian(packet[4..]));
        if (!Count(opening)) return;
        Heard(session, path);
        RtcpReader reader = new(packet);
        while (reader.TryNext(out RtcpPacket one)) TakeReport(session, one);
    }

    private void TakeReport(RtcSession session, in RtcpPacket packet)
    {
        switch (packet.Type)
        {
            case RtcpType.SenderReport:
                if (packet.Body.Length >= 24) TakeSenderReport(session, packet.Body);
                TakeBlocks(session, packet.ReportBlocks);
                break;
            case RtcpType.ReceiverReport:
                TakeBlocks(session, packet.ReportBlocks);
                break;
            case RtcpType.TransportFeedback when packet.IsFeedback(RtcpType.TransportFeedback, RtcpPacket.NackFormat):
                TakeNack(session, packet);
                break;
            case RtcpType.TransportFeedback when session.Outlet is { } outlet && CongestionReport.TryRead(packet, out CongestionReport report):
                outlet.Estimator.Take(report, (long)_nowMs);
                break;
            case RtcpType.PayloadFeedback when packet.Body.Length >= 8:
                TakeKeyframeRequest(session, packet);
                break;
            default:
                break; // a goodbye of a source is followed by silence or by another source
        }
    }

    private void TakeSenderReport(RtcSession session, ReadOnlySpan<byte> body)
    {
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(body);
        foreach (RtcTrack track in session.Tracks)
        {
            if (track.Ssrc == ssrc) track.TakeReport(new(BinaryPrimitives.ReadUInt64BigEndian(body[4..])), BinaryPrimitives.ReadUInt32BigEndian(body[12..]), (long)_nowMs);
        }
    }

    private void TakeBlocks(RtcSession session, ReadOnlySpan<byte> blocks)
    {
        double lost = 0;
        int count = 0;
        for (; blocks.Length >= ReportBlock.Bytes; blocks = blocks[ReportBlock.Bytes..])
        {
            ReportBlock block = ReportBlock.Read(blocks);
            if (SubscriptionOf(session, block.Ssrc) is not { } subscription) continue;
            double roundTrip = NtpTime.Of(_core.Time.GetUtcNow()).RoundTripMs(block.LastReport, block.Delay);
            if (roundTrip >= 0) session.RoundTripMs = roundTrip;
            lost = Math.Max(lost, block.FractionLost / 256d);
            subscription.Track?.TakeListenersLoss(block.FractionLost, (long)_nowMs);
            count++;
        }
        if (count > 0) session.LossShare = lost;
    }

    private static Subscription? SubscriptionOf(RtcSession session, uint ssrc)
    {
        foreach (Subscription subscription in session.Subscriptions)
        {
            if (subscription.Ssrc == ssrc) return subscription;
        }
        return null;
    }

    private void TakeNack(RtcSession session, in RtcpPacket packet)
    {
        if (SubscriptionOf(session, packet.MediaSource) is not { } subscription) return;
        NackReader numbers = new(packet);
        // A compound of 1,500 bytes could name 6,000 packets; more than are kept are not looked for.
        for (int left = 64; left > 0 && numbers.TryNext(out ushort sequence); left--) Repeat(session, subscription, sequence);
    }

    /// <summary>Every ten milliseconds: what was lost is asked for; reports go out when they are due; the silent are let go.</summary>
    private void Tick()
    {
        for (int at = _sessions.Count - 1; at >= 0; at--)
        {
            try
            {
                Attend(_sessions[at]);
            }
#pragma warning disable CA1031 // One session's fault costs that session.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                _core.Faults.Note(fault);
                Guarded(null, _sessions[at], static (shard, _, session) => shard.End(session, SessionEnd.Faulted));
            }
        }
    }

    private void Attend(RtcSession session)
    {
        if (session.State == SessionState.Connected)
        {
            foreach (RtcTrack track in session.Tracks) Attend(session, track);
            if (session.HasArrivals) TellArrivals(session);
            if (_nowMs >= session.NextReportMs) ReportSubscriptions(session);
        }
        if (_nowMs - session.LastHeardMs > _core.Options.SilentSeconds * 1000d)
            End(session, session.State == SessionState.Connecting ? SessionEnd.NeverConnected : SessionEnd.Silent);
    }

    private void Attend(RtcSession session, RtcTrack track)
    {
        if (track.Losses is not { } losses) return;
        if (_nowMs - track.LastPacketMs > PublisherGoneMs)
        {
            if (track.Fanouts[_id] is { } fanout) fanout.Clear();
            return;
        }
        Span<ushort> missing = stackalloc ushort[64];
        long recovered = losses.Recovered - track.RecoveredCounted;
        (Counters.Recovered, track.RecoveredCounted) = (Counters.Recovered + recovered, losses.Recovered);
        int count = track.Format.Has(SdpFeedback.Nack) && losses.Count > 0 ? losses.Due((long)_nowMs, AskAgainMs, missing) : 0;
        bool reports = _nowMs >= track.NextReportMs, needsKeyframe = track.Keyframes?.IsDue((long)_nowMs) == true;
        if (count == 0 && !reports && !needsKeyframe) return;
        Span<byte> compound = stackalloc byte[MostReportBytes];
        RtcpWriter writer = new(compound);
        uint self = SelfOf(session);
        if (reports)
        {
            writer.ReceiverReport(self, [track.Report((long)_nowMs)]);
            writer.CanonicalName(self, "kapok");
            track.NextReportMs = (long)_nowMs + ReportEveryMs;
        }
        else writer.ReceiverReport(self, []);
        if (count > 0) writer.Nack(self, track.Ssrc, missing[..count]);
        if (needsKeyframe) AskForKeyframe(ref writer, self, track);
        SendReport(session, writer.Length, compound);
    }

    /// <summary>Tells a publisher when its packets came, of all its tracks in one message: their numbers count the connection.</summary>
    private void TellArrivals(RtcSession session)
    {
        if (session.NextCongestionMs == 0) session.NextCongestionMs = (long)_nowMs + CongestionEveryMs;
        if (_nowMs < session.NextCongestionMs && !session.Arrivals.IsFilling) return;
        Span<byte> compound = stackalloc byte[MostReportBytes];
        RtcpWriter writer = new(compound);
        uint self = SelfOf(session), media = 0;
        foreach (RtcTrack track in session.Tracks)
        {
            if (track.HasCongestion && track.Ssrc != 0) media = track.Ssrc;
        }
        writer.ReceiverReport(self, []);
        session.Arrivals.Write(ref writer, self, media);
        session.NextCongestionMs = (long)_nowMs + CongestionEveryMs;
        SendReport(session, writer.Length, compound);
    }

    private static uint SelfOf(RtcSession session) => session.Subscriptions.Length > 0 ? session.Subscriptions[0].Ssrc : 1;

    /// <summary>Tells a peer of the streams that carry something.</summary>
    private void ReportSubscriptions(RtcSession session)
    {
        session.NextReportMs = (long)_nowMs + SendReportEveryMs - 500 + session.Spread;
        Span<byte> compound = stackalloc byte[MostReportBytes];
        RtcpWriter writer = new(compound);
        NtpTime now = NtpTime.Of(_core.Time.GetUtcNow());
        uint first = 0;
        foreach (Subscription subscription in session.Subscriptions)
        {
            if (subscription.Packets == 0) continue;
            if (first == 0) first = subscription.Ssrc;
            writer.SenderReport(subscription.Report(now, _nowMs), []);
        }
        if (first == 0) return;
        writer.CanonicalName(first, "kapok");
        SendReport(session, writer.Length, compound);
    }

    private void SendReport(RtcSession session, int length, ReadOnlySpan<byte> compound)
    {
        if (session.Path is not { } path || session.Outgoing is not { } cipher || length == 0) return;
        Span<byte> buffer = Buffer(path);
        compound[..length].CopyTo(buffer);
        Send(path, cipher.ProtectRtcp(buffer, length, session.RtcpIndex++));
    }
}
