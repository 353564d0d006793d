using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Kapok.Media.Rtc.Ice;

/// <summary>Where a datagram comes from or goes to: an IPv6 address (IPv4 as ::ffff:a.b.c.d), its scope and a port.</summary>
/// <remarks>A value of 28 bytes instead of <see cref="IPEndPoint"/>, so that looking up the sender of a packet allocates nothing.</remarks>
/// <param name="High">First eight bytes of the address, in network order.</param>
/// <param name="Low">Last eight bytes of the address, in network order.</param>
/// <param name="Scope">Interface of a link-local address, else 0.</param>
/// <param name="Port">Port.</param>
public readonly record struct PeerAddress(ulong High, ulong Low, uint Scope, ushort Port)
{
    /// <summary>Bytes of a sockaddr_in6.</summary>
    internal const int NativeBytes = 28;

    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    // The first two bytes of a sockaddr: the family as Linux has it, in the machine's order.
    private const ushort NativeFamilyV6 = 10;

    /// <summary>It is an IPv4 address.</summary>
    public bool IsIPv4 => High == 0 && Low >> 32 == MappedPrefix >> 32;

    /// <summary>The part of the address one subscriber has: all of IPv4, the first 64 bits of IPv6.</summary>
    public ulong Subscriber => IsIPv4 ? Low : High;

    /// <summary>Of an end point of the framework.</summary>
    public static PeerAddress Of(IPEndPoint point)
    {
        Span<byte> ip = stackalloc byte[16];
        (point.AddressFamily == AddressFamily.InterNetwork ? point.Address.MapToIPv6() : point.Address).TryWriteBytes(ip, out _);
        uint scope = point.Address.IsIPv6LinkLocal ? (uint)point.Address.ScopeId : 0;
        return new(BinaryPrimitives.ReadUInt64BigEndian(ip), BinaryPrimitives.ReadUInt64BigEndian(ip[8..]), scope, (ushort)point.Port);
    }

    /// <summary>As an end point of the framework, always IPv6.</summary>
    public IPEndPoint ToEndPoint()
    {
        Span<byte> ip = stackalloc byte[16];
        WriteIp(ip);
        return new(new IPAddress(ip, Scope), Port);
    }

    /// <summary>Writes the sixteen bytes of the address.</summary>
    public void WriteIp(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt64BigEndian(to, High);
        BinaryPrimitives.WriteUInt64BigEndian(to[8..], Low);
    }

    /// <summary>Reads a sockaddr_in6 of Linux.</summary>
    internal static PeerAddress ReadNative(ReadOnlySpan<byte> from) => new(
        BinaryPrimitives.ReadUInt64BigEndian(from[8..]), BinaryPrimitives.ReadUInt64BigEndian(from[16..]),
        MemoryMarshal.Read<uint>(from[24..]), BinaryPrimitives.ReadUInt16BigEndian(from[2..]));

    /// <summary>Writes a sockaddr_in6 of Linux.</summary>
    internal void WriteNative(Span<byte> to)
    {
        MemoryMarshal.Write(to, NativeFamilyV6);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], Port);
        MemoryMarshal.Write(to[4..], 0);
        WriteIp(to[8..]);
        MemoryMarshal.Write(to[24..], Scope);
    }

    /// <inheritdoc/>
    public override string ToString() => (IsIPv4 ? new IPEndPoint(ToEndPoint().Address.MapToIPv4(), Port) : ToEndPoint()).ToString();
}
