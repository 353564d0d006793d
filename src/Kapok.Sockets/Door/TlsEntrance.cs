using Kapok.Sockets.Loops;
using Kapok.Sockets.Tls;
using Microsoft.Extensions.Logging;

namespace Kapok.Sockets.Door;

/// <summary>Ends TLS for a front door: handshakes on a thread of their own, so that a storm of them keeps neither those who arrive nor those who are inside waiting.</summary>
internal sealed partial class TlsEntrance : IDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private readonly ILogger _log;
    private readonly Lazy<EpollLoop> _loop;
    private long _full, _resumed, _failed, _refused, _delayed;

    public TlsEntrance(TlsDoorOptions options, TimeProvider time, ILogger log)
    {
        (Options, Takers, Rate, _log) = (options, [.. options.Takers], new(options.Rate), log);
        _loop = new(() => new(new("Kapok TLS") { Rest = TimeSpan.Zero, SweepEvery = SweepEvery }, time, log));
    }

    public TlsDoorOptions Options { get; }

    public IConnectionTaker[] Takers { get; }

    /// <summary>Whether another handshake may begin. The door's thread owns it.</summary>
    public HandshakeRate Rate { get; }

    public EpollLoop Loop => _loop.Value;

    public TlsFigures Figures => new(
        Interlocked.Read(ref _full), Interlocked.Read(ref _resumed), Interlocked.Read(ref _failed), Interlocked.Read(ref _refused), Interlocked.Read(ref _delayed));

    /// <summary>Begins a handshake. The ClientHello is whole, and still in the socket.</summary>
    public void Greet(AcceptedSocket socket, string? serverName, DoorListener listener) => Loop.Post(() =>
    {
        TlsSocket tls;
        try
        {
            // Chosen now and not when it arrived, so that a certificate that was renewed meanwhile is used.
            tls = new(socket.FileDescriptor, Options.Certificates.Choose(serverName));
        }
#pragma warning disable CA1031 // Whatever goes wrong with one, its socket is closed and its count goes back.
        catch (Exception error)
#pragma warning restore CA1031
        {
            CannotBegin(_log, error);
            socket.Close();
            return;
        }
        TlsGreeting greeting = new(socket.Through(tls), tls, this, listener);
        Loop.Add(greeting, tls.Descriptor);
    });

    public void Count(TlsSocket done) => Interlocked.Increment(ref done.IsResumed ? ref _resumed : ref _full);

    public void CountFailed(string why)
    {
        Interlocked.Increment(ref _failed);
        Failed(_log, why);
    }

    public void CountRefused() => Interlocked.Increment(ref _refused);

    public void CountDelayed() => Interlocked.Increment(ref _delayed);

    public void Dispose()
    {
        if (_loop.IsValueCreated) _loop.Value.Dispose();
    }

    // What strangers send must not fill the log: told to whoever asks for details, and counted for everyone.
    [LoggerMessage(Level = LogLevel.Debug, Message = "A TLS handshake failed: {Why}")]
    private static partial void Failed(ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "A TLS connection cannot begin")]
    private static partial void CannotBegin(ILogger log, Exception error);
}
