namespace Kapok.Sockets.Door;

/// <summary>What the first bytes of a connection tell a taker.</summary>
public enum Match
{
    /// <summary>Not for it.</summary>
    No,

    /// <summary>More bytes are needed to know.</summary>
    Perhaps,

    /// <summary>For it.</summary>
    Yes,
}

/// <summary>Takes connections of one kind past the web server. The door's thread calls it, and it may not wait.</summary>
public interface IConnectionTaker
{
    /// <summary>Looks at what came first on a connection; it stays in the socket.</summary>
    /// <param name="first">At least one byte, at most <see cref="FrontDoorOptions.LookBytes"/>.</param>
    Match Look(ReadOnlySpan<byte> first);

    /// <summary>Takes a connection whose first bytes matched. From here on it must be handed on or closed by the taker.</summary>
    void Take(AcceptedSocket socket);
}
