using Kapok.Protocol;
using Kapok.Server.Configuration;
using Kapok.Sockets.Door;
using Kapok.Sockets.Handshakes;
using Kapok.Sockets.Lines;
using Kapok.Sockets.Loops;

namespace Kapok.Server.Sockets;

/// <summary>Lets world sockets in past the web server: from the front door into an epoll loop, under the same rules.</summary>
public sealed class LineEntrance(SocketEndpoint endpoint, ProxyRule proxies, KapokOptions options, TimeProvider time, ILogger<LineEntrance> log) : ILineHost, IDisposable
{
    private readonly EpollLoop _loop = new(new("Kapok sockets"), time, log);

    /// <summary>Takes a connection that asks for <c>/rt</c>.</summary>
    public void Take(AcceptedSocket socket) => socket.OpenLine(_loop, SocketEndpoint.Limits, this);

    /// <inheritdoc/>
    UpgradeAnswer ILineHost.Decide(UpgradeRequest request, ServerLine line)
    {
        HttpContext http = ContextOf(request);
        proxies.Apply(http);
        (int refusal, string? address) = endpoint.Admit(http, isWebSocket: true);
        if (refusal != 0) return new(refusal);
        return new(UpgradeAnswer.Open, endpoint.Connect(line, address), ProtocolVersion.Subprotocol);
    }

    /// <inheritdoc/>
    public void Dispose() => _loop.Dispose();

    // The rules are written for requests as the web server has them, so a request is made to look like one: a handful of objects once for each
    // socket, where a second reading of the same headers would be a second chance to read them differently.
    private DefaultHttpContext ContextOf(UpgradeRequest request)
    {
        DefaultHttpContext http = new();
        (http.Request.Method, http.Request.Scheme) = (HttpMethods.Get, options.IsSecure ? Uri.UriSchemeHttps : Uri.UriSchemeHttp);
        (http.Connection.RemoteIpAddress, http.Connection.RemotePort) = (request.Remote.Address, request.Remote.Port);
        (http.Connection.LocalIpAddress, http.Connection.LocalPort) = (request.Local.Address, request.Local.Port);
        foreach ((string name, string value) in request.Head.Fields) http.Request.Headers.Append(name, value);
        return http;
    }
}
