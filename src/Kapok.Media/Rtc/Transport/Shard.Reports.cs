// Reports and feedback, theirs and ours, and what happens by the clock.
using System.Buffers.Binary;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Rtcp;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Rtc.Srtp;

namespace Kapok.Media.Rtc.Transport;

internal sealed partial class Shard
{
    private const int ReportEveryMs = 1000, SendReportEveryMs = 3000, CongestionEveryMs = 100, AskAgainMs = 60;
    private const int SpeakerGoneMs = 5000; // afterwards neither reports nor memory are spent on a track
    private const int MostReportBytes = 1200;

    private void TakeReports(VoiceSession session, IcePath path, Span<byte> packet)
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

    private void TakeReport(VoiceSession session, in RtcpPacket packet)
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
            default:
                break; // picture loss has no meaning for sound; a goodbye of a source is followed by silence or by another source
        }
    }

    private void TakeSenderReport(VoiceSession session, ReadOnlySpan<byte> body)
    {
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(body);
        foreach (IncomingTrack track in session.Tracks)
        {
            if (track.Ssrc == ssrc) track.TakeReport((uint)(BinaryPrimitives.ReadUInt64BigEndian(body[4..]) >> 16), (long)_nowMs);
        }
    }

    private void TakeBlocks(VoiceSession session, ReadOnlySpan<byte> blocks)
    {
        double lost = 0;
        int count = 0;
        for (; blocks.Length >= ReportBlock.Bytes; blocks = blocks[ReportBlock.Bytes..])
        {
            ReportBlock block = ReportBlock.Read(blocks);
            if (SlotOf(session, block.Ssrc) is not { } slot) continue;
            double roundTrip = NtpTime.Of(_core.Time.GetUtcNow()).RoundTripMs(block.LastReport, block.Delay);
            if (roundTrip >= 0) session.RoundTripMs = roundTrip;
            lost = Math.Max(lost, block.FractionLost / 256d);
            slot.Track?.TakeListenersLoss(block.FractionLost, (long)_nowMs);
            count++;
        }
        if (count > 0) session.LossShare = lost;
    }

    private static OutgoingSlot? SlotOf(VoiceSession session, uint ssrc)
    {
        foreach (OutgoingSlot slot in session.Slots)
        {
            if (slot.Ssrc == ssrc) return slot;
        }
        return null;
    }

    private void TakeNack(VoiceSession session, in RtcpPacket packet)
    {
        if (SlotOf(session, packet.MediaSource) is not { } slot) return;
        NackReader numbers = new(packet);
        // A compound of 1,500 bytes could name 6,000 packets; more than are kept are not looked for.
        for (int left = 64; left > 0 && numbers.TryNext(out ushort sequence); left--) Repeat(session, slot, sequence);
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

    private void Attend(VoiceSession session)
    {
        if (session.State == SessionState.Connected)
        {
            foreach (IncomingTrack track in session.Tracks) Attend(session, track);
            if (_nowMs >= session.NextReportMs) ReportSlots(session);
        }
        if (_nowMs - session.LastHeardMs > _core.Options.SilentSeconds * 1000d) End(session, session.State == SessionState.Connecting ? SessionEnd.NeverConnected : SessionEnd.Silent);
    }

    private void Attend(VoiceSession session, IncomingTrack track)
    {
        if (track.Losses is not { } losses) return;
        if (_nowMs - track.LastPacketMs > SpeakerGoneMs)
        {
            if (track.Fanouts[_id] is { } fanout) fanout.Cache.Clear();
            return;
        }
        Span<ushort> missing = stackalloc ushort[64];
        long recovered = losses.Recovered - track.RecoveredCounted;
        (Counters.Recovered, track.RecoveredCounted) = (Counters.Recovered + recovered, losses.Recovered);
        int count = track.Offered.HasNack && losses.Count > 0 ? losses.Due((long)_nowMs, AskAgainMs, missing) : 0;
        bool tellsCongestion = track.Congestion?.HasAny == true && _nowMs >= track.NextCongestionMs, reports = _nowMs >= track.NextReportMs;
        if (count == 0 && !tellsCongestion && !reports) return;
        Span<byte> compound = stackalloc byte[MostReportBytes];
        RtcpWriter writer = new(compound);
        uint self = session.Slots.Length > 0 ? session.Slots[0].Ssrc : 1;
        if (reports)
        {
            writer.ReceiverReport(self, [track.Report((long)_nowMs)]);
            writer.CanonicalName(self, "kapok");
            track.NextReportMs = (long)_nowMs + ReportEveryMs;
        }
        else writer.ReceiverReport(self, []);
        if (count > 0) writer.Nack(self, track.Ssrc, missing[..count]);
        if (tellsCongestion)
        {
            track.Congestion!.Write(ref writer, self, track.Ssrc);
            track.NextCongestionMs = (long)_nowMs + CongestionEveryMs;
        }
        SendReport(session, writer.Length, compound);
    }

    /// <summary>Tells a listener of the streams that carry somebody.</summary>
    private void ReportSlots(VoiceSession session)
    {
        // Spread by the person, so that a room that connected at once does not report at once.
        session.NextReportMs = (long)_nowMs + SendReportEveryMs - 500 + (session.Person * 7919 % 1000);
        Span<byte> compound = stackalloc byte[MostReportBytes];
        RtcpWriter writer = new(compound);
        NtpTime now = NtpTime.Of(_core.Time.GetUtcNow());
        uint first = 0;
        foreach (OutgoingSlot slot in session.Slots)
        {
            if (slot.Packets == 0) continue;
            if (first == 0) first = slot.Ssrc;
            writer.SenderReport(slot.Report(now, _nowMs), []);
        }
        if (first == 0) return;
        writer.CanonicalName(first, "kapok");
        SendReport(session, writer.Length, compound);
    }

    private void SendReport(VoiceSession session, int length, ReadOnlySpan<byte> compound)
    {
        if (session.Path is not { } path || session.Outgoing is not { } cipher || length == 0) return;
        Span<byte> buffer = Buffer(path);
        compound[..length].CopyTo(buffer);
        Send(path, cipher.ProtectRtcp(buffer, length, session.RtcpIndex++));
    }
}
