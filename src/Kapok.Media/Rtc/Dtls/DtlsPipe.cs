using Org.BouncyCastle.Tls;

namespace Kapok.Media.Rtc.Dtls;

/// <summary>Carries the records of one DTLS association between the thread that receives datagrams and the one that shakes hands.</summary>
/// <remarks>Bounded: a peer that sends faster than it is read loses datagrams, which DTLS sends again. Any thread may feed it; one reads.</remarks>
/// <param name="send">Sends a datagram to the peer. Any thread may call it.</param>
internal sealed class DtlsPipe(Action<ReadOnlyMemory<byte>> send) : DatagramTransport
{
    private const int MostWaiting = 16, MaxDatagram = 1500, SendLimit = 1200;

    private readonly Queue<byte[]> _waiting = new();
    private bool _isClosed;

    /// <summary>Whether a datagram's first byte says that it is DTLS (RFC 7983).</summary>
    public static bool IsDtls(byte first) => first is >= 20 and < 64;

    /// <summary>Datagrams that wait to be read.</summary>
    public int Waiting
    {
        get
        {
            lock (_waiting) return _waiting.Count;
        }
    }

    /// <summary>A datagram of the peer came.</summary>
    public void Feed(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length > MaxDatagram) return;
        lock (_waiting)
        {
            if (_isClosed || _waiting.Count == MostWaiting) return;
            _waiting.Enqueue(datagram.ToArray());
            Monitor.Pulse(_waiting);
        }
    }

    /// <inheritdoc/>
    public int GetReceiveLimit() => MaxDatagram;

    /// <inheritdoc/>
    public int GetSendLimit() => SendLimit;

    /// <inheritdoc/>
    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    /// <inheritdoc/>
    public int Receive(Span<byte> buffer, int waitMillis)
    {
        lock (_waiting)
        {
            // A pulse is missed by nobody: there is one reader, and it looks again after each.
            if (_waiting.Count == 0 && !_isClosed) Monitor.Wait(_waiting, Math.Max(1, waitMillis));
            if (_isClosed) throw new TlsFatalAlert(AlertDescription.user_canceled);
            if (!_waiting.TryDequeue(out byte[]? datagram)) return -1;
            int length = Math.Min(buffer.Length, datagram.Length);
            datagram.AsSpan(0, length).CopyTo(buffer);
            return length;
        }
    }

    /// <inheritdoc/>
    public void Send(byte[] buf, int off, int len) => send(buf.AsMemory(off, len).ToArray());

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> buffer) => send(buffer.ToArray());

    /// <summary>Wakes the reader, which then fails.</summary>
    public void Close()
    {
        lock (_waiting)
        {
            _isClosed = true;
            _waiting.Clear();
            Monitor.PulseAll(_waiting);
        }
    }
}
