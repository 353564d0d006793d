using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Kapok.Tools.Bench.Stage;

/// <summary>A part that a list names.</summary>
/// <param name="Order">Rises from part to part.</param>
/// <param name="Name">Its address beside the list.</param>
/// <param name="Request">The request for it.</param>
/// <param name="EndMs">When its last sample was taken, in Unix milliseconds of the server's clock.</param>
internal sealed record HlsListPart(long Order, string Name, byte[] Request, double EndMs);

/// <summary>A playlist as light viewers read it. All of them get the same bytes, so it is read once for all.</summary>
internal sealed class HlsList
{
    private const int PartsOfSegment = 1000; // in the order of parts; a segment has far fewer

    private HlsList(List<HlsListPart> parts, byte[] next) => (Parts, Next) = (parts, next);

    /// <summary>The parts that it names, in order.</summary>
    public IReadOnlyList<HlsListPart> Parts { get; }

    /// <summary>The request for the list that has what comes next.</summary>
    public byte[] Next { get; }

    /// <summary>Reads one.</summary>
    /// <param name="packed">As it came, by gzip.</param>
    /// <param name="requests">Makes requests.</param>
    /// <returns>Null when it is none.</returns>
    public static HlsList? Read(ReadOnlySpan<byte> packed, HlsRequests requests)
    {
        using MemoryStream bytes = new(packed.ToArray());
        using GZipStream zip = new(bytes, CompressionMode.Decompress);
        using StreamReader text = new(zip, Encoding.ASCII);
        List<HlsListPart> parts = [];
        byte[]? next = null;
        double atMs = 0;
        while (text.ReadLine() is { } line)
        {
            if (line.StartsWith("#EXT-X-PROGRAM-DATE-TIME:", StringComparison.Ordinal)) atMs = TimeOf(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]);
            else if (line.StartsWith("#EXT-X-PART:", StringComparison.Ordinal) && Between(line, "URI=\"", "\"") is { } name && TryOrder(name, out long order))
            {
                atMs += double.Parse(Between(line, "DURATION=", ",")!, CultureInfo.InvariantCulture) * 1000;
                parts.Add(new(order, name, requests.For(name), atMs));
            }
            else if (line.StartsWith("#EXT-X-PRELOAD-HINT:", StringComparison.Ordinal) && Between(line, "URI=\"", "\"") is { } hint && TryOrder(hint, out long coming))
                next = requests.For(string.Create(CultureInfo.InvariantCulture, $"index.m3u8?_HLS_msn={coming / PartsOfSegment}&_HLS_part={coming % PartsOfSegment}"));
        }
        return next is null ? null : new(parts, next);
    }

    private static double TimeOf(string text) =>
        (DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    private static bool TryOrder(string name, out long order)
    {
        string[] numbers = name[1..].Split('.');
        order = -1;
        if (numbers.Length != 3 || !long.TryParse(numbers[0], CultureInfo.InvariantCulture, out long segment)) return false;
        if (!int.TryParse(numbers[1], CultureInfo.InvariantCulture, out int part)) return false;
        order = (segment * PartsOfSegment) + part;
        return true;
    }

    private static string? Between(string line, string begin, string end)
    {
        int from = line.IndexOf(begin, StringComparison.Ordinal);
        if (from < 0) return null;
        from += begin.Length;
        int to = line.IndexOf(end, from, StringComparison.Ordinal);
        return to < 0 ? null : line[from..to];
    }
}

/// <summary>Makes requests for files of one folder.</summary>
/// <param name="Host">As the Host header has it.</param>
/// <param name="Folder">Path of the folder, with slashes around.</param>
internal sealed record HlsRequests(string Host, string Folder)
{
    /// <summary>A request as browsers send it, though with fewer headers.</summary>
    public byte[] For(string file) => Encoding.ASCII.GetBytes($"GET {Folder}{file} HTTP/1.1\r\nHost: {Host}\r\nAccept-Encoding: gzip, deflate, br\r\nAccept: */*\r\nUser-Agent: kapok-bench\r\n\r\n");
}
