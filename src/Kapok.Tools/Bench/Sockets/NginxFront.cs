using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kapok.Tools.Bots;

namespace Kapok.Tools.Bench.Sockets;

/// <summary>Debian's nginx as it ends TLS before a venue, on the venue's processor, for as long as a bench runs.</summary>
internal sealed class NginxFront : IAsyncDisposable
{
    private const int Tries = 3;

    // It ends with this process, however that ends: the pipe to the shell's input closes then. Whatever a shell runs aside has no input, so the pipe gets a number of its own.
    internal const string EndsWithUs = "exec 3<&0; \"$@\" 3<&- & front=$!; (read -r _ <&3; kill -TERM $front) & wait $front";

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(15), StopTime = TimeSpan.FromSeconds(10), Look = TimeSpan.FromMilliseconds(50);
    internal static readonly string[] Places = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"];

    private readonly Process _shell;
    private readonly ConcurrentQueue<string> _complaints = new();
    private Process[] _processes = [];

    private NginxFront(Process shell, Uri address)
    {
        (_shell, Address) = (shell, address);
        shell.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null) _complaints.Enqueue(line.Data);
        };
        shell.BeginErrorReadLine();
    }

    /// <summary>Where people come.</summary>
    public Uri Address { get; }

    /// <summary>Processor seconds it has used so far.</summary>
    public double CpuSeconds => _processes.Sum(Processors.SecondsOf);

    /// <summary>Starts it before a venue that is ready.</summary>
    /// <param name="venue">The venue, in the clear.</param>
    /// <param name="people">People who come at the most.</param>
    /// <param name="folder">An empty folder for all its files; the caller removes it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or does not start; one line says what to do.</exception>
    public static async Task<NginxFront> StartAsync(Uri venue, int people, string folder, CancellationToken cancel)
    {
        string program = Places.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("nginx is not installed: apt-get install nginx-light.");
        (string certificate, string key) = TrialCertificate.Write(folder, TimeProvider.System);
        for (int tries = 1; ; tries++)
        {
            NginxConfiguration configuration = new(folder, FreePort(), venue, people, certificate, key);
            NginxFront front = Start(program, configuration);
            try
            {
                await front.UntilReadyAsync(cancel);
                front._processes = FindProcesses(folder);
                return front;
            }
            catch (InvalidOperationException) when (tries < Tries && front._complaints.Any(line => line.Contains("Address already in use", StringComparison.Ordinal)))
            {
                await front.DisposeAsync(); // somebody else has taken the port since it was asked for
            }
            catch
            {
                await front.DisposeAsync();
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        using CancellationTokenSource limit = new(StopTime);
        try
        {
            await _shell.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            foreach (Process process in _processes) process.Kill();
            _shell.Kill();
        }
        foreach (Process process in _processes) process.Dispose();
        _shell.Dispose();
    }

    private static NginxFront Start(string program, NginxConfiguration configuration)
    {
        string file = Path.Combine(configuration.Folder, "nginx.conf");
        File.WriteAllText(file, configuration.Text);
        ProcessStartInfo start = Processors.OnFirst("/bin/sh", ["-c", EndsWithUs, "front", program, "-p", configuration.Folder, "-c", file]);
        (start.RedirectStandardInput, start.RedirectStandardError) = (true, true);
        Process shell = Process.Start(start) ?? throw new InvalidOperationException("nginx cannot be started.");
        return new(shell, new($"https://localhost:{configuration.Port}"));
    }

    private async Task UntilReadyAsync(CancellationToken cancel)
    {
        using VenueClient visitor = new(Address, null, insecure: true);
        long began = Stopwatch.GetTimestamp();
        while (!await visitor.IsReadyAsync(cancel))
        {
            if (_shell.HasExited || Stopwatch.GetElapsedTime(began) > StartTime)
            {
                string? why = _complaints.LastOrDefault(line => line.Contains("[emerg]", StringComparison.Ordinal));
                throw new InvalidOperationException($"nginx does not start: {why ?? "it says nothing"}");
            }
            await Task.Delay(Look, cancel);
        }
    }

    // The master, which only watches, and its worker.
    private static Process[] FindProcesses(string folder)
    {
        int master = int.Parse(File.ReadAllText(Path.Combine(folder, "nginx.pid")), CultureInfo.InvariantCulture);
        return [Process.GetProcessById(master), .. Processors.ChildrenOf(master).Select(Process.GetProcessById)];
    }

    /// <summary>A port that nobody has at this moment.</summary>
    internal static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
