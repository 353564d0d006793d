using Kapok.Events.Organisations;
using Kapok.Events.Safety;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Ceremony;

/// <summary>Keeps the signing walls of rooms.</summary>
public sealed class KeepWall(IDbContextFactory<EventsContext> contexts, EventPlaces places, TimeProvider time)
{
    /// <summary>A stroke that is to be kept.</summary>
    /// <param name="Number">From 1.</param>
    /// <param name="GuestId">Who drew it.</param>
    /// <param name="Name">Their name.</param>
    /// <param name="Colour">0xRRGGBB.</param>
    /// <param name="Stroke">Packed; at most <see cref="WallStroke.MaxBytes"/>.</param>
    public sealed record Row(long Number, string GuestId, string Name, int Colour, byte[] Stroke);

    /// <summary>Keeps a change; may be done twice. Rules: <see cref="EventsRule.EventUnknown"/>.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="room">The room.</param>
    /// <param name="put">What came onto the wall.</param>
    /// <param name="taken">Numbers of what is on it no more.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<EventsRule?> SaveAsync(string eventName, string room, IReadOnlyList<Row> put, IReadOnlyList<long> taken, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return EventsRule.EventUnknown;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        List<long> numbers = [.. put.Select(row => row.Number)];
        IQueryable<WallStroke> wall = context.WallStrokes.Where(stroke => stroke.EventId == place.EventId && stroke.RoomId == room);
        if (taken.Count > 0) await wall.Where(stroke => taken.Contains(stroke.Number)).ExecuteDeleteAsync(cancel);
        if (put.Count == 0) return null;
        HashSet<long> there = [.. await wall.Where(stroke => numbers.Contains(stroke.Number)).Select(stroke => stroke.Number).ToListAsync(cancel)];
        DateTimeOffset now = time.GetUtcNow();
        foreach (Row row in put)
        {
            if (!there.Add(row.Number)) continue;
            context.WallStrokes.Add(new()
            {
                EventId = place.EventId,
                RoomId = room,
                Number = row.Number,
                GuestId = row.GuestId,
                Name = row.Name,
                Colour = row.Colour,
                Stroke = row.Stroke,
                SignedAt = now,
            });
        }
        await context.SaveChangesAsync(cancel);
        return null;
    }

    /// <summary>What is on the wall of a room, by number.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="room">The room.</param>
    /// <param name="seenBy">A guest, who sees nothing of those whom they have blocked; null sees all.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<WallStroke>> ListAsync(string eventName, string room, string? seenBy = null, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return [];
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        IQueryable<WallStroke> wall = context.WallStrokes.AsNoTracking().Where(stroke => stroke.EventId == place.EventId && stroke.RoomId == room);
        IQueryable<Block> blocks = context.Blocks.Where(block => block.GuestId == seenBy);
        if (seenBy is not null) wall = wall.Where(stroke => !blocks.Any(block => block.BlockedGuestId == stroke.GuestId));
        return await wall.OrderBy(stroke => stroke.Number).ToListAsync(cancel);
    }
}
