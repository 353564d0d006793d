using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Kapok.Sockets.Framing;
using Kapok.Sockets.Handshakes;
using Kapok.Sockets.Lines;
using Kapok.Sockets.Loops;
using Kapok.Tools.Bench.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kapok.Tools.Bench.Tls;

/// <summary>A server without a world that opens WebSockets through TLS, and counts them.</summary>
internal sealed class HandshakeServer(HandshakeWay way) : ILineHost, IDisposable
{
    private readonly EpollLoop _loop = new(new("lines"), TimeProvider.System, NullLogger.Instance);
    private long _upgrades;

    /// <summary>Prints its port, then its figures from each <c>go</c> of its input to the line after; ends with its input.</summary>
    public async Task RunAsync()
    {
        await using WebApplication web = await StartAsync();
        Console.WriteLine(new Uri(web.Urls.First()).Port);
        while (await Console.In.ReadLineAsync() is not null)
        {
            (long began, TimeSpan cpu, long upgrades, long allocated) =
                (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, Interlocked.Read(ref _upgrades), GC.GetTotalAllocatedBytes());
            await Console.In.ReadLineAsync();
            Console.WriteLine(JsonSerializer.Serialize(new HandshakeFigures(
                Stopwatch.GetElapsedTime(began).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, Interlocked.Read(ref _upgrades) - upgrades,
                GC.GetTotalAllocatedBytes() - allocated)));
        }
    }

    /// <summary>Starts it on a free port.</summary>
    internal async Task<WebApplication> StartAsync()
    {
        X509Certificate2 certificate = TrialCertificate.Make(TimeProvider.System); // for as long as the process
        WebApplication web = BenchWeb.Create(certificate, way == HandshakeWay.Door ? socket => socket.OpenLine(_loop, new(), this) : null).Build();
        web.Map(BenchWeb.SocketPath, ServeAsync);
        await web.StartAsync();
        return web;
    }

    /// <inheritdoc/>
    public void Dispose() => _loop.Dispose();

    UpgradeAnswer ILineHost.Decide(UpgradeRequest request, ServerLine line)
    {
        Interlocked.Increment(ref _upgrades);
        return new(UpgradeAnswer.Open, Silence.Instance);
    }

    private async Task ServeAsync(HttpContext http)
    {
        (http.Response.Headers.Upgrade, http.Response.Headers.SecWebSocketAccept) = ("websocket", Handshake.AcceptOf(http.Request.Headers.SecWebSocketKey.ToString()));
        Stream stream = await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        Interlocked.Increment(ref _upgrades);
        using StreamLine line = new(stream, isServer: true, new(), _loop.Buffers, TimeProvider.System);
        await line.RunAsync(Silence.Instance);
    }

    /// <summary>Nobody has anything to say: the handshake is all.</summary>
    private sealed class Silence : ILineEvents
    {
        public static readonly Silence Instance = new();

        public void Opened()
        {
            // counted when it was decided
        }

        public void Received(Opcode kind, ReadOnlySpan<byte> message)
        {
            // clients send nothing
        }

        public void Faulted(FrameFault fault)
        {
            // nor this
        }

        public void Ended(LineEnd end)
        {
            // the client's to count
        }
    }
}
