using System.Diagnostics;
using System.Text;

namespace Kapok.IntegrationTests.Stage;

/// <summary>A child process of ffmpeg's family; its output is kept, and it ends with the test.</summary>
internal sealed class Ffmpeg : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private Ffmpeg(string tool, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(tool, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        _process = new() { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Why it cannot be had; null when it can.</summary>
    internal static string? Missing { get; } = Array.Exists(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), folder => File.Exists(Path.Combine(folder, "ffmpeg")))
        ? null : "ffmpeg is not installed";

    /// <summary>Publishes a moving card of 320 × 180 with 30 pictures a second and a whole one each second, and a tone, in real time.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="more">Options of the output.</param>
    internal static Ffmpeg Publish(string address, params string[] more) => new("ffmpeg",
    [
        "-hide_banner", "-nostdin", "-loglevel", "error",
        "-re", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000",
        "-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "30", "-threads", "1",
        "-c:a", "aac", "-ac", "2", .. more, "-f", "flv", address,
    ]);

    /// <summary>Reads two seconds of an address, decodes them, and says what was in it as JSON.</summary>
    internal static async Task<string> ProbeAsync(string address)
    {
        using Ffmpeg probe = new("ffprobe",
            ["-v", "error", "-count_frames", "-read_intervals", "%+2", "-show_entries", "stream=codec_name,width,height,channels,nb_read_frames", "-of", "json", address]);
        return await probe.EndAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>All that it said.</returns>
    internal async Task<string> EndAsync()
    {
        await _process.WaitForExitAsync();
        lock (_said) return _said.ToString();
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    internal void Kill()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_said) _said.AppendLine(line);
    }
}
