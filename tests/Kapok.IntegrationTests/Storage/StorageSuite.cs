using System.Net;
using Kapok.Events;
using Kapok.Events.Announcements;
using Kapok.Events.Chat;
using Kapok.Events.Guests;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Kapok.Events.Safety;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Kapok.IntegrationTests.Storage;

/// <summary>What must hold on every database. Each test has a database of its own.</summary>
public abstract partial class StorageSuite
{
    private static readonly Operator Organiser = new(null, "Olga", EventRole.Organiser), Moderator = new(null, "Mo", EventRole.Moderator),
        Attendee = new(null, "Ann", EventRole.Attendee);

    private static readonly IPAddress Elsewhere = IPAddress.Parse("203.0.113.7");

    private protected abstract Task<StorageHome> OpenAsync();

    [Fact]
    public async Task The_first_start_makes_the_opening_night_and_the_second_keeps_it()
    {
        await using StorageHome home = await OpenAsync();
        Guid first = home.Event.Id;
        await home.RestartAsync();
        Assert.Equal(first, home.Event.Id);
        Assert.Equal(["arena", "forum", "terrace"], home.Event.Rooms.Select(room => room.Id));
        Assert.Equal("木棉开幕之夜", home.Event.Title.Chinese);
    }

    [Fact]
    public async Task The_model_has_no_change_without_a_migration()
    {
        await using StorageHome home = await OpenAsync();
        await using EventsContext context = home.Context();
        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task The_organisers_link_is_the_same_at_every_start()
    {
        await using StorageHome home = await OpenAsync();
        string? first = await home.Get<OrganiserLink>().ReadOrCreateAsync(home.Event.Id);
        await home.RestartAsync();
        Assert.Equal(first, await home.Get<OrganiserLink>().ReadOrCreateAsync(home.Event.Id));
        Outcome<RoleLink> opened = await home.Get<OpenLink>().HandleAsync(first!);
        Assert.Equal(EventRole.Organiser, opened.Value.Role);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(home.Folder, OrganiserLink.FileName)));
    }

    [Fact]
    public async Task A_block_is_kept_until_it_is_lifted_and_counted()
    {
        await using StorageHome home = await OpenAsync();
        KeepBlock blocks = home.Get<KeepBlock>();
        Assert.True((await blocks.HandleAsync("mei", "tom", true)).Value);
        Assert.False((await blocks.HandleAsync("mei", "tom", true)).Value);
        Assert.True((await blocks.HandleAsync("mei", "ann", true)).Value);
        await home.RestartAsync();
        blocks = home.Get<KeepBlock>();
        Assert.Equal(["ann", "tom"], (await blocks.OfAsync("mei")).Order());
        Assert.Empty(await blocks.OfAsync("tom"));
        Assert.True((await blocks.HandleAsync("mei", "tom", false)).Value);
        Assert.Equal(["ann"], await blocks.OfAsync("mei"));
        Assert.Equal(EventsRule.GuestUnknown, (await blocks.HandleAsync("mei", "", true)).Broken);
        await using EventsContext context = home.Context();
        for (int at = 1; at < KeepBlock.Most; at++) context.Blocks.Add(new() { GuestId = "mei", BlockedGuestId = $"guest-{at}", Since = home.Time.GetUtcNow() });
        await context.SaveChangesAsync();
        Assert.Equal(EventsRule.BlocksTooMany, (await blocks.HandleAsync("mei", "one more", true)).Broken);
    }

    [Fact]
    public async Task A_token_is_kept_only_as_its_hash()
    {
        await using StorageHome home = await OpenAsync();
        CreateLink.Created made = await MakeAsync(home, EventRole.Speaker, hours: null);
        await using EventsContext context = home.Context();
        RoleLink kept = await context.Links.SingleAsync(link => link.Id == made.Link.Id);
        Assert.Equal(LinkToken.Hash(made.Token), kept.TokenHash);
        await home.StopAsync();
        foreach (string file in Directory.EnumerateFiles(home.Folder))
            Assert.DoesNotContain(made.Token, await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_works_until_it_expires()
    {
        await using StorageHome home = await OpenAsync();
        CreateLink.Created made = await MakeAsync(home, EventRole.Performer, hours: 2);
        home.Time.Step(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        Assert.Null((await home.Get<OpenLink>().HandleAsync(made.Token)).Broken);
        home.Time.Step(TimeSpan.FromSeconds(1));
        Assert.Equal(EventsRule.LinkExpired, (await home.Get<OpenLink>().HandleAsync(made.Token)).Broken);
        Assert.Equal(EventsRule.LinkExpired, (await home.Get<CheckLink>().HandleAsync(made.Link.Id)).Broken);
    }

    [Fact]
    public async Task A_revoked_link_ends_at_once_and_cannot_be_revoked_again()
    {
        await using StorageHome home = await OpenAsync();
        CreateLink.Created made = await MakeAsync(home, EventRole.Speaker, hours: null);
        Assert.Null((await home.Get<RevokeLink>().HandleAsync(made.Link.Id, Organiser)).Broken);
        Assert.Equal(EventsRule.LinkRevoked, (await home.Get<CheckLink>().HandleAsync(made.Link.Id)).Broken);
        Assert.Equal(EventsRule.LinkRevoked, (await home.Get<OpenLink>().HandleAsync(made.Token)).Broken);
        Assert.Equal(EventsRule.LinkRevoked, (await home.Get<RevokeLink>().HandleAsync(made.Link.Id, Organiser)).Broken);
        Assert.Equal(EventsRule.LinkUnknown, (await home.Get<RevokeLink>().HandleAsync(Guid.NewGuid(), Organiser)).Broken);
    }

    [Fact]
    public async Task The_last_organisers_link_cannot_be_revoked()
    {
        await using StorageHome home = await OpenAsync();
        CreateLink.Created first = await MakeAsync(home, EventRole.Organiser, hours: null);
        Assert.Equal(EventsRule.LinkLastOrganiser, (await home.Get<RevokeLink>().HandleAsync(first.Link.Id, Organiser)).Broken);
        CreateLink.Created second = await MakeAsync(home, EventRole.Organiser, hours: null);
        Assert.Null((await home.Get<RevokeLink>().HandleAsync(first.Link.Id, Organiser)).Broken);
        Assert.Equal(EventsRule.LinkLastOrganiser, (await home.Get<RevokeLink>().HandleAsync(second.Link.Id, Organiser)).Broken);
    }

    [Fact]
    public async Task Organisers_who_revoke_each_other_at_once_leave_one()
    {
        await using StorageHome home = await OpenAsync();
        List<CreateLink.Created> made = [];
        for (int count = 0; count < 4; count++) made.Add(await MakeAsync(home, EventRole.Organiser, hours: null));
        Outcome<RoleLink>[] outcomes =
            await Task.WhenAll(made.Select(one => Task.Run(() => home.Get<RevokeLink>().HandleAsync(one.Link.Id, Organiser))));
        Assert.Equal(EventsRule.LinkLastOrganiser, Assert.Single(outcomes, outcome => outcome.Broken is not null).Broken);
    }

    [Fact]
    public async Task A_link_is_refused_by_the_rule_it_breaks()
    {
        await using StorageHome home = await OpenAsync();
        CreateLink create = home.Get<CreateLink>();
        CreateLink.Request good = new(home.Event.Id, "Speakers", EventRole.Speaker, null);
        Assert.Equal(EventsRule.NotAllowed, (await create.HandleAsync(good, Attendee)).Broken);
        Assert.Equal(EventsRule.LinkLabelMissing, (await create.HandleAsync(good with { Label = " \u202e " }, Organiser)).Broken);
        Assert.Equal(EventsRule.LinkExpiryPassed, (await create.HandleAsync(good with { ExpiresAt = home.Time.GetUtcNow() }, Organiser)).Broken);
        Assert.Equal(EventsRule.EventUnknown, (await create.HandleAsync(good with { EventId = Guid.NewGuid() }, Organiser)).Broken);
        Assert.Equal(EventsRule.LinkRoleAboveOwn, (await create.HandleAsync(good with { Role = EventRole.Organiser }, Moderator)).Broken);
        Assert.Equal(EventsRule.LinkRoleAboveOwn, (await create.HandleAsync(good with { Role = (EventRole)77 }, Organiser)).Broken);
        Assert.Null((await create.HandleAsync(good, Moderator)).Broken);
    }

    [Fact]
    public async Task Every_use_is_counted_though_many_come_at_once()
    {
        await using StorageHome home = await OpenAsync();
        CreateLink.Created made = await MakeAsync(home, EventRole.Attendee, hours: null);
        await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => home.Get<OpenLink>().HandleAsync(made.Token)));
        await home.Get<OpenLink>().HandleAsync(made.Token, counts: false);
        await TestPerson.HoldsAsync("all uses are counted", () => home.Get<PendingWrites>().Waiting == 0);
        await using EventsContext context = home.Context();
        Assert.Equal(24, (await context.Links.SingleAsync(link => link.Id == made.Link.Id)).Uses);
    }

    [Fact]
    public async Task A_ban_holds_after_a_restart_until_it_is_lifted()
    {
        await using StorageHome home = await OpenAsync();
        Ban ban = (await home.Get<BanGuest>().HandleAsync(new(OpeningNight.EventSlug, "guest-1", Elsewhere, "Troll", "spam", null), Moderator)).Value;
        await home.RestartAsync();
        CheckEntry check = home.Get<CheckEntry>();
        Assert.Equal(CheckEntry.Verdict.Banned, (await check.HandleAsync(home.Place, "guest-1", null)).Verdict);
        Assert.Equal(CheckEntry.Verdict.Banned, (await check.HandleAsync(home.Place, "a-fresh-cookie", Elsewhere)).Verdict);
        Assert.Equal(CheckEntry.Verdict.Welcome, (await check.HandleAsync(home.Place, "a-moderator-there", Elsewhere, EventRole.Moderator)).Verdict);
        Assert.Equal(CheckEntry.Verdict.Welcome, (await check.HandleAsync(home.Place, "guest-2", IPAddress.Parse("203.0.113.8"))).Verdict);
        Assert.Null((await home.Get<LiftBan>().HandleAsync(ban.Id, Moderator)).Broken);
        Assert.Equal(CheckEntry.Verdict.Welcome, (await check.HandleAsync(home.Place, "guest-1", Elsewhere)).Verdict);
        Assert.Equal(EventsRule.BanAlreadyLifted, (await home.Get<LiftBan>().HandleAsync(ban.Id, Moderator)).Broken);
        Assert.Equal(EventsRule.BanUnknown, (await home.Get<LiftBan>().HandleAsync(Guid.NewGuid(), Moderator)).Broken);
    }

    [Fact]
    public async Task A_ban_with_an_end_ends_by_itself()
    {
        await using StorageHome home = await OpenAsync();
        DateTimeOffset end = home.Time.GetUtcNow().AddHours(1);
        await home.Get<BanGuest>().HandleAsync(new(OpeningNight.EventSlug, "guest-1", null, "Troll", "spam", end), Moderator);
        CheckEntry.Answer answer = await home.Get<CheckEntry>().HandleAsync(home.Place, "guest-1", null);
        Assert.Equal((CheckEntry.Verdict.Banned, end, "spam"), (answer.Verdict, answer.Until, answer.Reason));
        home.Time.Step(TimeSpan.FromHours(1));
        Assert.Equal(CheckEntry.Verdict.Welcome, (await home.Get<CheckEntry>().HandleAsync(home.Place, "guest-1", null)).Verdict);
    }

    [Fact]
    public async Task A_ban_is_refused_by_the_rule_it_breaks()
    {
        await using StorageHome home = await OpenAsync();
        BanGuest bans = home.Get<BanGuest>();
        BanGuest.Request good = new(OpeningNight.EventSlug, "guest-1", null, "Troll", "spam", null);
        Assert.Equal(EventsRule.NotAllowed, (await bans.HandleAsync(good, Attendee)).Broken);
        Assert.Equal(EventsRule.BanTargetMissing, (await bans.HandleAsync(good with { GuestId = null }, Moderator)).Broken);
        Assert.Equal(EventsRule.BanTargetMissing, (await bans.HandleAsync(good with { GuestId = null, Address = IPAddress.Loopback }, Moderator)).Broken);
        Assert.Equal(EventsRule.BanReasonMissing, (await bans.HandleAsync(good with { Reason = "\t" }, Moderator)).Broken);
        Assert.Equal(EventsRule.BanEndPassed, (await bans.HandleAsync(good with { Until = home.Time.GetUtcNow() }, Moderator)).Broken);
    }

    [Fact]
    public async Task Somebody_kicked_may_come_back_after_an_hour()
    {
        await using StorageHome home = await OpenAsync();
        Assert.Null((await home.Get<KickGuest>().HandleAsync(new(OpeningNight.EventSlug, "arena", "guest-1", "Loud", "shouting"), Moderator)).Broken);
        await home.RestartAsync();
        Assert.Equal(CheckEntry.Verdict.Kicked, (await home.Get<CheckEntry>().HandleAsync(home.Place, "guest-1", null)).Verdict);
        home.Time.Step(TimeSpan.FromMinutes(60));
        Assert.Equal(CheckEntry.Verdict.Welcome, (await home.Get<CheckEntry>().HandleAsync(home.Place, "guest-1", null)).Verdict);
    }

    [Fact]
    public async Task A_report_is_filed_with_its_context_and_closed_once()
    {
        await using StorageHome home = await OpenAsync();
        FileReport.Request request = new(OpeningNight.EventSlug, "arena", "guest-1", "Mei", "guest-2", "Troll", EventRole.Attendee, "rude", "[{\"text\":\"你好\"}]");
        Report filed = (await home.Get<FileReport>().HandleAsync(request)).Value;
        await home.RestartAsync();
        await using (EventsContext context = home.Context()) Assert.Equal("[{\"text\":\"你好\"}]", (await context.Reports.SingleAsync()).Context);
        Report closed = (await home.Get<CloseReport>().HandleAsync(filed.Id, "warned", Moderator)).Value;
        Assert.Equal((ReportStatus.Closed, "Mo", "warned"), (closed.Status, closed.ClosedBy, closed.Outcome));
        Assert.Equal(EventsRule.ReportAlreadyClosed, (await home.Get<CloseReport>().HandleAsync(filed.Id, "again", Moderator)).Broken);
        Assert.Equal(EventsRule.ReportSubjectMissing, (await home.Get<FileReport>().HandleAsync(request with { SubjectId = "guest-1" })).Broken);
        string large = new('x', FileReport.MaxContextLength + 1);
        Assert.Equal(EventsRule.ReportContextTooLarge, (await home.Get<FileReport>().HandleAsync(request with { Context = large })).Broken);
    }

    [Fact]
    public async Task One_reporter_cannot_bury_the_others()
    {
        await using StorageHome home = await OpenAsync();
        FileReport.Request request = new(OpeningNight.EventSlug, "arena", "guest-1", "Mei", "guest-2", "Troll", EventRole.Attendee, "", "[]");
        for (int count = 0; count < FileReport.MaxOpenForEach; count++) Assert.Null((await home.Get<FileReport>().HandleAsync(request)).Broken);
        Assert.Equal(EventsRule.ReportTooMany, (await home.Get<FileReport>().HandleAsync(request)).Broken);
        Assert.Null((await home.Get<FileReport>().HandleAsync(request with { ReporterId = "guest-3" })).Broken);
    }

    [Fact]
    public async Task The_newest_look_wins_though_many_come_at_once()
    {
        await using StorageHome home = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(index => home.Get<SaveLook>().HandleAsync("guest-1", $"Mei {index}", new byte[] { 1 })));
        Assert.Null((await home.Get<SaveLook>().HandleAsync("guest-1", "Mei", new byte[] { 7, 8 })).Broken);
        await using EventsContext context = home.Context();
        GuestLook kept = await context.Looks.SingleAsync();
        Assert.Equal("Mei", kept.Name);
        Assert.Equal(new byte[] { 7, 8 }, kept.Look);
        Assert.Equal(EventsRule.LookTooLarge, (await home.Get<SaveLook>().HandleAsync("guest-1", "Mei", new byte[SaveLook.MaxBytes + 1])).Broken);
        Assert.Equal(EventsRule.GuestUnknown, (await home.Get<SaveLook>().HandleAsync("", "Mei", default)).Broken);
    }

    [Fact]
    public async Task Chat_is_written_in_order_and_deleted_after_its_retention()
    {
        await using StorageHome home = await OpenAsync();
        ChatLog log = home.Get<ChatLog>();
        for (int line = 0; line < 600; line++) log.Append(OpeningNight.EventSlug, "arena", "guest-1", "Mei", $"line {line} \0\u202e你好");
        await TestPerson.HoldsAsync("all lines are written", () => log.IsSettled);
        Assert.Equal(0, log.Dropped);
        await using EventsContext context = home.Context();
        List<string> kept = await context.Chat.OrderBy(line => line.Id).Select(line => line.Text).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 600).Select(line => $"line {line} 你好"), kept);

        home.Time.Step(TimeSpan.FromDays(30));
        Assert.Equal(0, await home.Get<PurgeChat>().HandleAsync());
        home.Time.Step(TimeSpan.FromMinutes(1));
        Assert.Equal(600, await home.Get<PurgeChat>().HandleAsync());
    }

    [Fact]
    public async Task An_announcement_is_kept_for_a_room_that_is()
    {
        await using StorageHome home = await OpenAsync();
        KeepAnnouncement keep = home.Get<KeepAnnouncement>();
        Assert.Null((await keep.HandleAsync(OpeningNight.EventSlug, null, "Doors open", Organiser)).Broken);
        Assert.Equal(EventsRule.RoomUnknown, (await keep.HandleAsync(OpeningNight.EventSlug, "cellar", "Doors open", Organiser)).Broken);
        Assert.Equal(EventsRule.AnnouncementEmpty, (await keep.HandleAsync(OpeningNight.EventSlug, "arena", "  ", Organiser)).Broken);
        Assert.Equal(EventsRule.NotAllowed, (await keep.HandleAsync(OpeningNight.EventSlug, "arena", "Hi", Attendee)).Broken);
    }

    private static async Task<CreateLink.Created> MakeAsync(StorageHome home, EventRole role, int? hours)
    {
        DateTimeOffset? end = hours is { } some ? home.Time.GetUtcNow().AddHours(some) : null;
        return (await home.Get<CreateLink>().HandleAsync(new(home.Event.Id, $"For {role}", role, end), Organiser)).Value;
    }
}
