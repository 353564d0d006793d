using Kapok.Cluster;
using Kapok.Server.Configuration;

namespace Kapok.Server.Rooms;

/// <summary>Opens this node's rooms of the venue at the start, and says which room an address means.</summary>
public sealed class VenueRooms(IVenueCatalogue catalogue, LocalRooms rooms, IRoomDirectory directory, KapokOptions options)
{
    /// <summary>Opens the rooms of the event that is on, those that this node is to run. Before anything is served.</summary>
    /// <exception cref="StartRefusedException">A scene is missing or unusable.</exception>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        Venue venue = await catalogue.CurrentAsync(cancellation);
        string[] wanted = KapokOptions.List(options.Rooms);
        if (wanted.FirstOrDefault(id => venue.Rooms.All(room => room.Id != id)) is { } unknown)
            throw new StartRefusedException($"Kapok:Rooms names {unknown}, but the event has {string.Join(", ", venue.Rooms.Select(room => room.Id))}.");
        foreach (VenueRoom room in venue.Rooms.Where(room => wanted.Length == 0 || wanted.Contains(room.Id)))
        {
            // Another node may have it already: whoever comes first runs it.
            if (await directory.DoorOfAsync(venue.KeyOf(room), cancellation) is null) await rooms.OpenAsync(venue.KeyOf(room), room.Definition, cancellation);
        }
    }

    /// <summary>The room that an address means.</summary>
    /// <param name="eventId">Id of the event; null for the one that is on.</param>
    /// <param name="roomId">Id of the room.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null when no room can have this address. Whether one is open is another question.</returns>
    public async ValueTask<RoomKey?> KeyOfAsync(string? eventId, string roomId, CancellationToken cancellation) =>
        RoomKey.TryCreate(eventId ?? await catalogue.CurrentEventAsync(cancellation), roomId, out RoomKey key) ? key : null;
}
