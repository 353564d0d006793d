using Kapok.Sockets.Framing;

namespace Kapok.Sockets.Lines;

/// <summary>Whoever uses a line. The loop's thread calls it, one call at a time, and none may wait.</summary>
public interface ILineEvents
{
    /// <summary>The handshake is done: messages may be sent.</summary>
    void Opened();

    /// <summary>A whole message came.</summary>
    /// <param name="kind">Text (valid UTF-8) or binary.</param>
    /// <param name="message">Good until this returns.</param>
    void Received(Opcode kind, ReadOnlySpan<byte> message);

    /// <summary>A pong came: the peer is there, whether it was asked or not.</summary>
    void Ponged()
    {
        // most have no use for it
    }

    /// <summary>What came breaks the protocol, and nothing more is read. The line closes with the fault's code unless this closes it before.</summary>
    void Faulted(FrameFault fault);

    /// <summary>The line is closed, and its buffers are back. The last call, and always made once.</summary>
    void Ended(LineEnd end);
}

/// <summary>How a line ended.</summary>
/// <param name="Code">Close code of whoever closed first; 1006 when the connection was lost (RFC 6455, section 7.1.5).</param>
/// <param name="Reason">Reason text of that close, or what went wrong.</param>
public readonly record struct LineEnd(int Code, string Reason)
{
    /// <summary>The code of a connection that was lost; it is never sent.</summary>
    public const int Lost = 1006;
}
