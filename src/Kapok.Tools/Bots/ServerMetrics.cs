using System.Globalization;

namespace Kapok.Tools.Bots;

/// <summary>What <c>/metrics</c> tells of a room, in Prometheus' text.</summary>
/// <param name="Ticks">Ticks by the upper bound of their length in milliseconds, cumulative.</param>
/// <param name="AllocatedBytes">Managed memory allocated by the process.</param>
/// <param name="CpuSeconds">Processor time of the process; null when it is not told.</param>
/// <param name="MemoryBytes">Memory the process has in use; null when it is not told.</param>
/// <param name="SocketsByWeb">World sockets that came in by the web server, all rooms together; the others came by the front door.</param>
public sealed record ServerMetrics(IReadOnlyList<(double MostMs, double Count)> Ticks, double AllocatedBytes, double? CpuSeconds, double? MemoryBytes, double SocketsByWeb)
{
    private const string Sockets = "kapok_sockets{", ByWeb = "way=\"web\"";
    private const string TickBucket = "kapok_room_tick_seconds_bucket", Allocated = "dotnet_gc_heap_total_allocated_bytes_total";
    private const string Cpu = "process_cpu_time_seconds_total", Memory = "process_memory_usage_bytes";

    /// <summary>Reads the text.</summary>
    public static ServerMetrics Parse(string text, string room)
    {
        List<(double, double)> ticks = [];
        double allocated = 0, byWeb = 0;
        double? cpu = null, memory = null;
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith(Allocated, StringComparison.Ordinal)) allocated += ValueOf(line);
            if (line.StartsWith(Cpu, StringComparison.Ordinal)) cpu = (cpu ?? 0d) + ValueOf(line);
            if (line.StartsWith(Memory, StringComparison.Ordinal)) memory = ValueOf(line);
            if (line.StartsWith(Sockets, StringComparison.Ordinal) && line.Contains(ByWeb, StringComparison.Ordinal)) byWeb += ValueOf(line);
            if (!line.StartsWith(TickBucket, StringComparison.Ordinal) || !line.Contains($"room=\"{room}\"", StringComparison.Ordinal)) continue;
            string bound = line[(line.IndexOf("le=\"", StringComparison.Ordinal) + 4)..];
            bound = bound[..bound.IndexOf('"', StringComparison.Ordinal)];
            ticks.Add((bound == "+Inf" ? double.PositiveInfinity : double.Parse(bound, CultureInfo.InvariantCulture) * 1000d, ValueOf(line)));
        }
        return new(ticks, allocated, cpu, memory, byWeb);
    }

    /// <summary>Lengths of the ticks since another reading, to what the bounds of the histogram tell: within one, evenly spread.</summary>
    public Percentiles TickMsSince(ServerMetrics before) => new(TickMs(before, 0.5), TickMs(before, 0.99));

    /// <summary>Ticks since another reading.</summary>
    public double TicksSince(ServerMetrics before) => Ticks.Count == 0 ? 0 : Ticks[^1].Count - (before.Ticks.Count == 0 ? 0 : before.Ticks[^1].Count);

    private double TickMs(ServerMetrics before, double share)
    {
        double wanted = TicksSince(before) * share, under = 0, least = 0;
        for (int at = 0; at < Ticks.Count; at++)
        {
            double count = Ticks[at].Count - (at < before.Ticks.Count ? before.Ticks[at].Count : 0);
            if (count >= wanted && count > under)
                return double.IsInfinity(Ticks[at].MostMs) ? least : Math.Round(least + ((Ticks[at].MostMs - least) * (wanted - under) / (count - under)), 2);
            (under, least) = (count, Ticks[at].MostMs);
        }
        return 0;
    }

    // NAME VALUE or NAME{LABELS} VALUE, and perhaps a time behind it.
    private static double ValueOf(string line)
    {
        string[] parts = line[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int at = line.Contains('}', StringComparison.Ordinal) ? 0 : 1;
        return at < parts.Length && double.TryParse(parts[at], CultureInfo.InvariantCulture, out double value) ? value : 0;
    }
}
