using Kapok.Cluster;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Server.Keeping;

/// <summary>The event that is on, as the database has it.</summary>
public sealed class VenueCatalogue(IDbContextFactory<EventsContext> contexts, CurrentEvent events, TimeProvider time) : IVenueCatalogue
{
    // Every join asks: in a rush, ten thousand queries with one answer.
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    private volatile Known? _known;

    public async ValueTask<Venue> CurrentAsync(CancellationToken cancellation = default)
    {
        Event current = await events.FindAsync(cancellation);
        await using EventsContext context = await contexts.CreateDbContextAsync(cancellation);
        string host = await context.Organisations.Where(one => one.Id == current.OrganisationId).Select(one => one.Name).SingleAsync(cancellation);
        return new Venue(
            current.Slug, current.Title.English, host, current.StartsAt, current.EndsAt,
            [.. current.Rooms.Select(room => new VenueRoom(room.Id, room.Title.English, room.Scene, room.Capacity))]);
    }

    public async ValueTask<string> CurrentEventAsync(CancellationToken cancellation = default)
    {
        if (_known is { } known && time.GetElapsedTime(known.At) < GoodFor) return known.Event;
        Event current = await events.FindAsync(cancellation);
        _known = new(current.Slug, time.GetTimestamp());
        return current.Slug;
    }

    private sealed record Known(string Event, long At);
}
