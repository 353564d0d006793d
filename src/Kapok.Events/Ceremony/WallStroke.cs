namespace Kapok.Events.Ceremony;

/// <summary>A stroke on the signing wall of a room.</summary>
public sealed class WallStroke
{
    /// <summary>Most bytes of a packed stroke.</summary>
    public const int MaxBytes = 512;

    /// <summary>The event it is of.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The room, as <see cref="Organisations.EventRoom.Id"/> has it.</summary>
    public required string RoomId { get; init; }

    /// <summary>From 1, in the order in which strokes came.</summary>
    public required long Number { get; init; }

    /// <summary>Who drew it.</summary>
    public required string GuestId { get; init; }

    /// <summary>Their name then.</summary>
    public required string Name { get; init; }

    /// <summary>0xRRGGBB.</summary>
    public required int Colour { get; init; }

    /// <summary>Packed, as docs/protocol.md has it.</summary>
    public required byte[] Stroke { get; init; }

    /// <summary>When it was kept first.</summary>
    public required DateTimeOffset SignedAt { get; init; }
}
