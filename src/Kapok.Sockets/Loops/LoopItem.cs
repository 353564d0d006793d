using Kapok.Sockets.Native;

namespace Kapok.Sockets.Loops;

/// <summary>Something with a descriptor that an <see cref="EpollLoop"/> watches over. The loop's thread calls it, and it never waits.</summary>
public abstract class LoopItem
{
    /// <summary>Its number in the loop; 0 while it is in none.</summary>
    internal int Number { get; set; }

    /// <summary>What the loop is told of it.</summary>
    internal abstract Readiness Wanted { get; }

    /// <summary>Something happened to its descriptor, or is said to: it may have been another's that was closed meanwhile.</summary>
    internal abstract void Ready(Readiness happened);

    /// <summary>Time has passed: limits are looked at.</summary>
    /// <param name="nowMs">Milliseconds of the loop's clock.</param>
    internal abstract void Sweep(double nowMs);

    /// <summary>The loop ends, or cannot take it, or it has thrown: it closes at once.</summary>
    internal abstract void Abandon();
}
