using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Kapok.Media.Rtc.Ice;

namespace Kapok.Media.Rtc.Transport;

/// <summary>Carries the packets of one peer over an accepted TCP connection, each with its length in front (RFC 4571).</summary>
/// <remarks>
/// Reading is done by the thread pool and handed to the shard; sending by the shard, which never waits: while the peer's window is full its
/// packets are lost, as they would be over UDP, and no backlog forms that would have to be played late. Only the rest of a frame that went
/// out in part is kept, since the frames after it could not be told apart otherwise.
/// </remarks>
internal sealed class TcpCarrier : IDisposable
{
    private const int MaxFrame = 1500;
    private const int KernelBufferBytes = 32 * 1024; // a second of eight voices; more would be late anyway

    private readonly Socket _socket;
    private readonly byte[] _rest = new byte[IDatagramPort.BufferBytes + IceTcp.HeaderBytes];
    private int _restBytes;
    private Shard? _shard;
    private IcePath? _path;
    private int _isClosed;

    /// <summary>Takes over an accepted connection.</summary>
    public TcpCarrier(Socket socket)
    {
        _socket = socket;
        socket.NoDelay = true;
        socket.SendBufferSize = KernelBufferBytes;
        socket.Blocking = false;
        Peer = PeerAddress.Of((IPEndPoint)socket.RemoteEndPoint!);
    }

    /// <summary>Who is at the other end.</summary>
    public PeerAddress Peer { get; }

    /// <summary>The path of the session that it belongs to, once a check was authentic; written by its shard.</summary>
    public IcePath? Path
    {
        get => Volatile.Read(ref _path);
        set => Volatile.Write(ref _path, value);
    }

    /// <summary>When it was taken over, by the server's clock.</summary>
    public long SinceMs { get; init; }

    /// <summary>The shard that its packets go to, and the only one that sends on it.</summary>
    public Shard? Shard
    {
        get => Volatile.Read(ref _shard);
        set => Volatile.Write(ref _shard, value);
    }

    /// <summary>Whether it is closed.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    /// <summary>Reads frames until the end, a malformed one, or a refusal.</summary>
    /// <param name="begun">Bytes that were read before.</param>
    /// <param name="take">Is given each frame; false ends the reading.</param>
    public async Task ReadAsync(ReadOnlyMemory<byte> begun, Func<TcpCarrier, ReadOnlyMemory<byte>, bool> take)
    {
        byte[] buffer = new byte[2 * (MaxFrame + IceTcp.HeaderBytes)];
        try
        {
            if (begun.Length > buffer.Length) return;
            begun.CopyTo(buffer);
            int held = begun.Length;
            while (true)
            {
                int used = TakeFrames(buffer.AsMemory(0, held), take);
                if (used < 0) return;
                buffer.AsSpan(used, held - used).CopyTo(buffer);
                held -= used;
                int read = await _socket.ReceiveAsync(buffer.AsMemory(held), SocketFlags.None).ConfigureAwait(false);
                if (read == 0) return;
                held += read;
            }
        }
        catch (SocketException)
        {
            // Reset by the peer.
        }
        catch (ObjectDisposedException)
        {
            // Closed by us.
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Sends a packet.</summary>
    /// <param name="framed">Two bytes of room, then the packet.</param>
    /// <returns>False when it is lost.</returns>
    public bool Send(Span<byte> framed)
    {
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)(framed.Length - IceTcp.HeaderBytes));
        if (!TrySendRest()) return false;
        int sent = SendNow(framed);
        if (sent is 0 or < 0) return false;
        framed[sent..].CopyTo(_rest);
        _restBytes = framed.Length - sent;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0) _socket.Dispose();
    }

    private static int TakeFrames(ReadOnlyMemory<byte> bytes, Func<TcpCarrier, ReadOnlyMemory<byte>, bool> take, TcpCarrier carrier)
    {
        int used = 0;
        while (bytes.Length - used >= IceTcp.HeaderBytes)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[used..]);
            if (length > MaxFrame) return -1;
            if (bytes.Length - used - IceTcp.HeaderBytes < length) break;
            if (length > 0 && !take(carrier, bytes.Slice(used + IceTcp.HeaderBytes, length))) return -1;
            used += IceTcp.HeaderBytes + length;
        }
        return used;
    }

    private int TakeFrames(ReadOnlyMemory<byte> bytes, Func<TcpCarrier, ReadOnlyMemory<byte>, bool> take) => TakeFrames(bytes, take, this);

    private bool TrySendRest()
    {
        if (_restBytes == 0) return !IsClosed;
        int sent = SendNow(_rest.AsSpan(0, _restBytes));
        if (sent <= 0) return false;
        _rest.AsSpan(sent, _restBytes - sent).CopyTo(_rest);
        _restBytes -= sent;
        return _restBytes == 0;
    }

    private int SendNow(ReadOnlySpan<byte> bytes)
    {
        if (IsClosed) return -1;
        try
        {
            int sent = _socket.Send(bytes, SocketFlags.None, out SocketError error);
            if (error is SocketError.Success) return sent;
            if (error is not (SocketError.WouldBlock or SocketError.TryAgain)) Dispose();
            return 0;
        }
        catch (ObjectDisposedException)
        {
            return -1;
        }
    }
}
