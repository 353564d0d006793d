using System.Collections.Concurrent;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Server.Entry;
using Kapok.Server.Identities;
using Kapok.Server.Rooms;
using Kapok.Sockets.Buffers;
using Kapok.Sockets.Handshakes;
using Kapok.Sockets.Lines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Kapok.Server.Sockets;

/// <summary>Decides who may open a world socket at <c>/rt</c>, serves those that come through the web server, and watches over all open ones.</summary>
public sealed class SocketEndpoint(
    LocalRooms rooms, Tickets tickets, Door door, AddressLimits addresses, OriginRule origins, OperatorToken operators, TimeProvider time,
    ILogger<SocketEndpoint> log) : BackgroundService
{
    /// <summary>Limits of a world socket as a WebSocket.</summary>
    internal static readonly LineOptions Limits = new() { MaxMessageBytes = MessageKind.MaxOfferBytes };

    private static readonly TimeSpan HelloTime = TimeSpan.FromSeconds(5), SilenceTime = TimeSpan.FromSeconds(30), StuckTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(15), PingEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1), GoodbyeTime = TimeSpan.FromSeconds(4), Look = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<Connection, byte> _open = new();
    private readonly BufferPool _buffers = new();
    private volatile bool _stopping;

    /// <summary>Open sockets.</summary>
    public int Count => _open.Count;

    /// <summary>Of them, those in an epoll loop.</summary>
    public int Lines => _open.Keys.Count(connection => connection.Line is ServerLine);

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
        Stream stream;
        try
        {
            stream = await UpgradeAsync(http);
        }
        catch
        {
            Leave(address);
            throw;
        }
        using StreamLine line = new(stream, isServer: true, Limits, _buffers, time);
        await line.RunAsync(Connect(line, address));
    }

    /// <summary>Says goodbye to everyone, so that browsers come back by themselves once the server runs again, and takes nobody new.</summary>
    public void CloseAll()
    {
        _stopping = true;
        foreach (Connection connection in _open.Keys) connection.Close(Ending.Stopping);
    }

    /// <summary>Decides on a request, however it came. Whoever is admitted is counted until their connection ends: <see cref="Connect"/> must follow.</summary>
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

    /// <summary>Makes a world socket of a line that opens, and watches over it until it ends.</summary>
    /// <param name="line">The line.</param>
    /// <param name="address">The address that was counted, null for none.</param>
    internal ILineEvents Connect(WebSocketLine line, string? address)
    {
        void Ended(Connection connection)
        {
            _open.TryRemove(connection, out _);
            Leave(address);
        }
        Connection connection = new(line, time, connection => new(connection, rooms, tickets, door), Ended, log);
        _open[connection] = 0;
        if (_stopping) connection.Close(Ending.Stopping); // came in between two looks at the flag
        return connection;
    }

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
                foreach (Connection connection in _open.Keys) LookAt(connection);
                tickets.Sweep();
                foreach (LocalRoom room in rooms.All) room.Host.Queue.Sweep();
                addresses.Sweep();
            }
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    private void Leave(string? address)
    {
        if (address is not null) addresses.Closed(address);
    }

    private static void LookAt(Connection connection)
    {
        if (!connection.World.HasHello && connection.NowMs > HelloTime.TotalMilliseconds) connection.Close(Ending.TicketRefused);
        else if (connection.Line.IsStuck(StuckTime)) connection.Close(Ending.TooSlow);
        else LookAtSilence(connection);
    }

    /// <summary>Looks whether somebody has to be asked whether they are there, or taken for gone.</summary>
    internal static void LookAtSilence(Connection connection)
    {
        long nowMs = connection.NowMs, silentMs = nowMs - connection.HeardMs;
        if (silentMs > SilenceTime.TotalMilliseconds) connection.Close(Ending.Silent);
        // A page in a hidden tab is woken once a minute and says nothing meanwhile, but its browser answers for it.
        else if (silentMs > PingAfter.TotalMilliseconds && nowMs - connection.PingedMs >= PingEvery.TotalMilliseconds) connection.Ping();
    }

    // RFC 6455, section 4.4: whoever speaks another version is told which one is spoken here.
    private static bool IsOfAnotherVersion(HttpContext http) =>
        http.Request.Headers.Upgrade.Contains("websocket", StringComparer.OrdinalIgnoreCase) && http.Request.Headers[HeaderNames.SecWebSocketVersion] != "13";

    // The middleware would wrap the stream into the framework's WebSocket. Framing it here keeps one reading of the protocol for both ways, and a
    // batch is one write, so one record of TLS. A connection that is HTTP/2 asks by CONNECT (RFC 8441) and has no key to answer.
    private static async Task<Stream> UpgradeAsync(HttpContext http)
    {
        http.Response.Headers.SecWebSocketProtocol = ProtocolVersion.Subprotocol;
        if (http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect) return await connect.AcceptAsync();
        http.Response.Headers.Upgrade = "websocket";
        http.Response.Headers.SecWebSocketAccept = Handshake.AcceptOf(http.Request.Headers.SecWebSocketKey.ToString());
        return await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
    }
}
