using Kapok.Cluster;
using Kapok.Events.Storage;
using Kapok.Server.Api;
using OpenTelemetry.Metrics;

namespace Kapok.Server.Health;

/// <summary>Registers health, readiness and metrics.</summary>
public static class HealthRegistration
{
    // A room that has not ticked for this long serves nobody; its restart takes less.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    /// <summary>Adds the instruments and their exporter.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<MetricsRule>().AddSingleton<RoomInstruments>().AddSingleton<VoiceInstruments>().AddSingleton<StorageInstruments>()
            .AddSingleton<TlsInstruments>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(RoomInstruments.MeterName).AddRuntimeInstrumentation().AddAspNetCoreInstrumentation().AddPrometheusExporter());
        return services;
    }

    /// <summary>Maps <c>/healthz</c> (the process answers), <c>/readyz</c> (every room of this node ticks, and what is to be kept is stored) and <c>/metrics</c>.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.Services.GetRequiredService<RoomInstruments>();
        app.Services.GetRequiredService<VoiceInstruments>();
        app.Services.GetRequiredService<StorageInstruments>();
        app.Services.GetRequiredService<TlsInstruments>();
        app.MapRead("/healthz", () => Results.Text("ok")).ExcludeFromDescription();
        app.MapRead("/readyz", async (INode node, StorageHealth storage) =>
        {
            List<string> silent = [.. (await node.RoomsAsync()).Where(room => room.Silence > LongestSilence).Select(room => room.Room.ToString())];
            if (storage.Now is { Since: { } since } behind)
                silent.Add($"storage ({behind.Cause}; {behind.WaitingNotes} measures, reports and notes and {behind.WaitingLines} lines of chat are not stored since {since:u})");
            return silent.Count == 0 ? Results.Text("ready") : Results.Text($"not ready: {string.Join(", ", silent)}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }).ExcludeFromDescription();
        MetricsRule.Use(app);
        app.MapPrometheusScrapingEndpoint(MetricsRule.Path);
    }
}
