using CsCheck;
using Kapok.Media.Rtc.Rtcp;
using Kapok.Media.Rtc.Rtp;
using Xunit;

namespace Kapok.Tests.Media;

public sealed class RtcpTests
{
    [Fact]
    public void A_compound_is_read_as_it_was_written()
    {
        ReportBlock block = new(7, 128, -5, 70_000, 33, 0x1234, 0x5678);
        byte[] bytes = new byte[300];
        RtcpWriter writer = new(bytes);
        writer.SenderReport(new(1, new(0x0102030405060708), 960, 10, 1000), [block, block with { Ssrc = 8 }]);
        writer.CanonicalName(1, "kapok");
        writer.PictureLoss(1, 2);
        writer.Bye(1);
        RtcpReader reader = new(bytes.AsSpan(0, writer.Length));
        Assert.True(reader.TryNext(out RtcpPacket report) && report.Type == RtcpType.SenderReport && report.Count == 2);
        Assert.Equal(block, ReportBlock.Read(report.ReportBlocks));
        Assert.Equal(8u, ReportBlock.Read(report.ReportBlocks[ReportBlock.Bytes..]).Ssrc);
        Assert.True(reader.TryNext(out RtcpPacket name) && name.Type == RtcpType.SourceDescription);
        Assert.True(reader.TryNext(out RtcpPacket picture) && picture.IsFeedback(RtcpType.PayloadFeedback, RtcpPacket.PictureLossFormat) && picture.MediaSource == 2);
        Assert.True(reader.TryNext(out RtcpPacket bye) && bye.Type == RtcpType.Bye);
        Assert.False(reader.TryNext(out _));
    }

    [Fact]
    public void A_NACK_names_exactly_what_is_missing() =>
        Gen.Select(Gen.UShort, Gen.Int[1, 40].Array[0, 60]).Sample((start, steps) =>
        {
            List<ushort> wanted = [start];
            foreach (int step in steps) wanted.Add((ushort)(wanted[^1] + step));
            byte[] bytes = new byte[600];
            RtcpWriter writer = new(bytes);
            writer.Nack(1, 2, wanted.ToArray());
            RtcpReader reader = new(bytes.AsSpan(0, writer.Length));
            Assert.True(reader.TryNext(out RtcpPacket packet) && packet.IsFeedback(RtcpType.TransportFeedback, RtcpPacket.NackFormat));
            NackReader numbers = new(packet);
            List<ushort> read = [];
            while (numbers.TryNext(out ushort sequence)) read.Add(sequence);
            Assert.Equal(wanted, read);
        });

    [Fact]
    public void Congestion_feedback_tells_what_came_and_when() =>
        Gen.Select(Gen.UShort, Gen.Select(Gen.Bool, Gen.Int[0, 100]).Array[1, 120]).Sample((start, packets) =>
        {
            CongestionFeedback feedback = new();
            Dictionary<ushort, long> truth = [];
            double now = 100_000;
            for (int at = 0; at < packets.Length; at++)
            {
                (bool comes, int wait) = packets[at];
                now += wait;
                if (!comes && at > 0) continue;
                truth[(ushort)(start + at)] = (long)(now * 4);
                feedback.Take((ushort)(start + at), now);
            }
            byte[] bytes = new byte[600];
            RtcpWriter writer = new(bytes);
            feedback.Write(ref writer, 1, 2);
            Assert.False(feedback.HasAny);
            RtcpReader reader = new(bytes.AsSpan(0, writer.Length));
            Assert.True(reader.TryNext(out RtcpPacket packet));
            Assert.True(CongestionReport.TryRead(packet, out CongestionReport report));
            int told = 0;
            while (report.TryNext(out ushort sequence, out bool received))
            {
                Assert.Equal(truth.TryGetValue(sequence, out long arrival), received);
                if (!received) continue;
                told++;
                Assert.Equal(arrival, report.ArrivalTicks);
            }
            Assert.Equal(truth.Count, told);
        });

    [Fact]
    public void What_does_not_fit_is_left_out_whole()
    {
        byte[] bytes = new byte[20];
        RtcpWriter writer = new(bytes);
        writer.ReceiverReport(1, []);
        writer.SenderReport(new(1, default, 0, 0, 0), []);
        Assert.True(writer.IsFull);
        Assert.Equal(8, writer.Length);
    }
}
