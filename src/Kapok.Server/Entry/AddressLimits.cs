using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Kapok.Server.Configuration;
using Kapok.Server.Sockets;

namespace Kapok.Server.Entry;

/// <summary>Limits of one network address: joins and open sockets. Thread-safe.</summary>
public sealed class AddressLimits(KapokOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Entry> _addresses = new(StringComparer.Ordinal);
    private readonly long _began = time.GetTimestamp();

    /// <summary>Counts a join.</summary>
    /// <param name="address">From <see cref="Of"/>.</param>
    /// <param name="retrySeconds">How long to wait when refused.</param>
    public bool TryJoin(string address, out int retrySeconds)
    {
        Entry entry = _addresses.GetOrAdd(address, _ => new Entry(options.JoinsPerMinute));
        lock (entry)
        {
            bool allowed = entry.Joins.TryTake(NowMs);
            retrySeconds = entry.Joins.SecondsToNext;
            return allowed;
        }
    }

    /// <summary>Counts a socket that opens; <see cref="Closed"/> must follow when it was allowed.</summary>
    public bool TryOpen(string address)
    {
        Entry entry = _addresses.GetOrAdd(address, _ => new Entry(options.JoinsPerMinute));
        lock (entry)
        {
            if (entry.Sockets >= options.SocketsPerAddress) return false;
            entry.Sockets++;
            return true;
        }
    }

    /// <summary>Counts a socket that closed.</summary>
    public void Closed(string address)
    {
        if (!_addresses.TryGetValue(address, out Entry? entry)) return;
        lock (entry) entry.Sockets--;
    }

    /// <summary>Forgets addresses of which nothing is left to remember, so that memory does not grow with visitors.</summary>
    public void Sweep()
    {
        foreach ((string address, Entry entry) in _addresses)
        {
            lock (entry)
            {
                if (entry.Sockets == 0 && entry.Joins.IsFull(NowMs)) _addresses.TryRemove(new(address, entry));
            }
        }
    }

    /// <summary>The address by which a visitor is counted. Of IPv6 the first 64 bits: one customer has them all.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address)) return address.ToString();
        byte[] bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes).ToString();
    }

    private double NowMs => time.GetElapsedTime(_began).TotalMilliseconds;

    private sealed class Entry(int joinsPerMinute)
    {
        public TokenBucket Joins = new(joinsPerMinute / 60f, joinsPerMinute * 2f);

        public int Sockets { get; set; }
    }
}
