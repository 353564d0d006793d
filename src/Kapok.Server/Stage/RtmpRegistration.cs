using Kapok.Media.Stage;
using Kapok.Media.Stage.Rtmp;
using Kapok.Server.Configuration;
using Kapok.Server.Voice;
using Kapok.Sockets.Door;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Kapok.Server.Stage;

/// <summary>Registers the way in by RTMP.</summary>
internal static partial class RtmpRegistration
{
    /// <summary>Adds the RTMP server and its doors: the web port, and a port of its own where one is set.</summary>
    public static IServiceCollection AddRtmp(this IServiceCollection services, KapokOptions options, StageSettings settings)
    {
        if (!settings.Enabled) return services;
        services.AddSingleton(Server).AddSingleton<RtmpBehindWeb>().AddHostedService<RtmpListener>();
        // TLS hides nothing of it: what encoders send in the clear is no TLS.
        if (VoiceService.HasDoor(options)) services.AddSingleton<IConnectionTaker, RtmpEntrance>();
        return services;
    }

    /// <summary>Lets the web server's connections be looked at, where there is something that the front door does not see.</summary>
    public static void UseRtmp(this ListenOptions listen, KapokOptions options)
    {
        if ((!options.IsSecure && VoiceService.HasDoor(options)) || listen.ApplicationServices.GetService<RtmpServer>() is null) return;
        listen.Use(listen.ApplicationServices.GetRequiredService<RtmpBehindWeb>().Before);
    }

    /// <summary>Lets encoders go when the server stops.</summary>
    public static void MapRtmp(this WebApplication app)
    {
        if (app.Services.GetService<RtmpServer>() is { } rtmp) app.Lifetime.ApplicationStopping.Register(rtmp.Stop);
    }

    private static RtmpServer Server(IServiceProvider provider)
    {
        ILogger log = provider.GetRequiredService<ILoggerFactory>().CreateLogger("Kapok.Server.Stage.Rtmp");
        RtmpServer rtmp = new(provider.GetRequiredService<IStageDirectory>(), new() { IsExempt = provider.GetRequiredService<ProxyRule>().IsKnown },
            provider.GetRequiredService<TimeProvider>());
        rtmp.Ended += end =>
        {
            // What strangers send must not fill the log.
            if (end.Ticket is null) Turned(log, end.Farewell);
            else if (end.Farewell.Length == 0) Went(log, end.Ticket.Event, end.Ticket.Stage);
            else Closed(log, end.Ticket.Event, end.Ticket.Stage, end.Farewell);
        };
        return rtmp;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "An RTMP connection without a valid key ended: {Why}")]
    private static partial void Turned(ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The encoder of stage {Event}/{Stage} went")]
    private static partial void Went(ILogger log, string @event, string stage);

    [LoggerMessage(Level = LogLevel.Information, Message = "The encoder of stage {Event}/{Stage} was closed: {Why}")]
    private static partial void Closed(ILogger log, string @event, string stage, string why);
}
