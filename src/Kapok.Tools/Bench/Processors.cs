using System.Diagnostics;
using System.Globalization;

namespace Kapok.Tools.Bench;

/// <summary>Which processors a bench gives to whom, and what they were busy with. On Linux; elsewhere nothing is pinned and nothing is known.</summary>
internal static class Processors
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux

    /// <summary>Whether the server can have a processor of its own.</summary>
    public static bool CanPin => OperatingSystem.IsLinux() && Environment.ProcessorCount >= 2 && File.Exists("/usr/bin/taskset");

    /// <summary>Command that starts a program, on the first processor where it can be.</summary>
    public static ProcessStartInfo OnFirst(string program, IEnumerable<string> arguments) => CanPin
        ? new("/usr/bin/taskset", ["-c", "0", program, .. arguments])
        : new(program, arguments);

    /// <summary>Command that starts this program again with other arguments, on the first processor where it can be.</summary>
    public static ProcessStartInfo SelfOnFirst(IEnumerable<string> arguments)
    {
        string program = Environment.ProcessPath ?? "dotnet";
        // Installed, it is a program of its own; in a checkout dotnet runs it.
        bool isHosted = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return OnFirst(program, isHosted ? [typeof(Processors).Assembly.Location, .. arguments] : arguments);
    }

    /// <summary>Moves this process with all its threads to the other processors.</summary>
    public static void LeaveFirst()
    {
        if (!CanPin) return;
        ProcessStartInfo pin = new("/usr/bin/taskset", ["-a", "-p", "-c", $"1-{Environment.ProcessorCount - 1}", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        using Process? done = Process.Start(pin);
        done?.WaitForExit();
    }

    /// <summary>Processor seconds that a process has used, its threads together.</summary>
    public static double SecondsOf(Process process)
    {
        process.Refresh();
        return process.HasExited ? 0d : process.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>Numbers of the processes that a process has started and that go on; none where that is not known.</summary>
    public static int[] ChildrenOf(int process)
    {
        if (!OperatingSystem.IsLinux()) return [];
        List<int> children = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id)) continue;
            try
            {
                // NUMBER (NAME) STATE PARENT …; the name may have spaces and brackets of its own (proc(5)).
                string stat = File.ReadAllText(Path.Combine(folder, "stat"));
                string parent = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1];
                if (parent == process.ToString(CultureInfo.InvariantCulture)) children.Add(id);
            }
            catch (IOException)
            {
                // ended meanwhile
            }
        }
        return [.. children];
    }

    /// <summary>Seconds for which the first processor was busy since the machine started, with whatever; NaN where that is not known.</summary>
    public static double BusySecondsOfFirst()
    {
        if (!OperatingSystem.IsLinux()) return double.NaN;
        string? line = File.ReadLines("/proc/stat").FirstOrDefault(line => line.StartsWith("cpu0 ", StringComparison.Ordinal));
        if (line is null) return double.NaN;
        double[] ticks = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
        return (ticks.Sum() - ticks[3] - ticks[4]) / TicksPerSecond; // all but idle and waiting for disks
    }
}
