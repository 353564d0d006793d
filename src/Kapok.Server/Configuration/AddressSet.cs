using System.Net;

namespace Kapok.Server.Configuration;

/// <summary>Addresses and networks that an option names, such as <c>127.0.0.1, 172.16.0.0/12, fd00::/8</c>.</summary>
public sealed class AddressSet
{
    private readonly IPNetwork[] _networks;

    private AddressSet(IPNetwork[] networks) => _networks = networks;

    /// <summary>The networks; an address is one of its full length.</summary>
    public IReadOnlyList<IPNetwork> Networks => _networks;

    /// <summary>Nothing is named.</summary>
    public bool IsEmpty => _networks.Length == 0;

    /// <summary>Reads a list that <see cref="Errors"/> has nothing to say of.</summary>
    /// <exception cref="FormatException">An entry is no address and no network.</exception>
    public static AddressSet Parse(string list) =>
        new([.. KapokOptions.List(list).Select(entry => TryRead(entry, out IPNetwork network) ? network : throw new FormatException($"'{entry}' is no address and no network."))]);

    /// <summary>What is wrong with a list, one line each.</summary>
    /// <param name="option">Name of the option, for the message.</param>
    /// <param name="list">Its value.</param>
    public static IEnumerable<string> Errors(string option, string list) =>
        from entry in KapokOptions.List(list)
        where !TryRead(entry, out _)
        select $"{option} must hold IP addresses or networks such as 172.16.0.0/12, not '{entry}'.";

    /// <summary>Whether an address is named. An IPv4 address counts as such when it comes in the form of IPv6.</summary>
    public bool Contains(IPAddress? address)
    {
        if (address is null) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        foreach (IPNetwork network in _networks)
            if (network.Contains(address)) return true;
        return false;
    }

    private static bool TryRead(string entry, out IPNetwork network)
    {
        network = default;
        int slash = entry.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? entry : entry[..slash], out IPAddress? address)) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        byte[] bytes = address.GetAddressBytes();
        int length = 8 * bytes.Length;
        if (slash >= 0 && (!int.TryParse(entry.AsSpan(slash + 1), System.Globalization.NumberStyles.None, null, out int told) || told > length || (length = told) < 0))
            return false;
        // Bits behind the prefix are let go: 10.0.0.7/8 can only mean the network that 10.0.0.7 is in.
        for (int bit = length; bit < 8 * bytes.Length; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        network = new(new IPAddress(bytes), length);
        return true;
    }
}
