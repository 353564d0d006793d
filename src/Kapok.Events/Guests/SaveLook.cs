using Kapok.Events.Storage;
using Kapok.Protocol.Text;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Guests;

/// <summary>Keeps the name and look a guest came with. The newest wins.</summary>
public sealed class SaveLook(IDbContextFactory<EventsContext> contexts, TimeProvider time)
{
    /// <summary>A look of every field at its largest is about 100 bytes; what is larger is not a look.</summary>
    public const int MaxBytes = 256;

    public const int MaxNameLength = 24;

    /// <summary>Rules: <see cref="EventsRule.GuestUnknown"/> without a guest id, <see cref="EventsRule.LookTooLarge"/>.</summary>
    public async Task<Outcome<GuestLook>> HandleAsync(string guestId, string name, ReadOnlyMemory<byte> look, CancellationToken cancel = default)
    {
        if (guestId is not { Length: > 0 and <= GuestIdLength.Max }) return EventsRule.GuestUnknown;
        if (look.Length > MaxBytes) return EventsRule.LookTooLarge;
        GuestLook saved = new() { GuestId = guestId, Name = PlainText.CleanLine(name, MaxNameLength), Look = look.ToArray(), SavedAt = time.GetUtcNow() };

        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        if (await UpdateAsync(context, saved, cancel)) return saved;
        context.Looks.Add(saved);
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException) // the same guest was saved by another request in between: then there is a row to update
        {
            if (!await UpdateAsync(context, saved, cancel)) throw;
        }
        return saved;
    }

    private static async Task<bool> UpdateAsync(EventsContext context, GuestLook saved, CancellationToken cancel) =>
        await context.Looks.Where(look => look.GuestId == saved.GuestId).ExecuteUpdateAsync(set => set
            .SetProperty(look => look.Name, saved.Name)
            .SetProperty(look => look.Look, saved.Look)
            .SetProperty(look => look.SavedAt, saved.SavedAt), cancel) > 0;
}
