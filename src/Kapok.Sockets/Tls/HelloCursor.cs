namespace Kapok.Sockets.Tls;

/// <summary>Takes numbers and vectors (RFC 8446, section 3) off the front of bytes of which perhaps not all have come.</summary>
/// <remarks>
/// What cannot be taken is empty, or 0, and so is all after it; <see cref="State"/> says why. So a whole message is read without a question in each line, and the
/// state is asked once behind it, and in loops.
/// </remarks>
/// <param name="come">What has come.</param>
/// <param name="missing">How many bytes will follow it.</param>
internal ref struct HelloCursor(ReadOnlySpan<byte> come, int missing)
{
    private ReadOnlySpan<byte> _come = come;

    /// <summary>Whole while all could be taken; partial when it has not come yet; not a hello when it will not fit even then.</summary>
    public HelloReading State { get; private set; } = HelloReading.Whole;

    /// <summary>Bytes that are left, those that have not come included.</summary>
    public readonly int Left => _come.Length + missing;

    /// <summary>Whether there is something left to take.</summary>
    public readonly bool GoesOn => State == HelloReading.Whole && Left > 0;

    /// <summary>Takes so many bytes.</summary>
    public ReadOnlySpan<byte> Take(int bytes)
    {
        if (State != HelloReading.Whole) return default;
        if (bytes > _come.Length)
        {
            State = bytes > Left ? HelloReading.NotHello : HelloReading.Partial;
            return default;
        }
        ReadOnlySpan<byte> taken = _come[..bytes];
        _come = _come[bytes..];
        return taken;
    }

    /// <summary>Takes a number of one or two bytes, the high one first.</summary>
    public int TakeNumber(int bytes)
    {
        int number = 0;
        foreach (byte part in Take(bytes)) number = (number << 8) | part;
        return number;
    }

    /// <summary>Takes a vector: its length in bytes, and those.</summary>
    /// <param name="lengthBytes">Bytes of the length.</param>
    /// <param name="least">The fewest bytes that it may have.</param>
    /// <param name="most">The most.</param>
    /// <param name="step">Bytes of each of its entries.</param>
    public ReadOnlySpan<byte> TakeVector(int lengthBytes, int least, int most, int step = 1)
    {
        int bytes = TakeNumber(lengthBytes);
        if (bytes < least || bytes > most || bytes % step != 0) Refuse();
        return Take(bytes);
    }

    /// <summary>Takes a vector behind which nothing may come.</summary>
    public ReadOnlySpan<byte> TakeLastVector(int lengthBytes, int least, int most, int step = 1)
    {
        ReadOnlySpan<byte> vector = TakeVector(lengthBytes, least, most, step);
        if (Left > 0) Refuse();
        return vector;
    }

    /// <summary>What was taken contradicts the standard.</summary>
    public void Refuse()
    {
        if (State == HelloReading.Whole) State = HelloReading.NotHello; // what could not be taken contradicts nothing
    }
}
