using System.Diagnostics.CodeAnalysis;
using Kapok.Sockets.Lines;

namespace Kapok.Sockets.Loops;

/// <summary>Lines whose messages wait for a write that takes them along, in the order in which they began to wait. Thread-safe.</summary>
internal sealed class FlushQueue
{
    /// <summary>How long a message waits at most, in milliseconds. A room serves each viewer every 100 ms, so mostly a batch takes it along.</summary>
    public const double AfterMs = 80;

    private readonly Lock _lock = new();
    private readonly Queue<LoopLine> _lines = new();

    /// <summary>Adds a line that is not in it yet.</summary>
    /// <returns>Whether it is the first one: whoever waits for the queue has to look again.</returns>
    public bool Add(LoopLine line, double nowMs)
    {
        if (line.IsFlushDue) return false;
        lock (_lock)
        {
            if (line.IsFlushDue) return false;
            (line.IsFlushDue, line.FlushAtMs) = (true, nowMs + AfterMs);
            _lines.Enqueue(line);
            return _lines.Count == 1;
        }
    }

    /// <summary>Takes a line that has waited long enough. It may have been written to meanwhile.</summary>
    public bool TryTakeDue(double nowMs, [NotNullWhen(true)] out LoopLine? line)
    {
        lock (_lock)
        {
            if (!_lines.TryPeek(out line) || line.FlushAtMs > nowMs) return false;
            _lines.Dequeue();
            line.IsFlushDue = false;
            return true;
        }
    }

    /// <summary>Milliseconds until one is due; −1 when none waits.</summary>
    public int MillisecondsToNext(double nowMs)
    {
        lock (_lock) return _lines.TryPeek(out LoopLine? line) ? (int)Math.Clamp(Math.Ceiling(line.FlushAtMs - nowMs), 0d, AfterMs) : -1;
    }
}
