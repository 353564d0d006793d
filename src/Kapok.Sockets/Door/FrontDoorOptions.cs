namespace Kapok.Sockets.Door;

/// <summary>Limits of a front door.</summary>
public sealed record FrontDoorOptions
{
    /// <summary>Bytes that are looked at. A taker that still says perhaps to so many is not asked again.</summary>
    public const int LookBytes = 64;

    /// <summary>Connections that may wait before their first bytes; the oldest beyond it go to the web server, which has limits of its own.</summary>
    public int MostWaiting { get; init; } = 1024;

    /// <summary>How long a connection may say nothing. Browsers open some in advance: those go to the web server.</summary>
    public TimeSpan SilenceTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may stay undecided after its first byte, before it goes to the web server.</summary>
    public TimeSpan UndecidedTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often it is looked, after none was left, whether there are descriptors for new connections again.</summary>
    public TimeSpan PauseTime { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Connections that the system may hold back for this process while they wait to be accepted.</summary>
    public int Backlog { get; init; } = 4096;
}
