using System.Net;
using System.Net.Sockets;
using Kapok.Media.Rtc.Ice;

namespace Kapok.Media.Rtc.Transport;

/// <summary>A UDP socket through the framework, for systems without the calls of <see cref="LinuxPort"/>: right, but two to three times dearer a packet.</summary>
/// <remarks>See <see cref="IDatagramPort"/> for threads. A wake-up ends a wait within a millisecond or two, not at once.</remarks>
internal sealed class PortablePort : IDatagramPort
{
    private const int MostReceived = 32;

    private readonly Socket _socket;
    private readonly byte[][] _buffers = new byte[MostReceived][];
    private readonly int[] _lengths = new int[MostReceived];
    private readonly PeerAddress[] _from = new PeerAddress[MostReceived];
    private readonly byte[] _out = new byte[IDatagramPort.BufferBytes];
    private bool _isWoken;

    /// <summary>Takes over a bound IPv6 socket.</summary>
    public PortablePort(Socket socket)
    {
        _socket = socket;
        _socket.Blocking = false;
        Number = ((IPEndPoint)socket.LocalEndPoint!).Port;
        for (int at = 0; at < MostReceived; at++) _buffers[at] = new byte[IDatagramPort.BufferBytes];
    }

    /// <inheritdoc/>
    public int Number { get; }

    /// <inheritdoc/>
    public long Unsent { get; private set; }

    /// <inheritdoc/>
    public int Receive()
    {
        int count = 0;
        try
        {
            while (count < MostReceived && _socket.Available > 0)
            {
                EndPoint from = new IPEndPoint(IPAddress.IPv6Any, 0);
                _lengths[count] = _socket.ReceiveFrom(_buffers[count], ref from);
                _from[count++] = PeerAddress.Of((IPEndPoint)from);
            }
        }
        catch (SocketException)
        {
            // An ICMP message about an earlier datagram, or one that is too long: the next call goes on.
        }
        return count;
    }

    /// <inheritdoc/>
    public Span<byte> Datagram(int at, out PeerAddress from)
    {
        from = _from[at];
        return _buffers[at].AsSpan(0, _lengths[at]);
    }

    /// <inheritdoc/>
    public Span<byte> Next() => _out;

    /// <inheritdoc/>
    public void Commit(int length, in PeerAddress to)
    {
        try
        {
            _socket.SendTo(_out.AsSpan(0, length), SocketFlags.None, to.ToEndPoint());
        }
        catch (SocketException)
        {
            Unsent++;
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
        // Commit sends at once.
    }

    /// <inheritdoc/>
    public void Wait(int milliseconds)
    {
        for (int left = milliseconds; left > 0 && !Volatile.Read(ref _isWoken); left -= 2)
        {
            if (_socket.Poll(TimeSpan.FromMilliseconds(2), SelectMode.SelectRead)) break;
        }
        Volatile.Write(ref _isWoken, false);
    }

    /// <inheritdoc/>
    public void Wake() => Volatile.Write(ref _isWoken, true);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
