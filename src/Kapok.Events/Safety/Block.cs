namespace Kapok.Events.Safety;

/// <summary>A guest wants neither to read nor to see another, wherever they meet.</summary>
public sealed class Block
{
    /// <summary>Who blocks.</summary>
    public required string GuestId { get; init; }

    /// <summary>Who is blocked.</summary>
    public required string BlockedGuestId { get; init; }

    public required DateTimeOffset Since { get; init; }
}
