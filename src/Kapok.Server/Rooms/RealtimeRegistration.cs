using Kapok.Cluster;
using Kapok.Events.Links;
using Kapok.Server.Configuration;
using Kapok.Server.Entry;
using Kapok.Server.Measures;
using Kapok.Server.Sockets;
using Kapok.Sockets.Door;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Tls;
using Microsoft.AspNetCore.Connections;

namespace Kapok.Server.Rooms;

/// <summary>Registers the rooms and their sockets.</summary>
public static class RealtimeRegistration
{
    private const string SocketPath = "/rt";

    /// <summary>Adds the rooms, the directory of all nodes' rooms, the door before them and the sockets into them.</summary>
    public static IServiceCollection AddRealtime(this IServiceCollection services, KapokOptions options, InProcessCluster cluster)
    {
        services.AddSingleton<Tickets>().AddSingleton<AddressLimits>().AddSingleton<Door>();
        services.AddSingleton<IRoomDirectory>(cluster).AddSingleton<INodes>(cluster).AddSingleton<NodeAddress>();
        services.AddSingleton<IMeasures, VenueMeasures>().AddHostedService<MuteClock>();
        services.AddSingleton<SceneStore>().AddSingleton<LocalRooms>().AddSingleton<INode>(provider => provider.GetRequiredService<LocalRooms>());
        services.AddSingleton<VenueRooms>().AddSingleton<ILinkObserver, RoomRoles>();
        services.AddSingleton<SocketEndpoint>().AddHostedService(provider => provider.GetRequiredService<SocketEndpoint>());
        if (options.FrontDoor == KapokOptions.FrontDoorAuto && EpollLoop.IsSupported) services.AddFrontDoor(options);
        return services;
    }

    private static void AddFrontDoor(this IServiceCollection services, KapokOptions options)
    {
        services.AddSingleton(provider => new FrontDoorOptions
        {
            MostOfAddress = options.ConnectionsPerAddress,
            IsExempt = provider.GetRequiredService<ProxyRule>().IsKnown
        }).AddSingleton<FrontDoor>();
        services.AddSingleton<IConnectionListenerFactory>(provider => provider.GetRequiredService<FrontDoor>());
        // What TLS hides cannot be told apart by its first bytes. Where the door cannot end it, world sockets take the way through the web server.
        if (options.IsSecure && !TlsContext.IsSupported) return;
        services.AddSingleton<LineEntrance>();
        if (!options.IsSecure) services.AddSingleton<IConnectionTaker>(WorldSockets);
        else services.AddSingleton(provider => new TlsDoorOptions(provider.GetRequiredService<Certificates>())
        {
            Takers = [WorldSockets(provider)],
            Rate = new() { IsExempt = provider.GetRequiredService<ProxyRule>().IsKnown },
        });
    }

    private static PathTaker WorldSockets(IServiceProvider provider) => new(SocketPath, provider.GetRequiredService<LineEntrance>().Take);

    /// <summary>Serves world sockets at <c>/rt</c>.</summary>
    public static void MapWorldSocket(this WebApplication app)
    {
        SocketEndpoint sockets = app.Services.GetRequiredService<SocketEndpoint>();
        app.Lifetime.ApplicationStopping.Register(sockets.CloseAll);
        app.Map(SocketPath, sockets.AcceptAsync).ExcludeFromDescription();
    }
}
