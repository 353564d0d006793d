using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Tls;

namespace Kapok.Tools.Bench.Tls;

/// <summary>How handshakes are measured.</summary>
/// <param name="Ways">Who ends TLS, one after the other.</param>
/// <param name="Seconds">How long each run is measured, after some seconds of warm-up.</param>
/// <param name="InFlight">Connections that are being opened at any moment: enough to keep the server busy while some are on their way.</param>
internal sealed record HandshakeOptions(IReadOnlyList<HandshakeWay> Ways, int Seconds, int InFlight);

/// <summary>Measures TLS handshakes: a server of its own on the first processor, all clients on the others.</summary>
internal sealed class HandshakeBench(HandshakeOptions options, Action<string> tell)
{
    private const double MostFailing = 0.01;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3), StopTime = TimeSpan.FromSeconds(5);
    private static readonly (string Name, int Version)[] Protocols = [("TLS 1.3", 0x0304), ("TLS 1.2", 0x0303)];

    /// <summary>Runs it.</summary>
    /// <exception cref="InvalidOperationException">The server cannot be started, or connections fail.</exception>
    public async Task<HandshakeReport> RunAsync(CancellationToken cancel)
    {
        if (!EpollLoop.IsSupported || !TlsContext.IsSupported) throw new InvalidOperationException("it needs Linux and OpenSSL 3");
        List<HandshakeRun> runs = [];
        foreach (HandshakeWay way in options.Ways)
        {
            using Process server = Start(way);
            try
            {
                Processors.LeaveFirst();
                string port = await server.StandardOutput.ReadLineAsync(cancel) ?? throw new InvalidOperationException("the server has ended");
                IPEndPoint address = new(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
                foreach ((string name, int version) in Protocols)
                {
                    foreach (bool resumes in (bool[])[false, true]) runs.Add(await MeasureAsync(server, address, way, name, version, resumes, cancel));
                }
            }
            finally
            {
                server.StandardInput.Close();
                if (!server.WaitForExit(StopTime)) server.Kill();
            }
        }
        return new(options.Seconds, options.InFlight, runs);
    }

    private static Process Start(HandshakeWay way)
    {
        ProcessStartInfo start = Processors.SelfOnFirst(["bench", "tls-server", $"--way={way}"]);
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        return Process.Start(start) ?? throw new InvalidOperationException("the server cannot be started");
    }

    private async Task<HandshakeRun> MeasureAsync(Process server, IPEndPoint address, HandshakeWay way, string name, int version, bool resumes, CancellationToken cancel)
    {
        tell($"{way}, {name}, {(resumes ? "resumed" : "full")}");
        int cores = Processors.CanPin ? Environment.ProcessorCount - 1 : Environment.ProcessorCount;
        using HandshakeClients clients = new(address, options.InFlight, cores, version, resumes);
        await Task.Delay(WarmUp, cancel);
        await server.StandardInput.WriteLineAsync("go");
        HandshakeClients.Moment began = clients.Now;
        double busy = Processors.BusySecondsOfFirst();
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds), cancel);
        await server.StandardInput.WriteLineAsync("stop");
        ClientFigures done = clients.Since(began);
        busy = (Processors.BusySecondsOfFirst() - busy) / done.Seconds;
        HandshakeFigures figures = JsonSerializer.Deserialize<HandshakeFigures>(await server.StandardOutput.ReadLineAsync(cancel) ?? "null")
            ?? throw new InvalidOperationException("the server has ended");
        if (done.Failed > done.Opened * MostFailing) throw new InvalidOperationException($"{done.Failed} of {done.Opened + done.Failed} connections failed: {done.LastFailure}");
        return HandshakeRun.Of(way, name, resumes, figures, done, new(cores, busy));
    }
}
