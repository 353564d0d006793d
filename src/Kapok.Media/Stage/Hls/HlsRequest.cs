using System.Globalization;

namespace Kapok.Media.Stage.Hls;

/// <summary>What is asked for.</summary>
public enum HlsThing
{
    /// <summary>The playlist.</summary>
    Playlist,

    /// <summary>An initialisation.</summary>
    Map,

    /// <summary>A segment.</summary>
    Segment,

    /// <summary>A part of a segment.</summary>
    Part,
}

/// <summary>A request, read of an address.</summary>
/// <param name="Thing">What it asks for.</param>
/// <param name="Number">Number of the segment or map; of a playlist the segment that it is to have (<c>_HLS_msn</c>), −1 for whatever there is.</param>
/// <param name="Part">Number of the part; of a playlist the part that it is to have (<c>_HLS_part</c>), −1 for the whole segment.</param>
/// <param name="MaySkip">A delta update is welcome (<c>_HLS_skip</c>).</param>
public readonly record struct HlsRequest(HlsThing Thing, long Number, int Part, bool MaySkip)
{
    /// <summary>Name of every playlist.</summary>
    public const string PlaylistName = "index.m3u8";

    private const int MostDigits = 9;

    /// <summary>Reads what a client sent.</summary>
    /// <param name="file">The last piece of the path.</param>
    /// <param name="query">The query, with or without its question mark; only delivery directives are looked at (draft-pantos-hls-rfc8216bis, 6.2.5).</param>
    /// <param name="request">What it asks for.</param>
    /// <param name="isSenseless">It is a playlist's address, but its directives make no sense.</param>
    /// <returns>False when it is nothing of ours, or senseless.</returns>
    public static bool TryRead(ReadOnlySpan<char> file, ReadOnlySpan<char> query, out HlsRequest request, out bool isSenseless)
    {
        isSenseless = false;
        if (file.SequenceEqual(PlaylistName)) return !(isSenseless = !TryReadDirectives(query, out request));
        request = default;
        if (file.Length < 6) return false;
        ReadOnlySpan<char> name = file[1..];
        switch (file[0])
        {
            case 'i' when name.EndsWith(".mp4") && TryNumber(name[..^4], out int map):
                request = new(HlsThing.Map, map, -1, false);
                return true;
            case 's' when name.EndsWith(".m4s") && TryNumber(name[..^4], out int segment):
                request = new(HlsThing.Segment, segment, -1, false);
                return true;
            case 'p' when name.EndsWith(".m4s"):
                name = name[..^4];
                int dot = name.IndexOf('.');
                if (dot < 0 || !TryNumber(name[..dot], out int parent) || !TryNumber(name[(dot + 1)..], out int part)) return false;
                request = new(HlsThing.Part, parent, part, false);
                return true;
            default:
                return false;
        }
    }

    private static bool TryReadDirectives(ReadOnlySpan<char> query, out HlsRequest request)
    {
        int number = -1, part = -1;
        bool maySkip = false;
        request = default;
        query = query.TrimStart('?');
        foreach (Range range in query.Split('&'))
        {
            ReadOnlySpan<char> pair = query[range];
            if (pair.StartsWith("_HLS_msn=") && !TryNumber(pair[9..], out number)) return false;
            if (pair.StartsWith("_HLS_part=") && !TryNumber(pair[10..], out part)) return false;
            if (pair.StartsWith("_HLS_skip=")) maySkip = pair[10..] is "YES" or "v2";
        }
        if (part >= 0 && number < 0) return false;
        request = new(HlsThing.Playlist, number, part, maySkip);
        return true;
    }

    // Digits alone: no sign, no space, no leading zero by which one thing would have many addresses in a cache.
    private static bool TryNumber(ReadOnlySpan<char> text, out int number)
    {
        number = -1;
        if (text.Length is 0 or > MostDigits || (text[0] == '0' && text.Length > 1)) return false;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)) return true;
        number = -1;
        return false;
    }
}
