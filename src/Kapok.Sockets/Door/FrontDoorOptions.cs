using System.Net;

namespace Kapok.Sockets.Door;

/// <summary>Limits of a front door.</summary>
/// <remarks>
/// A connection that says nothing costs its maker nothing, and a descriptor here. So those wait for a short time and in small number, and whoever comes later
/// is served before them: who means
/// it speaks at once. All limits are lower where the process may open few descriptors.
/// </remarks>
public sealed record FrontDoorOptions
{
    /// <summary>Bytes that are looked at. A taker that still says perhaps to so many is not asked again.</summary>
    public const int LookBytes = 64;

    /// <summary>Connections that may wait before their first bytes; beyond, the oldest are closed. At most half of the descriptors.</summary>
    public int MostWaiting { get; init; } = 4096;

    /// <summary>Of them, those from one address; beyond, its oldest are closed. At most a quarter of the descriptors.</summary>
    public int MostWaitingOfAddress { get; init; } = 1024;

    /// <summary>Connections of one address at the web server and in handshakes, open lines not among them; beyond, new ones are answered with 503. At most a
    /// quarter of the descriptors.</summary>
    public int MostOfAddress { get; init; } = 2000;

    /// <summary>Addresses for which the limits of one address do not hold: those of proxies, behind which everyone is. Null for none.</summary>
    public Predicate<IPAddress>? IsExempt { get; init; }

    /// <summary>How long a connection may say nothing. Browsers open some in advance, and open another when they need one that was closed.</summary>
    public TimeSpan SilenceTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection may stay undecided after its first byte, before it goes to the web server.</summary>
    public TimeSpan UndecidedTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a connection that is refused may take to say what it wants, so that it can be answered.</summary>
    public TimeSpan RefusalTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often it is looked, after none was left, whether there are descriptors for new connections again.</summary>
    public TimeSpan PauseTime { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Connections that the system may hold back for this process while they wait to be accepted.</summary>
    public int Backlog { get; init; } = 4096;

    /// <summary>Descriptors that the process may open, when it is to be less than the system allows; 0 for that.</summary>
    public int MostDescriptors { get; init; }
}
