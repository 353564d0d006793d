namespace Kapok.Media.Rtc;

/// <summary>Keeps what was thrown where nothing may be thrown, for whoever writes the log: the newest, at most once a second.</summary>
/// <remarks>A shard's thread has nobody above it: what it lets through ends the process. Any thread notes and takes.</remarks>
internal sealed class FaultLog
{
    private const long EveryMs = 1000; // a fault that each packet meets would write thousands of lines a second

    private long _count, _told, _toldMs = -EveryMs;
    private Exception? _newest;

    /// <summary>How many there were.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Notes one.</summary>
    public void Note(Exception fault)
    {
        Interlocked.Increment(ref _count);
        Volatile.Write(ref _newest, fault);
    }

    /// <summary>Takes what is to be told now. One thread at a time calls.</summary>
    /// <param name="nowMs">The clock.</param>
    /// <param name="newest">The newest.</param>
    /// <param name="count">How many there were since the last one was taken, this one included.</param>
    public bool TryTake(long nowMs, out Exception newest, out long count)
    {
        (newest, count) = (null!, 0);
        if (Volatile.Read(ref _newest) is null || nowMs - _toldMs < EveryMs) return false;
        newest = Interlocked.Exchange(ref _newest, null)!;
        long now = Count;
        (count, _told, _toldMs) = (Math.Max(1, now - _told), now, nowMs);
        return true;
    }
}
