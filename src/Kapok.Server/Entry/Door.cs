using System.Collections.Concurrent;
using Kapok.Cluster;

namespace Kapok.Server.Entry;

/// <summary>Asks the doorkeeper, and keeps those out who are being sent away while that is still being written down. Thread-safe.</summary>
public sealed partial class Door(IDoorkeeper doorkeeper, ILogger<Door> log)
{
    private readonly ConcurrentDictionary<string, Dismissal> _leaving = new(StringComparer.Ordinal);

    /// <summary>The role that a link gives; null when it does not hold.</summary>
    public ValueTask<RoleGrant?> OpenLinkAsync(string link, CancellationToken cancellation) => doorkeeper.OpenLinkAsync(link, cancellation);

    /// <summary>
    /// Looks what was revoked of an identity. A bot is a new guest each time, against whom nothing can have been kept: asking costs two queries, twice for each of the
    /// thousands that a rehearsal sends.
    /// </summary>
    /// <param name="who">Who comes.</param>
    /// <param name="address">Address they joined from, as counted.</param>
    /// <param name="room">Where they want to go.</param>
    /// <param name="cancellation">Gives up.</param>
    public async ValueTask<Standing> CheckAsync(Identity who, string address, RoomKey room, CancellationToken cancellation)
    {
        if (who is { Trust: Trust.Bot, Link: null }) return new(who, EntryBar.None);
        Standing standing = await doorkeeper.CheckAsync(who, address, room, cancellation);
        return _leaving.TryGetValue(who.Subject, out Dismissal? leaving)
            ? standing with { Bar = leaving.Kind == DismissalKind.Ban ? EntryBar.Banned : EntryBar.Kicked } : standing;
    }

    /// <summary>Writes down that somebody is sent away; they are kept out from this call on. Only queues.</summary>
    /// <returns>Completes once it is committed, or cannot be: then it holds for as long as this process runs.</returns>
    public async Task<MeasureResult> DismissAsync(Dismissal dismissal)
    {
        KeepOut(dismissal);
        try
        {
            MeasureResult kept = await doorkeeper.DismissAsync(dismissal);
            if (kept.Done) Settle(dismissal);
            return kept;
        }
#pragma warning disable CA1031 // Whatever the doorkeeper throws, the person stays out for as long as this process runs.
        catch (Exception error)
#pragma warning restore CA1031
        {
            NotKept(log, dismissal.Kind, error);
            return new(false, "not-kept");
        }
    }

    /// <summary>Somebody was sent away, here or on another node: they are kept out from this call on.</summary>
    public void KeepOut(Dismissal dismissal) => _leaving[dismissal.Guest] = dismissal;

    /// <summary>It is kept, so that the doorkeeper knows by itself.</summary>
    public void Settle(Dismissal dismissal) => _leaving.TryRemove(new(dismissal.Guest, dismissal));

    [LoggerMessage(Level = LogLevel.Error, Message = "A {Kind} could not be kept; it holds until the server stops")]
    private static partial void NotKept(ILogger log, DismissalKind kind, Exception error);
}
