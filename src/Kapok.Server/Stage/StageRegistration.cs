using Kapok.Cluster;
using Kapok.Media.Stage;
using Kapok.Server.Configuration;

namespace Kapok.Server.Stage;

/// <summary>Registers the stages: one line for each way in and each way out.</summary>
internal static class StageRegistration
{
    /// <summary>Adds keys, the directory of what is on air, and the ways.</summary>
    public static IServiceCollection AddStage(this IServiceCollection services, KapokOptions options, StageSettings settings)
    {
        _ = options; // whether there is a front door, for those who need one
        services.AddSingleton(settings).AddSingleton<StageKeys>().AddSingleton<IStages, StageService>();
        services.AddSingleton<StageDirectory>().AddSingleton<IStageDirectory>(provider => provider.GetRequiredService<StageDirectory>());
        return services;
    }

    /// <summary>Maps the addresses of stages.</summary>
    public static void MapStage(this WebApplication app)
    {
        StageDirectory directory = app.Services.GetRequiredService<StageDirectory>();
        app.Lifetime.ApplicationStopping.Register(directory.Dispose);
    }
}
