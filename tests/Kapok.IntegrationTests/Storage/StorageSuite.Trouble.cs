using Kapok.Events;
using Kapok.Events.Chat;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Kapok.Events.Safety;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Kapok.IntegrationTests.Storage;

// The storage cannot be written for a while: nothing is lost, nothing overtakes, and it is told.
public abstract partial class StorageSuite
{
    /// <summary>Makes the database refuse all writes until what is returned is disposed.</summary>
    private protected abstract Task<IAsyncDisposable> BreakAsync(StorageHome home);

    [Fact(Timeout = 60_000)]
    public async Task What_cannot_be_stored_now_is_stored_in_order_once_it_can()
    {
        await using StorageHome home = await OpenAsync();
        List<Task<EventsRule?>> asked = [];
        await using (await BreakAsync(home))
        {
            asked.Add(KeepAsync(home, home.Get<BanGuest>().Prepare(new(OpeningNight.EventSlug, "guest-1", Elsewhere, "Troll", "spam", null), Moderator).Value));
            foreach (bool on in (bool[])[true, false, true]) asked.Add(Writes(home)
                .KeepAsync(async stop => (await home.Get<KeepBlock>().HandleAsync("mei", "tom", on, stop)).Broken));
            Report report = home.Get<FileReport>().Prepare(new(OpeningNight.EventSlug, "arena", "mei", "Mei", "tom", "Tom", EventRole.Attendee, "rude", "[]")).Value;
            asked.Add(Writes(home).KeepAsync(async stop => (await home.Get<FileReport>().KeepAsync(report, OpeningNight.EventSlug, stop)).Broken));
            for (int line = 0; line < 300; line++) home.Get<ChatLog>().Append(OpeningNight.EventSlug, "arena", "mei", "Mei", $"line {line}");
            Assert.False(home.Get<StorageHealth>().Now.IsBehind);
            home.Time.Step(TimeSpan.FromSeconds(3));
            await TestPerson.HoldsAsync("that the storage is behind is known", () => home.Get<StorageHealth>().Now is { IsBehind: true, WaitingNotes: 5, WaitingLines: > 0 });
            Assert.DoesNotContain(asked, one => one.IsCompleted);
        }
        Assert.All(await Task.WhenAll(asked).WaitAsync(TestContext.Current.CancellationToken), Assert.Null);
        await TestPerson.HoldsAsync("chat is stored", () => home.Get<ChatLog>().IsSettled);
        Assert.Equal(CheckEntry.Verdict.Banned, (await home.Get<CheckEntry>().HandleAsync(home.Place, "guest-1", null)).Verdict);
        Assert.Equal(["tom"], await home.Get<KeepBlock>().OfAsync("mei"));
        await using EventsContext context = home.Context();
        Assert.Equal(1, await context.Reports.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Enumerable.Range(0, 300).Select(line => $"line {line}"),
            await context.Chat.OrderBy(line => line.Id).Select(line => line.Text).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(new StorageStanding(StorageCause.None, null, 0, 0, 0, 0), home.Get<StorageHealth>().Now);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_link_opens_although_its_use_cannot_be_counted_yet()
    {
        await using StorageHome home = await OpenAsync();
        CreateLink.Created made = await MakeAsync(home, EventRole.Moderator, hours: null);
        await using (await BreakAsync(home))
            Assert.Equal(EventRole.Moderator, (await home.Get<OpenLink>().HandleAsync(made.Token, cancel: TestContext.Current.CancellationToken)).Value.Role);
        await TestPerson.HoldsAsync("the use is counted", () => Writes(home).Waiting == 0);
        await using EventsContext context = home.Context();
        Assert.Equal(1, (await context.Links.SingleAsync(link => link.Id == made.Link.Id, TestContext.Current.CancellationToken)).Uses);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_waits_for_what_is_not_stored_yet()
    {
        await using StorageHome home = await OpenAsync();
        Task stopping;
        await using (await BreakAsync(home))
        {
            _ = KeepAsync(home, home.Get<BanGuest>().Prepare(new(OpeningNight.EventSlug, "guest-1", null, "Troll", "spam", null), Moderator).Value);
            home.Get<ChatLog>().Append(OpeningNight.EventSlug, "arena", "mei", "Mei", "last words");
            stopping = home.StopAsync();
            Assert.False(stopping.IsCompleted);
        }
        await stopping.WaitAsync(TestContext.Current.CancellationToken);
        await home.RestartAsync();
        Assert.Equal(CheckEntry.Verdict.Banned, (await home.Get<CheckEntry>().HandleAsync(home.Place, "guest-1", null)).Verdict);
        await using EventsContext context = home.Context();
        Assert.Equal("last words", (await context.Chat.SingleAsync(TestContext.Current.CancellationToken)).Text);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_database_will_never_take_is_given_up_and_holds_back_nothing()
    {
        await using StorageHome home = await OpenAsync();
        Task<EventsRule?> never = Writes(home).KeepAsync(_ => throw new InvalidOperationException("a test's"));
        Task<EventsRule?> next = KeepAsync(home, home.Get<BanGuest>().Prepare(new(OpeningNight.EventSlug, "guest-1", null, "Troll", "spam", null), Moderator).Value);
        Assert.Equal(EventsRule.StorageBehind, await never.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Null(await next.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, home.Get<StorageHealth>().Now.LostNotes);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_write_that_is_done_twice_is_done_once()
    {
        await using StorageHome home = await OpenAsync();
        Ban ban = home.Get<BanGuest>().Prepare(new(OpeningNight.EventSlug, "guest-1", null, "Troll", "spam", null), Moderator).Value;
        Kick kick = home.Get<KickGuest>().Prepare(new(OpeningNight.EventSlug, "arena", "guest-2", "Loud", "loud"), Moderator).Value;
        Report report = home.Get<FileReport>().Prepare(new(OpeningNight.EventSlug, "arena", "mei", "Mei", "tom", "Tom", EventRole.Attendee, "rude", "[]")).Value;
        for (int time = 0; time < 2; time++)
        {
            await home.Get<BanGuest>().KeepAsync(ban, OpeningNight.EventSlug, TestContext.Current.CancellationToken);
            await home.Get<KickGuest>().KeepAsync(kick, OpeningNight.EventSlug, TestContext.Current.CancellationToken);
            Assert.Null((await home.Get<FileReport>().KeepAsync(report, OpeningNight.EventSlug, TestContext.Current.CancellationToken)).Broken);
        }
        await using EventsContext context = home.Context();
        Assert.Equal((1, 1, 1), (await context.Bans.CountAsync(TestContext.Current.CancellationToken),
            await context.Kicks.CountAsync(TestContext.Current.CancellationToken), await context.Reports.CountAsync(TestContext.Current.CancellationToken)));
    }

    private static PendingWrites Writes(StorageHome home) => home.Get<PendingWrites>();

    private static Task<EventsRule?> KeepAsync(StorageHome home, Ban ban) => Writes(home).KeepAsync(stop => home.Get<BanGuest>().KeepAsync(ban, OpeningNight.EventSlug, stop));
}
