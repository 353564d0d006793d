using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Kapok.Media.Rtc;
using Kapok.Protocol.Messages;
using Kapok.Server.Voice;
using Xunit;

namespace Kapok.IntegrationTests.Voice;

/// <summary>Which ways there are into the voices, by how the web port is served.</summary>
public sealed class DoorTests
{
    [Fact]
    public async Task Without_the_front_door_voices_go_by_UDP_and_TCP_is_not_named()
    {
        await using VoiceVenue venue = new("--Kapok:FrontDoor=kestrel");
        await venue.InitializeAsync();
        await using TestPerson mei = await venue.EnterAtAsync("Mei", VoiceVenue.Entrance), tom = await venue.EnterAtAsync("Tom", VoiceVenue.Entrance);
        await using VoicePeer meis = await VoicePeer.ConnectAsync(mei), toms = await VoicePeer.ConnectAsync(tom);
        Assert.DoesNotContain(" tcp ", mei.Messages.Last(message => message.VoiceAnswer is not null).VoiceAnswer.Sdp, StringComparison.OrdinalIgnoreCase);
        meis.Speak();
        await toms.HearsAsync(meis);
    }

    [Fact]
    public async Task Beside_TLS_a_check_by_TCP_is_told_apart_on_the_same_port()
    {
        await using VoiceVenue venue = new("--self-signed");
        await venue.InitializeAsync();
        using HttpClient https = new(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator });
        Assert.Equal("ok", await https.GetStringAsync(new Uri(venue.Address, "/healthz"), TestContext.Current.CancellationToken));
        RtcServer server = venue.Service<VoiceService>().Rtc!;
        using TcpClient peer = new();
        await peer.ConnectAsync(IPAddress.Loopback, venue.Address.Port, TestContext.Current.CancellationToken);
        byte[] check = new byte[22]; // a binding request (RFC 8489) without anything in it, in a frame (RFC 4571)
        BinaryPrimitives.WriteUInt16BigEndian(check, 20);
        BinaryPrimitives.WriteUInt16BigEndian(check.AsSpan(2), 1);
        BinaryPrimitives.WriteUInt32BigEndian(check.AsSpan(6), 0x2112A442);
        await peer.GetStream().WriteAsync(check.AsMemory(0, 1), TestContext.Current.CancellationToken); // in two pieces: the door waits for the rest
        await peer.GetStream().WriteAsync(check.AsMemory(1), TestContext.Current.CancellationToken);
        await TestPerson.HoldsAsync("the check reaches the voices", () => server.Count().Received > 0);
    }

    [Fact]
    public async Task Where_voices_are_off_the_invitation_says_so_and_offers_are_refused()
    {
        await using VoiceVenue venue = new("--Voice:Enabled=false");
        await venue.InitializeAsync();
        await using TestPerson mei = await venue.EnterAtAsync("Mei", VoiceVenue.Entrance);
        Assert.False((await mei.HearAsync("the invitation", message => message.VoiceInvite is not null)).VoiceInvite.IsOffered);
        await mei.SendAsync(new ClientMessage { VoiceOffer = new() { Attempt = 3, Sdp = "v=0" } });
        Assert.Equal("voice.off", (await mei.HearAsync("the refusal", message => message.VoiceAnswer?.Attempt == 3)).VoiceAnswer.Fault);
    }

    [Fact]
    public async Task A_relay_is_named_with_credentials_to_whoever_comes_in()
    {
        await using VoiceVenue venue = new("--Voice:RelayUrls=turn:turn.example:3478", "--Voice:RelaySecret=north");
        await venue.InitializeAsync();
        await using TestPerson mei = await venue.EnterAtAsync("Mei", VoiceVenue.Entrance);
        Relay relay = Assert.Single((await mei.HearAsync("the invitation", message => message.VoiceInvite is not null)).VoiceInvite.Relays);
        Assert.Equal(["turn:turn.example:3478"], relay.Urls);
        Assert.Equal(RelayCredentials.PasswordOf(relay.Username, "north"u8), relay.Credential);
    }
}
