using System.Collections.Concurrent;

namespace Kapok.Server.Entry;

/// <summary>What a room's waiting queue answers.</summary>
/// <param name="Promise">Number of the place that is promised; 0 when there is none.</param>
/// <param name="Position">Place in the line, from 1, when there is none; 0 when the line is full too.</param>
public readonly record struct QueueAnswer(long Promise, int Position)
{
    /// <summary>There is a place.</summary>
    public bool HasPlace => Promise != 0;
}

/// <summary>Keeps the promise of a room's capacity: whoever has a ticket has a place, nobody more comes in, and the others wait in line.</summary>
/// <remarks>
/// A place is promised with the ticket, not at the socket: people who raced for the last one would otherwise be shown the room and put out. A guest has one
/// promise, however often they ask.
/// Whoever waits asks again every few seconds; who does not is taken out of the line. Organisers, performers and speakers pass by it all.
/// An ask costs O(log n) steps, those who are taken out on its way included: each is taken out once. Thread-safe. The room's loop only leaves word (<see cref="Keep"/>,
/// <see cref="Count"/>, <see cref="IsFull"/>) and never waits for those who ask.
/// </remarks>
#pragma warning disable CA1711 // No collection: what people stand in, in the word of those who run venues.
public sealed class WaitingQueue(int capacity, TimeProvider time)
#pragma warning restore CA1711
{
    /// <summary>How often whoever waits is to ask again.</summary>
    public static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(2);

    /// <summary>How long somebody who does not ask keeps their place in the line.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // So many wait at most: a longer line would outlast any evening.
    private const int MostWaiting = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);
    private readonly ArrivalOrder _order = new();             // first come, first served
    private readonly LinkedList<Waiting> _byLastAsk = new();  // whoever has not asked for longest comes first
    private readonly Dictionary<string, Promise> _promises = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Promise> _byNumber = [];
    private readonly LinkedList<Promise> _byEnd = new();      // which ends soonest comes first: all last equally long

    // Promises kept in the tick that runs, and those of earlier ticks. They move from the one to the other after _inside has those who came by them, so that
    // nobody is ever missing in both.
    private readonly ConcurrentQueue<long> _keptNow = new(), _kept = new();
    private volatile int _inside, _promised, _length;
    private long _last;

    /// <summary>How many wait. Any thread, without waiting.</summary>
    public int Length => _length;

    /// <summary>Whether somebody who comes now would have to wait. Any thread, without waiting; exact to what <see cref="Sweep"/> has to do.</summary>
    public bool IsFull => capacity - _inside - _promised <= _length;

    /// <summary>Steps taken so far to find places in the line.</summary>
    public long Steps
    {
        get
        {
            lock (_gate) return _order.Steps;
        }
    }

    /// <summary>Asks for a place. Somebody who has a promise has it anew; somebody who waits keeps their place in the line.</summary>
    /// <param name="guest">Who asks.</param>
    public QueueAnswer Ask(string guest)
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            Expire(now);
            QueueAnswer answer = _promises.TryGetValue(guest, out Promise? promise) ? Renew(promise, now) : AskNew(guest, now);
            Publish();
            return answer;
        }
    }

    /// <summary>Whether somebody waits here and asks no oftener than they were told to: such asks are not counted against their address.</summary>
    public bool IsDue(string guest)
    {
        lock (_gate) return _waiting.TryGetValue(guest, out Waiting? waiting) && time.GetUtcNow() - waiting.Asked >= AskEvery / 2;
    }

    /// <summary>Somebody leaves the line, and gives up what was promised to them.</summary>
    public void Leave(string guest)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(guest, out Waiting? waiting)) Remove(waiting);
            if (_promises.TryGetValue(guest, out Promise? promise)) Remove(promise);
            Publish();
        }
    }

    /// <summary>A promise was kept: its owner is in the room. Called by the room's loop.</summary>
    public void Keep(long promise)
    {
        if (promise != 0) _keptNow.Enqueue(promise);
    }

    /// <summary>A promise is void: its owner did not come in.</summary>
    public void Void(long promise)
    {
        lock (_gate)
        {
            if (_byNumber.TryGetValue(promise, out Promise? voided)) Remove(voided);
            Publish();
        }
    }

    /// <summary>Takes how many places are taken after a tick. Called by the room's loop.</summary>
    public void Count(int inside)
    {
        _inside = inside; // those whose promise was kept meanwhile are among them
        while (_keptNow.TryDequeue(out long promise)) _kept.Enqueue(promise);
    }

    /// <summary>Forgets those who ask no more and promises that were not kept. Now and then, for those who only look.</summary>
    public void Sweep()
    {
        lock (_gate)
        {
            Expire(time.GetUtcNow());
            Publish();
        }
    }

    // The rest of the file: gate held.

    private QueueAnswer AskNew(string guest, DateTimeOffset now)
    {
        bool waits = _waiting.TryGetValue(guest, out Waiting? waiting);
        int ahead = waits ? _order.Ahead(waiting!) : _order.Count;
        if (ahead < capacity - _inside - _byNumber.Count)
        {
            if (waits) Remove(waiting!);
            return Renew(Add(new Promise(guest, ++_last)), now);
        }
        if (!waits && _order.Count >= MostWaiting) return default;
        waiting ??= Add(new Waiting(guest));
        waiting.Asked = now;
        _byLastAsk.Remove(waiting.Node);
        _byLastAsk.AddLast(waiting.Node);
        return new(0, ahead + 1);
    }

    private QueueAnswer Renew(Promise promise, DateTimeOffset now)
    {
        promise.Until = now + Tickets.Lifetime;
        _byEnd.Remove(promise.Node);
        _byEnd.AddLast(promise.Node);
        return new(promise.Number, 0);
    }

    private void Expire(DateTimeOffset now)
    {
        while (_kept.TryDequeue(out long number))
            if (_byNumber.TryGetValue(number, out Promise? kept)) Remove(kept);
        while (_byEnd.First is { Value: { } promise } && promise.Until < now) Remove(promise);
        while (_byLastAsk.First is { Value: { } waiting } && now - waiting.Asked > Patience) Remove(waiting);
    }

    private Waiting Add(Waiting waiting)
    {
        _waiting[waiting.Guest] = waiting;
        _order.Add(waiting);
        _byLastAsk.AddLast(waiting.Node);
        return waiting;
    }

    private void Remove(Waiting waiting)
    {
        _waiting.Remove(waiting.Guest);
        _order.Remove(waiting);
        _byLastAsk.Remove(waiting.Node);
    }

    private Promise Add(Promise promise)
    {
        _byNumber[promise.Number] = _promises[promise.Guest] = promise;
        _byEnd.AddLast(promise.Node);
        return promise;
    }

    private void Remove(Promise promise)
    {
        _byNumber.Remove(promise.Number);
        _promises.Remove(promise.Guest);
        _byEnd.Remove(promise.Node);
    }

    private void Publish() => (_promised, _length) = (_byNumber.Count, _order.Count);

    private sealed class Waiting : Arrival
    {
        public Waiting(string guest) => (Guest, Node) = (guest, new(this));

        public string Guest { get; }

        public LinkedListNode<Waiting> Node { get; }

        public DateTimeOffset Asked { get; set; }
    }

    private sealed class Promise
    {
        public Promise(string guest, long number) => (Guest, Number, Node) = (guest, number, new(this));

        public string Guest { get; }

        public long Number { get; }

        public LinkedListNode<Promise> Node { get; }

        public DateTimeOffset Until { get; set; }
    }
}
