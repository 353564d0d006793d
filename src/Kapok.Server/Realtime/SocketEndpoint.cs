using System.Collections.Concurrent;
using System.Net.WebSockets;
using Kapok.Protocol;
using Kapok.Server.Api;
using Kapok.Sockets.Buffers;
using Kapok.Sockets.Handshakes;
using Microsoft.Net.Http.Headers;

namespace Kapok.Server.Realtime;

/// <summary>Decides who may open a world socket at <c>/rt</c>, serves those that come through the web server, and watches over all open ones.</summary>
public sealed class SocketEndpoint(
    LocalRooms rooms, Tickets tickets, Door door, AddressLimits addresses, OriginRule origins, OperatorToken operators, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan HelloTime = TimeSpan.FromSeconds(5), SilenceTime = TimeSpan.FromSeconds(30), StuckTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1), GoodbyeTime = TimeSpan.FromSeconds(4), Look = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<Connection, WorldSocket> _open = new();
    private readonly BufferPool _buffers = new();
    private volatile bool _stopping;

    /// <summary>Open sockets.</summary>
    public int Count => _open.Count;

    /// <summary>Serves one request for a world socket that came through the web server.</summary>
    public async Task AcceptAsync(HttpContext http)
    {
        (int refusal, string? address) = Admit(http, http.WebSockets.IsWebSocketRequest);
        if (refusal != 0)
        {
            if (refusal == StatusCodes.Status426UpgradeRequired) http.Response.Headers.SecWebSocketVersion = "13";
            http.Response.StatusCode = refusal;
            return;
        }
        try
        {
            using WebSocket socket = await http.WebSockets.AcceptWebSocketAsync(ProtocolVersion.Subprotocol);
            await ServeAsync(socket);
        }
        finally
        {
            Leave(address);
        }
    }

    /// <summary>Says goodbye to everyone, so that browsers come back by themselves once the server runs again, and takes nobody new.</summary>
    public void CloseAll()
    {
        _stopping = true;
        foreach (Connection connection in _open.Keys) connection.Close(Ending.Stopping);
    }

    /// <summary>Decides on a request, however it came. Whoever is admitted is counted until <see cref="Leave"/>.</summary>
    /// <param name="http">The request, forwarded headers applied.</param>
    /// <param name="isWebSocket">Its form is that of a WebSocket handshake.</param>
    /// <returns>0, or the status of the refusal; and the address that was counted, null for none.</returns>
    internal (int Refusal, string? Address) Admit(HttpContext http, bool isWebSocket)
    {
        if (!isWebSocket) return (IsOfAnotherVersion(http) ? Handshake.UpgradeRequired : StatusCodes.Status400BadRequest, null);
        if (!http.WebSockets.WebSocketRequestedProtocols.Contains(ProtocolVersion.Subprotocol)) return (StatusCodes.Status400BadRequest, null);
        if (!origins.Allows(http)) return (StatusCodes.Status403Forbidden, null);
        if (_stopping) return (StatusCodes.Status503ServiceUnavailable, null);
        string? address = operators.IsPresentedBy(http) ? null : AddressLimits.Of(http.Connection.RemoteIpAddress);
        return address is null || addresses.TryOpen(address) ? (0, address) : (StatusCodes.Status429TooManyRequests, null);
    }

    /// <summary>Whoever was admitted from this address has left.</summary>
    internal void Leave(string? address)
    {
        if (address is not null) addresses.Closed(address);
    }

    /// <summary>Makes the receiving half of a connection.</summary>
    internal WorldSocket NewWorld(Connection connection) => new(connection, rooms, tickets, door);

    /// <summary>Watches over a connection from now on.</summary>
    internal void Watch(Connection connection, WorldSocket world)
    {
        _open[connection] = world;
        if (_stopping) connection.Close(Ending.Stopping); // came between two looks at the same flag
    }

    /// <summary>A connection is closed.</summary>
    internal void Forget(Connection connection) => _open.TryRemove(connection, out _);

    /// <summary>Waits until everyone has heard the goodbye. The web server does so for its own connections.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        CloseAll();
        await base.StopAsync(cancellationToken);
        using PeriodicTimer look = new(Look, time);
        for (TimeSpan waited = TimeSpan.Zero; !_open.IsEmpty && waited < GoodbyeTime; waited += Look) await look.WaitForNextTickAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Round, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach ((Connection connection, WorldSocket world) in _open) LookAt(connection, world);
                tickets.Sweep();
                addresses.Sweep();
            }
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    private static void LookAt(Connection connection, WorldSocket world)
    {
        if (!world.IsGreeted && connection.NowMs > HelloTime.TotalMilliseconds) connection.Close(Ending.TicketRefused);
        else if (connection.NowMs - connection.HeardMs > SilenceTime.TotalMilliseconds) connection.Close(Ending.Silent);
        else if (connection.IsStuck(StuckTime)) connection.Close(Ending.TooSlow);
    }

    // RFC 6455, section 4.4: whoever speaks another version is told which one is spoken here.
    private static bool IsOfAnotherVersion(HttpContext http) =>
        http.Request.Headers.Upgrade.Contains("websocket", StringComparer.OrdinalIgnoreCase) && http.Request.Headers[HeaderNames.SecWebSocketVersion] != "13";

    private async Task ServeAsync(WebSocket socket)
    {
        using StreamConnection connection = new(socket, _buffers, time, NewWorld);
        Watch(connection, connection.World);
        try
        {
            await connection.RunAsync();
        }
        finally
        {
            Forget(connection);
            socket.Abort(); // nothing after a proper close; frees at once what did not close properly
        }
    }
}
