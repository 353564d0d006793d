using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Stage;

/// <summary>Keeps the keys of stages and what a second publisher meets.</summary>
public sealed class StageStore(IDbContextFactory<EventsContext> contexts, EventPlaces places, TimeProvider time)
{
    /// <summary>A key as it is kept.</summary>
    /// <param name="Sealed">Encrypted.</param>
    /// <param name="Mark">What it is found by.</param>
    public sealed record Key(string Sealed, string Mark);

    /// <summary>A stage as it is kept.</summary>
    /// <param name="Event">Name of its event.</param>
    /// <param name="Stage">Its id there.</param>
    /// <param name="Key">Its key.</param>
    /// <param name="TakesOver">A second publisher takes over.</param>
    public sealed record Kept(string Event, string Stage, Key Key, bool TakesOver);

    /// <summary>The stage whose key has this mark; null when there is none.</summary>
    public async Task<Kept?> FindAsync(string mark, CancellationToken cancel = default)
    {
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        var found = await context.Stages.AsNoTracking().Where(one => one.KeyMark == mark)
            .Join(context.Events, one => one.EventId, one => one.Id, (one, ofEvent) => new { Entry = one, ofEvent.Slug }).SingleOrDefaultAsync(cancel);
        return found is null ? null : From(found.Slug, found.Entry);
    }

    /// <summary>What is kept of the stages of an event, in no order.</summary>
    public async Task<IReadOnlyList<Kept>> ListAsync(string eventName, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return [];
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        List<StageEntry> entries = await context.Stages.AsNoTracking().Where(one => one.EventId == place.EventId).ToListAsync(cancel);
        return [.. entries.Select(entry => From(eventName, entry))];
    }

    /// <summary>What is kept of a stage, begun with a new key where nothing is. Rules: <see cref="EventsRule.EventUnknown"/>, <see cref="EventsRule.RoomUnknown"/>.</summary>
    public Task<Outcome<Kept>> ReadOrBeginAsync(string eventName, string stage, Func<Key> newKey, CancellationToken cancel = default) =>
        ChangeAsync(eventName, stage, newKey, _ => false, cancel);

    /// <summary>Gives a stage another key. Rules: as above.</summary>
    public Task<Outcome<Kept>> ReplaceKeyAsync(string eventName, string stage, Func<Key> newKey, CancellationToken cancel = default)
    {
        Key made = newKey();
        return ChangeAsync(eventName, stage, () => made, entry =>
        {
            if (entry.KeyMark == made.Mark) return false; // it was begun with it
            (entry.SealedKey, entry.KeyMark) = (made.Sealed, made.Mark);
            return true;
        }, cancel);
    }

    /// <summary>Says what a second publisher meets. Rules: as above.</summary>
    public Task<Outcome<Kept>> ChooseAsync(string eventName, string stage, bool takesOver, Func<Key> newKey, CancellationToken cancel = default) =>
        ChangeAsync(eventName, stage, newKey, entry =>
        {
            if (entry.TakesOver == takesOver) return false;
            entry.TakesOver = takesOver;
            return true;
        }, cancel);

    private async Task<Outcome<Kept>> ChangeAsync(string eventName, string stage, Func<Key> newKey, Func<StageEntry, bool> change, CancellationToken cancel)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return EventsRule.EventUnknown;
        try
        {
            return await ChangeOnceAsync(place, eventName, stage, newKey, change, cancel);
        }
        catch (DbUpdateException error) when (!StorageTrouble.MayPass(error))
        {
            return await ChangeOnceAsync(place, eventName, stage, newKey, change, cancel); // somebody else began it in the same moment: it is there now
        }
    }

    private async Task<Outcome<Kept>> ChangeOnceAsync(
        EventPlace place, string eventName, string stage, Func<Key> newKey, Func<StageEntry, bool> change, CancellationToken cancel)
    {
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        StageEntry? entry = await context.Stages.SingleOrDefaultAsync(one => one.EventId == place.EventId && one.Stage == stage, cancel);
        bool isNew = entry is null;
        if (entry is null)
        {
            if (!await context.Rooms.AnyAsync(room => room.EventId == place.EventId && room.Id == stage, cancel)) return EventsRule.RoomUnknown;
            Key key = newKey();
            entry = new() { EventId = place.EventId, OrganisationId = place.OrganisationId, Stage = stage, SealedKey = key.Sealed, KeyMark = key.Mark };
            context.Add(entry);
        }
        if (change(entry) || isNew)
        {
            entry.ChangedAt = time.GetUtcNow();
            await context.SaveChangesAsync(cancel);
        }
        return From(eventName, entry);
    }

    private static Kept From(string eventName, StageEntry entry) => new(eventName, entry.Stage, new(entry.SealedKey, entry.KeyMark), entry.TakesOver);
}
