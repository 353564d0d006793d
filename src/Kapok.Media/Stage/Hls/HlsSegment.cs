namespace Kapok.Media.Stage.Hls;

/// <summary>A part of a segment: one fragment of MP4, encoded once.</summary>
/// <param name="Duration">1/90,000 s.</param>
/// <param name="IsIndependent">It begins with a keyframe, or has sound alone.</param>
/// <param name="Data">The fragment.</param>
internal sealed record HlsPart(long Duration, bool IsIndependent, byte[] Data)
{
    /// <summary>The answer to whoever asks for it.</summary>
    public HlsReply Reply { get; } = HlsReply.Media(Data);
}

/// <summary>A segment, which grows by parts until it is closed; each growth is a new one, so that readers need no lock.</summary>
internal sealed record HlsSegment
{
    private HlsReply? _reply;

    /// <summary>Its media sequence number.</summary>
    public required long Number { get; init; }

    /// <summary>When it begins. It stays: a list must not say another date of what it has told.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Number of its initialisation.</summary>
    public required int Map { get; init; }

    /// <summary>What comes before does not go on in it.</summary>
    public required bool IsDiscontinuous { get; init; }

    /// <summary>Nothing is added any more.</summary>
    public bool IsClosed { get; init; }

    /// <summary>1/90,000 s.</summary>
    public long Duration { get; private init; }

    /// <summary>Bytes of all parts.</summary>
    public long Bytes { get; private init; }

    /// <summary>Its parts.</summary>
    public HlsPart[] Parts { get; private init; } = [];

    /// <summary>The answer to whoever asks for it; its bytes are those of its parts.</summary>
    public HlsReply Reply => _reply ??= HlsReply.Media([.. Parts.Select(part => (ReadOnlyMemory<byte>)part.Data)]);

    /// <summary>The same with one part more.</summary>
    public HlsSegment With(HlsPart part, bool isLast) => this with
    {
        Parts = [.. Parts, part],
        Duration = Duration + part.Duration,
        Bytes = Bytes + part.Data.Length,
        IsClosed = isLast,
        _reply = null,
    };
}
