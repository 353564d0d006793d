using System.Text.Json;
using Kapok.Tools.Bots;

namespace Kapok.Tools.Bench;

/// <summary>What a crowd bench measured. The field names are a contract; scripts read them.</summary>
/// <param name="Avatars">People in the room, each a viewer too.</param>
/// <param name="Mode">How they move.</param>
/// <param name="Sockets">Whether over sockets.</param>
/// <param name="Way">By which way people came: <c>none</c> in this process; over sockets <c>clear</c>, <c>tls</c>, <c>kestrel</c>, <c>kestrel-tls</c>, <c>nginx</c> or
/// <c>nginx-kestrel</c>.</param>
/// <param name="CpuCores">Processor time for each second of room time: of the room's ticks; over sockets of the server and what stands in front.</param>
/// <param name="FrontCores">Of it that of what stands in front of the server; null when nothing does.</param>
/// <param name="TickMs">Processor time of a tick.</param>
/// <param name="BytesPerViewerPerSecond">After the joining snapshot.</param>
/// <param name="UpdatesPerSecond">State frames.</param>
/// <param name="StalenessMs">How old what decoding viewers show is.</param>
/// <param name="PositionErrorMetres">p99 of the distance between what they show and the truth.</param>
/// <param name="AllocatedBytesPerTick">Managed bytes, mean over measured ticks.</param>
/// <param name="VisiblePerViewer">People that decoding viewers know.</param>
/// <param name="SnapshotBytes">Bytes until a newcomer knows everyone, mean.</param>
/// <param name="SnapshotMs">Room time until then.</param>
/// <param name="Disconnected">Viewers lost.</param>
/// <param name="GeneratorCpuCores">Processor time of simulated people and decoders for each second of room time.</param>
/// <param name="LimitedBy">What kept the run from being larger.</param>
public sealed record BenchReport(
    int Avatars, string Mode, bool Sockets, string Way, double CpuCores, double? FrontCores, Percentiles TickMs,
    MeanAndP99 BytesPerViewerPerSecond, MeanAndSlowest UpdatesPerSecond,
    StalenessByRank StalenessMs, ErrorByRank PositionErrorMetres, double AllocatedBytesPerTick, MinAndMean VisiblePerViewer,
    double SnapshotBytes, SnapshotTimes SnapshotMs, int Disconnected, double GeneratorCpuCores, string LimitedBy)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>What cues cost; null when none were asked for.</summary>
    public CueCost? Cues { get; init; }

    /// <summary>The report as JSON text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>What cues cost a room: seconds with them and seconds without take turns, in the same run.</summary>
/// <param name="PerSecond">How many.</param>
/// <param name="CpuCoresWith">Processor time for each second of room time, with them.</param>
/// <param name="CpuCoresWithout">Without.</param>
/// <param name="Ratio">Of the two.</param>
/// <param name="MessagesPerCue">Messages that each viewer was sent for a cue.</param>
public sealed record CueCost(int PerSecond, double CpuCoresWith, double CpuCoresWithout, double Ratio, double MessagesPerCue);

/// <summary>Mean and 99th percentile over viewers.</summary>
public sealed record MeanAndP99(double Mean, double P99);

/// <summary>Mean and slowest viewer.</summary>
public sealed record MeanAndSlowest(double Mean, double Slowest);

/// <summary>Least and mean.</summary>
public sealed record MinAndMean(double Min, double Mean);

/// <summary>Nearest 50 to 5 cm, nearest 500 to 25 cm, anyone to 1 m.</summary>
public sealed record StalenessByRank(Percentiles Near50, Percentiles Near500, Percentiles All);

/// <summary>p99 in metres.</summary>
public sealed record ErrorByRank(double Near50, double All);

/// <summary>p99 over newcomers, milliseconds.</summary>
public sealed record SnapshotTimes(double Near500, double All);
