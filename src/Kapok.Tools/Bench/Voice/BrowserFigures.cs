using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Kapok.Tools.Bench.Voice;

/// <summary>What two pages of headless Chromium measured in a venue: <c>perf/voice-browsers.mjs</c>.</summary>
/// <param name="MouthToEarMs">From a burst of tone at one page's microphone to the other's loudspeaker.</param>
/// <param name="Bursts">What that is of.</param>
/// <param name="ConnectMs">From the first step of a connection until it stands.</param>
/// <param name="Connections">What that is of.</param>
/// <remarks>
/// Chromium is driven by the Node script and not from here: Playwright, the venue and the pages are driven by the same modules as in the browser tests.
/// Playwright for .NET would be a second copy of all three.
/// </remarks>
public sealed record BrowserFigures(MedianAndP95 MouthToEarMs, BurstFigures Bursts, MedianAndP95 ConnectMs, ConnectionFigures Connections)
{
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(10);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    /// <summary>Measures. All that is started keeps its files in a folder that is removed at the end.</summary>
    /// <exception cref="InvalidOperationException">Something is missing or failed; one line says what.</exception>
    public static async Task<BrowserFigures> MeasureAsync(CancellationToken cancel)
    {
        string folder = Directory.CreateTempSubdirectory("kapok-bench-").FullName;
        try
        {
            return Read(await RunAsync(folder, cancel));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>Reads the script's last line.</summary>
    /// <exception cref="InvalidOperationException">It is no line of figures.</exception>
    public static BrowserFigures Read(string output)
    {
        string line = output.TrimEnd().Split('\n')[^1];
        try
        {
            return JsonSerializer.Deserialize<BrowserFigures>(line, Json) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new InvalidOperationException($"The browsers measured nothing; the last line is: {line}");
        }
    }

    private static async Task<string> RunAsync(string folder, CancellationToken cancel)
    {
        string script = Path.Combine(Installation.Root, "perf", "voice-browsers.mjs");
        if (!File.Exists(script)) throw new InvalidOperationException("The browsers are measured in a checkout of Kapok: there is none here.");
        ProcessStartInfo start = new("node", [script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TMPDIR"] = folder;
        using Process node = Start(start);
        try
        {
            Task<string> output = node.StandardOutput.ReadToEndAsync(cancel), error = node.StandardError.ReadToEndAsync(cancel);
            await node.WaitForExitAsync(cancel);
            return node.ExitCode == 0 ? await output : throw new InvalidOperationException(LineOf(await error));
        }
        finally
        {
            await EndAsync(node);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("Node is missing: install Node 20.19 or newer from https://nodejs.org.");
        }
    }

    /// <summary>The line that says what went wrong, among those of a stack where there is one.</summary>
    private static string LineOf(string error)
    {
        string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.Contains("Error: ", StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? "The browsers' script failed without a word.";
    }

    /// <summary>Ends the script with all that it started, when the bench was called off.</summary>
    private static async Task EndAsync(Process node)
    {
        if (node.HasExited) return;
        node.Kill(entireProcessTree: true);
        using CancellationTokenSource limit = new(EndTime);
        await node.WaitForExitAsync(limit.Token);
    }
}
