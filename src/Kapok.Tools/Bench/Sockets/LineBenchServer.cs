using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using Kapok.Sockets.Framing;
using Kapok.Sockets.Handshakes;
using Kapok.Sockets.Lines;
using Kapok.Sockets.Loops;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kapok.Tools.Bench.Sockets;

/// <summary>What the server's process measured.</summary>
/// <param name="CpuSeconds">Processor time, all threads.</param>
/// <param name="Sent">Messages that went out.</param>
/// <param name="Skipped">Messages that were not put together since a socket was busy.</param>
/// <param name="Received">Messages that came.</param>
/// <param name="RoundMs">How long a round to half of the sockets took, p50 and p99.</param>
/// <param name="AllocatedBytes">Managed memory allocated.</param>
/// <param name="WorkingSetBytes">Memory of the process at the end.</param>
public sealed record LineBenchFigures(double CpuSeconds, long Sent, long Skipped, long Received, Bots.Percentiles RoundMs, long AllocatedBytes, long WorkingSetBytes);

/// <summary>A server without a world: sends every socket so many bytes so many times a second, and counts what comes. Told by its input when to begin and end.</summary>
internal sealed class LineBenchServer(LineBenchOptions options) : ILineHost, IDisposable
{
    private readonly ConcurrentQueue<BenchLine> _arrived = new();
    private readonly List<BenchLine> _all = [];
    private readonly Distribution _rounds = new(0.05, 4000);
    private readonly byte[] _message = new byte[options.Bytes];
    private readonly ManualResetEventSlim _stop = new();
    private EpollLoop[] _loops = [];
    private long _received, _sent, _skipped;
    private int _next;

    /// <summary>Runs until its input says <c>stop</c>: prints its port, then its figures since <c>go</c>.</summary>
    public async Task RunAsync()
    {
        new Random(1).NextBytes(_message);
        LoopOptions loop = new("lines") { Rest = TimeSpan.FromMilliseconds(options.RestMilliseconds) };
        _loops = [.. Enumerable.Range(0, options.Loops).Select(_ => new EpollLoop(loop, TimeProvider.System, NullLogger.Instance))];
        await using WebApplication web = await StartAsync();
        Console.WriteLine(new Uri(web.Urls.First()).Port);
        Thread room = new(Drive) { IsBackground = true, Name = "room" };
        room.Start();
        while (await Console.In.ReadLineAsync() is { } word && word != "go")
        {
            // whatever else is said means nothing
        }
        (TimeSpan cpu, long allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        (long received, long sent, long skipped) = (Interlocked.Read(ref _received), Interlocked.Read(ref _sent), Interlocked.Read(ref _skipped));
        lock (_rounds) _rounds.Clear();
        await Console.In.ReadLineAsync();
        LineBenchFigures figures;
        lock (_rounds)
        {
            figures = new(
                (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, _sent - sent, _skipped - skipped, _received - received,
                new(_rounds.Percentile(0.5), _rounds.Percentile(0.99)), GC.GetTotalAllocatedBytes() - allocated, Environment.WorkingSet);
        }
        Console.WriteLine(JsonSerializer.Serialize(figures));
        _stop.Set();
        room.Join();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (EpollLoop one in _loops) one.Dispose();
        _stop.Dispose();
    }

    /// <inheritdoc/>
    UpgradeAnswer ILineHost.Decide(UpgradeRequest request, ServerLine line) => new(UpgradeAnswer.Open, Arrive(new LineOfLibrary(this, line, _loops[_next++ % _loops.Length])));

    private async Task<WebApplication> StartAsync()
    {
        int taken = 0;
        WebApplicationBuilder builder = BenchWeb.Create(
            options.IsSecure ? TrialCertificate.Make(TimeProvider.System) : null,
            options.Path == LinePath.Door ? socket => socket.OpenLine(_loops[taken++ % _loops.Length], new(), this) : null);
        WebApplication web = builder.Build();
        if (options.Path == LinePath.Framework) web.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        web.Map(BenchWeb.SocketPath, options.Path == LinePath.Framework ? ServeFrameworkAsync : ServeStreamAsync);
        await web.StartAsync();
        return web;
    }

    private async Task ServeStreamAsync(HttpContext http)
    {
        (http.Response.Headers.Upgrade, http.Response.Headers.SecWebSocketAccept) = ("websocket", Handshake.AcceptOf(http.Request.Headers.SecWebSocketKey.ToString()));
        Stream stream = await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        using StreamLine line = new(stream, isServer: true, new(), _loops[0].Buffers, TimeProvider.System);
        await line.RunAsync(Arrive(new LineOfLibrary(this, line, _loops[0])));
    }

    private async Task ServeFrameworkAsync(HttpContext http)
    {
        using WebSocket socket = await http.WebSockets.AcceptWebSocketAsync();
        LineOfFramework line = new(socket, options.Bytes);
        _arrived.Enqueue(line);
        byte[] buffer = new byte[512];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close) Interlocked.Increment(ref _received);
        }
        catch (WebSocketException)
        {
            // the other process has ended
        }
        line.IsGone = true;
    }

    private LineOfLibrary Arrive(LineOfLibrary line)
    {
        _arrived.Enqueue(line);
        return line;
    }

    // Half of the sockets in each round, as a room does.
    private void Drive()
    {
        TimeSpan length = TimeSpan.FromSeconds(0.5 / options.Down);
        long next = Stopwatch.GetTimestamp();
        List<BenchLine>[] byLoop = [.. _loops.Select(_ => new List<BenchLine>())];
        for (int round = 0; !_stop.IsSet; round++)
        {
            while (_arrived.TryDequeue(out BenchLine? line)) _all.Add(line);
            long began = Stopwatch.GetTimestamp();
            BinaryPrimitives.WriteInt64LittleEndian(_message, began);
            if (options.Writer == LineWriter.Room) SendTo(_all, round & 1, 2);
            else HandOver(byLoop, round & 1);
            lock (_rounds) _rounds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            next += (long)(length.TotalSeconds * Stopwatch.Frequency);
            TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), next);
            if (left > TimeSpan.Zero) _stop.Wait(left);
            else next = Stopwatch.GetTimestamp();
        }
    }

    private void SendTo(List<BenchLine> lines, int first, int step)
    {
        int sent = 0, skipped = 0;
        for (int at = first; at < lines.Count; at += step)
        {
            if (lines[at].TrySend(_message)) sent++;
            else if (!lines[at].IsGone) skipped++;
        }
        Interlocked.Add(ref _sent, sent);
        Interlocked.Add(ref _skipped, skipped);
    }

    // As it is when the room only hands over: each loop gets its share of the round and writes it.
    private void HandOver(List<BenchLine>[] byLoop, int first)
    {
        for (int loop = 0; loop < byLoop.Length; loop++)
        {
            List<BenchLine> share = [];
            for (int at = first; at < _all.Count; at += 2)
                if (_all[at].Loop is null || _all[at].Loop == _loops[loop]) share.Add(_all[at]);
            _loops[loop].Post(() => SendTo(share, 0, 1));
        }
    }

    /// <summary>One socket, whoever serves it.</summary>
    private abstract class BenchLine
    {
        public bool IsGone { get; set; }

        public virtual EpollLoop? Loop => null;

        public abstract bool TrySend(byte[] message);
    }

    private sealed class LineOfLibrary(LineBenchServer server, WebSocketLine line, EpollLoop loop) : BenchLine, ILineEvents
    {
        private readonly Outbox _outbox = new(16);

        public override EpollLoop Loop => loop;

        public override bool TrySend(byte[] message)
        {
            Span<byte> slot = line.BatchSlot(16 * 1024);
            if (slot.IsEmpty) return false;
            message.CopyTo(slot);
            line.SendBatch(_outbox, [message.Length]);
            return true;
        }

        public void Opened() => line.Outbox = _outbox;

        public void Received(Opcode kind, ReadOnlySpan<byte> message) => Interlocked.Increment(ref server._received);

        public void Faulted(FrameFault fault) => IsGone = true;

        public void Ended(LineEnd end) => IsGone = true;
    }

    private sealed class LineOfFramework(WebSocket socket, int bytes) : BenchLine
    {
        private readonly byte[] _out = new byte[bytes];
        private Task _sending = Task.CompletedTask;

        public override bool TrySend(byte[] message)
        {
            if (IsGone || !_sending.IsCompleted) return false;
            message.CopyTo(_out, 0);
            try
            {
                _sending = socket.SendAsync(_out.AsMemory(), WebSocketMessageType.Binary, true, CancellationToken.None).AsTask();
                return true;
            }
            catch (WebSocketException)
            {
                IsGone = true;
                return false;
            }
        }
    }
}
