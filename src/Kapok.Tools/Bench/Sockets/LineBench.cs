using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Kapok.Sockets.Framing;
using Kapok.Sockets.Handshakes;
using Kapok.Sockets.Lines;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Tls;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kapok.Tools.Bench.Sockets;

/// <summary>What a bench of the transport measured.</summary>
/// <param name="Connections">Sockets open at the end.</param>
/// <param name="ConnectsPerSecond">How fast they were opened.</param>
/// <param name="DownPerSecond">Messages a second to each, mean.</param>
/// <param name="UpPerSecond">Messages a second from each that the server counted, mean.</param>
/// <param name="ServerCores">Processor time of the server a second.</param>
/// <param name="MicrosecondsPerSend">Processor time of the server for a message down and its share of those up.</param>
/// <param name="LatencyMs">From putting a round together to the message at the other end.</param>
/// <param name="RoundMs">How long the server takes for a round to half of the sockets.</param>
/// <param name="AllocatedBytesPerMessage">Managed memory of the server for each message.</param>
/// <param name="WorkingSetBytes">Memory of the server.</param>
/// <param name="Skipped">Messages that were not put together since a socket was busy.</param>
/// <param name="GeneratorCores">Processor time of this process a second.</param>
public sealed record LineBenchReport(
    int Connections, double ConnectsPerSecond, double DownPerSecond, double UpPerSecond, double ServerCores, double MicrosecondsPerSend,
    Bots.Percentiles LatencyMs, Bots.Percentiles RoundMs, double AllocatedBytesPerMessage, long WorkingSetBytes, long Skipped, double GeneratorCores);

/// <summary>Measures the transport alone: a server of its own on the first processor, all clients on the others.</summary>
internal sealed class LineBench(LineBenchOptions options)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8), Slice = TimeSpan.FromMilliseconds(10), Patience = TimeSpan.FromSeconds(60);

    private readonly Distribution _latency = new(0.1, 20_000);
    private readonly List<ClientLine> _lines = [];
    private long _received;
    private int _opened;

    /// <summary>Runs it.</summary>
    /// <exception cref="InvalidOperationException">The server cannot be started, or the sockets cannot be opened.</exception>
    public async Task<LineBenchReport> RunAsync()
    {
        using Process server = Start();
        Processors.LeaveFirst();
        using TlsContext? tls = options.IsSecure ? TlsContext.ForClient(takesAny: true) : null;
        using EpollLoop loop = new(new("clients"), TimeProvider.System, NullLogger.Instance);
        try
        {
            string? port = await server.StandardOutput.ReadLineAsync();
            IPEndPoint address = new(IPAddress.Loopback, int.Parse(port ?? throw new InvalidOperationException("the server has ended"), CultureInfo.InvariantCulture));
            double opening = await OpenAsync(loop, address, tls);
            using CancellationTokenSource end = new();
            Task sending = Task.Factory.StartNew(() => SendAll(end.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await Task.Delay(WarmUp);
            return await MeasureAsync(server, options.Connections / opening, end, sending);
        }
        finally
        {
            if (!server.HasExited) server.Kill();
        }
    }

    private Process Start()
    {
        ProcessStartInfo start = Processors.SelfOnFirst(["bench", "lines-server", .. options.ToArguments()]);
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        return Process.Start(start) ?? throw new InvalidOperationException("the server cannot be started");
    }

    private async Task<double> OpenAsync(EpollLoop loop, IPEndPoint address, TlsContext? tls)
    {
        long began = Stopwatch.GetTimestamp();
        UpgradeTarget target = new(address, address.ToString(), BenchWeb.SocketPath, null, []);
        LineOptions limits = new() { MaxMessageBytes = 1 << 16, HandshakeTime = Patience };
        while (_lines.Count < options.Connections)
        {
            _lines.Add(ClientLine.Connect(loop, limits, target, new Client(this), tls));
            if (_lines.Count % 256 == 0) await UntilOpenAsync(_lines.Count - 1024);
        }
        await UntilOpenAsync(options.Connections);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private async Task UntilOpenAsync(int count)
    {
        long began = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _opened) < count)
        {
            if (Stopwatch.GetElapsedTime(began) > Patience) throw new InvalidOperationException($"only {_opened} of {options.Connections} sockets opened");
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    private async Task<LineBenchReport> MeasureAsync(Process server, double connectsPerSecond, CancellationTokenSource end, Task sending)
    {
        await server.StandardInput.WriteLineAsync("go");
        long began = Stopwatch.GetTimestamp(), received = Interlocked.Read(ref _received);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        lock (_latency) _latency.Clear();
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds));
        int open = _lines.Count(line => line.IsOpen);
        await server.StandardInput.WriteLineAsync("stop");
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds, generator = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / seconds;
        double down = (Interlocked.Read(ref _received) - received) / seconds / options.Connections;
        await end.CancelAsync();
        await sending;
        LineBenchFigures figures = JsonSerializer.Deserialize<LineBenchFigures>(await server.StandardOutput.ReadLineAsync() ?? "")
            ?? throw new InvalidOperationException("the server has ended");
        double messages = Math.Max(1, figures.Sent + figures.Received);
        lock (_latency)
        {
            return new(
                open, Math.Round(connectsPerSecond), Math.Round(down, 2), Math.Round(figures.Received / seconds / options.Connections, 2),
                Math.Round(figures.CpuSeconds / seconds, 3), Math.Round(figures.CpuSeconds * 1e6 / Math.Max(1, figures.Sent), 2),
                new(_latency.Percentile(0.5), _latency.Percentile(0.99)), figures.RoundMs, Math.Round(figures.AllocatedBytes / messages, 1),
                figures.WorkingSetBytes, figures.Skipped, Math.Round(generator, 3));
        }
    }

    // Spread over the second in slices, so that no burst of our own making is measured.
    private void SendAll(CancellationToken end)
    {
        byte[] message = new byte[17];
        long began = Stopwatch.GetTimestamp(), sent = 0;
        while (!end.WaitHandle.WaitOne(Slice))
        {
            long due = (long)(Stopwatch.GetElapsedTime(began).TotalSeconds * options.Up * _lines.Count);
            if (due - sent > options.Up * (long)_lines.Count) sent = due; // a second behind: what was missed is not made up for
            for (; sent < due; sent++) _lines[(int)(sent % _lines.Count)].TrySend(Opcode.Binary, message);
        }
    }

    private sealed class Client(LineBench bench) : ILineEvents
    {
        public void Opened() => Interlocked.Increment(ref bench._opened);

        public void Received(Opcode kind, ReadOnlySpan<byte> message)
        {
            Interlocked.Increment(ref bench._received);
            double ms = Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64LittleEndian(message)).TotalMilliseconds;
            lock (bench._latency) bench._latency.Add(ms);
        }

        public void Faulted(FrameFault fault) => Console.Error.WriteLine($"A socket broke: {fault}");

        public void Ended(LineEnd end)
        {
            // counted by who is still open at the end
        }
    }
}
