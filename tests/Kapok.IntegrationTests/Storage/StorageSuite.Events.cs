using Kapok.Events;
using Kapok.Events.Chat;
using Kapok.Events.Organisations;
using Kapok.Events.Planning;
using Kapok.Events.Safety;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Kapok.IntegrationTests.Storage;

// Everything that is kept knows its event and organisation.
public abstract partial class StorageSuite
{
    private const int Limit = 60_000; // ms

    [Fact(Timeout = Limit)]
    public async Task Two_events_may_both_have_an_arena_and_share_neither_chat_nor_kicks()
    {
        await using StorageHome home = await OpenAsync();
        Event fair = await AddEventAsync(home, "fair", fromHours: -1, toHours: 1);
        foreach (string eventName in (string[])[OpeningNight.EventSlug, "fair"]) home.Get<ChatLog>().Append(eventName, "arena", "mei", "Mei", $"hello {eventName}");
        Assert.Null((await home.Get<KickGuest>().HandleAsync(new("fair", "arena", "guest-1", "Loud", "loud"), Moderator)).Broken);
        Assert.Null((await home.Get<BanGuest>().HandleAsync(new("fair", "guest-2", null, "Troll", "spam", null), Moderator)).Broken);
        CheckEntry check = home.Get<CheckEntry>();
        Assert.Equal(CheckEntry.Verdict.Kicked, (await check.HandleAsync(new(fair.Id, fair.OrganisationId), "guest-1", null)).Verdict);
        Assert.Equal(CheckEntry.Verdict.Welcome, (await check.HandleAsync(home.Place, "guest-1", null)).Verdict);
        Assert.Equal(CheckEntry.Verdict.Banned, (await check.HandleAsync(home.Place, "guest-2", null)).Verdict); // of the same organisation
        await TestPerson.HoldsAsync("chat is stored", () => home.Get<ChatLog>().IsSettled);
        await using EventsContext context = home.Context();
        Assert.Equal("hello fair", (await context.Chat.SingleAsync(line => line.EventId == fair.Id && line.RoomId == "arena", TestContext.Current.CancellationToken)).Text);
        Assert.Equal(EventsRule.EventUnknown, (await home.Get<BanGuest>().HandleAsync(new("no-such", "guest-2", null, "Troll", "spam", null), Moderator)).Broken);
    }

    [Fact]
    public async Task The_current_event_is_the_one_that_is_on_or_the_next_or_the_last()
    {
        await using StorageHome home = await OpenAsync();
        CurrentEvent current = home.Get<CurrentEvent>();
        Assert.Equal(OpeningNight.EventSlug, (await current.FindAsync()).Slug);
        await AddEventAsync(home, "fair", fromHours: 1, toHours: 3);
        Assert.Equal(OpeningNight.EventSlug, (await current.FindAsync()).Slug);
        home.Time.Step(TimeSpan.FromHours(2));
        Event fair = await current.FindAsync(); // both are on: the sample lasts a year, and gives way to what an organiser made
        Assert.Equal(("fair", "arena"), (fair.Slug, Assert.Single(fair.Rooms).Id));
        home.Time.Step(TimeSpan.FromHours(2));
        Assert.Equal(OpeningNight.EventSlug, (await current.FindAsync()).Slug);
        await AddEventAsync(home, "winter", fromHours: 500 * 24, toHours: 501 * 24);
        home.Time.Step(TimeSpan.FromDays(400));
        Assert.Equal("winter", (await current.FindAsync()).Slug);
        home.Time.Step(TimeSpan.FromDays(400));
        Assert.Equal("winter", (await current.FindAsync()).Slug);
    }

    [Fact(Timeout = Limit)]
    public async Task What_was_kept_before_events_were_told_apart_is_carried_over()
    {
        await using StorageHome home = await OpenAsync();
        await using (EventsContext context = home.Context())
        {
            await context.GetService<IMigrator>().MigrateAsync("Blocks", TestContext.Current.CancellationToken);
            await context.Database.ExecuteSqlRawAsync("""
                INSERT INTO chat ("RoomId", "GuestId", "Name", "Text", "SaidAt") VALUES ('forum', 'mei', 'Mei', 'from before', 1);
                INSERT INTO announcements ("Id", "RoomId", "Text", "MadeBy", "MadeAt", "Reached") VALUES ('01890000-0000-7000-8000-000000000001', NULL, 'Doors open', 'Olga', 1, 12);
                INSERT INTO kicks ("Id", "RoomId", "GuestId", "Name", "Reason", "KickedBy", "KickedAt", "Until") VALUES ('01890000-0000-7000-8000-000000000002', 'arena', 'guest-1', 'Loud', 'loud', 'Mo', 1, 99999999999999);
                INSERT INTO bans ("Id", "GuestId", "Name", "Reason", "BannedBy", "BannedAt") VALUES ('01890000-0000-7000-8000-000000000003', 'guest-2', 'Troll', 'spam', 'Mo', 1);
                INSERT INTO reports ("Id", "RoomId", "ReporterId", "ReporterName", "SubjectId", "SubjectName", "Reason", "Context", "FiledAt", "Status")
                    VALUES ('01890000-0000-7000-8000-000000000004', 'arena', 'mei', 'Mei', 'guest-2', 'Troll', 'rude', '[]', 1, 1)
                """, TestContext.Current.CancellationToken);
        }
        await home.RestartAsync(); // as with the new version
        Assert.Equal(["arena", "forum", "terrace"], home.Event.Rooms.Select(room => room.Id));
        CheckEntry check = home.Get<CheckEntry>();
        Assert.Equal(CheckEntry.Verdict.Kicked, (await check.HandleAsync(home.Place, "guest-1", null)).Verdict);
        Assert.Equal(CheckEntry.Verdict.Banned, (await check.HandleAsync(home.Place, "guest-2", null, EventRole.Organiser)).Verdict);
        Assert.Equal(EventRole.Attendee, Assert.Single(await home.Get<SafetyRecords>().ReportsAsync(OpeningNight.EventSlug)).SubjectRole);
        await using EventsContext now = home.Context();
        Assert.Equal((home.Place, "from before"),
            await now.Chat.Select(line => ValueTuple.Create(new EventPlace(line.EventId, line.OrganisationId), line.Text)).SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal(home.Place, await now.Announcements.Select(one => new EventPlace(one.EventId, one.OrganisationId)).SingleAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_mute_is_kept_until_it_is_lifted_or_a_day_has_passed()
    {
        await using StorageHome home = await OpenAsync();
        foreach (MuteKind kind in (MuteKind[])[MuteKind.Chat, MuteKind.Voice])
            Assert.Null(await home.Get<MuteGuest>().KeepAsync(home.Get<MuteGuest>().Prepare(new("guest-1", "Loud", kind, ""), Moderator).Value, OpeningNight.EventSlug));
        await home.RestartAsync();
        Assert.Equal([MuteKind.Chat, MuteKind.Voice], (await home.Get<MuteGuest>().HoldingAsync()).Select(one => one.Mute.Kind).Order());
        Assert.Null(await home.Get<LiftFromGuest>().MutesAsync(OpeningNight.EventSlug, "guest-1", MuteKind.Chat, "Mo", home.Time.GetUtcNow()));
        Assert.Equal((MuteKind.Voice, OpeningNight.EventSlug), (await home.Get<MuteGuest>().HoldingAsync()).Select(one => (one.Mute.Kind, one.Event)).Single());
        home.Time.Step(MuteGuest.Longest);
        Assert.Empty(await home.Get<MuteGuest>().HoldingAsync());
        Assert.Equal(EventsRule.NotAllowed, home.Get<MuteGuest>().Prepare(new("guest-1", "Loud", MuteKind.Chat, ""), Attendee).Broken);
        Assert.Equal(EventsRule.MuteTargetMissing, home.Get<MuteGuest>().Prepare(new("", "Loud", MuteKind.Chat, ""), Moderator).Broken);
    }

    [Fact]
    public async Task A_moderators_ban_or_kick_does_not_keep_out_an_organiser()
    {
        await using StorageHome home = await OpenAsync();
        CheckEntry check = home.Get<CheckEntry>();
        await home.Get<BanGuest>().HandleAsync(new(OpeningNight.EventSlug, "olga", Elsewhere, "Olga", "mutiny", null), Moderator);
        await home.Get<KickGuest>().HandleAsync(new(OpeningNight.EventSlug, "arena", "olga", "Olga", "mutiny"), Moderator);
        Assert.Equal(CheckEntry.Verdict.Welcome, (await check.HandleAsync(home.Place, "olga", Elsewhere, EventRole.Organiser)).Verdict);
        Assert.Equal(CheckEntry.Verdict.Banned, (await check.HandleAsync(home.Place, "olga", Elsewhere)).Verdict); // without her link she is whoever holds that cookie
        await home.Get<BanGuest>().HandleAsync(new(OpeningNight.EventSlug, "olga", null, "Olga", "resigned", null), Organiser);
        Assert.Equal(CheckEntry.Verdict.Banned, (await check.HandleAsync(home.Place, "olga", null, EventRole.Organiser)).Verdict);
    }

    [Fact]
    public async Task Whoever_was_put_out_may_be_let_in_before_the_time()
    {
        await using StorageHome home = await OpenAsync();
        await home.Get<KickGuest>().HandleAsync(new(OpeningNight.EventSlug, "arena", "guest-1", "Loud", "loud"), Moderator);
        await home.Get<BanGuest>().HandleAsync(new(OpeningNight.EventSlug, "guest-1", null, "Loud", "louder", null), Moderator);
        LiftFromGuest lift = home.Get<LiftFromGuest>();
        Assert.Null(await lift.BansAsync(OpeningNight.EventSlug, "guest-1", "Mo", home.Time.GetUtcNow()));
        Assert.Equal(CheckEntry.Verdict.Kicked, (await home.Get<CheckEntry>().HandleAsync(home.Place, "guest-1", null)).Verdict);
        Assert.Single(await home.Get<SafetyRecords>().KicksAsync(OpeningNight.EventSlug));
        Assert.Null(await lift.KicksAsync(OpeningNight.EventSlug, "guest-1", "Mo", home.Time.GetUtcNow()));
        Assert.Equal(CheckEntry.Verdict.Welcome, (await home.Get<CheckEntry>().HandleAsync(home.Place, "guest-1", null)).Verdict);
        Assert.Empty(await home.Get<SafetyRecords>().KicksAsync(OpeningNight.EventSlug));
    }

    private static async Task<Event> AddEventAsync(StorageHome home, string slug, int fromHours, int toHours)
    {
        DateTimeOffset now = home.Time.GetUtcNow();
        Event one = new()
        {
            Id = Guid.NewGuid(),
            OrganisationId = home.Event.OrganisationId,
            Slug = slug,
            Title = new LocalText(slug, slug),
            State = EventState.Published,
            StartsAt = now.AddHours(fromHours),
            EndsAt = now.AddHours(toHours),
        };
        one.Rooms.Add(new() { Id = "arena", EventId = one.Id, Title = new LocalText("Arena", "场馆"), Scene = "arena", Capacity = 100, Order = 0 });
        await using EventsContext context = home.Context();
        context.Events.Add(one);
        await context.SaveChangesAsync();
        return one;
    }
}
