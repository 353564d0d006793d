namespace Kapok.Media.Stage.Flv;

/// <summary>Somebody who watches a broadcast by FLV. One task at a time; <see cref="Wake"/> from anywhere.</summary>
public sealed class FlvViewer : IDisposable
{
    private readonly SemaphoreSlim _more = new(0, 1);
    private readonly FlvFeed _feed;
    private int _isWoken;

    internal FlvViewer(FlvFeed feed) => _feed = feed;

    /// <summary>How often it was too late for what was kept, and went on at a keyframe.</summary>
    public int Skips { get; internal set; }

    /// <summary>Number of the tag that it gets next; below 0 while it waits for one at which it can begin. The feed's.</summary>
    internal long Next { get; set; } = -1;

    /// <summary>What it was told last of the tracks. The feed's.</summary>
    internal StageFormat? Format { get; set; }

    /// <summary>Waits until there is more, and takes it.</summary>
    /// <param name="to">Is given the bytes that are next, if any; they are shared, and never changed.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>False when nothing comes any more.</returns>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async ValueTask<bool> TakeAsync(List<ReadOnlyMemory<byte>> to, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(to);
        await _more.WaitAsync(cancellation).ConfigureAwait(false);
        Volatile.Write(ref _isWoken, 0);
        return _feed.Take(this, to);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _feed.Leave(this);
        _more.Dispose();
    }

    internal void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) == 0) _more.Release();
    }
}
