using Kapok.Server.Configuration;
using Kapok.Sockets.Door;

namespace Kapok.Server.Voice;

/// <summary>Registers the voices.</summary>
internal static class VoiceRegistration
{
    /// <summary>Adds the media library, and its door where the web port has one. TLS hides nothing of it: what voices send by TCP is no TLS.</summary>
    public static IServiceCollection AddVoice(this IServiceCollection services, KapokOptions options, VoiceSettings settings)
    {
        services.AddSingleton(settings).AddSingleton<RtcNegotiator>().AddSingleton<RelayCredentials>();
        services.AddSingleton<VoiceService>().AddHostedService(provider => provider.GetRequiredService<VoiceService>());
        if (settings.Enabled && VoiceService.HasDoor(options)) services.AddSingleton<IConnectionTaker, IceEntrance>();
        return services;
    }
}
