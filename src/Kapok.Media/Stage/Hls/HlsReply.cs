using System.IO.Compression;

namespace Kapok.Media.Stage.Hls;

/// <summary>What is answered, made once for all who ask. Nothing of it changes.</summary>
public sealed class HlsReply
{
    /// <summary>Type of playlists.</summary>
    public const string PlaylistType = "application/vnd.apple.mpegurl";

    /// <summary>Type of segments.</summary>
    public const string MediaType = "video/mp4";

    // What is named by its number never changes, and nobody asks for it after the list has moved on.
    private const string Lasting = "public, max-age=600, immutable";

    // A list that was waited for is the answer to that very question for ever; the draft's appendix on servers' profiles says six target durations.
    private const string Waited = "public, max-age=36";

    private const string Newest = "public, max-age=1", Never = "no-store";

    private HlsReply(int status, string type, string caching, ReadOnlyMemory<byte>[] body, ReadOnlyMemory<byte> packed = default)
    {
        (Status, ContentType, CacheControl, Body, Packed) = (status, type, caching, body, packed);
        foreach (ReadOnlyMemory<byte> piece in body) Length += piece.Length;
    }

    /// <summary>Status of HTTP.</summary>
    public int Status { get; }

    /// <summary>Media type; empty without a body.</summary>
    public string ContentType { get; }

    /// <summary>How long and by whom it may be kept.</summary>
    public string CacheControl { get; }

    /// <summary>The body in pieces.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Body { get; }

    /// <summary>The body by gzip; empty where that does not pay.</summary>
    public ReadOnlyMemory<byte> Packed { get; }

    /// <summary>Bytes of the body.</summary>
    public long Length { get; }

    /// <summary>A part of it can be asked for by itself.</summary>
    public bool HasRanges => ContentType == MediaType;

    /// <summary>There is no such thing, or not any more.</summary>
    internal static HlsReply Missing { get; } = new(404, "", Never, []);

    /// <summary>Nobody can ask so.</summary>
    internal static HlsReply Senseless { get; } = new(400, "", Never, []);

    /// <summary>It did not come in time.</summary>
    internal static HlsReply Late { get; } = new(503, "", Never, []);

    /// <summary>A part, a segment of parts, or an initialisation.</summary>
    internal static HlsReply Media(params ReadOnlyMemory<byte>[] pieces) => new(200, MediaType, Lasting, pieces);

    /// <summary>A playlist, packed once.</summary>
    internal static HlsReply Playlist(byte[] text) => new(200, PlaylistType, Newest, [text], Pack(text));

    /// <summary>The same, for those who waited for it.</summary>
    internal HlsReply ForWaiting() => new(Status, ContentType, Waited, [.. Body], Packed);

    private static ReadOnlyMemory<byte> Pack(byte[] text)
    {
        using MemoryStream to = new(text.Length / 4);
        using (GZipStream zip = new(to, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(text);
        return to.TryGetBuffer(out ArraySegment<byte> packed) ? packed : to.ToArray();
    }
}
