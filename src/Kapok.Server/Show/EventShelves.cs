using System.Collections.Concurrent;
using Kapok.Cluster;
using Kapok.Events.Files;
using Kapok.World.Show;

namespace Kapok.Server.Show;

/// <summary>What the cues of each event can name.</summary>
public sealed class EventShelves(KeepFiles files, KeepDecks decks, IServiceProvider services, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, EventShelf> _shelves = new(StringComparer.Ordinal); // as many as events have had rooms open

    /// <summary>The shelf of an event, filled.</summary>
    public async Task<IShowCatalogue> OfAsync(string eventName, CancellationToken cancel)
    {
        EventShelf shelf = _shelves.GetOrAdd(eventName, name => new(name, files, decks, services, time));
        await shelf.FillAsync(cancel);
        return shelf;
    }

    /// <summary>A file or deck of an event has come: a cue that names it in this moment is not refused.</summary>
    public void Changed(string eventName)
    {
        if (_shelves.TryGetValue(eventName, out EventShelf? shelf)) shelf.Doubt();
    }
}

/// <summary>The files and decks of one event, as they were a moment ago. Thread-safe, and never waits.</summary>
internal sealed class EventShelf(string eventName, KeepFiles files, KeepDecks decks, IServiceProvider services, TimeProvider time) : IShowCatalogue
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(2);

    private volatile Known _known = new(new(), [], [], long.MinValue);
    private int _isFilling;

    /// <inheritdoc/>
    public bool TryFile(string id, out ShowFile file)
    {
        Known known = Fresh(out bool isFresh);
        // What was uploaded a moment ago is not known yet: it is played without its length rather than refused.
        return known.Files.TryGetValue(id, out file) || (!isFresh && StoredFile.IsId(id));
    }

    /// <inheritdoc/>
    public bool HasDeck(string id) => Fresh(out bool isFresh).Decks.Contains(id) || !isFresh;

    /// <inheritdoc/>
    public bool HasStage(string id) => Fresh(out bool isFresh).Stages.Contains(id) || !isFresh;

    internal void Doubt() => _known = _known with { At = long.MinValue };

    internal async Task FillAsync(CancellationToken cancel)
    {
        Dictionary<string, ShowFile> found = new(StringComparer.Ordinal);
        foreach (StoredFile file in await files.ListAsync(eventName, cancel)) found[file.Id] = new(file.Name, file.DurationMs);
        HashSet<string> slides = new(StringComparer.Ordinal);
        foreach ((Deck deck, _) in await decks.ListAsync(eventName, cancel)) slides.Add(deck.Id.ToString("N"));
        // Asked for at its first use: stages are told to rooms, which open with this.
        HashSet<string> stages = [.. (await services.GetRequiredService<IStages>().ListAsync(eventName, cancel)).Select(stage => stage.Key.Stage)];
        _known = new(found, slides, stages, time.GetTimestamp());
    }

    private Known Fresh(out bool isFresh)
    {
        Known known = _known;
        isFresh = known.At != long.MinValue && time.GetElapsedTime(known.At) < GoodFor;
        if (!isFresh && Interlocked.Exchange(ref _isFilling, 1) == 0) _ = Task.Run(FillAgainAsync);
        return known;
    }

    private async Task FillAgainAsync()
    {
        try
        {
            await FillAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // The storage is away: what was known a moment ago is as good as it gets, and the next ask tries again.
        catch (Exception)
#pragma warning restore CA1031
        {
            // as above
        }
        finally
        {
            Interlocked.Exchange(ref _isFilling, 0);
        }
    }

    private sealed record Known(Dictionary<string, ShowFile> Files, HashSet<string> Decks, HashSet<string> Stages, long At);
}
