using Kapok.Sockets.Buffers;

namespace Kapok.Sockets.Loops;

/// <summary>How a loop is run.</summary>
/// <param name="Name">Name of its thread, for people who debug.</param>
public sealed record LoopOptions(string Name)
{
    /// <summary>
    /// How long it rests after a round in which something came, 0 to 50 ms: what comes meanwhile is taken in one go instead of waking the
    /// thread for each packet. A round after silence begins at once. Whole milliseconds; docs/adr/0005-front-door.md has what each costs.
    /// </summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMilliseconds(4);

    /// <summary>How often limits of time are looked at.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most bytes taken from one socket in one round; a socket that has more waits for the next, so that none keeps the others waiting.</summary>
    public int ReceiveBytes { get; init; } = 64 * 1024;

    /// <summary>Where buffers come from.</summary>
    public BufferPool Buffers { get; init; } = new();
}
