namespace Kapok.Events.Guests;

/// <summary>The name and the avatar a guest last came with, so that they need not make them again.</summary>
public sealed class GuestLook
{
    /// <summary>The guest's id, from the cookie the server set.</summary>
    public required string GuestId { get; init; }

    public required string Name { get; set; }

    /// <summary>A <c>kapok.v1.Look</c> in Protobuf, at most <see cref="SaveLook.MaxBytes"/> bytes.</summary>
    public required byte[] Look { get; set; }

    public required DateTimeOffset SavedAt { get; set; }
}
