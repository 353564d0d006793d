using Kapok.Events.Planning;

namespace Kapok.Events.Organisations;

/// <summary>Something an organisation holds in its rooms.</summary>
public sealed class Event
{
    public required Guid Id { get; init; }

    public required Guid OrganisationId { get; init; }

    /// <summary>Its name in addresses and in the keys of rooms; unique.</summary>
    public required string Slug { get; init; }

    public required LocalText Title { get; set; }

    /// <summary>How far it is.</summary>
    public required EventState State { get; set; }

    /// <summary>When it began or will begin.</summary>
    public required DateTimeOffset StartsAt { get; set; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset EndsAt { get; set; }

    public List<EventRoom> Rooms { get; init; } = [];
}
