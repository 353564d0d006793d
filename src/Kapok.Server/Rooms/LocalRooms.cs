using Kapok.Cluster;
using Kapok.Protocol;
using Kapok.Server.Configuration;
using Kapok.Server.Entry;
using Kapok.Server.Voice;
using Kapok.World;
using Kapok.World.Scenes;

namespace Kapok.Server.Rooms;

/// <summary>All rooms of this process. Made at the start from the venue's catalogue and the scenes on disk.</summary>
public sealed class LocalRooms(
    IVenueCatalogue catalogue, IRoomJournal journal, Door door, Tickets tickets, KapokOptions options, VoiceService voices, TimeProvider time, ILogger<RoomHost> log)
    : IRoomDirectory, IAsyncDisposable
{
    private readonly Dictionary<string, (RoomHost Host, LocalRoomControl Control)> _rooms = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>All rooms, in the order of the venue.</summary>
    public IEnumerable<RoomHost> All => _order.Select(id => _rooms[id].Host);

    /// <summary>A room by id, or null.</summary>
    public RoomHost? Find(string id) => _rooms.TryGetValue(id, out (RoomHost Host, LocalRoomControl Control) room) ? room.Host : null;

    /// <summary>The voices of a room.</summary>
    internal RoomVoice? VoiceOf(string id) => voices.Find(id);

    /// <summary>Makes the rooms. Before anything is served.</summary>
    /// <exception cref="StartRefusedException">A scene is missing or unusable.</exception>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        Venue venue = await catalogue.CurrentAsync(cancellation);
        List<RoomOutlet> outlets = [];
        foreach (VenueRoom room in venue.Rooms)
        {
            (SceneLayout layout, FloorGrid floor) = SceneFiles.Load(options.Assets, room.Scene);
            RoomVoice voice = voices.Open(room.Id, layout);
            RoomOutlet outlet = new(room.Id, journal, door, tickets, voice, new KeptNotices(time), time);
            RoomSettings settings = new(room.Id, Math.Min(room.Capacity, options.Capacity), layout, floor)
            {
                FrameBudgetBytes = options.FrameBudget,
                AwayMilliseconds = options.AwaySeconds * 1000d,
                MicrophoneMilliseconds = voices.Settings.MicrophoneSeconds * 1000d,
            };
            RoomHost host = new(settings, room.Title, room.Scene, floor.Serialise(), outlet, time, log);
            voice.Host = host;
            outlets.Add(outlet);
            _order.Add(room.Id);
            _rooms[room.Id] = (host, new LocalRoomControl(host, outlet, voice, door, this));
        }
        foreach (RoomOutlet outlet in outlets) outlet.Rooms = this;
    }

    /// <summary>Removes a banned guest from every room.</summary>
    public void RemoveEverywhere(string guest)
    {
        foreach (RoomHost host in All)
        {
            host.Post(room =>
            {
                foreach (Resident who in room.Residents.Where(who => who.Guest == guest).ToList()) room.Remove(who, Ending.Banned);
            });
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellation = default) => new(_order);

    /// <inheritdoc/>
    public ValueTask<IRoomControl?> FindAsync(string room, CancellationToken cancellation = default) =>
        new(_rooms.TryGetValue(room, out (RoomHost Host, LocalRoomControl Control) found) ? found.Control : null);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (RoomHost host in All) await host.DisposeAsync();
    }
}
