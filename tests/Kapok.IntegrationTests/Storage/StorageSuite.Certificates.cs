using Kapok.Events;
using Kapok.Events.Ceremony;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Kapok.IntegrationTests.Storage;

public abstract partial class StorageSuite
{
    [Fact]
    public async Task A_certificate_is_given_once_for_a_guest_room_and_title_and_found_by_its_number()
    {
        await using StorageHome home = await OpenAsync();
        KeepCertificates keep = home.Get<KeepCertificates>();
        DateTimeOffset dawn = home.Time.GetUtcNow(), dusk = dawn.AddHours(12);
        string slug = home.Event.Slug;
        Assert.Null(await keep.SaveAsync(slug, "terrace", "Dawn", [new("mei", "Mei"), new("tom", "Tom"), new("mei", "Mei")], dawn));
        Assert.Null(await keep.SaveAsync(slug, "terrace", "Dawn", [new("mei", "Mei Lin"), new("ann", "Ann")], dusk));
        Assert.Null(await keep.SaveAsync(slug, "terrace", "Dusk", [new("mei", "Mei")], dusk));
        Assert.Null(await keep.SaveAsync(slug, "gone", "Dawn", [new("mei", "Mei")], dusk.AddHours(1)));
        Assert.Equal(EventsRule.EventUnknown, await keep.SaveAsync("nowhere", "terrace", "Dawn", [new("mei", "Mei")], dawn));
        CertificateFacts[] before = [.. await keep.OfAsync(slug, "mei")];
        await home.RestartAsync();
        keep = home.Get<KeepCertificates>();
        Assert.Null(await keep.SaveAsync(slug, "terrace", "Dawn", [new("mei", "Mei")], dusk));
        CertificateFacts[] own = [.. await keep.OfAsync(slug, "mei")];
        Assert.Equal(before, own);
        Assert.Equal([("gone", "Dawn"), ("Terrace", "Dusk"), ("Terrace", "Dawn")], own.Select(one => (one.Room.English.Split(' ')[^1], one.Title)));
        Assert.Equal(("Mei", dawn, home.Event.Title), (own[2].Name, own[2].At, own[2].Event));
        Assert.NotEmpty(own[2].Organisation);
        Assert.Equal(own[2], await keep.FindAsync(own[2].Id));
        Assert.Null(await keep.FindAsync(Guid.NewGuid()));
        Assert.Equal(3, own.Select(one => one.Id).Concat((await keep.OfAsync(slug, "tom")).Select(one => one.Id)).Distinct().Count() - 1);
        Assert.Empty(await keep.OfAsync(slug, "nobody"));
        Assert.Empty(await keep.OfAsync("nowhere", "mei"));
    }

    [Fact]
    public async Task Two_nodes_that_give_the_same_certificates_at_once_give_each_one()
    {
        await using StorageHome home = await OpenAsync();
        KeepCertificates keep = home.Get<KeepCertificates>();
        KeepCertificates.Attendee[] crowd = [.. Enumerable.Range(0, 700).Select(at => new KeepCertificates.Attendee($"guest-{at}", $"Guest {at}"))];
        KeepCertificates.Attendee[][] orders = [crowd, [.. crowd.Reverse()]]; // as each node met them
        string[] titles = ["Dawn", "Noon", "Dusk", "Night"];
        foreach (string title in titles)
        {
            Task<EventsRule?>[] both = [.. orders.Select(people => Task.Run(() => keep.SaveAsync(home.Event.Slug, "arena", title, people, home.Time.GetUtcNow())))];
            Assert.All(await Task.WhenAll(both), Assert.Null);
        }
        await using EventsContext context = home.Context();
        Assert.Equal(crowd.Length * titles.Length, await context.Certificates.CountAsync());
    }

    [Fact]
    public async Task Certificates_go_with_their_event()
    {
        await using StorageHome home = await OpenAsync();
        KeepCertificates keep = home.Get<KeepCertificates>();
        Assert.Null(await keep.SaveAsync(home.Event.Slug, "arena", "Dawn", [new("mei", "Mei")], home.Time.GetUtcNow()));
        Guid id = Assert.Single(await keep.OfAsync(home.Event.Slug, "mei")).Id;
        await using EventsContext context = home.Context();
        await context.Events.Where(one => one.Id == home.Event.Id).ExecuteDeleteAsync();
        Assert.Null(await keep.FindAsync(id));
        Assert.Equal(0, await context.Certificates.CountAsync());
    }
}
