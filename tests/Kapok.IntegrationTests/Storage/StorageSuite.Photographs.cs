using Kapok.Events;
using Kapok.Events.Ceremony;
using Kapok.Events.Files;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Kapok.IntegrationTests.Storage;

public abstract partial class StorageSuite
{
    [Fact]
    public async Task A_photograph_is_kept_once_and_offered_to_those_in_it_once_it_has_its_picture()
    {
        await using StorageHome home = await OpenAsync();
        KeepPhotographs keep = home.Get<KeepPhotographs>();
        DateTimeOffset at = home.Time.GetUtcNow();
        string slug = home.Event.Slug, picture = new('a', StoredFile.IdLength), other = new('b', StoredFile.IdLength);
        Assert.Null(await keep.SaveAsync(slug, "terrace", "one", "Dawn", ["mei", "tom", "mei"], at));
        Assert.Null(await keep.SaveAsync(slug, "terrace", "one", "Dawn", ["ann"], at));
        Assert.Null(await keep.SaveAsync(slug, "arena", "two", "", ["mei2"], at.AddHours(1)));
        Assert.Equal(EventsRule.EventUnknown, await keep.SaveAsync("nowhere", "terrace", "one", "Dawn", ["mei"], at));
        Assert.Empty(await keep.OfAsync(slug, "mei")); // nobody has uploaded its picture
        Assert.Equal(EventsRule.FileUnknown, await keep.ShowAsync(slug, "one", picture));
        await using (EventsContext context = await home.Get<IDbContextFactory<EventsContext>>().CreateDbContextAsync())
        {
            foreach (string id in (string[])[picture, other]) context.Files.Add(PictureOf(home, id, at));
            await context.SaveChangesAsync();
        }
        Assert.Equal(EventsRule.FileUnknown, await keep.ShowAsync(slug, "none", picture));
        Assert.Null(await keep.ShowAsync(slug, "one", picture));
        Assert.Null(await keep.ShowAsync(slug, "one", other)); // the first one stays
        Assert.Null(await keep.ShowAsync(slug, "two", other));
        await home.RestartAsync();
        keep = home.Get<KeepPhotographs>();
        foreach (string guest in (string[])["mei", "tom"])
        {
            Photograph own = Assert.Single(await keep.OfAsync(slug, guest));
            Assert.Equal(("one", "terrace", "Dawn", at, picture), (own.Id, own.RoomId, own.Title, own.At, own.File));
        }
        Assert.Equal("two", Assert.Single(await keep.OfAsync(slug, "mei2")).Id);
        foreach (string guest in (string[])["ann", "me", ""]) Assert.Empty(await keep.OfAsync(slug, guest));
        Assert.Empty(await keep.OfAsync("nowhere", "mei"));
    }

    [Fact]
    public async Task Photographs_go_with_their_event_and_are_not_offered_without_their_picture()
    {
        await using StorageHome home = await OpenAsync();
        KeepPhotographs keep = home.Get<KeepPhotographs>();
        string picture = new('c', StoredFile.IdLength);
        await keep.SaveAsync(home.Event.Slug, "terrace", "one", "Dawn", ["mei"], home.Time.GetUtcNow());
        await using EventsContext context = await home.Get<IDbContextFactory<EventsContext>>().CreateDbContextAsync();
        context.Files.Add(PictureOf(home, picture, home.Time.GetUtcNow()));
        await context.SaveChangesAsync();
        await keep.ShowAsync(home.Event.Slug, "one", picture);
        Assert.Single(await keep.OfAsync(home.Event.Slug, "mei"));
        await context.Files.Where(file => file.Id == picture).ExecuteDeleteAsync();
        Assert.Empty(await keep.OfAsync(home.Event.Slug, "mei"));
        await context.Events.ExecuteDeleteAsync();
        Assert.Empty(await context.Photographs.ToListAsync());
        Assert.Empty(await context.PhotographGuests.ToListAsync());
    }

    private static StoredFile PictureOf(StorageHome home, string id, DateTimeOffset at) => new()
    {
        EventId = home.Event.Id,
        Id = id,
        Kind = FileKind.Picture,
        Type = "image/jpeg",
        Name = "photograph.jpg",
        Bytes = 1000,
        DurationMs = 0,
        Width = 3840,
        Height = 2160,
        AddedBy = "Olga",
        AddedAt = at,
    };
}
