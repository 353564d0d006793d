namespace Kapok.Cluster;

/// <summary>What the venue offers now: the event and its rooms.</summary>
public interface IVenueCatalogue
{
    /// <summary>The event that is on, or the next one.</summary>
    ValueTask<Venue> CurrentAsync(CancellationToken cancellation = default);

    /// <summary>Id of the event that is on, or the next one: the only place that says so. Cheap; it may be some seconds old.</summary>
    ValueTask<string> CurrentEventAsync(CancellationToken cancellation = default);
}

/// <summary>An event and its rooms, as visitors see them.</summary>
/// <param name="Event">Event id.</param>
/// <param name="Title">Title of the event.</param>
/// <param name="Organisation">Who hosts.</param>
/// <param name="Starts">When it starts.</param>
/// <param name="Ends">When it ends.</param>
/// <param name="Rooms">At least one; the first is where a visitor without a choice goes.</param>
public sealed record Venue(
    string Event, string Title, string Organisation, DateTimeOffset Starts, DateTimeOffset Ends, IReadOnlyList<VenueRoom> Rooms)
{
    /// <summary>The key of one of its rooms.</summary>
    public RoomKey KeyOf(VenueRoom room) => new(Event, room.Id);
}

/// <summary>A room of the venue.</summary>
/// <param name="Id">Part of addresses: a-z, 0-9 and hyphens.</param>
/// <param name="Title">As shown.</param>
/// <param name="Scene">Name of the scene: <c>arena</c> is the file <c>/assets/scenes/arena.glb</c>.</param>
/// <param name="Capacity">The most people, 1 to 16,000.</param>
public sealed record VenueRoom(string Id, string Title, string Scene, int Capacity)
{
    /// <summary>What it is to be when it opens.</summary>
    public RoomDefinition Definition => new(Title, Scene, Capacity);
}
