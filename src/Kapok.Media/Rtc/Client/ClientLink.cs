using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Kapok.Media.Rtc.Transport;

namespace Kapok.Media.Rtc.Client;

/// <summary>A bot's way to the server: datagrams, or frames over TCP.</summary>
internal sealed class ClientLink : IDisposable
{
    private readonly Socket _socket;
    private readonly bool _isTcp;
    private readonly byte[] _stream = new byte[64 * 1024], _frame = new byte[IDatagramPort.BufferBytes + IceTcp.HeaderBytes];
    private int _from, _held;

    /// <summary>Opens a way.</summary>
    public ClientLink(IPEndPoint server, bool isTcp)
    {
        _isTcp = isTcp;
        _socket = new(server.AddressFamily, isTcp ? SocketType.Stream : SocketType.Dgram, isTcp ? ProtocolType.Tcp : ProtocolType.Udp);
        if (isTcp) _socket.NoDelay = true;
        else _socket.ReceiveBufferSize = 1 << 20;
        _socket.Connect(server);
        _socket.Blocking = false;
    }

    /// <summary>Handle for epoll and the like.</summary>
    public Socket Socket => _socket;

    /// <summary>Sends a packet; one that does not fit is lost.</summary>
    public void Send(ReadOnlySpan<byte> packet)
    {
        lock (_frame)
        {
            if (!_isTcp)
            {
                _socket.Send(packet, SocketFlags.None, out _);
                return;
            }
            BinaryPrimitives.WriteUInt16BigEndian(_frame, (ushort)packet.Length);
            packet.CopyTo(_frame.AsSpan(IceTcp.HeaderBytes));
            for (ReadOnlySpan<byte> rest = _frame.AsSpan(0, IceTcp.HeaderBytes + packet.Length); !rest.IsEmpty;)
            {
                int sent = _socket.Send(rest, SocketFlags.None, out SocketError error);
                if (error is not (SocketError.Success or SocketError.WouldBlock)) return;
                rest = rest[sent..];
                if (!rest.IsEmpty) _socket.Poll(TimeSpan.FromMilliseconds(20), SelectMode.SelectWrite);
            }
        }
    }

    /// <summary>Receives a packet.</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="wait">How long to wait for one.</param>
    /// <returns>Its length, 0 for none, −1 when the way is closed.</returns>
    public int Receive(Span<byte> buffer, TimeSpan wait)
    {
        if (_isTcp && TryFrame(buffer, out int framed)) return framed;
        if (wait > TimeSpan.Zero && !_socket.Poll(wait, SelectMode.SelectRead)) return 0;
        int read = _socket.Receive(_isTcp ? _stream.AsSpan(_from + _held) : buffer, SocketFlags.None, out SocketError error);
        if (error is SocketError.WouldBlock or SocketError.ConnectionRefused) return 0;
        if (error != SocketError.Success || (_isTcp && read == 0)) return -1;
        if (!_isTcp) return read;
        _held += read;
        return TryFrame(buffer, out framed) ? framed : 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private bool TryFrame(Span<byte> buffer, out int length)
    {
        ReadOnlySpan<byte> held = _stream.AsSpan(_from, _held);
        length = held.Length >= IceTcp.HeaderBytes ? BinaryPrimitives.ReadUInt16BigEndian(held) : int.MaxValue - IceTcp.HeaderBytes;
        if (held.Length < IceTcp.HeaderBytes + length)
        {
            held.CopyTo(_stream);
            _from = 0;
            return false;
        }
        held.Slice(IceTcp.HeaderBytes, length).CopyTo(buffer);
        _from += IceTcp.HeaderBytes + length;
        _held -= IceTcp.HeaderBytes + length;
        return true;
    }
}
