using System.Net;
using System.Net.Sockets;
using Kapok.Cluster;
using Kapok.Sockets.Door;

namespace Kapok.Server.Measures;

/// <summary>Whose a network address may be.</summary>
internal static class AddressRule
{
    // RFC 1918, RFC 6598 (carriers' shared space), RFC 3927; RFC 4193 and RFC 4291 for IPv6.
    private static readonly IPNetwork[] PrivateNetworks =
        [.. ((string[])["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fc00::/7", "fe80::/10"]).Select(IPNetwork.Parse)];

    /// <summary>Whose it may be; null is nobody's.</summary>
    public static AddressKind KindOf(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true }) address = address.MapToIPv4();
        if (address is null || IPAddress.IsLoopback(address) || address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            return AddressKind.Nobodys;
        return PrivateNetworks.Any(network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address)) ? AddressKind.Private : AddressKind.Public;
    }

    /// <summary>Whether two addresses are one to a ban: the same, or the same /64 of IPv6.</summary>
    public static bool AreOne(string? one, string? other) =>
        IPAddress.TryParse(one, out IPAddress? first) && IPAddress.TryParse(other, out IPAddress? second)
        && NetworkAddress.OneCustomer(first).Equals(NetworkAddress.OneCustomer(second));
}
