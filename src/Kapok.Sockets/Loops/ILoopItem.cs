using Kapok.Sockets.Native;

namespace Kapok.Sockets.Loops;

/// <summary>Something with a descriptor that an <see cref="EpollLoop"/> watches over. The loop's thread calls it, and it never waits.</summary>
internal interface ILoopItem
{
    /// <summary>Its number in the loop; 0 while it is in none. The loop's to set.</summary>
    int Number { get; set; }

    /// <summary>What the loop is to tell it.</summary>
    Readiness Wanted { get; }

    /// <summary>Something happened to its descriptor, or is said to: it may have been another's that was closed meanwhile.</summary>
    void Ready(Readiness happened);

    /// <summary>Time has passed: limits are looked at.</summary>
    /// <param name="nowMs">Milliseconds of the loop's clock.</param>
    void Sweep(double nowMs);

    /// <summary>The loop ends, or cannot take it, or it has thrown: it closes at once.</summary>
    void Abandon();
}
