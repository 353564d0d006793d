namespace Kapok.Tools.Rehearse;

/// <summary>What the server has: a rehearsal says which of it would be spent first.</summary>
/// <param name="Cores">Processor cores.</param>
/// <param name="MemoryBytes">Memory.</param>
/// <param name="Megabits">Of its link, a second, outwards.</param>
/// <param name="Capacity">People the room takes.</param>
/// <param name="BotCores">Cores that the simulated people had.</param>
public sealed record RehearsalLimits(double Cores, double MemoryBytes, double Megabits, int Capacity, double BotCores)
{
    /// <summary>What a person sees of those near may be so old, p99, milliseconds.</summary>
    public const double FreshMs = 250d;

    /// <summary>Each person must get so many updates a second.</summary>
    public const double LeastUpdates = 9d;

    /// <summary>A tick of the room must be over before the next one, milliseconds.</summary>
    public const double TickMs = 50d;

    /// <summary>Of processor, memory and link a fifth stays free, for what was not rehearsed.</summary>
    public const double UsableShare = 0.8;
}
