using System.Net;
using System.Net.WebSockets;
using Kapok.Cluster;
using Kapok.Events;
using Kapok.Media.Voices;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Rooms;
using Kapok.Server.Voice;
using Xunit;

namespace Kapok.IntegrationTests.Voice;

/// <summary>From the offer to a voice that is heard, and to its end.</summary>
public sealed class ConnectTests(VoiceVenue venue) : IClassFixture<VoiceVenue>
{
    private VoiceHall Hall => venue.Service<VoiceService>().Server!.Hall(TestVenue.Key("arena").ToString());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_voice_is_heard_by_those_near_in_the_slot_that_was_told_and_by_nobody_far(bool tcp)
    {
        await using TestPerson mei = await venue.EnterAtAsync("Mei", VoiceVenue.Entrance), tom = await venue.EnterAtAsync("Tom", VoiceVenue.Entrance),
            ada = await venue.EnterAtAsync("Ada", VoiceVenue.FarAway);
        await using VoicePeer meis = await VoicePeer.ConnectAsync(mei, tcp), toms = await VoicePeer.ConnectAsync(tom, tcp), adas = await VoicePeer.ConnectAsync(ada, tcp);
        meis.Speak();
        await toms.HearsAsync(meis);
        await tom.HearAsync("that Mei speaks", message => message.Speaking?.Started.Contains(mei.Id) == true);
        Assert.Equal((null, 0L, 0L), (adas.SlotOf(mei.Id), adas.Packets, meis.Packets));
        Assert.Equal(tcp, Hall.Find(mei.Id)!.Rtc.IsTcp);
        await MetricsSayAsync("kapok_voice_sessions{", "state=\"connected\"");
        await MetricsSayAsync("kapok_voice_packets_total{", "kind=\"forwarded\"");
        meis.Speak(false);
        await ada.HearAsync("that Mei stopped", message => message.Speaking?.Stopped.Contains(mei.Id) == true);
    }

    [Fact]
    public async Task The_stage_is_heard_far_away_as_music_in_a_slot_of_its_own()
    {
        await using TestPerson vega = await venue.EnterAtAsync("Vega", VoiceVenue.Entrance, EventRole.Performer), ada = await venue.EnterAtAsync("Ada", VoiceVenue.FarAway);
        Assert.True((await vega.HearAsync("the invitation", message => message.VoiceInvite is not null)).VoiceInvite.MayPlay);
        await using VoicePeer vegas = await VoicePeer.ConnectAsync(vega, plays: true), adas = await VoicePeer.ConnectAsync(ada);
        await vega.HearAsync("that Vega is on stage", message => message.VoiceState?.IsOnStage == true);
        vegas.Speak(stream: 1);
        await adas.HearsAsync(vegas);
        Assert.Contains(ada.Messages, message => message.VoiceSlots?.Changes.Any(slot => slot.IsMusic && slot.Person == vega.Id && slot.Slot >= 3) == true);
    }

    [Fact]
    public async Task A_voice_ends_when_its_person_says_so_leaves_or_is_sent_away()
    {
        await using TestPerson mei = await venue.EnterAtAsync("Mei", VoiceVenue.Entrance), tom = await venue.EnterAtAsync("Tom", VoiceVenue.Entrance),
            ada = await venue.EnterAtAsync("Ada", VoiceVenue.Entrance);
        await using VoicePeer meis = await VoicePeer.ConnectAsync(mei), toms = await VoicePeer.ConnectAsync(tom), adas = await VoicePeer.ConnectAsync(ada);
        await mei.SendAsync(new ClientMessage { EndVoice = new() });
        await TestPerson.HoldsAsync("Mei's end", () => Hall.Find(mei.Id) is null);
        await using (VoicePeer again = await VoicePeer.ConnectAsync(mei, attempt: 2)) // and may begin again
        {
            await tom.SendAsync(new ClientMessage { Leave = new() });
            await TestPerson.HoldsAsync("Tom's end", () => Hall.Find(tom.Id) is null);
            IRoomControl control = (await venue.Service<IRoomDirectory>().FindAsync(TestVenue.Key("arena"), TestContext.Current.CancellationToken))!;
            await control.KickAsync(ada.Id, new("Organiser", "shouting", Role.Organiser), TestContext.Current.CancellationToken);
            await TestPerson.HoldsAsync("Ada's end", () => Hall.Find(ada.Id) is null);
            Assert.NotNull(Hall.Find(mei.Id));
        }
        // Its own goodbye came from the client's side of DTLS.
        Assert.True((await mei.HearAsync("the end", message => message.VoiceEnded is not null)).VoiceEnded is { Why: "voice.closed", MayRetry: true });
    }

    [Fact]
    public async Task A_voice_goes_on_while_its_room_is_started_again_and_its_socket_is_lost()
    {
        await using TestPerson mei = await venue.EnterAtAsync("Mei", VoiceVenue.Entrance), tom = await venue.EnterAtAsync("Tom", VoiceVenue.Entrance);
        await using VoicePeer meis = await VoicePeer.ConnectAsync(mei), toms = await VoicePeer.ConnectAsync(tom);
        meis.Speak();
        await toms.HearsAsync(meis);
        venue.Service<LocalRooms>().Find(TestVenue.Key("arena"))!.Host.Post(_ => throw new InvalidOperationException("a test breaks the loop"));
        await tom.UntilAsync("another invitation", () => tom.Messages.Count(message => message.VoiceInvite is not null) == 2);
        Assert.Equal(1u, tom.Messages.Last(message => message.VoiceInvite is not null).VoiceInvite.Attempt);
        await tom.UntilAsync("the slots anew", () => IsAfterWelcome(tom, message => message.VoiceSlots?.Changes.Any(slot => slot.Person == mei.Id) == true));
        await tom.UntilAsync("who speaks anew", () => IsAfterWelcome(tom, message => message.Speaking?.Started.Contains(mei.Id) == true));
        await toms.HearsAsync(meis);

        await tom.LoseAsync();
        long heard = toms.Packets;
        await TestPerson.HoldsAsync("Tom hears on", () => toms.Packets > heard + 20);
        await using TestPerson back = await venue.EnterAtAsync("Tom", VoiceVenue.Entrance, browser: tom.Browser, resume: tom.Welcome.Resume);
        Assert.Equal(tom.Id, back.Id);
        Assert.Equal(1u, (await back.HearAsync("the invitation", message => message.VoiceInvite is not null)).VoiceInvite.Attempt);
        await back.HearAsync("the slots", message => message.VoiceSlots?.Changes.Any(slot => slot.Person == mei.Id) == true);
    }

    [Fact]
    public async Task Offers_that_cannot_be_used_are_answered_and_harm_nothing()
    {
        await using TestPerson mei = await venue.EnterAtAsync("Mei", VoiceVenue.Entrance);
        string[] offers = ["", "hello", new('a', 40_000)];
        for (uint attempt = 1; attempt <= offers.Length; attempt++)
        {
            await mei.SendAsync(new ClientMessage { VoiceOffer = new() { Attempt = attempt, Sdp = offers[attempt - 1], Speaks = true, VoiceSlots = uint.MaxValue } });
            Assert.Equal(VoiceWords.OfferRefused, (await mei.HearAsync("the refusal", message => message.VoiceAnswer?.Attempt == attempt)).VoiceAnswer.Fault);
        }
        await mei.SendAsync(new ClientMessage { VoiceOffer = new() { Attempt = 9, Sdp = "v=0", Plays = true } });
        Assert.Contains((await mei.HearAsync("the refusal", message => message.VoiceAnswer?.Attempt == 9)).VoiceAnswer.Fault,
            (string[])[VoiceWords.NotAllowed, VoiceWords.TooFast]);
        await mei.SendAsync(new ClientMessage { Say = new() { Text = "well?" } });
        await mei.HearAsync("chat after it", message => message.Said?.Text == "well?");
        Assert.Null(Hall.Find(mei.Id));
    }

    [Fact]
    public async Task A_flood_of_offers_is_refused_and_then_cut_off()
    {
        await using TestPerson mei = await venue.EnterAtAsync("Mei", VoiceVenue.Entrance);
        try
        {
            for (uint attempt = 1; attempt <= 60 && mei.Closed is null; attempt++) await mei.SendAsync(new ClientMessage
            {
                VoiceOffer = new()
                {
                    Attempt = attempt,
                    Sdp = "v=0",
                    Speaks = true
                }
            });
        }
        catch (WebSocketException)
        {
            // cut off while it sent
        }
        await mei.UntilClosedAsync();
        Assert.Equal(Ending.TooFast.Code, mei.Goodbye);
        Assert.Contains(mei.Messages, message => message.VoiceAnswer?.Fault == VoiceWords.TooFast);
    }

    [Fact]
    public async Task Only_an_offer_may_be_long_and_only_from_somebody_who_is_in()
    {
        await using TestPerson mei = await venue.EnterAtAsync("Mei", VoiceVenue.Entrance);
        await mei.SendAsync(new ClientMessage { Say = new() { Text = new('a', 5000) } });
        await mei.UntilClosedAsync();
        Assert.Equal(Ending.TooLarge.CloseCode, (int)mei.Closed!);
        using HttpClient browser = venue.Browser();
        await using TestPerson stranger = new("Stranger", browser);
        await stranger.OpenAsync(venue.Address);
        await stranger.SendAsync(new ClientMessage { VoiceOffer = new() { Sdp = new('a', 5000) } });
        await stranger.UntilClosedAsync();
        Assert.Equal(Ending.TooLarge.CloseCode, (int)stranger.Closed!);
    }

    private static bool IsAfterWelcome(TestPerson person, Func<ServerMessage, bool> wanted) => person.Messages.Reverse().TakeWhile(message => message.Welcome is null).Any(wanted);

    private async Task MetricsSayAsync(string name, string label)
    {
        using HttpClient browser = venue.Browser();
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(400)); // the exporter keeps an answer for a while
        string text = "";
        for (int round = 0; round < 20; round++)
        {
            text = await browser.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
            // Venues of other tests in this process have instruments of the same name, so there may be several such lines.
            IEnumerable<string> lines = text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal));
            if (lines.Any(line => !line.Contains("} 0 ", StringComparison.Ordinal))) return;
            await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
        Assert.Fail($"No {name}…{label} above 0 in:\n{string.Join('\n', text.Split('\n').Where(line => line.Contains("voice", StringComparison.Ordinal)))}");
    }
}
