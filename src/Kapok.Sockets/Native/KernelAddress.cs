using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Kapok.Sockets.Native;

/// <summary>Addresses as the kernel has them: <c>sockaddr_in</c> and <c>sockaddr_in6</c> of Linux.</summary>
internal static class KernelAddress
{
    /// <summary>Bytes of the longest address, that of IPv6.</summary>
    public const int MaxBytes = 28;

    private const int V4 = 2, V6 = 10, V4Bytes = 16;

    /// <summary>Number of the address family, for a new socket.</summary>
    public static int FamilyOf(IPEndPoint endpoint) => endpoint.AddressFamily == AddressFamily.InterNetworkV6 ? V6 : V4;

    /// <summary>Reads an address.</summary>
    /// <returns>Null when it is neither of IPv4 nor of IPv6.</returns>
    public static IPEndPoint? Read(ReadOnlySpan<byte> address)
    {
        if (address.Length < V4Bytes) return null;
        int family = BitConverter.ToUInt16(address), port = BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
        if (family == V4) return new(new IPAddress(address.Slice(4, 4)), port);
        if (family != V6 || address.Length < MaxBytes) return null;
        return new(new IPAddress(address.Slice(8, 16), BitConverter.ToUInt32(address[24..])), port);
    }

    /// <summary>Writes an address.</summary>
    /// <returns>Its length in bytes.</returns>
    public static int Write(IPEndPoint endpoint, Span<byte> to)
    {
        to[..MaxBytes].Clear();
        BitConverter.TryWriteBytes(to, (ushort)FamilyOf(endpoint));
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)endpoint.Port);
        bool isV6 = endpoint.AddressFamily == AddressFamily.InterNetworkV6;
        endpoint.Address.TryWriteBytes(to[(isV6 ? 8 : 4)..], out _);
        if (!isV6) return V4Bytes;
        BitConverter.TryWriteBytes(to[24..], (uint)endpoint.Address.ScopeId);
        return MaxBytes;
    }
}
