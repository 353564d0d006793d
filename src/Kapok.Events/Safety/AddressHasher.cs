using System.Net;
using System.Security.Cryptography;
using Kapok.Events.Storage;

namespace Kapok.Events.Safety;

/// <summary>Turns a network address into what may be kept of it: an HMAC-SHA-256 under a key of this installation.</summary>
/// <remarks>
/// A plain hash would be no protection: all IPv4 addresses are hashed in minutes. The key lies in the data folder and not in
/// the database, so a copy of the database alone tells no addresses. IPv6 is cut to its /64, which is one household's.
/// </remarks>
public sealed class AddressHasher(StorageOptions options)
{
    public const string FileName = "address.key";

    private const int KeyBytes = 32;

    private readonly Lazy<byte[]> _key = new(() => ReadOrCreateKey(Path.Combine(options.DataFolder, FileName)));

    /// <summary>The hash, 32 bytes; null for loopback, where everyone behind a local proxy or test would be one.</summary>
    public byte[]? Hash(IPAddress? address)
    {
        if (address is null || IPAddress.IsLoopback(address)) return null;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return null;
        return HMACSHA256.HashData(_key.Value, NetworkOf(address));
    }

    /// <summary>What of an address counts: all of IPv4, the /64 of IPv6.</summary>
    public static ReadOnlySpan<byte> NetworkOf(IPAddress address)
    {
        byte[] bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        return bytes.Length == 16 ? bytes.AsSpan(0, 8) : bytes;
    }

    private static byte[] ReadOrCreateKey(string path)
    {
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: KeyBytes } kept) return kept;
        byte[] key = RandomNumberGenerator.GetBytes(KeyBytes);
        FileStreamOptions writing = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) writing.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using FileStream file = new(path, writing);
        file.Write(key);
        return key;
    }
}
