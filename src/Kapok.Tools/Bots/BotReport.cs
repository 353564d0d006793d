using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kapok.Tools.Bots;

/// <summary>What a run of bots measured. The field names are a contract; scripts read them.</summary>
/// <param name="Connected">Bots that were in the room at the end.</param>
/// <param name="Failed">Bots that could not join, or were disconnected and did not come back.</param>
/// <param name="UpdatesPerSecond">State frames a second, mean over bots.</param>
/// <param name="BytesPerClientPerSecond">Payload bytes received, mean over bots, after warm-up.</param>
/// <param name="StalenessMs">How old what a viewer shows is, by nearness, in milliseconds.</param>
/// <param name="ServerCpuCores">Processor the server used, in cores; null where its metrics cannot be read.</param>
/// <param name="ClientCpuCores">Processor that all bots used together, in cores.</param>
public sealed record BotReport(
    int Connected, int Failed, double UpdatesPerSecond, double BytesPerClientPerSecond, StalenessByNearness StalenessMs,
    double? ServerCpuCores, double ClientCpuCores)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The report as JSON text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>Staleness of the nearest 50, the next 450 and all others.</summary>
public sealed record StalenessByNearness(Percentiles Near, Percentiles Mid, Percentiles Far);

/// <summary>Two percentiles, in milliseconds.</summary>
public sealed record Percentiles(double P50, double P99)
{
    /// <summary>Those of what was counted; 0 when nothing was.</summary>
    public static Percentiles Of(Distribution counted) => new(counted.Percentile(0.50), counted.Percentile(0.99));
}
