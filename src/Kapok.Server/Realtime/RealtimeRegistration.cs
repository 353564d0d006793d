using Kapok.Cluster;
using Kapok.Events.Links;

namespace Kapok.Server.Realtime;

/// <summary>Registers the rooms and their sockets.</summary>
public static class RealtimeRegistration
{
    /// <summary>Adds the rooms, the door before them and the sockets into them.</summary>
    public static IServiceCollection AddRealtime(this IServiceCollection services)
    {
        services.AddSingleton<Tickets>().AddSingleton<AddressLimits>().AddSingleton<Door>();
        services.AddSingleton<LocalRooms>().AddSingleton<IRoomDirectory>(provider => provider.GetRequiredService<LocalRooms>());
        services.AddSingleton<ILinkObserver, RoomRoles>();
        services.AddSingleton<SocketEndpoint>().AddHostedService(provider => provider.GetRequiredService<SocketEndpoint>());
        return services;
    }

    /// <summary>Serves world sockets at <c>/rt</c>.</summary>
    public static void MapWorldSocket(this WebApplication app)
    {
        SocketEndpoint sockets = app.Services.GetRequiredService<SocketEndpoint>();
        app.Lifetime.ApplicationStopping.Register(sockets.CloseAll);
        app.Map("/rt", sockets.AcceptAsync).ExcludeFromDescription();
    }
}
