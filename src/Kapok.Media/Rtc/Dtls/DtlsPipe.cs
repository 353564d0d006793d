using System.Buffers.Binary;
using Org.BouncyCastle.Tls;

namespace Kapok.Media.Rtc.Dtls;

/// <summary>Carries the records of one DTLS association between the thread that receives datagrams and the one that shakes hands.</summary>
/// <remarks>Bounded: a peer that sends faster than it is read loses datagrams, which DTLS sends again. Any thread may feed it; one reads.</remarks>
/// <param name="send">Sends a datagram to the peer. Any thread may call it.</param>
internal sealed class DtlsPipe(Action<ReadOnlyMemory<byte>> send) : DatagramTransport
{
    private const int RecordHeaderBytes = 13, ShortestSealed = 8 + 16; // RFC 6347, section 4.1; RFC 5288, section 3
    private const int MaxDatagram = 1500, SendLimit = 1200;

    /// <summary>Datagrams that may wait.</summary>
    internal const int MostWaiting = 16;

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
        if (datagram.Length > MaxDatagram || !IsWhole(datagram)) return;
        lock (_waiting)
        {
            if (_isClosed || _waiting.Count == MostWaiting) return;
            _waiting.Enqueue(datagram.ToArray());
            Monitor.Pulse(_waiting);
        }
    }

    /// <summary>Whether a datagram consists of whole records of DTLS 1.0 or 1.2, those that are encrypted long enough for a nonce and a tag.</summary>
    /// <remarks>BouncyCastle ends an association at records that are not so, though anybody can send them; the fuzzers found which.</remarks>
    internal static bool IsWhole(ReadOnlySpan<byte> datagram)
    {
        while (datagram.Length >= RecordHeaderBytes)
        {
            bool isKnown = datagram[0] is >= 20 and <= 23 && datagram[1] == 0xFE && datagram[2] is 0xFD or 0xFF;
            int epoch = BinaryPrimitives.ReadUInt16BigEndian(datagram[3..]), length = BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]);
            if (!isKnown || datagram.Length < RecordHeaderBytes + length || (epoch > 0 && length < ShortestSealed)) return false;
            datagram = datagram[(RecordHeaderBytes + length)..];
        }
        return datagram.IsEmpty;
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
