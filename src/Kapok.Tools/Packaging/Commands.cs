using System.ComponentModel;
using System.Diagnostics;

namespace Kapok.Tools.Packaging;

/// <summary>Runs other programs in the checkout. What they print is kept in a file and shown only as the one line that says why they failed.</summary>
/// <param name="root">Folder they run in.</param>
/// <param name="logs">Folder for what they print; made where it is missing.</param>
/// <param name="environment">Variables they are given besides this process's own.</param>
internal sealed class Commands(string root, string logs, IReadOnlyDictionary<string, string>? environment = null)
{
    /// <summary>Whether a program is on the PATH.</summary>
    public static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs a program to its end.</summary>
    /// <param name="name">What it does, in a word; names the file of its output.</param>
    /// <param name="program">Program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancel">Gives up, and ends it with all that it started.</param>
    /// <returns>What it printed as its result.</returns>
    /// <exception cref="PackagingException">It cannot be started, or failed.</exception>
    public async Task<string> RunAsync(string name, string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string variable, string value) in environment ?? new Dictionary<string, string>()) start.Environment[variable] = value;
        using Process process = Start(start);
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None), error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        if (process.ExitCode == 0) return await output;
        Directory.CreateDirectory(logs);
        string log = Path.Combine(logs, $"{name}.log"), all = await output + await error;
        await File.WriteAllTextAsync(log, all, CancellationToken.None);
        throw new PackagingException($"{name} failed: {Reason(all)} (all of it: {log})");
    }

    // A compiler names each error in a line of its own; others end with what stopped them.
    private static string Reason(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? lines.LastOrDefault() ?? "it said nothing";
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new PackagingException($"{start.FileName} is not installed.");
        }
    }
}
