using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Storage;

/// <summary>Gives contexts of the configured database under their common type.</summary>
internal sealed class EventsContextFactory<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<EventsContext>
    where TContext : EventsContext
{
    public EventsContext CreateDbContext() => inner.CreateDbContext();

    public async Task<EventsContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await inner.CreateDbContextAsync(cancellationToken);
}
