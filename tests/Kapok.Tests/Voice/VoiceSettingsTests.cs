using System.Globalization;
using System.Net;
using System.Text;
using Kapok.Protocol.Messages;
using Kapok.Server.Configuration;
using Kapok.Server.Voice;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Voice;

public sealed class VoiceSettingsTests
{
    private static readonly FakeTimeProvider Time = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    [Fact]
    public void The_defaults_are_good() => Assert.Empty(new VoiceSettings().Errors());

    [Fact]
    public void What_is_out_of_range_is_said()
    {
        VoiceSettings settings = new()
        {
            Port = 70000,
            TcpPort = -1,
            Host = "here",
            Advertised = "club.example",
            Slots = 17,
            StageSlots = 0,
            Shards = 0,
            MaxSessions = 0,
            PacketBudget = 5,
            MicrophoneSeconds = 1,
            RelayUrls = "http://x",
            RelayMinutes = 1,
        };
        Assert.Equal(13, settings.Errors().Count()); // the relay lacks its secret too
    }

    [Theory]
    [InlineData("127.0.0.1", "", "", "127.0.0.1", 5080, "127.0.0.1", false)] // a trial on this machine
    [InlineData("localhost", "", "", "127.0.0.1", 5080, "127.0.0.1", false)]
    [InlineData("0.0.0.0", "", "", "0.0.0.0", 5080, "", true)]
    [InlineData("0.0.0.0", "203.0.113.5", "", "0.0.0.0", 5080, "203.0.113.5", false)]
    [InlineData("192.0.2.7", "", "", "192.0.2.7", 5080, "192.0.2.7", true)]
    [InlineData("127.0.0.1", "203.0.113.5", "127.0.0.1", "::", 0, "203.0.113.5", false)] // behind a proxy: UDP from everywhere, the web port from here only
    [InlineData("127.0.0.1", "", "127.0.0.1", "127.0.0.1", 5080, "127.0.0.1", true)]
    public void Where_voices_are_listened_for_follows_from_the_web_server(string host, string advertised, string proxies, string bind, int tcp, string told, bool warns)
    {
        VoicePlan plan = VoicePlan.Of(new() { Host = host, KnownProxies = proxies }, new() { Advertised = advertised }, 5080, hasDoor: true);
        Assert.Equal((IPAddress.Parse(bind), 5080, tcp, told, warns), (plan.Bind, plan.UdpPort, plan.TcpPort, string.Join(',', plan.Advertised), plan.Warning is not null));
        Assert.Empty(plan.ToOptions(new()).Problems());
    }

    [Fact]
    public void Without_a_door_there_is_no_TCP_unless_it_is_said()
    {
        Assert.Equal(0, VoicePlan.Of(new(), new(), 5080, hasDoor: false).TcpPort);
        Assert.Equal(443, VoicePlan.Of(new(), new() { TcpPort = 443 }, 5080, hasDoor: false).TcpPort);
        Assert.Equal(7000, VoicePlan.Of(new(), new() { Port = 7000 }, 5080, hasDoor: true).UdpPort);
    }

    // By Python: base64(hmac.new(b"north", b"1700043200:01020304", sha1)).
    [Fact]
    public void The_relays_password_is_the_one_that_coturn_computes() =>
        Assert.Equal("FuERnadfJ1U1AbSn5RMPYnmFjsc=", RelayCredentials.PasswordOf("1700043200:01020304", "north"u8));

    [Fact]
    public void Credentials_hold_for_so_long_and_differ()
    {
        RelayCredentials relays = new(new() { RelayUrls = "turn:turn.example:3478, turns:turn.example:443?transport=tcp", RelaySecret = "north", RelayMinutes = 60 }, Time);
        Relay one = relays.Issue()!, other = relays.Issue()!;
        Assert.Equal(["turn:turn.example:3478", "turns:turn.example:443?transport=tcp"], one.Urls);
        Assert.Equal((1_700_000_000 + 3600).ToString(CultureInfo.InvariantCulture), one.Username.Split(':')[0]);
        Assert.Equal(RelayCredentials.PasswordOf(one.Username, Encoding.UTF8.GetBytes("north")), one.Credential);
        Assert.NotEqual(one.Username, other.Username);
        Assert.Null(new RelayCredentials(new(), Time).Issue());
    }
}
