using System.Net;
using System.Text;
using CsCheck;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Stun;
using Xunit;

namespace Kapok.Tests.Media;

public sealed class StunTests
{
    private const string Password = "VOkJxbRl1RmTxUk/WvJxBt"; // RFC 5769, section 2

    private const string Request =
        "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e0001ff80290008932ff9b151263b36"
        + "000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf";

    private const string ResponseIPv4 =
        "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96";

    private const string ResponseIPv6 =
        "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
        + "00080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c";

    [Fact]
    public void The_sample_request_of_RFC_5769_is_read_and_its_integrity_holds()
    {
        byte[] bytes = Hex(Request);
        Assert.True(StunMessage.TryRead(bytes, out StunMessage message));
        Assert.Equal(StunType.BindingRequest, message.Type);
        Assert.Equal("evtj:h6vY", Encoding.ASCII.GetString(message.Username));
        Assert.Equal(0x6e0001ffu, message.Priority);
        Assert.True(message.IsControlled && message.HasFingerprint && message.CarriesIntegrity && message.UnknownRequired == 0);
        Assert.True(message.HasIntegrity(Encoding.ASCII.GetBytes(Password)));
        Assert.False(message.HasIntegrity("another"u8));
    }

    [Theory]
    [InlineData(ResponseIPv4)]
    [InlineData(ResponseIPv6)]
    public void The_sample_responses_of_RFC_5769_hold(string hex)
    {
        Assert.True(StunMessage.TryRead(Hex(hex), out StunMessage message));
        Assert.Equal(StunType.BindingSuccess, message.Type);
        Assert.True(message.HasFingerprint && message.HasIntegrity(Encoding.ASCII.GetBytes(Password)));
    }

    [Theory]
    [InlineData(ResponseIPv4, "192.0.2.1")]
    [InlineData(ResponseIPv6, "2001:db8:1234:5678:11:2233:4455:6677")]
    public void The_mapped_address_is_written_as_RFC_5769_has_it(string hex, string address)
    {
        byte[] bytes = Hex(hex), own = new byte[200];
        Assert.True(StunMessage.TryRead(bytes, out StunMessage sample));
        StunWriter writer = new(own, StunType.BindingSuccess, sample.TransactionId);
        writer.MappedAddress(PeerAddress.Of(new IPEndPoint(IPAddress.Parse(address), 32853)));
        int length = writer.Finish(Encoding.ASCII.GetBytes(Password));
        Assert.True(StunMessage.TryRead(own.AsSpan(0, length), out StunMessage written));
        Assert.Equal(sample.MappedAddress.ToArray(), written.MappedAddress.ToArray());
        Assert.True(written.HasIntegrity(Encoding.ASCII.GetBytes(Password)));
    }

    [Fact]
    public void Whatever_byte_of_a_request_changes_its_fingerprint_or_integrity_shows_it()
    {
        byte[] bytes = Hex(Request), password = Encoding.ASCII.GetBytes(Password);
        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] changed = [.. bytes];
            changed[at] ^= 0x10;
            Assert.False(StunMessage.TryRead(changed, out StunMessage message) && message.HasFingerprint && message.HasIntegrity(password));
        }
    }

    [Fact]
    public void What_is_written_is_read_again() =>
        Gen.Select(Gen.Byte.Array[12], Gen.UInt, Gen.ULong, Gen.Bool, Gen.String[Gen.Char['a', 'z'], 1, 60]).Sample((id, priority, tie, nominates, name) =>
        {
            byte[] bytes = new byte[300];
            StunWriter writer = new(bytes, StunType.BindingRequest, id);
            writer.Username(name);
            writer.Priority(priority);
            writer.Controlling(tie);
            if (nominates) writer.UseCandidate();
            int length = writer.Finish("secret"u8);
            Assert.True(StunMessage.TryRead(bytes.AsSpan(0, length), out StunMessage message));
            Assert.Equal(name, Encoding.ASCII.GetString(message.Username));
            Assert.Equal(priority, message.Priority);
            Assert.Equal(nominates, message.UsesCandidate);
            Assert.True(message.IsControlling && message.HasFingerprint && message.HasIntegrity("secret"u8));
            Assert.Equal(id, message.TransactionId.ToArray());
        }, iter: 500);

    [Fact]
    public void An_attribute_that_must_be_understood_and_is_not_is_told()
    {
        byte[] bytes = [0, 1, 0, 4, 0x21, 0x12, 0xA4, 0x42, .. new byte[12], 0x7F, 0xFE, 0, 0];
        Assert.True(StunMessage.TryRead(bytes, out StunMessage message));
        Assert.Equal(0x7FFE, message.UnknownRequired);
        bytes[20] = 0x80;
        Assert.True(StunMessage.TryRead(bytes, out message));
        Assert.Equal(0, message.UnknownRequired);
    }

    [Fact]
    public void Failures_of_one_address_close_the_gate_for_it_and_time_opens_it()
    {
        StunGate gate = new(perSecond: 5);
        PeerAddress stranger = PeerAddress.Of(new(IPAddress.Parse("203.0.113.7"), 4000)), other = PeerAddress.Of(new(IPAddress.Parse("198.51.100.9"), 4000));
        for (int failure = 0; failure < 10; failure++)
        {
            Assert.True(gate.IsOpen(stranger, 1000));
            gate.Fail(stranger, 1000);
        }
        Assert.False(gate.IsOpen(stranger with { Port = 4001 }, 1000));
        Assert.True(gate.IsOpen(other, 1000));
        Assert.True(gate.IsOpen(stranger, 1300));
    }

    [Fact]
    public void An_address_survives_its_native_form() =>
        Gen.Select(Gen.ULong, Gen.ULong, Gen.UInt, Gen.UShort).Sample((high, low, scope, port) =>
        {
            PeerAddress address = new(high, low, scope, port);
            byte[] native = new byte[PeerAddress.NativeBytes];
            address.WriteNative(native);
            Assert.Equal(address, PeerAddress.ReadNative(native));
        });

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
