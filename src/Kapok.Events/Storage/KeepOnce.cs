using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Storage;

/// <summary>Adds a row that may have been added already: by a write whose answer was lost.</summary>
internal static class KeepOnce
{
    /// <summary>Adds a row with its own id, unless a row with this id is there.</summary>
    public static async Task AddOnceAsync<TRow>(this IDbContextFactory<EventsContext> contexts, TRow row, Guid id, CancellationToken cancel)
        where TRow : class
    {
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Set<TRow>().AnyAsync(one => EF.Property<Guid>(one, "Id") == id, cancel)) return;
        context.Add(row);
        await context.SaveChangesAsync(cancel);
    }
}
