using Kapok.Events.Planning;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Organisations;

/// <summary>The sample event a first start is live with: <i>Kapok Opening Night</i> in arena, forum and terrace.</summary>
public sealed class OpeningNight(IDbContextFactory<EventsContext> contexts, TimeProvider time)
{
    public const string OrganisationSlug = "kapok", EventSlug = "opening-night";

    private static readonly (string Id, LocalText Title, int Capacity)[] Rooms =
    [
        ("arena", new LocalText("Arena", "星海馆"), 10_000),
        ("forum", new LocalText("Forum", "论坛厅"), 2_000),
        ("terrace", new LocalText("Jade Terrace", "云上玉台"), 2_000),
    ];

    /// <summary>Writes the event when there is none at all yet.</summary>
    public async Task SeedAsync(CancellationToken cancel = default)
    {
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Events.AnyAsync(cancel)) return;

        DateTimeOffset now = time.GetUtcNow();
        Organisation organisation = new() { Id = Guid.CreateVersion7(now), Slug = OrganisationSlug, Name = "Kapok" };
        Event opening = new()
        {
            Id = Guid.CreateVersion7(now),
            OrganisationId = organisation.Id,
            Slug = EventSlug,
            Title = new LocalText("Kapok Opening Night", "木棉开幕之夜"),
            State = EventState.Published,
            StartsAt = now,
            EndsAt = now.AddYears(1), // a sample that is on whenever somebody looks
        };
        for (int order = 0; order < Rooms.Length; order++)
        {
            (string id, LocalText title, int capacity) = Rooms[order];
            opening.Rooms.Add(new EventRoom { Id = id, EventId = opening.Id, Title = title, Scene = id, Capacity = capacity, Order = order });
        }
        context.Organisations.Add(organisation);
        context.Events.Add(opening);
        await context.SaveChangesAsync(cancel);
    }
}
