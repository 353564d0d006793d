using Kapok.Sockets.Native;

namespace Kapok.Sockets.Loops;

/// <summary>A connected socket of a loop: its bytes as they are, or through TLS. It never waits and never throws.</summary>
/// <remarks>Sending and receiving may go on at the same time, each on one thread. Whoever closes it sees to it that nobody does either any more.</remarks>
internal abstract class LoopSocket(int descriptor)
{
    /// <summary>The descriptor, for a loop to watch; −1 once it is closed.</summary>
    public int Descriptor { get; private set; } = descriptor;

    /// <summary>Bytes have come that no notice of the loop will tell of: they are in memory already.</summary>
    public virtual bool HasHeld => false;

    /// <summary>Takes bytes.</summary>
    /// <param name="to">Where they go; at least one byte long.</param>
    /// <param name="bytes">How many there were.</param>
    /// <param name="isMore">There may be more of which no notice will tell: ask again.</param>
    public abstract Outcome Receive(Span<byte> to, out int bytes, out bool isMore);

    /// <summary>Gives bytes: all, or as many as there is room for. What was not taken must be given again, at its beginning the same, before anything else.</summary>
    public abstract Outcome Send(ReadOnlySpan<byte> from, out int bytes);

    /// <summary>Ends the half in which this side sends.</summary>
    public abstract void EndSending();

    /// <summary>Closes it. Later calls do nothing.</summary>
    public void Close()
    {
        if (Descriptor < 0) return;
        LetGo();
        _ = Libc.Close(Descriptor);
        Descriptor = -1;
    }

    /// <summary>Hands the descriptor to somebody else, who closes it.</summary>
    public int HandOn() => (Descriptor, Descriptor = -1).Item1;

    /// <summary>Is called once, before the descriptor is closed.</summary>
    protected virtual void LetGo()
    {
        // a plain socket has nothing else
    }
}

/// <summary>A socket whose bytes are as they are.</summary>
internal sealed class PlainSocket(int descriptor) : LoopSocket(descriptor)
{
    /// <inheritdoc/>
    public override Outcome Receive(Span<byte> to, out int bytes, out bool isMore)
    {
        Outcome outcome = Native.Descriptor.Receive(Descriptor, to, out bytes);
        isMore = bytes == to.Length; // fewer than asked for means that there were no more, and new ones are told of
        return outcome;
    }

    /// <inheritdoc/>
    public override Outcome Send(ReadOnlySpan<byte> from, out int bytes) => Native.Descriptor.Send(Descriptor, from, out bytes);

    /// <inheritdoc/>
    public override void EndSending() => _ = Libc.Shutdown(Descriptor, Libc.ShutdownSending);
}
