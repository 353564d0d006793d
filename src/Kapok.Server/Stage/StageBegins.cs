using Kapok.Cluster;

namespace Kapok.Server.Stage;

/// <summary>How often stages went on air lately: each time is told to everyone in the rooms, so an encoder that connects many times a second is held back.</summary>
/// <remarks>Not thread-safe; the directory's lock guards it. Keys are of stages that are there, so it stays as small as the venue.</remarks>
internal sealed class StageBegins(TimeProvider time)
{
    /// <summary>How often a stage may begin within <see cref="Span"/>: OBS tries again after two seconds and then later and later.</summary>
    public const int Most = 10;

    /// <summary>The time over which is counted.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private readonly Dictionary<StageKey, Queue<long>> _begins = [];

    /// <summary>Whether a stage may begin now.</summary>
    public bool MayBegin(StageKey key)
    {
        if (!_begins.TryGetValue(key, out Queue<long>? begins)) return true;
        while (begins.TryPeek(out long first) && time.GetElapsedTime(first) >= Span) begins.Dequeue();
        if (begins.Count == 0) _begins.Remove(key);
        return begins.Count < Most;
    }

    /// <summary>A stage began.</summary>
    public void Note(StageKey key)
    {
        if (!_begins.TryGetValue(key, out Queue<long>? begins)) _begins.Add(key, begins = new(Most));
        begins.Enqueue(time.GetTimestamp());
    }
}
