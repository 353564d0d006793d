using System.Diagnostics;
using System.Globalization;

namespace Kapok.Tools.Bench.Stage;

/// <summary>Publishes 720p30 of 1.5 Mbit/s by RTMP for as long as a bench runs. It is encoded once before, so that what publishes takes next to nothing.</summary>
internal sealed class StagePublisher : IDisposable
{
    private const string Program = "ffmpeg";

    private readonly Process _process;

    private StagePublisher(Process process) => _process = process;

    /// <summary>Encodes what is published.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">ffmpeg is not there, or fails.</exception>
    public static async Task<string> EncodeAsync(string folder, CancellationToken cancel)
    {
        string clip = Path.Combine(folder, "clip.flv");
        using Process process = Start(
            "-y -f lavfi -i testsrc2=size=1280x720:rate=30 -f lavfi -i sine=frequency=440:sample_rate=48000 -t 10 -vf noise=alls=20:allf=t "
            + "-c:v libx264 -preset superfast -tune zerolatency -g 30 -keyint_min 30 -sc_threshold 0 -b:v 1372k -minrate 1372k -maxrate 1372k -bufsize 1372k -x264-params nal-hrd=cbr "
            + $"-pix_fmt yuv420p -c:a aac -b:a 128k -ac 2 -f flv {clip}");
        string complaint = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0 ? clip : throw new InvalidOperationException($"ffmpeg cannot make the clip: {complaint.Trim()}");
    }

    /// <summary>Begins to publish.</summary>
    /// <param name="clip">What <see cref="EncodeAsync"/> made.</param>
    /// <param name="address">RTMP address with the key.</param>
    public static StagePublisher Start(string clip, string address)
    {
        Process process = Start(string.Create(CultureInfo.InvariantCulture, $"-re -stream_loop -1 -i {clip} -c copy -f flv {address}"));
        process.BeginErrorReadLine(); // a pipe that nobody reads stops whoever writes into it
        return new(process);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private static Process Start(string arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(Program, "-nostdin -loglevel error " + arguments) { RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("ffmpeg is not installed: apt-get install ffmpeg.");
        }
    }
}
