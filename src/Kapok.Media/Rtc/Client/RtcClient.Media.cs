// Sound, pictures and reports: what a browser would do with them, but for decoding.
using System.Buffers;
using System.Buffers.Binary;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Rtcp;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Srtp;
using Kapok.Media.Rtc.Stun;

namespace Kapok.Media.Rtc.Client;

/// <summary>Is given each sound packet that a client receives.</summary>
/// <param name="slot">Number of the slot.</param>
/// <param name="header">Its header.</param>
/// <param name="payload">Its payload.</param>
public delegate void PacketHandler(int slot, in RtpHeader header, ReadOnlySpan<byte> payload);

public sealed partial class RtcClient
{
    private const int ReportEveryMs = 1000, CheckEveryMs = 5000, ArrivalsEveryMs = 50, AskAgainMs = 60;

    private readonly Stream[] _streams;
    private readonly List<Slot> _slots = [];
    private ushort _transportSequence;
    private uint _rtcpIndex = 1;
    private readonly CongestionFeedback _arrivals = new();
    private double _nextArrivalsMs;
    private byte _intraRequests;
    private double _nextReportMs, _nextCheckMs;

    /// <summary>Is given each sound packet.</summary>
    public PacketHandler? Received { get; set; }

    /// <summary>Sound packets received.</summary>
    public long Packets { get; private set; }

    /// <summary>Packets received that were not authentic or seen before.</summary>
    public long Refused { get; private set; }

    /// <summary>Packets that came again after they had been lost.</summary>
    public long Recovered => _slots.Sum(slot => slot.Losses.Recovered);

    /// <summary>Packets missing in all slots by their sequence numbers.</summary>
    public long Lost => _slots.Sum(slot => Math.Max(0, slot.Statistics.Lost));

    /// <summary>Sender reports, receiver reports, NACKs and transport-wide feedback received.</summary>
    public (int Sender, int Receiver, int Nacks, int Congestion) Reports { get; private set; }

    /// <summary>Packets of ours that the server's feedback said it received.</summary>
    public long Confirmed { get; private set; }

    /// <summary>The last block of the server about our first stream.</summary>
    public ReportBlock LastBlock { get; private set; }

    /// <summary>Requests for a whole picture that came: picture loss indications and full intra requests.</summary>
    public (int PictureLoss, int FullIntra) KeyframeRequests { get; private set; }

    /// <summary>Sends one packet of a picture.</summary>
    /// <param name="stream">Number of the stream of pictures.</param>
    /// <param name="payload">With the codec's descriptor; at most 1,200 bytes.</param>
    /// <param name="endsPicture">The next packet is of the next picture, a thirtieth of a second later.</param>
    public void SendPicture(int stream, ReadOnlySpan<byte> payload, bool endsPicture)
    {
        Stream one = _streams[stream];
        one.Index++;
        one.Bytes += (uint)payload.Length;
        Send(one, payload, null, endsPicture);
        if (endsPicture) one.Timestamp += one.Codec.FrameTicks;
    }

    /// <summary>Asks for a whole picture.</summary>
    /// <param name="slot">Number of the slot, those of sound first.</param>
    /// <param name="byFullIntra">By the older of the two messages.</param>
    public void AskForKeyframe(int slot, bool byFullIntra = false)
    {
        Span<byte> compound = stackalloc byte[100];
        RtcpWriter writer = new(compound);
        writer.ReceiverReport(1, []);
        if (byFullIntra) writer.FullIntra(1, _slots[slot].Ssrc, ++_intraRequests);
        else writer.PictureLoss(1, _slots[slot].Ssrc);
        SendReport(compound, writer.Length);
    }

    /// <summary>Sends a frame of 20 ms.</summary>
    /// <param name="stream">0 for the first that was offered.</param>
    /// <param name="payload">Opus in a browser; here any bytes, at most 1,200.</param>
    /// <param name="level">How loud it is.</param>
    public void SendFrame(int stream, ReadOnlySpan<byte> payload, AudioLevel level)
    {
        Stream one = _streams[stream];
        one.Index++;
        one.Timestamp += one.Codec.FrameTicks;
        one.Bytes += (uint)payload.Length;
        Send(one, payload, level);
    }

    /// <summary>A pause in which nothing is sent, as discontinuous transmission has it: the timestamps go on.</summary>
    public void Skip(int stream, int frames) => _streams[stream].Timestamp += (uint)frames * _streams[stream].Codec.FrameTicks;

    /// <summary>For tests: goes on with another source, as a browser may that changes its device.</summary>
    public void ChangeSource(int stream) => _streams[stream] = new(_streams[stream].Ssrc + 1, _streams[stream].Codec) { Index = 7, Timestamp = 77 };

    /// <summary>Receives what is there.</summary>
    /// <param name="wait">How long to wait for the first packet.</param>
    /// <returns>Packets received.</returns>
    public int Pump(TimeSpan wait)
    {
        int count = 0;
        while (_link!.Receive(_buffer, wait) is not 0 and int length)
        {
            if (length < 0)
            {
                IsClosed = true;
                return count;
            }
            wait = TimeSpan.Zero;
            count++;
            Take(_buffer.AsSpan(0, length));
        }
        return count;
    }

    /// <summary>Does what is due: reports, requests for what is missing, checks.</summary>
    public void Tick()
    {
        double now = NowMs;
        if (now >= _nextCheckMs)
        {
            _nextCheckMs = now + CheckEveryMs;
            Check();
        }
        AskAgain((long)now);
        TellArrivals(now);
        if (now < _nextReportMs || _outgoing is null) return;
        _nextReportMs = now + ReportEveryMs;
        Span<ReportBlock> blocks = stackalloc ReportBlock[31];
        int count = 0;
        foreach (Slot slot in _slots)
        {
            if (slot.Statistics.Received > 0 && count < blocks.Length)
                blocks[count++] = slot.Statistics.Report(slot.Ssrc, slot.LastReport, (uint)((now - slot.LastReportMs) * 65.536));
        }
        Span<byte> compound = stackalloc byte[1200];
        RtcpWriter writer = new(compound);
        NtpTime time = NtpTime.Of(_time.GetUtcNow());
        if (_streams.Length > 0) writer.SenderReport(new(_streams[0].Ssrc, time, _streams[0].Timestamp, (uint)_streams[0].Index, _streams[0].Bytes), blocks[..count]);
        else writer.ReceiverReport(1, blocks[..count]);
        writer.CanonicalName(_streams.Length > 0 ? _streams[0].Ssrc : 1, "bot");
        SendReport(compound, writer.Length);
    }

    private void AddSlots(ClientAnswer answer)
    {
        for (int at = 0; at < answer.Slots.Count; at++) _slots.Add(new(answer.Slots[at], at < answer.Repeats.Count ? answer.Repeats[at] : 0));
    }

    private void Send(Stream stream, ReadOnlySpan<byte> payload, AudioLevel? level, bool isMarked = false)
    {
        if (_outgoing is null) return;
        Span<byte> packet = stackalloc byte[1400];
        RtpHeader.Write(packet, (byte)ClientSdp.TypeOf(stream.Codec), isMarked, (ushort)stream.Index, stream.Timestamp, stream.Ssrc);
        int header = RtpExtensions.Write(packet, level is null ? 0 : ClientSdp.LevelId, level ?? default, ClientSdp.CongestionId, ++_transportSequence);
        payload.CopyTo(packet[header..]);
        int length = _outgoing.Protect(packet, header + payload.Length, header, stream.Index);
        stream.Kept.Keep(stream.Index, stream.Timestamp, false, packet[..length]);
        if (LosesOutgoing?.Invoke((ushort)stream.Index) != true) _link!.Send(packet[..length]);
    }

    private void Take(Span<byte> packet)
    {
        if (StunMessage.IsStun(packet[0])) TakeStun(packet);
        else if (DtlsPipe.IsDtls(packet[0])) _dtls?.Pipe.Feed(packet);
        else if (packet.Length < RtpHeader.MinBytes || (_incoming is null && _early.Count == MostEarly)) Refused++;
        else if (_incoming is null) _early.Add(packet.ToArray()); // the server is done with the handshake, and this side is about to be
        else if (RtpHeader.IsRtcp(packet)) TakeReports(packet);
        else TakeMedia(packet);
    }

    private void TakeMedia(Span<byte> packet)
    {
        if (!RtpHeader.TryRead(packet, out RtpHeader header)) return;
        bool isNumbered = RtpExtensions.TryFind(header.ExtensionProfile, header.Extensions(packet), ClientSdp.CongestionId, out ReadOnlySpan<byte> number) && number.Length == 2;
        ushort transportNumber = isNumbered ? BinaryPrimitives.ReadUInt16BigEndian(number) : (ushort)0;
        if (LosesIncoming?.Invoke(header) == true) return;
        if (_options.IsLight)
        {
            CountOnly(header, isNumbered, transportNumber);
            return;
        }
        if (_incoming!.Open(ref packet, header, out ulong index) != Opening.Opened || !header.TryPayload(packet, out ReadOnlySpan<byte> payload))
        {
            Refused++;
            return;
        }
        for (int at = 0; at < _slots.Count; at++)
        {
            Slot slot = _slots[at];
            if (slot.Ssrc != header.Ssrc && slot.RepeatSsrc != header.Ssrc) continue;
            if (slot.Ssrc != header.Ssrc) // RFC 4588: the original number stands before the payload
            {
                if (payload.Length < 2) return;
                header = header with { Sequence = BinaryPrimitives.ReadUInt16BigEndian(payload), Ssrc = slot.Ssrc };
                payload = payload[2..];
                index = slot.Index.Guess(header.Sequence);
            }
            slot.Index.Accept(index);
            slot.Statistics.Take(index, header.Timestamp, (uint)(long)(NowMs * (at < _options.Slots ? RtpCodec.Opus : RtpCodec.Vp8).ClockRate / 1000d));
            if (isNumbered) _arrivals.Take(transportNumber, NowMs);
            slot.Losses.Take(index, (long)NowMs);
            Packets++;
            Received?.Invoke(at, header, payload);
            return;
        }
    }

    private void CountOnly(in RtpHeader header, bool isNumbered, ushort transportNumber)
    {
        foreach (Slot slot in _slots)
        {
            if (slot.Ssrc != header.Ssrc) continue;
            ulong index = slot.Index.Guess(header.Sequence);
            slot.Index.Accept(index);
            slot.Statistics.Take(index, header.Timestamp, 0);
            slot.Losses.Take(index, (long)NowMs);
            if (isNumbered) _arrivals.Take(transportNumber, NowMs);
            Packets++;
            return;
        }
    }

    private void TakeReports(Span<byte> packet)
    {
        if (_incoming!.OpenRtcp(ref packet, BinaryPrimitives.ReadUInt32BigEndian(packet[4..])) != Opening.Opened)
        {
            Refused++;
            return;
        }
        RtcpReader reader = new(packet);
        while (reader.TryNext(out RtcpPacket one)) TakeReport(one);
    }

    private void TakeReport(in RtcpPacket packet)
    {
        (int sender, int receiver, int nacks, int congestion) = Reports;
        if (packet.Type == RtcpType.SenderReport && packet.Body.Length >= 24)
        {
            sender++;
            uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet.Body);
            if (_slots.Find(slot => slot.Ssrc == ssrc) is { } slot)
                (slot.LastReport, slot.LastReportMs) = ((uint)(BinaryPrimitives.ReadUInt64BigEndian(packet.Body[4..]) >> 16), NowMs);
        }
        else if (packet.Type == RtcpType.ReceiverReport)
        {
            receiver += packet.Count > 0 ? 1 : 0;
            if (packet.ReportBlocks.Length > 0) LastBlock = ReportBlock.Read(packet.ReportBlocks);
        }
        else if (packet.IsFeedback(RtcpType.TransportFeedback, RtcpPacket.NackFormat))
        {
            nacks++;
            Repeat(packet);
        }
        else if (packet.IsFeedback(RtcpType.PayloadFeedback, RtcpPacket.PictureLossFormat)) KeyframeRequests = (KeyframeRequests.PictureLoss + 1, KeyframeRequests.FullIntra);
        else if (packet.IsFeedback(RtcpType.PayloadFeedback, RtcpPacket.FullIntraFormat)) KeyframeRequests = (KeyframeRequests.PictureLoss, KeyframeRequests.FullIntra + 1);
        else if (CongestionReport.TryRead(packet, out CongestionReport report))
        {
            congestion++;
            while (report.TryNext(out _, out bool received)) Confirmed += received ? 1 : 0;
        }
        Reports = (sender, receiver, nacks, congestion);
    }

    private void Repeat(in RtcpPacket packet)
    {
        uint media = packet.MediaSource;
        if (Array.Find(_streams, stream => stream.Ssrc == media) is not { } stream) return;
        NackReader numbers = new(packet);
        while (numbers.TryNext(out ushort sequence))
        {
            ulong index = stream.Index + (ulong)(short)(sequence - (ushort)stream.Index);
            if (!stream.Kept.TryFind(index, out _, out _, out ReadOnlySpan<byte> kept)) continue;
            // The same bytes as the first time: sealing it anew with another transport-wide number would use a nonce twice.
            if (LosesOutgoing?.Invoke(sequence) != true) _link!.Send(kept);
        }
    }

    private void AskAgain(long nowMs)
    {
        if (_outgoing is null) return;
        Span<ushort> missing = stackalloc ushort[64];
        Span<byte> compound = stackalloc byte[400];
        foreach (Slot slot in _slots)
        {
            int count = slot.Losses.Count > 0 ? slot.Losses.Due(nowMs, AskAgainMs, missing) : 0;
            if (count == 0) continue;
            RtcpWriter writer = new(compound);
            writer.ReceiverReport(1, []);
            writer.Nack(1, slot.Ssrc, missing[..count]);
            SendReport(compound, writer.Length);
        }
    }

    private void TellArrivals(double nowMs)
    {
        if (_outgoing is null || !_arrivals.HasAny || (nowMs < _nextArrivalsMs && !_arrivals.IsFilling)) return;
        _nextArrivalsMs = nowMs + ArrivalsEveryMs;
        Span<byte> compound = stackalloc byte[1000];
        RtcpWriter writer = new(compound);
        writer.ReceiverReport(1, []);
        _arrivals.Write(ref writer, 1, _slots[^1].Ssrc);
        SendReport(compound, writer.Length);
    }

    private void SendReport(Span<byte> compound, int length)
    {
        Span<byte> packet = stackalloc byte[1400];
        compound[..length].CopyTo(packet);
        _link!.Send(packet[.._outgoing!.ProtectRtcp(packet, length, _rtcpIndex++)]);
    }

    private sealed class Stream(uint ssrc, RtpCodec codec)
    {
        public uint Ssrc => ssrc;

        public RtpCodec Codec => codec;

        public RetransmissionCache Kept { get; } = new(ArrayPool<byte>.Shared, codec.Kind == MediaKind.Video ? RetransmissionCache.VideoPackets : RetransmissionCache.VoicePackets);

        public ulong Index { get; set; } = 100;

        public uint Timestamp { get; set; } = 5000;

        public uint Bytes { get; set; }
    }

    private sealed class Slot(uint ssrc, uint repeatSsrc)
    {
        public ReceiveStatistics Statistics;
        public PacketIndex Index;

        public uint Ssrc => ssrc;

        public uint RepeatSsrc => repeatSsrc;

        public LossTracker Losses { get; } = new();

        public uint LastReport { get; set; }

        public double LastReportMs { get; set; }
    }
}
