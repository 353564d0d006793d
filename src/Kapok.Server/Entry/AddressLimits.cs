using System.Net;
using Kapok.Server.Configuration;
using Kapok.Sockets.Door;

namespace Kapok.Server.Entry;

/// <summary>When it is somebody's turn to join from an address that sent too many.</summary>
/// <param name="Seconds">From now; at least 1.</param>
/// <param name="Position">How many turns away that is, from 1.</param>
public readonly record struct Turn(int Seconds, int Position);

/// <summary>Limits of one network address: joins and open sockets. Thread-safe.</summary>
/// <remarks>
/// A class of a hundred behind one address is no attack, so whoever comes when the joins are used up gets a turn that is theirs: they come in when it is due,
/// however often others ask meanwhile.
/// The rule is that of virtual scheduling (GCRA, ITU-T I.371, annex A): one number for each address says when the next join would be due at the steady rate.
/// </remarks>
public sealed class AddressLimits(KapokOptions options, TimeProvider time)
{
    // Turns that one address holds at a time. Beyond, one is told when to ask but holds nothing: who sends asks without cookies by the thousand must not fill the memory.
    private const int MostTurns = 256;

    private const double KeptMs = 30_000; // for so long a turn waits for its owner

    private readonly double _periodMs = 60_000d / options.JoinsPerMinute, _burstMs = 2 * 60_000d;
    private readonly Lock _gate = new(); // one for all: what is done under it is short, and an address that is forgotten can have nobody counting on it
    private readonly Dictionary<string, Entry> _addresses = new(StringComparer.Ordinal);
    private readonly long _began = time.GetTimestamp();

    /// <summary>Counts a join.</summary>
    /// <param name="address">From <see cref="Of"/>.</param>
    /// <param name="guest">Who asks; their turn is kept under it.</param>
    /// <param name="turn">When it is their turn, when it is not yet.</param>
    public bool TryJoin(string address, string guest, out Turn turn)
    {
        lock (_gate)
        {
            double now = NowMs;
            Entry entry = EntryOf(address);
            if (entry.Turns.TryGetValue(guest, out double dueMs))
            {
                turn = TurnAt(dueMs - now);
                return dueMs <= now && entry.Turns.Remove(guest);
            }
            double nextMs = Math.Max(entry.NextMs, now) + _periodMs;
            dueMs = nextMs - _burstMs;
            turn = TurnAt(dueMs - now);
            if (dueMs > now)
            {
                if (entry.Turns.Count >= MostTurns) return false;
                entry.Turns[guest] = dueMs;
            }
            entry.NextMs = nextMs;
            return dueMs <= now;
        }
    }

    /// <summary>Counts a socket that opens; <see cref="Closed"/> must follow when it was allowed.</summary>
    public bool TryOpen(string address)
    {
        lock (_gate)
        {
            Entry entry = EntryOf(address);
            if (entry.Sockets >= options.SocketsPerAddress) return false;
            entry.Sockets++;
            return true;
        }
    }

    /// <summary>Counts a socket that closed.</summary>
    public void Closed(string address)
    {
        lock (_gate) EntryOf(address).Sockets--;
    }

    /// <summary>Open sockets of an address.</summary>
    public int SocketsOf(string address)
    {
        lock (_gate) return _addresses.TryGetValue(address, out Entry? entry) ? entry.Sockets : 0;
    }

    /// <summary>Forgets addresses of which nothing is left to remember, so that memory does not grow with visitors.</summary>
    public void Sweep()
    {
        lock (_gate)
        {
            double now = NowMs;
            foreach ((string address, Entry entry) in _addresses)
            {
                foreach ((string guest, double dueMs) in entry.Turns)
                    if (dueMs + KeptMs < now) entry.Turns.Remove(guest);
                if (entry.Sockets == 0 && entry.Turns.Count == 0 && entry.NextMs <= now) _addresses.Remove(address);
            }
        }
    }

    /// <summary>The address by which a visitor is counted. Of IPv6 the first 64 bits: one customer has them all.</summary>
    public static string Of(IPAddress? address) => address is null ? "unknown" : NetworkAddress.OneCustomer(address).ToString();

    private double NowMs => time.GetElapsedTime(_began).TotalMilliseconds;

    private Turn TurnAt(double inMs) => new(Math.Max(1, (int)Math.Ceiling(inMs / 1000d)), Math.Max(1, (int)Math.Ceiling(inMs / _periodMs)));

    private Entry EntryOf(string address)
    {
        if (!_addresses.TryGetValue(address, out Entry? entry)) _addresses[address] = entry = new();
        return entry;
    }

    private sealed class Entry
    {
        public double NextMs { get; set; }

        public int Sockets { get; set; }

        public Dictionary<string, double> Turns { get; } = new(StringComparer.Ordinal);
    }
}
