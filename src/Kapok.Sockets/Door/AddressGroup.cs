using System.Net;
using System.Net.Sockets;

namespace Kapok.Sockets.Door;

/// <summary>The connections of one network address at a front door.</summary>
internal sealed class AddressGroup(IPAddress key)
{
    /// <summary>What it is found by.</summary>
    public IPAddress Key { get; } = key;

    /// <summary>Those that have not said yet what they want, the oldest first. The door's thread owns it.</summary>
    public LinkedList<Visitor> Waiting { get; } = [];

    /// <summary>Those of which a handshake waits for its turn. The door's thread owns it.</summary>
    public int Held { get; set; }

    /// <summary>Those that were decided on and are still open: at the web server, or in the middle of a handshake. Under the lock of <see cref="AddressGroups"/>.</summary>
    public int Counted { get; set; }
}

/// <summary>All groups of a door. Connections end wherever they end, so counting is for any thread.</summary>
internal sealed class AddressGroups
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, AddressGroup> _groups = [];

    /// <summary>Addresses of which something is open.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _groups.Count;
        }
    }

    /// <summary>The group of an address. On the door's thread.</summary>
    public AddressGroup Of(IPAddress address)
    {
        IPAddress key = NetworkAddress.OneCustomer(address);
        lock (_gate)
        {
            if (!_groups.TryGetValue(key, out AddressGroup? group)) _groups[key] = group = new(key);
            return group;
        }
    }

    /// <summary>Counts one that is decided on.</summary>
    /// <returns>False when there are as many already.</returns>
    public bool TryCount(AddressGroup group, int most)
    {
        lock (_gate)
        {
            if (group.Counted >= most) return false;
            group.Counted++;
            return true;
        }
    }

    /// <summary>One that was counted has ended.</summary>
    public void Discount(AddressGroup group)
    {
        lock (_gate)
        {
            group.Counted--;
            Forget(group);
        }
    }

    /// <summary>Forgets a group of which nothing is left. On the door's thread.</summary>
    public void Tidy(AddressGroup group)
    {
        lock (_gate) Forget(group);
    }

    // Nobody comes in between: a connection is put into its group by the door's thread, and taken out of Waiting by it too. One that is forgotten too early has
    // only no company in its count.
    private void Forget(AddressGroup group)
    {
        if (group.Counted <= 0 && group.Waiting.Count == 0 && _groups.TryGetValue(group.Key, out AddressGroup? known) && known == group) _groups.Remove(group.Key);
    }
}

/// <summary>By which address somebody is counted.</summary>
public static class NetworkAddress
{
    /// <summary>The address of a customer of a network: of IPv6 the first 64 bits, since one customer has them all; loopback whole.</summary>
    public static IPAddress OneCustomer(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address)) return address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new(bytes);
    }
}
