using System.Collections.Concurrent;

namespace Kapok.Media.Stage.Flv;

/// <summary>The broadcasts of this node as FLV, from their beginning on, since a newcomer is shown what was kept before they came. Thread-safe.</summary>
public sealed class FlvFeeds
{
    private readonly ConcurrentDictionary<string, FlvFeed> _feeds = new(StringComparer.Ordinal);

    /// <summary>Follows what goes on air.</summary>
    /// <param name="directory">Where that is told.</param>
    public FlvFeeds(IStageDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        directory.Began += Open;
    }

    /// <summary>The feed of a broadcast.</summary>
    /// <returns>Null when there is none, or it is over.</returns>
    public FlvFeed? Find(string live) => _feeds.GetValueOrDefault(live);

    private void Open(LiveStage live)
    {
        FlvFeed feed = new(live, over => _feeds.TryRemove(over.Live.Id, out _));
        _feeds[live.Id] = feed;
        live.Add(feed);
    }
}
