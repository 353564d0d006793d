using Kapok.Server.Configuration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Kapok.Server.Rooms;

/// <summary>Who this node is among others, and under which address browsers reach it.</summary>
public sealed class NodeAddress(KapokOptions options, IServiceProvider services)
{
    private readonly Lazy<string> _socket = new(() => SocketOf(options, services));

    /// <summary>Names the node as long as it runs.</summary>
    public string Id { get; } = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());

    /// <summary>Address of the world sockets here. Once the server listens.</summary>
    public string Socket => _socket.Value;

    /// <summary>Scheme, host and port of its web addresses. Once the server listens.</summary>
    public string Origin
    {
        get
        {
            UriBuilder web = new(Socket) { Path = "" };
            web.Scheme = web.Scheme == Uri.UriSchemeWss ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
            return web.Uri.GetLeftPart(UriPartial.Authority);
        }
    }

    // Asked for at first use and not at construction: the web server needs its doors, and they need the rooms.
    private static string SocketOf(KapokOptions options, IServiceProvider services)
    {
        string address = options.NodeAddress
            ?? VenueServer.Address(services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses, options);
        UriBuilder socket = new(address) { Path = "/rt" };
        socket.Scheme = socket.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        return socket.Uri.AbsoluteUri;
    }
}
