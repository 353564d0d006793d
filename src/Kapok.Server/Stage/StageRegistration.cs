using Kapok.Cluster;
using Kapok.Media.Rtc;
using Kapok.Media.Stage;
using Kapok.Media.Stage.WebRtc;
using Kapok.Server.Configuration;
using Kapok.Server.Voice;

namespace Kapok.Server.Stage;

/// <summary>Registers the stages: one line for each way in and each way out.</summary>
internal static class StageRegistration
{
    /// <summary>Adds keys, the directory of what is on air, and the ways.</summary>
    public static IServiceCollection AddStage(this IServiceCollection services, KapokOptions options, StageSettings settings)
    {
        services.AddSingleton(settings).AddSingleton<StageKeys>().AddSingleton<IStageKeys>(provider => provider.GetRequiredService<StageKeys>())
            .AddSingleton<IStages, StageService>().AddSingleton<StageAddresses>().AddSingleton<NodeStages>().AddSingleton<StageBoard>()
            .AddSingleton<StageMakers>().AddSingleton<StageInstruments>();
        services.AddSingleton<StageDirectory>().AddSingleton<IStageDirectory>(provider => provider.GetRequiredService<StageDirectory>());
        services.AddSingleton(provider => new WhipDesk(RtcOf(provider), provider.GetRequiredService<IStageDirectory>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new WhepDesk(RtcOf(provider), provider.GetRequiredService<IStageDirectory>(), settings.WhepViewers));
        services.AddHls();
        services.AddRtmp(options, settings).AddFlv();
        return services;
    }

    /// <summary>Maps the addresses of stages.</summary>
    public static void MapStage(this WebApplication app)
    {
        StageDirectory directory = app.Services.GetRequiredService<StageDirectory>();
        app.Services.GetRequiredService<StageBoard>();
        app.Services.GetRequiredService<StageInstruments>();
        app.Lifetime.ApplicationStopping.Register(directory.Dispose);
        app.MapStageApi();
        app.Services.GetRequiredService<WhepDesk>(); // hears of broadcasts from the first on
        app.MapWhip();
        app.MapWhep();
        app.MapRtmp();
        app.MapFlv();
    }

    // There is none before the web server listens, nor where voices are switched off.
    private static Func<RtcServer?> RtcOf(IServiceProvider services) => () => services.GetRequiredService<VoiceService>().Rtc;
}
