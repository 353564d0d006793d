namespace Kapok.Tools.Rehearse;

/// <summary>How it went in one second. What the server does not tell is null.</summary>
/// <param name="Seconds">Time since the beginning.</param>
/// <param name="Expected">People who have come to the door so far.</param>
/// <param name="People">People inside.</param>
/// <param name="Failed">Attempts to come in, or to stay, that failed so far.</param>
/// <param name="UpdatesPerSecond">State frames a second, mean over people.</param>
/// <param name="StaleNearMs">How old what people see of the nearest fifty is, p99, milliseconds.</param>
/// <param name="TickMs">Length of the room's tick, p99, milliseconds.</param>
/// <param name="ServerCores">Processor that the server used, in cores.</param>
/// <param name="ServerBytes">Memory that the server has in use.</param>
/// <param name="BytesPerPerson">Bytes a second to each person inside.</param>
/// <param name="BotCores">Processor that the simulated people used, in cores.</param>
public sealed record RehearsalMoment(
    double Seconds, int Expected, int People, int Failed, double UpdatesPerSecond, double StaleNearMs, double? TickMs, double? ServerCores, double? ServerBytes,
    double BytesPerPerson, double BotCores)
{
    private const double FullShare = 0.9;

    /// <summary>Whether at least nine in ten of those who are to come are inside.</summary>
    public bool IsFull(int attendees) => People >= attendees * FullShare;

    /// <summary>Bandwidth to all people together, megabits a second.</summary>
    public double Megabits => BytesPerPerson * People * 8d / 1e6;
}
