using System.Buffers;
using System.Text;

namespace Kapok.Sockets.Tls;

/// <summary>Host names as a client sends them (RFC 6066, section 3): ASCII, those in other letters as A-labels (RFC 5890).</summary>
internal static class HostName
{
    private const int MostBytes = 255, MostLabelBytes = 63;

    // The underscore is no letter of host names, yet names that have one resolve and have certificates.
    private static readonly SearchValues<byte> LabelBytes = SearchValues.Create("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Reads a name.</summary>
    /// <param name="bytes">As it came: in any case, with or without a dot at the end.</param>
    /// <returns>The name in lower case without that dot; null when it is none: an IP address, another byte, an empty or too long label.</returns>
    public static string? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > MostBytes) return null;
        if (bytes[^1] == '.') bytes = bytes[..^1];
        ReadOnlySpan<byte> label = default;
        foreach (Range part in bytes.Split((byte)'.'))
        {
            label = bytes[part];
            if (label.Length is 0 or > MostLabelBytes || label.ContainsAnyExcept(LabelBytes)) return null;
        }
        // No top-level domain is a number, and every address of IPv4 ends in one; those of IPv6 have colons.
        if (!label.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return null;
        Span<char> name = stackalloc char[MostBytes];
        Ascii.ToLower(bytes, name, out int written);
        return new(name[..written]);
    }
}
