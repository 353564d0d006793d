using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kapok.Tools.Bench.Stage;

/// <summary>How many watch by WebRTC on one core: steps of more and more viewers, of which the last counts at which the server lost nothing.</summary>
internal sealed class WhepBench : IStageMeasure
{
    private static readonly int[] Steps = [300, 600, 900];

    /// <inheritdoc/>
    public string Name => "whep";

    /// <inheritdoc/>
    public Task MeasureAsync(StageBenchOptions options, JsonObject figures, CancellationToken cancel)
    {
        JsonArray steps = [];
        double held = 0;
        foreach (int viewers in Steps.Where(viewers => viewers <= options.MostViewers))
        {
            cancel.ThrowIfCancellationRequested();
            WhepFigures step = WhepPart.Run(viewers, options.Seconds);
            steps.Add(JsonSerializer.SerializeToNode(step, JsonSerializerOptions.Web));
            if (step.LostByServer == 0) held = Math.Max(held, step.WhepViewersPerCore);
        }
        figures["whepViewersPerCore"] = held;
        figures["whep"] = new JsonObject { ["steps"] = steps };
        return Task.CompletedTask;
    }
}
