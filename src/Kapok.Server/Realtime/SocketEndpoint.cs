using System.Collections.Concurrent;
using System.Net.WebSockets;
using Kapok.Protocol;
using Kapok.Server.Api;

namespace Kapok.Server.Realtime;

/// <summary>Accepts world sockets at <c>/rt</c> and watches over the open ones.</summary>
public sealed class SocketEndpoint(
    LocalRooms rooms, Tickets tickets, Door door, AddressLimits addresses, OriginRule origins, OperatorToken operators, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan HelloTime = TimeSpan.FromSeconds(5), SilenceTime = TimeSpan.FromSeconds(30), StuckTime = TimeSpan.FromSeconds(10), Round = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Connection, WorldSocket> _open = new();
    private volatile bool _stopping;

    /// <summary>Open sockets.</summary>
    public int Count => _open.Count;

    /// <summary>Serves one request for a world socket.</summary>
    public async Task AcceptAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest || !http.WebSockets.WebSocketRequestedProtocols.Contains(ProtocolVersion.Subprotocol))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        if (!origins.Allows(http))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        string? address = operators.IsPresentedBy(http) ? null : AddressLimits.Of(http.Connection.RemoteIpAddress);
        if (_stopping || (address is not null && !addresses.TryOpen(address)))
        {
            http.Response.StatusCode = _stopping ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status429TooManyRequests;
            return;
        }
        try
        {
            using WebSocket socket = await http.WebSockets.AcceptWebSocketAsync(ProtocolVersion.Subprotocol);
            await ServeAsync(socket);
        }
        finally
        {
            if (address is not null) addresses.Closed(address);
        }
    }

    /// <summary>Says goodbye to everyone, so that browsers come back by themselves once the server runs again, and takes nobody new.</summary>
    public void CloseAll()
    {
        _stopping = true;
        foreach (Connection connection in _open.Keys) connection.Close(Ending.Stopping);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Round, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach ((Connection connection, WorldSocket socket) in _open) Watch(connection, socket);
                tickets.Sweep();
                addresses.Sweep();
            }
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    private static void Watch(Connection connection, WorldSocket socket)
    {
        if (!socket.IsGreeted && connection.NowMs > HelloTime.TotalMilliseconds) connection.Close(Ending.TicketRefused);
        else if (connection.NowMs - connection.HeardMs > SilenceTime.TotalMilliseconds) connection.Close(Ending.Silent);
        else if (connection.IsStuck(StuckTime)) connection.Close(Ending.TooSlow);
    }

    private async Task ServeAsync(WebSocket socket)
    {
        using Connection connection = new(socket, time);
        WorldSocket receiver = new(socket, connection, rooms, tickets, door);
        _open[connection] = receiver;
        try
        {
            await Task.WhenAll(connection.RunAsync(), receiver.RunAsync());
        }
        finally
        {
            _open.TryRemove(connection, out _);
            socket.Abort(); // nothing after a proper close; frees at once what did not close properly
        }
    }
}
