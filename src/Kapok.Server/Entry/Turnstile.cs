namespace Kapok.Server.Entry;

/// <summary>Keeps the promise of a room's capacity: whoever has a ticket has a place, nobody more comes in, and the others wait in line.</summary>
/// <remarks>
/// A place is promised with the ticket, not at the socket: people who raced for the last one would otherwise be shown the room and put out. Whoever waits asks again every
/// few seconds; who does not is taken out of the line. Organisers, performers and speakers pass by it all. Thread-safe.
/// </remarks>
public sealed class Turnstile(int capacity, TimeProvider time)
{
    /// <summary>How often whoever waits is to ask again.</summary>
    public static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(2);

    /// <summary>How long somebody who does not ask keeps their place in the line.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // So many wait at most: a longer line would outlast any evening.
    private const int MostWaiting = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, DateTimeOffset> _promised = []; // number of a promise -> until when
    private readonly HashSet<long> _kept = [];                        // promises that were kept in the tick that runs
    private readonly List<Waiting> _line = [];                        // first come, first served
    private readonly Dictionary<string, Waiting> _byGuest = new(StringComparer.Ordinal);
    private int _inside;
    private long _last;

    /// <summary>How many wait.</summary>
    public int Line
    {
        get
        {
            lock (_gate) return _line.Count;
        }
    }

    /// <summary>Whether somebody who comes now would have to wait.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                Sweep(time.GetUtcNow());
                return Free <= _line.Count;
            }
        }
    }

    /// <summary>Asks for a place.</summary>
    /// <param name="guest">Who asks; somebody who waits already keeps their place in the line.</param>
    /// <param name="promise">Number of the promise, when there is a place.</param>
    /// <param name="position">Place in the line, from 1, when there is none; 0 when the line is full too.</param>
    /// <returns>Whether there is a place.</returns>
    public bool TryPass(string guest, out long promise, out int position)
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            Sweep(now);
            (promise, position) = (0, 0);
            bool waits = _byGuest.TryGetValue(guest, out Waiting? waiting);
            int ahead = waits ? _line.IndexOf(waiting!) : _line.Count;
            if (ahead < Free)
            {
                if (waits) Leave(waiting!);
                _promised[promise = ++_last] = now + Tickets.Lifetime;
                return true;
            }
            if (!waits && _line.Count < MostWaiting)
            {
                _byGuest[guest] = waiting = new(guest);
                _line.Add(waiting);
            }
            if (waiting is null) return false;
            (waiting.Asked, position) = (now, ahead + 1);
            return false;
        }
    }

    /// <summary>Somebody leaves the line.</summary>
    public void GiveUp(string guest)
    {
        lock (_gate)
        {
            if (_byGuest.TryGetValue(guest, out Waiting? waiting)) Leave(waiting);
        }
    }

    /// <summary>A promise was kept: its owner is in the room. Called by the room's loop.</summary>
    public void Keep(long promise)
    {
        lock (_gate) _kept.Add(promise);
    }

    /// <summary>A promise is void: its owner did not come in.</summary>
    public void Void(long promise)
    {
        lock (_gate) _promised.Remove(promise);
    }

    /// <summary>Takes how many places are taken after a tick. Called by the room's loop.</summary>
    public void Count(int inside)
    {
        lock (_gate)
        {
            _inside = inside; // those whose promise was kept meanwhile are among them
            foreach (long promise in _kept) _promised.Remove(promise);
            _kept.Clear();
        }
    }

    private int Free => capacity - _inside - _promised.Count;

    private void Sweep(DateTimeOffset now)
    {
        foreach ((long promise, DateTimeOffset until) in _promised)
            if (until < now) _promised.Remove(promise);
        for (int at = _line.Count - 1; at >= 0; at--)
            if (now - _line[at].Asked > Patience) Leave(_line[at]);
    }

    private void Leave(Waiting waiting)
    {
        _line.Remove(waiting);
        _byGuest.Remove(waiting.Guest);
    }

    private sealed class Waiting(string guest)
    {
        public string Guest { get; } = guest;

        public DateTimeOffset Asked { get; set; }
    }
}
