using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.Server.Entry;
using Kapok.Server.Rooms;
using Kapok.Tests;
using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>What hostile clients try, and what it gets them.</summary>
public sealed class HostileTests(TestVenue venue) : HostileSuite(venue), IClassFixture<TestVenue>;

/// <summary>The same through Kestrel.</summary>
public sealed class HostileKestrelTests(KestrelVenue venue) : HostileSuite(venue), IClassFixture<KestrelVenue>;

/// <summary>The same through TLS, which the front door ends.</summary>
public sealed class HostileTlsTests(TlsVenue venue) : HostileSuite(venue), IClassFixture<TlsVenue>;

/// <summary>What hostile clients try, whichever way world sockets come in.</summary>
public abstract class HostileSuite(TestVenue venue)
{
    [Fact]
    public async Task A_ticket_is_good_once()
    {
        using HttpClient browser = venue.Browser();
        (_, JsonNode body) = await TestVenue.JoinAsync(browser, new { name = "Mei" });
        string ticket = body["ticket"]!.GetValue<string>();
        await using TestPerson mei = new("Mei", browser);
        await mei.ConnectAsync(venue.Address, ticket);
        await ExpectEndAsync(new ClientMessage { Hello = new() { Ticket = ticket, MinVersion = 1, MaxVersion = 1 } }, Ending.TicketRefused);
        await ExpectEndAsync(new ClientMessage { Hello = new() { Ticket = "made up", MinVersion = 1, MaxVersion = 1 } }, Ending.TicketRefused);
        await ExpectEndAsync(new ClientMessage { Hello = new() { Ticket = "made up", MinVersion = 7, MaxVersion = 9 } }, Ending.VersionRefused);
        await ExpectEndAsync(new ClientMessage { Say = new() { Text = "before hello" } }, Ending.Malformed);
    }

    [Theory]
    [InlineData("", "name-invalid")]
    [InlineData("\u200B\u202E", "name-invalid")]
    [InlineData("\uFFFE", "name-invalid")]
    [InlineData("\uFDD0\uFFFF", "name-invalid")]
    [InlineData("a name that is much too long for it", "name-invalid")]
    public async Task Names_are_checked(string name, string code)
    {
        using HttpClient browser = venue.Browser();
        (HttpStatusCode status, JsonNode body) = await TestVenue.JoinAsync(browser, new { name });
        Assert.Equal((HttpStatusCode.BadRequest, code), (status, body["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Joins_are_refused_with_their_reason()
    {
        using HttpClient browser = venue.Browser();
        Assert.Equal("unknown-room", (await TestVenue.JoinAsync(browser, new { name = "Mei" }, "cellar")).Body["code"]!.GetValue<string>());
        Assert.Equal("origin-refused", (await TestVenue.JoinAsync(browser, new { name = "Mei" }, origin: "https://evil.example")).Body["code"]!.GetValue<string>());
        Assert.Equal("look-invalid", (await TestVenue.JoinAsync(browser, new { name = "Mei", look = new { hair = 99 } })).Body["code"]!.GetValue<string>());
        Assert.Equal("link-expired", (await TestVenue.JoinAsync(browser, new { name = "Mei", link = "made-up" })).Body["code"]!.GetValue<string>());
        Assert.Equal("malformed", (await TestVenue.JoinAsync(browser, new { name = 7 })).Body["code"]!.GetValue<string>());
        await using TestPerson foreign = new("Foreign", browser);
        await Assert.ThrowsAsync<WebSocketException>(() => foreign.OpenAsync(venue.Address, "https://evil.example"));
    }

    [Fact]
    public async Task Too_large_too_fast_and_text_end_the_socket_with_their_reason()
    {
        await using TestPerson large = await venue.EnterAsync("Large"), fast = await venue.EnterAsync("Fast"), text = await venue.EnterAsync("Text");
        await large.SendRawAsync(new byte[MessageKind.MaxUpBytes + 1]);
        await text.SendRawAsync("hello"u8.ToArray(), WebSocketMessageType.Text);
        for (int i = 0; i < 60; i++)
        {
            try
            {
                await fast.SendAsync(new ClientMessage { Say = new() { Text = $"spam {i}" } });
            }
            catch (WebSocketException)
            {
                break; // closed already
            }
        }
        foreach ((TestPerson person, Ending ending) in ((TestPerson, Ending)[])[(large, Ending.TooLarge), (fast, Ending.TooFast), (text, Ending.Malformed)])
        {
            await person.UntilClosedAsync();
            Assert.Equal((ending.CloseCode, ending.Code), ((int)person.Closed!, person.Goodbye));
        }
    }

    [Fact]
    public async Task Quick_hands_lose_no_connection_and_no_line_without_a_word()
    {
        await using TestPerson mei = await venue.EnterAsync("Mei");
        for (uint line = 1; line <= 9; line++) await mei.SendAsync(new ClientMessage { Request = line, Say = new() { Text = $"line {line}" } });
        await mei.UntilAsync("an answer to each", () => mei.Messages.Count(message => message.Done is not null) == 9);
        uint[] dropped = [.. mei.Messages.Where(message => message.Done?.Notice == "notice.too-fast").Select(message => message.Done.Request)];
        Assert.InRange(dropped.Length, 1, 4); // five at once, and what came back meanwhile
        Assert.InRange(mei.Messages.Count(message => message.Notice?.Code == "notice.too-fast"), 1, 4);
        for (int press = 0; press < 32; press++) await mei.SendAsync(new ClientMessage { Emote = new() { Kind = 1 } });
        await mei.SendAsync(new ClientMessage { Ping = new() { ClientMs = 7d } });
        await mei.HearAsync("that the line holds", message => message.Pong?.ClientMs == 7d);
        Assert.Null(mei.Closed);
        // What was dropped can be said again by its number once there is room.
        int looks = 0;
        await TestPerson.HoldsAsync("the line said again", async () =>
        {
            if (looks++ % 50 == 0) await mei.SendAsync(new ClientMessage { Request = dropped[0], Say = new() { Text = "again" } }); // once a second
            return mei.Messages.Any(message => message.Done?.Request == dropped[0] && message.Done.Notice.Length == 0);
        });
    }

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public async Task Ten_thousand_mutated_messages_leave_the_room_unharmed()
    {
        await using TestPerson mei = await venue.EnterAsync("Mei", "forum"), tom = await venue.EnterAsync("Tom", "forum");
        RoomHost host = venue.Service<LocalRooms>().Find(TestVenue.Key("forum"))!.Host;
        Random random = Fuzz.NewRandom(GetType().Name);
        long began = TimeProvider.System.GetTimestamp();
        byte[] move = new byte[MoveFrame.Size];
        MoveFrame.FromMetres(1, 1, 1f, 0f, 1f, 0f, 1f, 1f, false).Write(move);
        byte[][] honest =
        [
            move, Encode(new() { Say = new() { Text = "hello" } }), Encode(new() { Sit = new() { Seat = 1 } }), Encode(new() { GoTo = new() { Person = mei.Id } }),
            Encode(new() { SetLook = new() { Look = new() { Hair = 3, Skin = 0xAABBCC } } }), Encode(new() { Moderate = new() { Measure = Measure.Ban, Person = mei.Id } }),
            Encode(new() { Report = new() { Person = mei.Id, Reason = "x" } }), Encode(new() { EnterPortal = new() { Portal = 0 } }), Encode(new() { Emote = new() { Kind = 2 } }),
            Encode(new() { VoiceOffer = new() { Attempt = 1, Sdp = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n", VoiceSlots = 4, Speaks = true } }),
            Encode(new() { EndVoice = new() }),
            Encode(new() { ModerateVoice = new() { Measure = VoiceMeasure.SilenceZone, Zone = 1, On = true } }), Encode(new() { RaiseHand = new() { On = true } }),
            Encode(new() { Hush = new() { Person = mei.Id, On = true } }),
        ];
        int sent = 0;
        double pingAt = 0;
        while (Fuzz.GoesOn(began, sent, 10_000))
        {
            if (TimeProvider.System.GetElapsedTime(began).TotalSeconds is var seconds && seconds >= pingAt)
            {
                pingAt = seconds + 8d; // whoever is silent for 30 s is let go
                foreach (TestPerson witness in (TestPerson[])[mei, tom]) await witness.SendAsync(new ClientMessage { Ping = new() });
            }
            TestPerson mallory = await venue.EnterAsync("Mallory", "forum");
            try
            {
                // Each is cut off soon; what was under way by then has been mutated enough.
                for (int i = 0; i < 40 && mallory.Closed is null; i++, sent++) await mallory.SendRawAsync(Mutate(honest[random.Next(honest.Length)], random));
            }
            catch (WebSocketException)
            {
                // closed for good reason; the next one tries
            }
            await mallory.SendLeaveAsync();
            await mallory.DisposeAsync();
        }
        Assert.Equal(0, host.Restarts);
        await tom.MoveAsync(tom.Placement.X - 1f, tom.Placement.Z);
        await mei.UntilAsync("Tom's move", () => mei.SeesAt(tom.Id, tom.Placement.X - 1f, tom.Placement.Z));
        await mei.SendAsync(new ClientMessage { Say = new() { Text = "all is well" } });
        await tom.HearAsync("chat", message => message.Said?.Text == "all is well");
    }

    private static byte[] Mutate(byte[] honest, Random random)
    {
        byte[] mutated = random.Next(4) == 0 ? new byte[random.Next(1, 64)] : [.. honest];
        if (mutated.Length != honest.Length) random.NextBytes(mutated);
        for (int flips = random.Next(1, 6); flips > 0; flips--) mutated[random.Next(mutated.Length)] ^= (byte)(1 << random.Next(8));
        return random.Next(5) == 0 ? mutated[..random.Next(1, mutated.Length + 1)] : mutated;
    }

    private static byte[] Encode(ClientMessage message) => ControlMessage.Encode(message);

    private async Task ExpectEndAsync(ClientMessage first, Ending ending)
    {
        using HttpClient browser = venue.Browser();
        await using TestPerson stranger = new("Stranger", browser);
        await stranger.OpenAsync(venue.Address);
        await stranger.SendAsync(first);
        await stranger.UntilClosedAsync();
        Assert.Equal((ending.CloseCode, ending.Code), ((int)stranger.Closed!, stranger.Goodbye));
    }
}
