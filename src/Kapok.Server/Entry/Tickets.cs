using System.Collections.Concurrent;
using Kapok.Cluster;
using Kapok.Server.Configuration;
using Kapok.World;

namespace Kapok.Server.Entry;

/// <summary>What is good once and for a minute: tickets to a room, and passes of those who go through a portal. Thread-safe.</summary>
public sealed class Tickets(TimeProvider time)
{
    /// <summary>How long each is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    // Above this the oldest-to-expire are swept at once; nobody's joins are refused for it.
    private const int Most = 50_000;

    private readonly ConcurrentDictionary<string, (Ticket Item, DateTimeOffset Until)> _tickets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ((Pass Pass, RoomKey To) Item, DateTimeOffset Until)> _passes = new(StringComparer.Ordinal);

    /// <summary>Issues a ticket.</summary>
    public string Issue(Ticket ticket) => Add(_tickets, ticket);

    /// <summary>Issues a pass to a room.</summary>
    public string Issue(Pass pass, RoomKey to) => Add(_passes, (pass, to));

    /// <summary>Takes a ticket; it is void from now on.</summary>
    /// <returns>Null when it is unknown, used or too old.</returns>
    public Ticket? TakeTicket(string token) => _tickets.TryRemove(token, out (Ticket Item, DateTimeOffset Until) found) && found.Until >= time.GetUtcNow() ? found.Item : null;

    /// <summary>Looks at a pass. It is good until it is made void: whoever has to wait before the room that it leads to still has it then.</summary>
    /// <returns>Null when it is unknown, void, too old, or leads elsewhere.</returns>
    public Pass? FindPass(string token, RoomKey to) =>
        _passes.TryGetValue(token, out ((Pass Pass, RoomKey To) Item, DateTimeOffset Until) found) && found.Item.To == to && found.Until >= time.GetUtcNow()
            ? found.Item.Pass : null;

    /// <summary>A pass is good for its whole time again.</summary>
    public void RenewPass(string token)
    {
        if (_passes.TryGetValue(token, out ((Pass Pass, RoomKey To) Item, DateTimeOffset Until) found))
            _passes.TryUpdate(token, found with { Until = time.GetUtcNow() + Lifetime }, found);
    }

    /// <summary>A pass was used.</summary>
    public void VoidPass(string token) => _passes.TryRemove(token, out _);

    /// <summary>Forgets what is too old.</summary>
    public void Sweep()
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach ((string token, (Ticket _, DateTimeOffset until)) in _tickets)
            if (until < now) _tickets.TryRemove(token, out _);
        foreach ((string token, (_, DateTimeOffset until)) in _passes)
            if (until < now) _passes.TryRemove(token, out _);
    }

    private string Add<T>(ConcurrentDictionary<string, (T Item, DateTimeOffset Until)> to, T item)
    {
        if (to.Count >= Most) Sweep();
        string token = DataFolder.NewToken();
        to[token] = (item, time.GetUtcNow() + Lifetime);
        return token;
    }
}

/// <summary>Lets one visitor into one room.</summary>
/// <param name="Room">Which room.</param>
/// <param name="Who">Who comes, as it was decided.</param>
/// <param name="Newcomer">As the room is to take them.</param>
/// <param name="Address">Address they joined from, as counted.</param>
/// <param name="Promise">Number of the place promised to them by <see cref="WaitingQueue"/>; 0 when they need none.</param>
public sealed record Ticket(RoomKey Room, Identity Who, Newcomer Newcomer, string Address, long Promise = 0);
