namespace Kapok.Media.Stage.Rtmp;

/// <summary>What is remembered of one chunk stream: its last header, and the message that is on its way.</summary>
internal sealed class ChunkStream
{
    private byte[] _body = [];

    /// <summary>Bytes of the message.</summary>
    public int Length { get; set; }

    /// <summary>See <see cref="RtmpType"/>.</summary>
    public byte Type { get; set; }

    /// <summary>The message's stream.</summary>
    public uint StreamId { get; set; }

    /// <summary>The message's time in milliseconds; wraps.</summary>
    public uint Timestamp { get; private set; }

    /// <summary>The last time field: what a header without one repeats.</summary>
    public uint TimeField { get; private set; }

    /// <summary>The last time field took four bytes more.</summary>
    public bool IsExtended { get; private set; }

    /// <summary>A message is on its way.</summary>
    public bool IsBegun { get; private set; }

    /// <summary>Bytes of it that are here.</summary>
    public int Got { get; private set; }

    /// <summary>All of it is here.</summary>
    public bool IsWhole => IsBegun && Got == Length;

    /// <summary>Bytes that are allocated for it.</summary>
    public int RoomBytes => _body.Length;

    /// <summary>Begins a message.</summary>
    /// <param name="isAbsolute">The time stands for itself; otherwise it is added to that of the message before.</param>
    /// <param name="time">Milliseconds.</param>
    /// <param name="isExtended">It took four bytes more.</param>
    public void Begin(bool isAbsolute, uint time, bool isExtended)
    {
        (TimeField, IsExtended, IsBegun, Got) = (time, isExtended, true, 0);
        // A header without a time that follows an absolute one adds that (section 5.3.1.2.4), as encoders do who send so.
        Timestamp = isAbsolute ? time : Timestamp + time;
    }

    /// <summary>Takes more of it.</summary>
    /// <param name="bytes">No more than are left.</param>
    /// <param name="firstBytes">Bytes to allocate at first; then four times as many as before, as they come.</param>
    public void Take(ReadOnlySpan<byte> bytes, int firstBytes)
    {
        if (Got + bytes.Length > _body.Length)
            Array.Resize(ref _body, Math.Min(Length, Math.Max(Got + bytes.Length, _body.Length == 0 ? firstBytes : 4 * _body.Length)));
        bytes.CopyTo(_body.AsSpan(Got));
        Got += bytes.Length;
    }

    /// <summary>Gives away what is here, and waits for the next message.</summary>
    /// <returns>Of the message's length when it is whole.</returns>
    public byte[] Release()
    {
        byte[] body = _body;
        (_body, Got, IsBegun) = ([], 0, false);
        return body;
    }
}
