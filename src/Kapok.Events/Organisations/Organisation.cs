namespace Kapok.Events.Organisations;

/// <summary>Who hosts events.</summary>
public sealed class Organisation
{
    public required Guid Id { get; init; }

    /// <summary>Its name in addresses, e.g. <c>kapok</c>; unique.</summary>
    public required string Slug { get; init; }

    public required string Name { get; set; }
}
