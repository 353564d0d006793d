using System.Diagnostics.CodeAnalysis;
using Kapok.Sockets.Framing;

namespace Kapok.Sockets.Lines;

/// <summary>Whole messages that wait to be sent, in order. Thread-safe.</summary>
/// <remarks>The messages are shared with other queues and never written to. Until the first one comes there is nothing but this object.</remarks>
/// <param name="most">How many may wait.</param>
public sealed class Outbox(int most)
{
    private readonly Lock _lock = new();
    private Queue<byte[]>? _messages;
    private int _wireBytes;

    /// <summary>Bytes of all that wait, with the headers of their frames.</summary>
    public int WireBytes => Volatile.Read(ref _wireBytes);

    /// <summary>Adds a message.</summary>
    /// <returns>False when it is full.</returns>
    public bool TryAdd(byte[] message)
    {
        lock (_lock)
        {
            if (_messages?.Count >= most) return false;
            Add(message);
            return true;
        }
    }

    /// <summary>Adds a message, full or not: a last word.</summary>
    public void Add(byte[] message)
    {
        lock (_lock)
        {
            (_messages ??= new()).Enqueue(message);
            _wireBytes += FrameHeader.SizeOf(message.Length) + message.Length;
        }
    }

    /// <summary>Takes the first message.</summary>
    public bool TryTake([NotNullWhen(true)] out byte[]? message) => TryTake(int.MaxValue, out message);

    /// <summary>Takes the first message if it has at most so many bytes, the header of its frame included.</summary>
    public bool TryTake(int mostWireBytes, [NotNullWhen(true)] out byte[]? message)
    {
        message = null;
        if (WireBytes == 0) return false;
        lock (_lock)
        {
            if (_messages is null || !_messages.TryPeek(out message)) return false;
            int bytes = FrameHeader.SizeOf(message.Length) + message.Length;
            if (bytes > mostWireBytes) return false;
            _messages.Dequeue();
            _wireBytes -= bytes;
            return true;
        }
    }
}
