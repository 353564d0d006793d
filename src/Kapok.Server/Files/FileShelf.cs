using Kapok.Events;
using Kapok.Events.Files;

namespace Kapok.Server.Files;

/// <summary>Bytes and records of files together: whoever adds and whoever takes away do so one after the other.</summary>
public sealed partial class FileShelf(FileStore store, KeepFiles files, KeepDecks decks, TimeProvider time, ILogger<FileShelf> log) : IDisposable
{
    // A file is named before its record is written; what is younger than this may still get one.
    private static readonly TimeSpan YoungestOrphan = TimeSpan.FromHours(1);

    private const int Together = 200; // ids asked for at once

    // Without it a file that is deleted while the same one is uploaded would be a record without bytes.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Keeps a file that is whole.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public async Task<Outcome<StoredFile>> AddAsync(FileStream whole, KeepFiles.Request request, Operator by, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            store.Keep(whole, request.Id);
            // From here on it is not given up: bytes without a record would wait for the sweeper.
            Outcome<StoredFile> added = await files.AddAsync(request, by, CancellationToken.None);
            if (added.Broken is not null) await DeleteUnknownAsync([request.Id]);
            return added;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes a file from an event; its bytes go when no event has it any more.</summary>
    public async Task<EventsRule?> RemoveAsync(string eventName, string id, Operator by, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            Outcome<bool> removed = await files.RemoveAsync(eventName, id, by, CancellationToken.None);
            if (removed.Succeeded(out bool isGone, out EventsRule broken) && isGone) store.Delete(id);
            return removed.Broken is null ? null : broken;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes slides from an event.</summary>
    public async Task<EventsRule?> RemoveDeckAsync(string eventName, Guid deck, Operator by, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            Outcome<List<string>> removed = await decks.RemoveAsync(eventName, deck, by, CancellationToken.None);
            if (!removed.Succeeded(out List<string>? gone, out EventsRule broken)) return broken;
            foreach (string file in gone) store.Delete(file);
            return null;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Deletes what no event has: files of an event that was deleted, and what a process left that was killed.</summary>
    public async Task SweepAsync(CancellationToken cancel)
    {
        int swept = 0;
        foreach (string[] some in store.Kept(time.GetUtcNow() - YoungestOrphan).Chunk(Together))
        {
            await _turn.WaitAsync(cancel);
            try
            {
                swept += await DeleteUnknownAsync(some);
            }
            finally
            {
                _turn.Release();
            }
        }
        if (swept > 0) Swept(log, swept);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<int> DeleteUnknownAsync(IReadOnlyList<string> ids)
    {
        IReadOnlyList<string> unknown = await files.UnknownOfAsync(ids, CancellationToken.None);
        foreach (string id in unknown) store.Delete(id);
        return unknown.Count;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Files} files that belong to no event")]
    private static partial void Swept(ILogger log, int files);
}
