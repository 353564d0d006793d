using System.Net;
using System.Net.Sockets;
using Kapok.Media.Stage.Rtmp;
using Kapok.Server.Configuration;

namespace Kapok.Server.Stage;

/// <summary>Listens for encoders on a port of their own, where one is set: many have 1935 filled in.</summary>
public sealed partial class RtmpListener(KapokOptions options, StageSettings settings, RtmpServer rtmp, TimeProvider time, ILogger<RtmpListener> log) : BackgroundService
{
    private const int Backlog = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private Socket? _socket;

    /// <summary>Refuses the start in one line when the port is taken.</summary>
    /// <exception cref="StartRefusedException">It is.</exception>
    public static void RequireFreePort(KapokOptions options, StageSettings settings)
    {
        if (settings.Enabled && settings.RtmpPort != 0) Listen(options, settings).Dispose();
    }

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (!settings.Enabled || settings.RtmpPort == 0) return Task.CompletedTask;
        _socket = Listen(options, settings);
        Listening(log, settings.RtmpPort);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _socket?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                _ = rtmp.AdoptAsync(await _socket!.AcceptAsync(stoppingToken));
            }
            catch (SocketException error) when (!stoppingToken.IsCancellationRequested)
            {
                // Of the connection, which is gone already, or of the process, which has no descriptors left for a moment.
                NotAccepted(log, error.SocketErrorCode);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    private static Socket Listen(KapokOptions options, StageSettings settings)
    {
        IPAddress address = options.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(options.Host);
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (!OperatingSystem.IsWindows()) socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            if (address.Equals(IPAddress.IPv6Any)) socket.DualMode = true; // as the web server listens: IPv4 too
            socket.Bind(new IPEndPoint(address, settings.RtmpPort));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new StartRefusedException($"Port {settings.RtmpPort} cannot be listened on for RTMP ({error.SocketErrorCode}): stop what uses it, or choose another with --Stage:RtmpPort; the web port takes RTMP too.");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "RTMP on port {Port}, besides the web port")]
    private static partial void Listening(ILogger log, int port);

    [LoggerMessage(Level = LogLevel.Debug, Message = "An RTMP connection could not be accepted: {Error}")]
    private static partial void NotAccepted(ILogger log, SocketError error);
}
