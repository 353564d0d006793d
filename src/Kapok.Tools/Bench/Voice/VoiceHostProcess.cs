using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Kapok.Tools.Bench.Voice;

/// <summary>The bench's end of the child process.</summary>
internal sealed class VoiceHostProcess : IDisposable
{
    private readonly Process _process;
    private readonly Lock _lock = new();

    /// <summary>Starts the child.</summary>
    public VoiceHostProcess(VoiceBenchOptions options)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])[Assembly.GetExecutingAssembly().Location, "bench", "voice-host", "--shards", Text(options.Shards), "--slots",
            Text(options.Slots), "--budget", Text(options.Budget)]) start.ArgumentList.Add(argument);
        _process = Process.Start(start) ?? throw new InvalidOperationException("The server's process did not start.");
    }

    /// <summary>Connects a bot.</summary>
    /// <returns>The answer to its offer.</returns>
    public string Offer(uint person, int slots, string offer)
    {
        string line = Ask($"offer {person} {slots} {Convert.ToBase64String(Encoding.UTF8.GetBytes(offer))}");
        return line.StartsWith('!') ? throw new InvalidOperationException($"The server refused: {line}") : Encoding.UTF8.GetString(Convert.FromBase64String(line));
    }

    /// <summary>What the server tells of itself.</summary>
    /// <param name="collects">After a garbage collection, for its memory.</param>
    public VoiceHostState State(bool collects = false) => JsonSerializer.Deserialize<VoiceHostState>(Ask(collects ? "memory" : "state"))!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.WriteLine("quit");
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000)) _process.Kill();
        _process.Dispose();
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private string Ask(string line)
    {
        lock (_lock)
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
            return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server's process ended.");
        }
    }
}
