using System.Buffers.Binary;
using System.Security.Cryptography;
using CsCheck;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Srtp;
using Xunit;

namespace Kapok.Tests.Media;

public sealed class SrtpTests
{
    // RFC 7714, sections 16 and 17: keys of the session, not derived.
    private static readonly byte[] Key = Hex("000102030405060708090a0b0c0d0e0f"), Salt = Hex("517569642070726f2071756f");

    private const string PlainRtp = "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573";

    private const string SealedRtp =
        "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce";

    private const string PlainRtcp =
        "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";

    private const string SealedRtcp =
        "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_key_stream_of_RFC_3711_appendix_B2_comes_out(bool hardware)
    {
        Aes128 aes = new(Hex("2B7E151628AED2A6ABF7158809CF4F3C"), hardware && System.Runtime.Intrinsics.X86.Aes.IsSupported);
        byte[] first = Hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"), stream = new byte[48], later = new byte[48];
        aes.Counter(first, stream);
        Assert.Equal("E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0", Convert.ToHexString(stream));
        aes.Counter(Hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF"), later);
        Assert.Equal("EC8CDF7398607CB0F2D21675EA9EA1E4362B7C3C6773516318A077D7FC5073AE6A2CC3787889374FBEB4C81B17BA6C44", Convert.ToHexString(later));
    }

    [Fact]
    public void Keys_are_derived_as_RFC_3711_appendix_B3_has_them()
    {
        Aes128 master = new(Hex("E1F97A0D3E018BE0D64FA32C06DE4139"));
        byte[] salt = Hex("0EC675AD498AFEEBB6960B3AABE6"), key = new byte[16], sessionSalt = new byte[14], mac = new byte[94];
        SrtpKeys.Derive(master, salt, SrtpKeys.RtpEncryption, key);
        SrtpKeys.Derive(master, salt, SrtpKeys.RtpSalt, sessionSalt);
        SrtpKeys.Derive(master, salt, SrtpKeys.RtpAuthentication, mac);
        Assert.Equal("C61E7A93744F39EE10734AFE3FF7A087", Convert.ToHexString(key));
        Assert.Equal("30CBBC08863D8C85D49DB34A9AE1", Convert.ToHexString(sessionSalt));
        Assert.Equal(
            "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578EF72270986371C10C9A369AC2F94A8C5FBCDDDC256D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2",
            Convert.ToHexString(mac));
    }

    [Fact]
    public void A_packet_is_sealed_as_RFC_7714_section_16_has_it()
    {
        using SrtpCipher cipher = SrtpCipher.OfSession(Key, Salt);
        byte[] packet = [.. Hex(PlainRtp), .. new byte[16]];
        Assert.Equal(packet.Length, cipher.Protect(packet, packet.Length - 16, 12, 0xF17B));
        Assert.Equal(SealedRtp, Convert.ToHexStringLower(packet));
        Assert.Equal(packet.Length - 16, cipher.Open(packet, 12, 0xF17B));
        Assert.Equal(PlainRtp, Convert.ToHexStringLower(packet.AsSpan(0, packet.Length - 16)));
    }

    [Fact]
    public void A_report_is_sealed_as_RFC_7714_section_17_has_it()
    {
        using SrtpCipher cipher = SrtpCipher.OfSession(Key, Salt);
        byte[] packet = [.. Hex(PlainRtcp), .. new byte[20]];
        Assert.Equal(packet.Length, cipher.ProtectRtcp(packet, packet.Length - 20, 0x5D4));
        Assert.Equal(SealedRtcp, Convert.ToHexStringLower(packet));
        Assert.Equal(packet.Length - 20, cipher.OpenRtcp(packet, out uint index));
        Assert.Equal(0x5D4u, index);
        Assert.Equal(PlainRtcp, Convert.ToHexStringLower(packet.AsSpan(0, packet.Length - 20)));
    }

    [Fact]
    public void Our_GCM_and_the_platforms_agree() =>
        Gen.Select(Gen.Byte.Array[16], Gen.Byte.Array[12], Gen.Byte.Array[0, 40], Gen.Byte.Array[0, 400]).Sample((key, nonce, clear, plain) =>
        {
            byte[] expected = new byte[plain.Length], expectedTag = new byte[16], tag = new byte[16], data = [.. plain];
            using AesGcm platform = new(key, 16);
            platform.Encrypt(nonce, plain, expected, expectedTag, clear);
            foreach (bool hardware in System.Runtime.Intrinsics.X86.Pclmulqdq.IsSupported ? [true, false] : (bool[])[false])
            {
                plain.CopyTo(data, 0);
                using Aes128Gcm own = new(key, hardware);
                own.Seal(nonce, clear, data, tag);
                Assert.Equal(expected, data);
                Assert.Equal(expectedTag, tag);
                tag[3] ^= 1;
                Assert.False(own.Open(nonce, clear, data, tag));
                Assert.Equal(expected, data);
                tag[3] ^= 1;
                Assert.True(own.Open(nonce, clear, data, tag));
                Assert.Equal(plain, data);
            }
        }, iter: 500);

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmSha1)]
    public void Packets_and_reports_come_through_and_no_changed_byte_does(SrtpProfile profile) =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.UShort, Gen.UInt, Gen.UInt[0, 0x7FFF_FFFF], Gen.Int[0, 10_000]).Sample((payload, sequence, ssrc, index, spoil) =>
        {
            (SrtpCipher sender, SrtpCipher receiver) = Pair(profile);
            byte[] plain = new byte[12 + payload.Length];
            RtpHeader.Write(plain, 111, false, sequence, 960, ssrc);
            payload.CopyTo(plain, 12);
            byte[] packet = [.. plain, .. new byte[20]];
            int length = sender.Protect(packet, plain.Length, 12, sequence);
            byte[] forged = packet[..length];
            forged[spoil % length] ^= 0x20;
            Assert.True(spoil % length is 2 or 3 || receiver.Open(forged, 12, sequence) < 0); // the caller tells the index
            Assert.Equal(plain.Length, receiver.Open(packet.AsSpan(0, length), 12, sequence));
            Assert.Equal(plain, packet[..plain.Length]);

            byte[] report = [0x80, 201, 0, 1, 1, 2, 3, 4, .. payload, .. new byte[20]];
            int protectedLength = sender.ProtectRtcp(report, 8 + payload.Length, index);
            byte[] forgedReport = report[..protectedLength];
            forgedReport[spoil % protectedLength] ^= 0x40;
            Assert.Equal(-1, receiver.OpenRtcp(forgedReport, out _));
            Assert.Equal(8 + payload.Length, receiver.OpenRtcp(report.AsSpan(0, protectedLength), out uint read));
            Assert.Equal(index, read);
            sender.Dispose();
            receiver.Dispose();
        }, iter: 500);

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.Aes128CmSha1)]
    public void Neither_sealing_nor_opening_allocates(SrtpProfile profile)
    {
        (SrtpCipher sender, SrtpCipher receiver) = Pair(profile);
        byte[] packet = new byte[140];
        RtpHeader.Write(packet, 111, false, 1, 960, 7);
        long before = 0;
        for (int round = 0; round < 2000; round++)
        {
            if (round == 1000) before = GC.GetAllocatedBytesForCurrentThread();
            int length = sender.Protect(packet, 92, 12, (ulong)round);
            if (receiver.Open(packet.AsSpan(0, length), 12, (ulong)round) != 92) Assert.Fail("not opened");
            RtpHeader.Write(packet, 111, false, (ushort)round, 960, 7);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        sender.Dispose();
        receiver.Dispose();
    }

    [Fact]
    public void The_replay_window_takes_each_index_once_whatever_the_order() =>
        Gen.Int[0, 400].Array[1, 300].Sample(order =>
        {
            ReplayWindow window = default;
            HashSet<int> taken = [];
            int highest = -1;
            foreach (int index in order)
            {
                bool expected = !taken.Contains(index) && (highest < 0 || index > highest - ReplayWindow.Size);
                Assert.Equal(expected, window.IsFresh((ulong)index));
                if (!expected) continue;
                window.Accept((ulong)index);
                taken.Add(index);
                highest = Math.Max(highest, index);
            }
        }, iter: 2000);

    [Fact]
    public void The_index_is_found_across_rollovers_with_losses_and_reordering() =>
        Gen.Select(Gen.UShort, Gen.Int[1, 3000].Array[1, 200], Gen.Int[0, 60]).Sample((start, steps, back) =>
        {
            PacketIndex index = default;
            ulong truth = start, previous = start;
            foreach (int step in steps)
            {
                Assert.Equal(truth, index.Guess((ushort)truth));
                index.Accept(truth);
                ulong late = truth - Math.Min(truth - Math.Min(previous, truth), (ulong)back);
                Assert.Equal(late, index.Guess((ushort)late));
                (previous, truth) = (truth, truth + (ulong)step);
            }
            Assert.Equal(previous, index.Highest);
        }, iter: 1000);

    [Fact]
    public void A_receiver_takes_a_packet_once_and_no_more_sources_than_it_should()
    {
        (SrtpCipher sender, SrtpCipher cipher) = Pair(SrtpProfile.AeadAes128Gcm);
        using SrtpReceiver receiver = new(cipher);
        for (uint ssrc = 0; ssrc < SrtpReceiver.MaxSources; ssrc++)
        {
            Assert.Equal(Opening.Opened, Receive(sender, receiver, ssrc, 10));
            Assert.Equal(Opening.Replayed, Receive(sender, receiver, ssrc, 10));
            Assert.Equal(Opening.Opened, Receive(sender, receiver, ssrc, 9));
        }
        Assert.Equal(Opening.TooManySources, Receive(sender, receiver, 99, 10));
        sender.Dispose();
    }

    [Fact]
    public void Reports_from_many_sources_take_no_place_from_sound()
    {
        (SrtpCipher sender, SrtpCipher cipher) = Pair(SrtpProfile.AeadAes128Gcm);
        using SrtpReceiver receiver = new(cipher);
        for (uint ssrc = 0; ssrc < SrtpReceiver.MaxReporters; ssrc++)
        {
            Assert.Equal(Opening.Opened, Report(sender, receiver, ssrc));
            Assert.Equal(Opening.Replayed, Report(sender, receiver, ssrc));
        }
        Assert.Equal(Opening.TooManySources, Report(sender, receiver, SrtpReceiver.MaxReporters));
        Assert.Equal(Opening.Opened, Receive(sender, receiver, 5000, 10));
        sender.Dispose();
    }

    private static Opening Report(SrtpCipher sender, SrtpReceiver receiver, uint ssrc)
    {
        Span<byte> packet = new byte[64];
        packet[0] = 0x80;
        packet[1] = 201;
        packet[3] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], ssrc);
        packet = packet[..sender.ProtectRtcp(packet, 8, 1)];
        return receiver.OpenRtcp(ref packet, ssrc);
    }

    private static Opening Receive(SrtpCipher sender, SrtpReceiver receiver, uint ssrc, ushort sequence)
    {
        Span<byte> packet = new byte[64];
        RtpHeader.Write(packet, 111, false, sequence, 0, ssrc);
        packet = packet[..sender.Protect(packet, 30, 12, sequence)];
        Assert.True(RtpHeader.TryRead(packet, out RtpHeader header));
        return receiver.Open(ref packet, header, out _);
    }

    internal static (SrtpCipher Sender, SrtpCipher Receiver) Pair(SrtpProfile profile)
    {
        byte[] key = [.. Enumerable.Range(1, 16).Select(value => (byte)value)],
        salt = [.. Enumerable.Range(50, profile == SrtpProfile.AeadAes128Gcm ? 12 : 14).Select(value => (byte)value)];
        return (new(profile, key, salt), new(profile, key, salt));
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
