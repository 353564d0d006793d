using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kapok.Tools.Rehearse;

/// <summary>A rehearsal as it is written down. The field names are a contract; scripts read them.</summary>
/// <param name="Room">Room id.</param>
/// <param name="Attendees">How many were to come.</param>
/// <param name="Minutes">How long it went.</param>
/// <param name="Full">Averages while at least nine in ten were inside; null when it never came so far.</param>
/// <param name="Limits">What the server has.</param>
/// <param name="Verdict">What it showed.</param>
/// <param name="Moments">Second by second.</param>
public sealed record RehearsalReport(
    string Room, int Attendees, double Minutes, FullRoom? Full, RehearsalLimits Limits, RehearsalVerdict Verdict, IReadOnlyList<RehearsalMoment> Moments)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
    };

    /// <summary>Makes it of what was measured.</summary>
    public static RehearsalReport Of(string room, int attendees, double minutes, RehearsalLimits limits, IReadOnlyList<RehearsalMoment> moments)
    {
        RehearsalMoment[] full = [.. moments.Where(moment => moment.IsFull(attendees))];
        FullRoom? averages = full.Length == 0 ? null : new(
            (int)full.Average(moment => moment.People), full.Average(moment => moment.UpdatesPerSecond), full.Average(moment => moment.StaleNearMs),
            full.Average(moment => moment.TickMs),
            full.Average(moment => moment.ServerCores), full.Max(moment => moment.ServerBytes), full.Average(moment => moment.BytesPerPerson),
            full.Average(moment => moment.Megabits),
            full.Average(moment => moment.BotCores));
        return new(room, attendees, minutes, averages, limits, RehearsalVerdict.Of(moments, attendees, limits), moments);
    }

    /// <summary>As JSON text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>How it was while the room was full; averages over time, memory at its most.</summary>
/// <param name="People">People inside.</param>
/// <param name="UpdatesPerSecond">Updates a second to each.</param>
/// <param name="StaleNearMs">Staleness of the nearest fifty, p99, milliseconds.</param>
/// <param name="TickMs">Tick of the room, p99, milliseconds.</param>
/// <param name="ServerCores">Processor of the server, cores.</param>
/// <param name="ServerBytes">Memory of the server.</param>
/// <param name="BytesPerPerson">Bytes a second to each.</param>
/// <param name="Megabits">Megabits a second to all.</param>
/// <param name="BotCores">Processor of the simulated people, cores.</param>
public sealed record FullRoom(
    int People, double UpdatesPerSecond, double StaleNearMs, double? TickMs, double? ServerCores, double? ServerBytes, double BytesPerPerson, double Megabits, double BotCores);
