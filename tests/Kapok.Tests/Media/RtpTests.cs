using CsCheck;
using Kapok.Media.Rtc.Rtcp;
using Kapok.Media.Rtc.Rtp;
using Xunit;

namespace Kapok.Tests.Media;

public sealed class RtpTests
{
    [Fact]
    public void A_header_with_extensions_is_read_as_it_was_written() =>
        Gen.Select(Gen.Byte[0, 127], Gen.Bool, Gen.UShort, Gen.UInt, Gen.UInt, Gen.Int[0, 14], Gen.Byte[0, 127], Gen.UShort)
            .Sample((type, marked, sequence, timestamp, ssrc, levelId, level, transport) =>
        {
            byte[] packet = new byte[40];
            RtpHeader.Write(packet, type, marked, sequence, timestamp, ssrc);
            int transportId = levelId == 3 ? 4 : 3;
            int length = RtpExtensions.Write(packet, levelId, new(level, marked), transportId, transport);
            Assert.True(RtpHeader.TryRead(packet, out RtpHeader header));
            Assert.Equal((type, marked, sequence, timestamp, ssrc, length),
                (header.PayloadType, header.IsMarked, header.Sequence, header.Timestamp, header.Ssrc, header.HeaderBytes));
            Assert.Equal(levelId != 0, RtpExtensions.TryFind(header.ExtensionProfile, header.Extensions(packet), levelId, out ReadOnlySpan<byte> value));
            if (levelId != 0) Assert.True(AudioLevel.TryRead(value, out AudioLevel read) && read == new AudioLevel(level, marked));
            Assert.True(RtpExtensions.TryFind(header.ExtensionProfile, header.Extensions(packet), transportId, out value) && value.Length == 2);
        });

    [Fact]
    public void Two_byte_extensions_are_read()
    {
        byte[] extensions = [0, 5, 0, 17, 1, 0x8A, 0, 0];
        Assert.True(RtpExtensions.TryFind(0x1000, extensions, 5, out ReadOnlySpan<byte> empty) && empty.IsEmpty);
        Assert.True(RtpExtensions.TryFind(0x1000, extensions, 17, out ReadOnlySpan<byte> value));
        Assert.True(AudioLevel.TryRead(value, out AudioLevel level) && level == new AudioLevel(10, true));
        Assert.False(RtpExtensions.TryFind(0x2000, extensions, 17, out _));
    }

    [Fact]
    public void Empty_payloads_and_padding_are_right()
    {
        byte[] packet = new byte[16];
        RtpHeader.Write(packet, 111, false, 1, 2, 3);
        Assert.True(RtpHeader.TryRead(packet.AsSpan(0, 12), out RtpHeader header));
        Assert.True(header.TryPayload(packet.AsSpan(0, 12), out ReadOnlySpan<byte> payload) && payload.IsEmpty);
        packet[0] |= 0x20;
        packet[15] = 4;
        Assert.True(RtpHeader.TryRead(packet, out header) && header.TryPayload(packet, out payload) && payload.IsEmpty);
        packet[15] = 5;
        Assert.False(header.TryPayload(packet, out _));
        Assert.False(header.TryPayload(packet.AsSpan(0, 12), out _));
    }

    [Fact]
    public void Losses_are_counted_as_RFC_3550_appendix_A3_does() =>
        Gen.Select(Gen.Int[0, 65535], Gen.Bool.Array[1, 400]).Sample((start, lost) =>
        {
            ReceiveStatistics statistics = default;
            int last = Array.FindLastIndex(lost, one => !one), first = Array.FindIndex(lost, one => !one);
            for (int at = 0; at < lost.Length; at++)
            {
                if (!lost[at]) statistics.Take((ulong)(start + at), (uint)(at * 960), (uint)(at * 960));
            }
            ReportBlock block = statistics.Report(9, 1, 2);
            int missing = last < 0 ? 0 : lost[first..(last + 1)].Count(one => one);
            Assert.Equal(missing, block.CumulativeLost);
            Assert.Equal(0u, block.Jitter);
            if (last >= 0) Assert.Equal((uint)(start + last), block.HighestSequence);
            Assert.Equal(0, statistics.Report(9, 1, 2).FractionLost); // nothing came since
        });

    [Fact]
    public void Jitter_follows_the_recursion_of_RFC_3550_appendix_A8()
    {
        ReceiveStatistics statistics = default;
        double expected = 0;
        Random random = new(5);
        int transitBefore = 0;
        for (int at = 0; at < 500; at++)
        {
            int transit = at == 0 ? 0 : random.Next(0, 480);
            if (at > 0) expected += (Math.Abs(transit - transitBefore) - expected) / 16;
            transitBefore = transit;
            statistics.Take((ulong)at, (uint)(at * 960), (uint)((at * 960) + transit));
        }
        Assert.InRange(statistics.Jitter, expected - 2, expected + 2);
    }

    [Fact]
    public void What_is_missing_is_asked_for_until_it_comes_and_no_longer()
    {
        LossTracker losses = new();
        Span<ushort> due = stackalloc ushort[64];
        losses.Take(65534, 0);
        losses.Take(65537, 0); // 65535 and 65536 are missing, across the wrap
        Assert.Equal(0, losses.Due(5, 100, due)); // may only be late
        Assert.Equal(2, losses.Due(10, 100, due));
        Assert.Equal([65535, 0], due[..2].ToArray());
        losses.Take(65535, 20);
        Assert.Equal(1, losses.Recovered);
        Assert.Equal(0, losses.Due(50, 100, due));
        Assert.Equal(1, losses.Due(110, 100, due));
        Assert.Equal(1, losses.Due(210, 100, due));
        Assert.Equal(0, losses.Due(310, 100, due)); // asked three times
        Assert.Equal(0, losses.Count);
        losses.Take(70000, 400); // a break, not a loss
        Assert.Equal(0, losses.Count);
    }

    [Fact]
    public void Wall_clock_time_is_NTPs()
    {
        Assert.Equal(0x83AA7E80_80000000ul, NtpTime.Of(DateTimeOffset.UnixEpoch.AddMilliseconds(500)).Value);
        NtpTime sent = NtpTime.Of(DateTimeOffset.UnixEpoch), now = NtpTime.Of(DateTimeOffset.UnixEpoch.AddMilliseconds(150));
        Assert.InRange(now.RoundTripMs(sent.Middle, (uint)(0.1 * 65536)), 49.9, 50.1);
        Assert.Equal(-1, now.RoundTripMs(0, 0));
    }
}
