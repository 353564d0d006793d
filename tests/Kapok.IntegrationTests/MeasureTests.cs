using System.Net;
using System.Text.Json.Nodes;
using Kapok.Cluster;
using Kapok.Events.Announcements;
using Kapok.Events.Organisations;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Rooms;
using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>A measure holds for the person: in all rooms and tabs, after a reload and a restart, whoever takes it and from where.</summary>
public sealed class MeasureTests : IAsyncLifetime
{
    private const int Limit = 120_000; // ms
    private const string Home = "203.0.113.9";

    private static readonly MeasureBy Moderator = new("Mo", "spam", Role.Moderator, "mo"), Organiser = new("Olga", "spam", Role.Organiser, "olga");

    private readonly TestVenue _venue = new("--Kapok:KnownProxies=127.0.0.1");

    public ValueTask InitializeAsync() => _venue.InitializeAsync();

    public ValueTask DisposeAsync() => _venue.DisposeAsync();

    [Fact(Timeout = Limit)]
    public async Task A_mute_survives_a_reload_another_room_a_crash_and_a_restart_until_it_is_lifted()
    {
        string link = await OrganiserLinkAsync();
        await using TestPerson mo = await _venue.EnterAsync("Mo", link: link);
        CookieContainer cookies = new();
        HttpClient browser = _venue.Browser(cookies);
        TestPerson tom = await _venue.EnterAsync("Tom", browser: browser);
        await mo.SendAsync(new ClientMessage { Moderate = new() { Measure = Measure.Mute, Person = tom.Id } });
        await mo.SendAsync(new ClientMessage { ModerateVoice = new() { Measure = VoiceMeasure.SilencePerson, Person = tom.Id, On = true } });
        await tom.HearAsync("the mute", message => message.Notice?.Code == "notice.muted");
        await mo.HearAsync("that it is kept", message => message.Notice?.Code == "notice.has-muted");
        await mo.HearAsync("that it is kept", message => message.Notice?.Code == "notice.has-silenced");

        await tom.SendLeaveAsync();
        await tom.DisposeAsync();
        await AssertHeldAsync(tom = await _venue.EnterAsync("Tom", browser: browser), true); // a page that was loaded anew
        await tom.DisposeAsync();
        await AssertHeldAsync(tom = await _venue.EnterAsync("Tom", "forum", browser), true); // another room
        Room("forum").Host.Post(_ => throw new InvalidOperationException("a test breaks the loop"));
        await tom.UntilAsync("a new welcome", () => tom.Welcomes == 2);
        await AssertHeldAsync(tom, true);
        await tom.DisposeAsync();

        await _venue.RestartAsync();
        using HttpClient again = _venue.Browser(cookies);
        await AssertHeldAsync(tom = await _venue.EnterAsync("Tom", browser: again), true);
        IRoomControl arena = Room("arena").Control;
        Assert.Equal(MeasureResult.Ok, await arena.MuteAsync(tom.Id, false, Moderator, TestContext.Current.CancellationToken));
        Assert.Equal(MeasureResult.Ok, await arena.SilenceAsync(tom.Id, false, Moderator, TestContext.Current.CancellationToken));
        await tom.HearAsync("that it is lifted", message => message.Notice?.Code == "notice.unmuted");
        await tom.DisposeAsync();
        await AssertHeldAsync(tom = await _venue.EnterAsync("Tom", "terrace", again), false);
        await tom.DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task A_kick_puts_out_of_all_rooms_and_tabs_and_can_be_lifted()
    {
        await using TestPerson tom = await _venue.EnterAsync("Tom");
        await using TestPerson there = await _venue.EnterAsync("Tom", "forum", tom.Browser);
        IRoomControl arena = Room("arena").Control;
        MeasureOn on = (await arena.WhoAsync(tom.Id, TestContext.Current.CancellationToken))!;
        Assert.Equal(MeasureResult.Ok, await arena.KickAsync(tom.Id, Moderator, TestContext.Current.CancellationToken));
        await Task.WhenAll(tom.UntilClosedAsync(), there.UntilClosedAsync());
        Assert.Equal(("kicked", "kicked"), (tom.Goodbye, there.Goodbye));
        Assert.Equal("kicked", await RefusalAsync(tom.Browser, "terrace"));
        Assert.Equal(MeasureResult.Ok, await Measures.TakeAsync(MeasureKind.LiftKick, on, Moderator));
        Assert.Null(await RefusalAsync(tom.Browser, "terrace"));
    }

    [Theory(Timeout = Limit)]
    [InlineData(MeasureKind.Mute)]
    [InlineData(MeasureKind.Silence)]
    [InlineData(MeasureKind.Kick)]
    [InlineData(MeasureKind.Ban)]
    public async Task Nobody_but_an_organiser_acts_on_an_organiser_from_the_console_either(MeasureKind kind)
    {
        await using TestPerson olga = await _venue.EnterAsync("Olga", link: await OrganiserLinkAsync());
        IRoomControl arena = Room("arena").Control;
        MeasureOn on = (await arena.WhoAsync(olga.Id, TestContext.Current.CancellationToken))!;
        Assert.Equal(MeasureResult.NotAllowed, await Measures.TakeAsync(kind, on, Moderator));
        Assert.Equal(MeasureResult.NotAllowed, await Measures.TakeAsync(kind, on, Organiser with { Role = Role.Speaker }));
        Assert.Equal(MeasureResult.NotAllowed, await Measures.TakeAsync(kind, on, Organiser with { Identity = on.Guest })); // nor on oneself
        Assert.Null(olga.Closed);
        Assert.Equal(MeasureResult.Ok, await Measures.TakeAsync(kind, on, Organiser));
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_ban_covers_the_address_when_that_was_chosen_and_then_a_new_cookie_does_not_help(bool coversAddress)
    {
        using HttpClient browser = At(Home), fresh = At(Home), elsewhere = At("198.51.100.4");
        await using TestPerson troll = await _venue.EnterAsync("Troll", browser: browser);
        IRoomControl arena = Room("arena").Control;
        Assert.Equal(MeasureResult.Ok, await arena.BanAsync(troll.Id, Moderator, coversAddress, TestContext.Current.CancellationToken));
        await troll.UntilClosedAsync();
        Assert.Equal("banned", await RefusalAsync(browser, "forum"));
        Assert.Equal(coversAddress ? "banned" : null, await RefusalAsync(fresh, "forum"));
        Assert.Null(await RefusalAsync(elsewhere, "forum"));
        MeasureOn on = new((await BannedGuestAsync())!, "Troll", Role.Attendee, null, TestVenue.Key("arena"));
        Assert.Equal(MeasureResult.Ok, await Measures.TakeAsync(MeasureKind.LiftBan, on, Moderator));
        Assert.Null(await RefusalAsync(browser, "forum"));
        Assert.Null(await RefusalAsync(fresh, "forum"));
    }

    [Theory(Timeout = Limit)]
    [InlineData("203.0.113.9", AddressKind.Public, true)]
    [InlineData("192.168.1.7", AddressKind.Private, false)]
    [InlineData("127.0.0.1", AddressKind.Nobodys, false)]
    public async Task Whose_an_address_is_and_who_else_comes_from_it_is_told_before_it_is_banned(string address, AddressKind kind, bool isCovered)
    {
        await using TestPerson troll = await _venue.EnterAsync("Troll", browser: At(address));
        MeasureOn on = (await Room("arena").Control.WhoAsync(troll.Id, TestContext.Current.CancellationToken))!;
        AddressReach alone = await Measures.ReachAsync(on, TestContext.Current.CancellationToken);
        Assert.Equal((kind, 0, isCovered), (alone.Kind, alone.Others, alone.IsCoveredByDefault));
        await using TestPerson other = await _venue.EnterAsync("Mei", "forum", At(address));
        AddressReach shared = await Measures.ReachAsync(on, TestContext.Current.CancellationToken);
        Assert.Equal((kind, kind == AddressKind.Nobodys ? 0 : 1, false), (shared.Kind, shared.Others, shared.IsCoveredByDefault));
    }

    [Fact(Timeout = Limit)]
    public async Task An_announcement_is_kept_and_then_shown_as_it_was_kept()
    {
        await using TestPerson mei = await _venue.EnterAsync("Mei"), tom = await _venue.EnterAsync("Tom", "forum");
        Announced all = await Measures.AnnounceAsync(OpeningNight.EventSlug, null, "  Doors\u202e  open ", Organiser, TestContext.Current.CancellationToken);
        Assert.Equal((MeasureResult.Ok, "Doors open", 3), (all.Result, all.Text, all.Rooms));
        await mei.HearAsync("the announcement", message => message.Announcement is { Text: "Doors open", From: "Olga" });
        await tom.HearAsync("the announcement", message => message.Announcement is { Text: "Doors open" });
        Assert.Equal("room-unknown", (await Measures.AnnounceAsync(OpeningNight.EventSlug, "cellar", "Hi", Organiser, TestContext.Current.CancellationToken)).Result.Code);
        Assert.Equal("text-empty", (await Measures.AnnounceAsync(OpeningNight.EventSlug, null, " ", Organiser, TestContext.Current.CancellationToken)).Result.Code);
        Assert.Equal("not-allowed", (await Measures.AnnounceAsync(OpeningNight.EventSlug, null, "Hi", Organiser with { Role = Role.Attendee },
            TestContext.Current.CancellationToken)).Result.Code);
        KeepAnnouncement kept = _venue.Service<KeepAnnouncement>();
        await TestPerson.HoldsAsync("how many it reached is noted",
            async () => (await kept.PastAsync(OpeningNight.EventSlug, TestContext.Current.CancellationToken)) is [{ Text: "Doors open", Reached: 2 }]);
    }

    private IMeasures Measures => _venue.Service<IMeasures>();

    private static async Task AssertHeldAsync(TestPerson person, bool isHeld)
    {
        await person.UntilAsync("oneself", () => person.People.TryGetValue(person.Id, out Person? me) && me.Muted == isHeld && me.Silenced == isHeld);
        await person.SendAsync(new ClientMessage { Say = new() { Text = "hello?" } });
        if (isHeld) await person.HearAsync("that they may not", message => message.Notice?.Code == "notice.muted");
        else await person.HearAsync("themselves", message => message.Said?.Text == "hello?");
    }

    private LocalRoom Room(string room) => _venue.Service<LocalRooms>().Find(TestVenue.Key(room))!;

    private async Task<string> OrganiserLinkAsync() => (await File.ReadAllTextAsync(Path.Combine(_venue.Data, "organiser.link"), TestContext.Current.CancellationToken)).Trim();

    private async Task<string?> BannedGuestAsync() =>
        (await _venue.Service<Kapok.Events.Safety.SafetyRecords>().BansAsync(OpeningNight.EventSlug, TestContext.Current.CancellationToken))[0].GuestId;

    private HttpClient At(string address)
    {
        HttpClient browser = _venue.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return browser;
    }

    private static async Task<string?> RefusalAsync(HttpClient browser, string room)
    {
        (HttpStatusCode status, JsonNode body) = await TestVenue.JoinAsync(browser, new { name = "Somebody" }, room);
        return status == HttpStatusCode.OK ? null : body["code"]!.GetValue<string>();
    }
}
