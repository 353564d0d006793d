using System.Collections.Concurrent;
using System.Net;
using Kapok.Sockets.Loops;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kapok.Sockets.Door;

/// <summary>
/// A transport for Kestrel that looks at the first bytes of each connection: what a taker wants goes to the taker, everything else to Kestrel's
/// own socket transport. So one port serves the web, world sockets and whatever else is to pass the same firewall.
/// </summary>
/// <remarks>
/// Bytes are peeked at and stay in the kernel, so that whoever gets the connection reads them as if nobody had looked; to read them and give them
/// along would wrap every byte of HTTP in a stream of ours. Kestrel neither counts nor closes what a taker took. What TLS hides can be told apart only where the
/// door ends it: then takers of its own look at the decrypted bytes, Kestrel gets what they leave, and nobody is served in the clear.
/// </remarks>
public sealed class FrontDoor : IConnectionListenerFactory, IConnectionListenerFactorySelector, IDisposable
{
    private readonly FrontDoorOptions _options;
    private readonly IConnectionTaker[] _takers;
    private readonly SocketTransportOptions _sockets;
    private readonly ILogger _log;
    private readonly Lazy<EpollLoop> _loop;
    private readonly ConcurrentBag<DoorListener> _listeners = [];
    private readonly AddressGroups _groups = new();
    private readonly TlsEntrance? _tls;

    /// <summary>Creates a door.</summary>
    /// <param name="options">Limits.</param>
    /// <param name="takers">Who takes connections, asked in this order.</param>
    /// <param name="sockets">Kestrel's options for sockets.</param>
    /// <param name="time">Clock of the limits.</param>
    /// <param name="log">Where troubles are told.</param>
    /// <param name="tls">How it ends TLS; null when nobody speaks it, or the web server ends it.</param>
    public FrontDoor(FrontDoorOptions options, IEnumerable<IConnectionTaker> takers, IOptions<SocketTransportOptions> sockets, TimeProvider time, ILogger<FrontDoor> log,
        TlsDoorOptions? tls = null)
    {
        (_options, _takers, _sockets, _log) = (options, [.. takers], sockets.Value, log);
        if (tls is not null) _tls = new(tls, time, log);
        // Without a rest: a page that loads is not to wait for the next round.
        _loop = new(() => new(new("Kapok door") { Rest = TimeSpan.Zero, SweepEvery = options.PauseTime }, time, log));
    }

    /// <summary>Connections of which it is not known yet whose they are.</summary>
    public int Waiting => _listeners.Sum(listener => listener.Waiting);

    /// <summary>Addresses of which something is open.</summary>
    public int Addresses => _groups.Count;

    /// <summary>Connections accepted since the start.</summary>
    public long Accepted => _listeners.Sum(listener => listener.Accepted);

    /// <summary>What its TLS has done since the start; nothing where it ends none.</summary>
    public TlsFigures Tls => _tls?.Figures ?? default;

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint && EpollLoop.IsSupported;

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        DoorListener listener = DoorListener.Bind(endpoint, _options, _takers, _tls, _groups, _sockets, _loop.Value, _log);
        _listeners.Add(listener);
        return new(listener);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_loop.IsValueCreated) _loop.Value.Dispose();
        _tls?.Dispose();
    }
}
