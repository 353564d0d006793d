using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Chat;

/// <summary>Deletes chat that is older than its retention. A report keeps its own copy of the lines around it.</summary>
public sealed class PurgeChat(IDbContextFactory<EventsContext> contexts, StorageOptions options, TimeProvider time)
{
    /// <returns>How many lines were deleted.</returns>
    public async Task<int> HandleAsync(CancellationToken cancel = default)
    {
        DateTimeOffset oldest = time.GetUtcNow() - TimeSpan.FromDays(options.ChatRetentionDays);
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        return await context.Chat.Where(line => line.SaidAt < oldest).ExecuteDeleteAsync(cancel);
    }
}
