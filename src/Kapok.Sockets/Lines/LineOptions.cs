namespace Kapok.Sockets.Lines;

/// <summary>Limits of one line.</summary>
public sealed record LineOptions
{
    /// <summary>The longest message that is taken, fragments together.</summary>
    public int MaxMessageBytes { get; init; } = 4096;

    /// <summary>Pings, pongs and empty fragments that are taken each second; ten times as many at once. A browser sends one pong for each ping that it gets.</summary>
    public int IdleFramesPerSecond { get; init; } = 50;

    /// <summary>The longest head of a request or an answer.</summary>
    public int MaxHeadBytes { get; init; } = 16 * 1024;

    /// <summary>The most header fields of a head.</summary>
    public int MaxHeadFields { get; init; } = 100;

    /// <summary>How long the handshake may take, connecting included; to a second.</summary>
    public TimeSpan HandshakeTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a close may take once it was asked for, what is still unsent included; to a second.</summary>
    public TimeSpan CloseTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Most bytes that the kernel holds without having sent them. Without this limit it takes up to 4 MiB from a viewer who reads
    /// nothing: minutes of the past, which the viewer would have to be shown before the present.
    /// </summary>
    public int MostUnsentBytes { get; init; } = 32 * 1024;
}
