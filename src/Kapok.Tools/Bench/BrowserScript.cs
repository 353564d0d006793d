using System.ComponentModel;
using System.Diagnostics;

namespace Kapok.Tools.Bench;

/// <summary>A Node script of <c>perf</c> that measures in browsers, or with the page's own code.</summary>
/// <remarks>
/// Chromium is driven by Node scripts and not from here: Playwright, the venue and the pages are driven by the same modules as in the browser tests.
/// Playwright for .NET would be a second copy of all three.
/// </remarks>
internal static class BrowserScript
{
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(10);

    /// <summary>Runs it to its end. All that is started keeps its files in a folder that is removed at the end.</summary>
    /// <param name="name">The file in <c>perf</c>.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="cancel">Ends it with all that it has started.</param>
    /// <returns>What it printed; the last line is its figures.</returns>
    /// <exception cref="InvalidOperationException">Something is missing or failed; one line says what.</exception>
    public static async Task<string> RunAsync(string name, IEnumerable<string> arguments, CancellationToken cancel)
    {
        string folder = Directory.CreateTempSubdirectory("kapok-bench-").FullName;
        try
        {
            return await RunAsync(name, arguments, folder, cancel);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>The last line that a script printed.</summary>
    public static string LastLine(string output) => output.TrimEnd().Split('\n')[^1];

    private static async Task<string> RunAsync(string name, IEnumerable<string> arguments, string folder, CancellationToken cancel)
    {
        string script = Path.Combine(Installation.Root, "perf", name);
        if (!File.Exists(script)) throw new InvalidOperationException("The browsers are measured in a checkout of Kapok: there is none here.");
        ProcessStartInfo start = new("node", [script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
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
