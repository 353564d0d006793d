using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Kapok.Sockets.Handshakes;

/// <summary>The head of an HTTP/1.1 request or answer (RFC 9112): its first line and its fields.</summary>
public sealed class HttpHead
{
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private readonly List<KeyValuePair<string, string>> _fields;

    private HttpHead(string firstLine, List<KeyValuePair<string, string>> fields) => (FirstLine, _fields) = (firstLine, fields);

    /// <summary>The first line, without its end.</summary>
    public string FirstLine { get; }

    /// <summary>The fields in order, a name as often as it came.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    /// <summary>Where the head ends in a stream.</summary>
    /// <returns>Index of the byte behind it; −1 while it is not whole.</returns>
    public static int FindEnd(ReadOnlySpan<byte> stream)
    {
        int at = stream.IndexOf("\r\n\r\n"u8);
        return at < 0 ? -1 : at + 4;
    }

    /// <summary>Reads a head.</summary>
    /// <param name="head">From its first byte to the empty line, included.</param>
    /// <param name="mostFields">The most fields that are taken.</param>
    /// <param name="read">The head.</param>
    /// <returns>False when it is none: a line is malformed or folded, a byte is not allowed, or there are too many fields.</returns>
    public static bool TryRead(ReadOnlySpan<byte> head, int mostFields, [NotNullWhen(true)] out HttpHead? read)
    {
        read = null;
        if (!TryReadLine(ref head, out ReadOnlySpan<byte> first) || first.IsEmpty) return false;
        List<KeyValuePair<string, string>> fields = [];
        while (TryReadLine(ref head, out ReadOnlySpan<byte> line))
        {
            if (line.IsEmpty)
            {
                read = new(Encoding.Latin1.GetString(first), fields);
                return head.IsEmpty;
            }
            int colon = line.IndexOf((byte)':');
            // Space before the colon and folded lines are how requests are smuggled past others (RFC 9112, sections 5.1 and 5.2).
            if (colon < 1 || fields.Count == mostFields || line[..colon].ContainsAnyExcept(NameBytes)) return false;
            fields.Add(new(Encoding.ASCII.GetString(line[..colon]), Encoding.Latin1.GetString(line[(colon + 1)..].Trim(" \t"u8))));
        }
        return false;
    }

    /// <summary>The value of a field that may come once.</summary>
    /// <returns>False when it came more often; null when it did not come.</returns>
    public bool TryGetSingle(string name, out string? value)
    {
        value = null;
        foreach (KeyValuePair<string, string> field in _fields)
        {
            if (!field.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            if (value is not null) return false;
            value = field.Value;
        }
        return true;
    }

    /// <summary>All members of a field that is a list separated by commas, however often it came.</summary>
    public IEnumerable<string> Members(string name) =>
        _fields.Where(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .SelectMany(field => field.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>Whether a list has a member, in whatever case.</summary>
    public bool Has(string name, string member) => Members(name).Contains(member, StringComparer.OrdinalIgnoreCase);

    private static bool TryReadLine(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        line = default;
        int end = rest.IndexOf("\r\n"u8);
        if (end < 0) return false;
        line = rest[..end];
        rest = rest[(end + 2)..];
        return !line.ContainsAnyInRange((byte)0, (byte)8) && !line.ContainsAnyInRange((byte)10, (byte)31) && !line.Contains((byte)127);
    }
}
