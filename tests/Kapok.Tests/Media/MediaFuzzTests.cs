using System.Text;
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Rtcp;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Srtp;
using Kapok.Media.Rtc.Stun;
using Xunit;

namespace Kapok.Tests.Media;

/// <summary>Every parser of what comes from outside, under mutated messages: nothing is thrown, memory stays, and a good message is still taken.</summary>
[Trait(Fuzz.Category, Fuzz.Name)]
[Collection(nameof(Alone))]
public sealed class MediaFuzzTests
{
    private const int Attempts = 100_000;

    [Fact]
    public void STUN()
    {
        byte[] good = new byte[200];
        StunWriter writer = new(good, StunType.BindingRequest, new byte[12]);
        writer.Username("ABCDEFGH:zJHn");
        writer.Priority(1);
        writer.Controlling(2);
        writer.UseCandidate();
        good = good[..writer.Finish("secret"u8)];
        int taken = 0, authentic = 0;
        Run("stun", good, bytes =>
        {
            if (!StunMessage.TryRead(bytes, out StunMessage message)) return;
            taken++;
            if (message.HasIntegrity("secret"u8)) authentic++;
        });
        Assert.True(StunMessage.TryRead(good, out StunMessage last) && last.HasIntegrity("secret"u8));
        Assert.True(authentic <= taken);
    }

    [Fact]
    public void RTP()
    {
        byte[] good = new byte[120];
        RtpHeader.Write(good, 111, true, 7, 8, 9);
        RtpExtensions.Write(good, 1, new(30, true), 3, 77);
        Run("rtp", good, bytes =>
        {
            if (!RtpHeader.TryRead(bytes, out RtpHeader header)) return;
            for (int id = 0; id < 20; id++)
            {
                if (RtpExtensions.TryFind(header.ExtensionProfile, header.Extensions(bytes), id, out ReadOnlySpan<byte> value)) AudioLevel.TryRead(value, out _);
            }
            header.TryPayload(bytes, out _);
        });
    }

    [Fact]
    public void RTCP()
    {
        byte[] good = new byte[400];
        RtcpWriter writer = new(good);
        writer.SenderReport(new(1, default, 2, 3, 4), [new(5, 6, 7, 8, 9, 10, 11)]);
        writer.CanonicalName(1, "kapok");
        writer.Nack(1, 2, [1, 2, 30]);
        CongestionFeedback feedback = new();
        for (ushort number = 0; number < 40; number += 3) feedback.Take(number, 1000 + number);
        feedback.Write(ref writer, 1, 2);
        writer.Bye(1);
        good = good[..writer.Length];
        Run("rtcp", good, bytes =>
        {
            RtcpReader reader = new(bytes);
            while (reader.TryNext(out RtcpPacket packet))
            {
                for (ReadOnlySpan<byte> blocks = packet.ReportBlocks; blocks.Length >= ReportBlock.Bytes; blocks = blocks[ReportBlock.Bytes..]) ReportBlock.Read(blocks);
                if (packet.IsFeedback(RtcpType.TransportFeedback, RtcpPacket.NackFormat))
                {
                    NackReader numbers = new(packet);
                    while (numbers.TryNext(out _)) continue;
                }
                if (!CongestionReport.TryRead(packet, out CongestionReport report)) continue;
                int told = 0;
                while (report.TryNext(out _, out _)) Assert.True(++told <= ushort.MaxValue);
            }
        });
    }

    [Fact]
    public void Feedback_is_right_whatever_comes_in_whatever_order()
    {
        CongestionFeedback feedback = new();
        LossTracker losses = new();
        ReceiveStatistics statistics = default;
        byte[] to = new byte[1200];
        ushort[] due = new ushort[64];
        Random random = Fuzz.NewRandom("feedback");
        long began = TimeProvider.System.GetTimestamp();
        double now = 1;
        ulong index = 70_000;
        for (int attempt = 0; Fuzz.GoesOn(began, attempt, Attempts); attempt++)
        {
            now += random.NextDouble() * (random.Next(100) == 0 ? 100_000 : 30);
            index = random.Next(50) == 0 ? (ulong)random.NextInt64(1L << 48) : index + (ulong)random.Next(4);
            ulong late = index - (ulong)random.Next(200) % (index + 1);
            feedback.Take((ushort)(random.Next(4) == 0 ? late : index), now);
            losses.Take(random.Next(4) == 0 ? late : index, (long)now);
            statistics.Take(late, (uint)random.NextInt64(1L << 32), (uint)(long)(now * 48));
            Assert.InRange(losses.Due((long)now, 60, due), 0, due.Length);
            statistics.Report(1, 2, 3);
            if (random.Next(5) != 0) continue;
            RtcpWriter writer = new(to);
            feedback.Write(ref writer, 1, 2);
            Assert.False(writer.IsFull);
        }
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmSha1)]
    public void SRTP(SrtpProfile profile)
    {
        (SrtpCipher sender, SrtpCipher cipher) = SrtpTests.Pair(profile);
        using SrtpReceiver receiver = new(cipher);
        byte[] sound = new byte[140], report = new byte[80];
        RtpHeader.Write(sound, 111, true, 7, 8, 9);
        RtpExtensions.Write(sound, 1, new(30, true), 0, 0);
        sound = sound[..sender.Protect(sound, 110, 20, 7)];
        report[0] = 0x80;
        report[1] = 201;
        report = report[..sender.ProtectRtcp(report, 32, 5)];
        int opened = 0;
        Run($"srtp {profile}", sound, bytes =>
        {
            Span<byte> packet = bytes;
            if (RtpHeader.TryRead(packet, out RtpHeader header) && receiver.Open(ref packet, header, out _) == Opening.Opened && !bytes.AsSpan(0, packet.Length).IsEmpty) opened++;
        });
        Run($"srtcp {profile}", report, bytes =>
        {
            Span<byte> packet = bytes;
            if (packet.Length >= 8 && receiver.OpenRtcp(ref packet, 1) == Opening.Opened) opened++;
        });
        // A mutation may leave the packet as it was: then it is opened, once.
        Assert.InRange(opened, 0, 2);
        Span<byte> good = new byte[60];
        RtpHeader.Write(good, 111, false, 200, 8, 9);
        good = good[..sender.Protect(good, 40, 12, 200)];
        Assert.True(RtpHeader.TryRead(good, out RtpHeader last));
        Assert.Equal(Opening.Opened, receiver.Open(ref good, last, out _));
        sender.Dispose();
    }

    [Fact]
    public void SDP()
    {
        Random random = Fuzz.NewRandom("sdp");
        long began = TimeProvider.System.GetTimestamp(), before = GC.GetTotalMemory(true);
        byte[][] offers = [.. Offers.All.Select(Encoding.Latin1.GetBytes)];
        for (int attempt = 0; Fuzz.GoesOn(began, attempt, Attempts); attempt++)
        {
            string text = Encoding.Latin1.GetString(Fuzz.Mutate(random, offers[attempt % offers.Length], 9000));
            SdpFault fault = SdpOffer.TryRead(text, out SdpOffer offer);
            if (fault != SdpFault.None || attempt % 16 != 0) continue;
            List<SdpSection> sections = [.. offer.Media.Select(media => media.IsUsable ? SdpSection.Subscribe(media, media.Formats) : SdpSection.Refuse(media))];
            string answer = SdpAnswer.Write(sections, new(offer.Credentials!, "AA", SdpSetup.Passive, [], 0, 0), 1);
            Assert.All(answer.Split("\r\n"), line => Assert.True(line.Length == 0
                || (line.Length > 1 && line[1] == '=' && !line.Contains('\n', StringComparison.Ordinal) && !line.Contains('\r', StringComparison.Ordinal)), line));
        }
        Assert.True(GC.GetTotalMemory(true) - before < 16 << 20);
        Assert.Equal(SdpFault.None, SdpOffer.TryRead(Offers.Chromium, out _));
    }

    [Fact]
    public void DTLS_records_after_the_handshake()
    {
        (DtlsAssociation client, DtlsAssociation server, List<byte[]> flights) = DtlsTests.Connected();
        Random random = Fuzz.NewRandom("dtls");
        long began = TimeProvider.System.GetTimestamp(), before = GC.GetTotalMemory(true);
        for (int attempt = 0; Fuzz.GoesOn(began, attempt, Attempts); attempt++)
        {
            server.Pipe.Feed(Fuzz.Mutate(random, flights[attempt % flights.Count], 1500));
            if (server.Pipe.Waiting == DtlsPipe.MostWaiting) Assert.Equal(DtlsEnd.None, server.Read());
        }
        while (server.Pipe.Waiting > 0) server.Read();
        Assert.True(GC.GetTotalMemory(true) - before < 16 << 20);
        client.Dispose();
        Assert.Equal(DtlsEnd.Closed, server.Read()); // the true goodbye still counts
        server.Dispose();
    }

    [Fact]
    public void DTLS_flights_of_a_handshake()
    {
        (DtlsAssociation client, DtlsAssociation server, List<byte[]> flights) = DtlsTests.Connected();
        client.Dispose();
        server.Dispose();
        Random random = Fuzz.NewRandom("dtls handshake");
        long began = TimeProvider.System.GetTimestamp();
        int busy = 0;
        using HandshakePool pool = new(8, 100, new());
        for (int attempt = 0; Fuzz.GoesOn(began, attempt, 600); attempt++)
        {
            byte[][] feed = [.. flights.Take(1 + (attempt % flights.Count)).Select(flight => Fuzz.Mutate(random, flight, 1500))];
            DtlsAssociation victim = DtlsTests.New(isClient: attempt % 8 == 0, TimeSpan.FromMilliseconds(30), _ => { });
            foreach (byte[] datagram in feed) victim.Pipe.Feed(datagram);
            Interlocked.Increment(ref busy);
            SpinWait.SpinUntil(() => pool.TryRun(() =>
            {
                if (victim.Shake(out _) != DtlsEnd.Failed) Assert.Fail("a mutated handshake came to an end");
                victim.Dispose();
                Interlocked.Decrement(ref busy);
            }));
        }
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref busy) == 0, TimeSpan.FromSeconds(30)), "a handshake hangs, or came to an end");
    }

    private static void Run(string name, byte[] good, Action<byte[]> parse)
    {
        Random random = Fuzz.NewRandom(name);
        long began = TimeProvider.System.GetTimestamp(), before = GC.GetTotalMemory(true);
        for (int attempt = 0; Fuzz.GoesOn(began, attempt, Attempts); attempt++) parse(Fuzz.Mutate(random, good, 1500));
        Assert.True(GC.GetTotalMemory(true) - before < 16 << 20);
    }
}
