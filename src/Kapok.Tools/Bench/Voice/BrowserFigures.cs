using System.Text.Json;

namespace Kapok.Tools.Bench.Voice;

/// <summary>What two pages of headless Chromium measured in a venue: <c>perf/voice-browsers.mjs</c>.</summary>
/// <param name="MouthToEarMs">From a burst of tone at one page's microphone to the other's loudspeaker.</param>
/// <param name="Bursts">What that is of.</param>
/// <param name="ConnectMs">From the first step of a connection until it stands.</param>
/// <param name="Connections">What that is of.</param>
public sealed record BrowserFigures(MedianAndP95 MouthToEarMs, BurstFigures Bursts, MedianAndP95 ConnectMs, ConnectionFigures Connections)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    /// <summary>Measures.</summary>
    /// <exception cref="InvalidOperationException">Something is missing or failed; one line says what.</exception>
    public static async Task<BrowserFigures> MeasureAsync(CancellationToken cancel) => Read(await BrowserScript.RunAsync("voice-browsers.mjs", [], cancel));

    /// <summary>Reads the script's last line.</summary>
    /// <exception cref="InvalidOperationException">It is no line of figures.</exception>
    public static BrowserFigures Read(string output)
    {
        string line = BrowserScript.LastLine(output);
        try
        {
            return JsonSerializer.Deserialize<BrowserFigures>(line, Json) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new InvalidOperationException($"The browsers measured nothing; the last line is: {line}");
        }
    }
}
