using System.Collections.Concurrent;
using System.Net;
using Kapok.Sockets.Door;
using Kapok.Sockets.Framing;
using Kapok.Sockets.Handshakes;
using Kapok.Sockets.Lines;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Kapok.Tests.Sockets;

/// <summary>A web server behind a front door that keeps <c>/rt</c>, where every line sends back what it is sent.</summary>
internal sealed class EchoVenue : ILineHost, IAsyncDisposable
{
    private WebApplication? _web;
    private TrialCertificates? _certificates;

    private EchoVenue(TimeProvider time) => Loop = new(new("echo"), time, NullLogger.Instance);

    internal EpollLoop Loop { get; }

    internal FrontDoor? Door { get; private set; }

    internal ConcurrentQueue<Echo> Echoes { get; } = new();

    internal IPEndPoint Address { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>The certificates of a venue that is secure.</summary>
    internal TrialCertificates Certificates => _certificates ?? throw new InvalidOperationException("The venue is not secure.");

    /// <summary>Requests that the web server saw.</summary>
    internal ConcurrentQueue<string> WebRequests { get; } = new();

    internal static async Task<EchoVenue> StartAsync(LineOptions? lines = null, FrontDoorOptions? door = null, TimeProvider? time = null,
        bool isSecure = false, HandshakeRateOptions? rate = null, Action<WebApplication>? more = null)
    {
        EchoVenue venue = new(time ?? TimeProvider.System);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1AndHttp2));
        TrialCertificates? certificates = isSecure ? venue._certificates = new() : null;
        PathTaker taker = new("/rt", socket => socket.OpenLine(venue.Loop, lines ?? new() { MaxMessageBytes = 1000 }, venue));
        builder.Services.AddSingleton<IConnectionListenerFactory>(services => venue.Door = new FrontDoor(
            door ?? new(), isSecure ? [] : [taker], services.GetRequiredService<IOptions<Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets.SocketTransportOptions>>(),
            time ?? TimeProvider.System, NullLogger<FrontDoor>.Instance, certificates is null ? null : new(certificates) { Takers = [taker], Rate = rate ?? new() }));
        WebApplication web = builder.Build();
        web.UseWebSockets();
        web.Map("/stream", venue.ServeStreamAsync);
        more?.Invoke(web);
        web.MapFallback(async (HttpContext http) =>
        {
            venue.WebRequests.Enqueue($"{http.Request.Method} {http.Request.Path} {http.WebSockets.IsWebSocketRequest} {http.Connection.RemoteIpAddress}");
            await http.Response.WriteAsync("web");
        });
        await web.StartAsync();
        venue._web = web;
        venue.Address = new(IPAddress.Loopback, new Uri(web.Urls.First()).Port);
        return venue;
    }

    public UpgradeAnswer Decide(UpgradeRequest request, ServerLine line)
    {
        if (request.Target.Contains("refuse", StringComparison.Ordinal)) return new(403);
        Echo echo = new(line);
        Echoes.Enqueue(echo);
        return new(UpgradeAnswer.Open, echo, request.Head.Members("Sec-WebSocket-Protocol").FirstOrDefault());
    }

    // What a connection through the web server is served by.
    private async Task ServeStreamAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.StatusCode = 400;
            return;
        }
        (http.Response.Headers.Upgrade, http.Response.Headers.SecWebSocketAccept) = ("websocket", Handshake.AcceptOf(http.Request.Headers.SecWebSocketKey.ToString()));
        Stream stream = await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        using StreamLine line = new(stream, isServer: true, new() { MaxMessageBytes = 1000 }, Loop.Buffers, TimeProvider.System);
        Echo echo = new(line);
        Echoes.Enqueue(echo);
        await line.RunAsync(echo);
    }

    /// <summary>The line that opened last.</summary>
    internal async Task<Echo> OpenedAsync(int number = 0)
    {
        await UntilAsync(() => Echoes.Count > number && Echoes.ElementAt(number).IsOpened);
        return Echoes.ElementAt(number);
    }

    /// <summary>Waits until something holds, as threads of their own make it so.</summary>
    internal static async Task UntilAsync(Func<bool> holds)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(5));
        while (!holds()) await look.WaitForNextTickAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_web is not null) await _web.DisposeAsync();
        Loop.Dispose();
        _certificates?.Dispose();
        Xunit.Assert.All(Echoes, echo => Xunit.Assert.NotNull(echo.End));
        Xunit.Assert.Equal(0, Loop.Buffers.Out);
    }
}

/// <summary>A line that sends back what it is sent.</summary>
internal sealed class Echo(WebSocketLine line) : ILineEvents
{
    internal WebSocketLine Line { get; } = line;

    internal Outbox Outbox { get; } = new(100_000);

    internal bool IsOpened { get; private set; }

    internal LineEnd? End { get; private set; }

    internal FrameFault? Fault { get; private set; }

    internal int Messages { get; private set; }

    /// <summary>Is done instead of sending back.</summary>
    internal Action<byte[]>? OnMessage { get; set; }

    /// <summary>Is done instead of anything, without a copy of the message.</summary>
    internal Action? OnAny { get; set; }

    public void Opened()
    {
        Line.Outbox = Outbox;
        IsOpened = true;
    }

    public void Received(Opcode kind, ReadOnlySpan<byte> message)
    {
        Messages++;
        if (OnAny is not null) OnAny();
        else if (OnMessage is not null) OnMessage(message.ToArray());
        else SendBack(kind, message.ToArray());
    }

    // A stream is written to by a task, so the line may be busy for a moment with what was sent before.
    private void SendBack(Opcode kind, byte[] message) => Xunit.Assert.True(SpinWait.SpinUntil(() => Line.TrySend(kind, message), TimeSpan.FromSeconds(60)));

    internal int Pongs { get; private set; }

    public void Ponged() => Pongs++;

    public void Faulted(FrameFault fault) => Fault = fault;

    public void Ended(LineEnd end)
    {
        Xunit.Assert.Null(End);
        End = end;
    }

    /// <summary>Sends messages as a room does.</summary>
    /// <returns>False when the line is still busy with what was sent before.</returns>
    internal bool Batch(params ReadOnlySpan<byte[]> messages)
    {
        int[] lengths = new int[messages.Length];
        int at = 0;
        Span<byte> slot = Line.BatchSlot(16384);
        if (slot.IsEmpty) return false;
        for (int number = 0; number < messages.Length; number++)
        {
            messages[number].CopyTo(slot[at..]);
            at += lengths[number] = messages[number].Length;
        }
        Line.SendBatch(Outbox, lengths);
        return true;
    }

    /// <summary>The same for one message, without an array for it.</summary>
    internal bool BatchOne(ReadOnlySpan<byte> message)
    {
        Span<byte> slot = Line.BatchSlot(16384);
        if (slot.IsEmpty) return false;
        message.CopyTo(slot);
        Line.SendBatch(Outbox, [message.Length]);
        return true;
    }
}
