namespace Kapok.Sockets.Framing;

/// <summary>What is wrong with a stream of frames.</summary>
public enum FrameFault
{
    /// <summary>Nothing yet: more bytes are needed.</summary>
    Incomplete,

    /// <summary>A reserved bit is set though no extension was agreed on.</summary>
    ReservedBit,

    /// <summary>An opcode that RFC 6455 does not define.</summary>
    UnknownOpcode,

    /// <summary>A close, ping or pong that is fragmented or longer than 125 bytes.</summary>
    BadControlFrame,

    /// <summary>A length not written in the fewest bytes, or beyond 63 bits.</summary>
    BadLength,

    /// <summary>Masked where it must not be, or not masked where it must.</summary>
    BadMasking,

    /// <summary>A continuation of nothing, or a new message within another.</summary>
    BadSequence,

    /// <summary>A close of one byte, or with a code that may not be sent.</summary>
    BadClose,

    /// <summary>Text that is not UTF-8.</summary>
    NotUtf8,

    /// <summary>A message longer than is taken here.</summary>
    TooLarge,

    /// <summary>More pings, pongs and empty fragments than anybody needs.</summary>
    TooOften,
}

/// <summary>How a fault is told to the peer.</summary>
public static class FrameFaults
{
    /// <summary>The close code for a fault (RFC 6455, section 7.4.1).</summary>
    public static int CloseCode(this FrameFault fault) => fault switch
    {
        FrameFault.NotUtf8 => 1007,
        FrameFault.TooLarge => 1009,
        FrameFault.TooOften => 1008,
        _ => 1002,
    };

    /// <summary>Whether a peer may send this close code (RFC 6455, section 7.4; 1012 to 1014 by the IANA registry).</summary>
    public static bool MayBeSent(int code) => code is >= 1000 and <= 1003 or >= 1007 and <= 1014 or >= 3000 and <= 4999;
}
