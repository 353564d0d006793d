using System.Net;
using System.Net.Sockets;

namespace Kapok.Media.Stage.Rtmp;

/// <summary>How a connection ended.</summary>
/// <param name="Remote">Whose it was.</param>
/// <param name="Ticket">Whose stage it was for; null when it never showed a key that holds.</param>
/// <param name="WasOnAir">It was on air.</param>
/// <param name="Farewell">What the peer was told; empty when it went by itself.</param>
public sealed record RtmpEnd(IPAddress Remote, StageTicket? Ticket, bool WasOnAir, string Farewell);

/// <summary>Takes in RTMP: connections are handed to it, and it publishes what they send. Thread-safe.</summary>
/// <param name="directory">Who may publish.</param>
/// <param name="options">Limits.</param>
/// <param name="time">The clock.</param>
public sealed class RtmpServer(IStageDirectory directory, RtmpOptions options, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Guest> _waiting = []; // the oldest first
    private readonly HashSet<Guest> _onAir = [];
    private bool _isStopped;

    /// <summary>A connection ended. Called by the pool; must not throw.</summary>
    public event Action<RtmpEnd>? Ended;

    /// <summary>Connections that do not publish yet.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    /// <summary>Takes over a connection that begins with RTMP, and closes it in the end.</summary>
    /// <param name="socket">The connection; what was looked at is still in it.</param>
    public async Task AdoptAsync(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        using Socket owned = socket;
        try
        {
            socket.NoDelay = true;
            IPAddress remote = ((IPEndPoint)socket.RemoteEndPoint!).Address;
            using NetworkStream stream = new(socket, ownsSocket: false);
            await ServeAsync(stream, stream, remote, () => socket.Shutdown(SocketShutdown.Send)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException)
        {
            // gone before it could say anything
        }
    }

    /// <summary>Serves a connection that is no socket, such as one whose TLS somebody else ends.</summary>
    /// <param name="input">What comes; the caller closes it afterwards.</param>
    /// <param name="output">What goes; likewise.</param>
    /// <param name="remote">Whose it is.</param>
    /// <param name="endSending">Ends what is sent, while the peer may still read it.</param>
    public async Task ServeAsync(Stream input, Stream output, IPAddress remote, Action endSending)
    {
        Guest guest = new(remote);
        using RtmpConnection connection = new(input, output, endSending, directory, options, time, () => Promote(guest));
        guest.Connection = connection;
        if (!TryEnter(guest)) return;
        try
        {
            await connection.ServeAsync().ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _waiting.Remove(guest);
                _onAir.Remove(guest);
            }
            Ended?.Invoke(new(remote, connection.Ticket, connection.WasOnAir, connection.Farewell));
        }
    }

    /// <summary>Takes no more, and closes those who do not publish. Those who do are told why by whoever takes them off air.</summary>
    public void Stop()
    {
        List<Guest> all;
        lock (_lock)
        {
            _isStopped = true;
            all = [.. _waiting];
        }
        foreach (Guest guest in all) guest.Connection!.Cut();
    }

    /// <summary>Closes all.</summary>
    public void Dispose()
    {
        Stop();
        List<Guest> all;
        lock (_lock) all = [.. _onAir];
        foreach (Guest guest in all) guest.Connection!.Cut();
    }

    private bool TryEnter(Guest guest)
    {
        Guest? tooMany = null;
        lock (_lock)
        {
            if (_isStopped) return false;
            _waiting.AddLast(guest);
            bool isExempt = options.IsExempt?.Invoke(guest.Remote) == true;
            if (!isExempt && _waiting.Count(other => other.Remote.Equals(guest.Remote)) > options.MostWaitingOfAddress)
                tooMany = _waiting.First(other => other.Remote.Equals(guest.Remote));
            else if (_waiting.Count > options.MostWaiting) tooMany = _waiting.First!.Value;
            if (tooMany is not null) _waiting.Remove(tooMany);
        }
        tooMany?.Connection!.Cut();
        return true;
    }

    private void Promote(Guest guest)
    {
        lock (_lock)
        {
            _waiting.Remove(guest);
            _onAir.Add(guest);
        }
    }

    private sealed class Guest(IPAddress remote)
    {
        public IPAddress Remote { get; } = remote;

        public RtmpConnection? Connection { get; set; }
    }
}
