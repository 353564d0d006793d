using System.Collections.Concurrent;
using System.Collections.Immutable;
using Kapok.Cluster;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Ceremony;
using Kapok.Server.Configuration;
using Kapok.Server.Entry;
using Kapok.Server.Measures;
using Kapok.Server.Show;
using Kapok.Server.Stage;
using Kapok.Server.Voice;
using Kapok.World;
using Kapok.World.Ceremony;
using Kapok.World.Show;

namespace Kapok.Server.Rooms;

/// <summary>The rooms that are open in this process, which is one node of the venue. Thread-safe.</summary>
public sealed class LocalRooms(
    NodeAddress address, INodes nodes, IRoomDirectory directory, SceneStore scenes, IRoomJournal journal, IMeasures measures, MeasureBook book, Tickets tickets,
    KapokOptions options, VoiceService voices, NodeStages stages, ShowStore shows, WallStore walls, IServiceProvider services, TimeProvider time, ILogger<RoomHost> log)
    : INode, IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _changes = new(1, 1); // one room opens or leaves the registry at a time; whoever looks one up does not wait
    private readonly ConcurrentDictionary<RoomKey, Task> _closing = new(); // rooms of which something is not on disk yet
    private volatile ImmutableDictionary<RoomKey, LocalRoom> _rooms = ImmutableDictionary<RoomKey, LocalRoom>.Empty;
    private bool _isClosed;

    /// <inheritdoc/>
    public string Id => address.Id;

    /// <summary>All open rooms, in no order.</summary>
    public IEnumerable<LocalRoom> All => _rooms.Values;

    /// <summary>How many are open.</summary>
    public int Count => _rooms.Count;

    /// <summary>Is told the length of every tick of every room.</summary>
    public Action<RoomKey, TimeSpan>? Ticked { get; set; }

    /// <summary>Is told of a room that opened.</summary>
    public Action<LocalRoom>? Opened { get; set; }

    /// <summary>An open room, or null.</summary>
    public LocalRoom? Find(RoomKey key) => _rooms.GetValueOrDefault(key);

    /// <summary>Opens a room; one that is open already stays as it is.</summary>
    /// <exception cref="StartRefusedException">Its scene is missing or unusable; the message is one line.</exception>
    /// <exception cref="ObjectDisposedException">The server stops.</exception>
    /// <exception cref="InvalidOperationException">It is open on another node.</exception>
    /// <exception cref="TimeoutException">It was closed a moment ago, and what it had is not on disk yet: the storage is behind.</exception>
    public Task<LocalRoom> OpenAsync(RoomKey key, RoomDefinition definition, CancellationToken cancellation = default) => OpenAsync(key, definition, null, cancellation);

    /// <summary>As the other; <paramref name="tried"/> is the run of show that is tried in this one, and null for a room that keeps its own.</summary>
    internal async Task<LocalRoom> OpenAsync(RoomKey key, RoomDefinition definition, RunOfShow? tried, CancellationToken cancellation)
    {
        await EnterAsync(key, cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (Find(key) is { } open) return open;
            ShowSettings show = await (tried is null ? shows.OpenAsync(key, cancellation) : shows.TryAsync(key, tried, cancellation));
            IReadOnlyList<SigningMark> wall = tried is null ? await walls.OpenAsync(key, cancellation) : [];
            SceneStore.SceneLease scene = await Task.Run(() => scenes.Take(definition.Scene), cancellation);
            nodes.Enter(this);
            if (!nodes.TryClaim(key, this))
            {
                scene.Dispose();
                throw new InvalidOperationException($"Room {key} is open on another node.");
            }
            LocalRoom room = Make(key, definition, scene, show, wall, isKept: tried is null);
            _rooms = _rooms.Add(key, room);
            Opened?.Invoke(room);
            return room;
        }
        finally
        {
            _changes.Release();
        }
    }

    /// <summary>Closes a room: nobody finds it any more, everyone in it is told, and what it had is given back.</summary>
    /// <returns>False when it is not open.</returns>
    public Task<bool> CloseAsync(RoomKey key) => CloseAsync(key, Ending.RoomClosed);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RoomState>> RoomsAsync(CancellationToken cancellation = default) => new([.. All.Select(room => room.State)]);

    /// <inheritdoc/>
    public IRoomControl? ControlOf(RoomKey room) => Find(room)?.Control;

    /// <inheritdoc/>
    public IRoomDoor? DoorOf(RoomKey room) => Find(room)?.Door;

    /// <inheritdoc/>
    public ValueTask MeasureAsync(TakenMeasure taken, CancellationToken cancellation = default)
    {
        // Noted first: whoever comes in after this is judged and marked by it, whoever is in before is found below.
        book.Note(taken);
        Apply(taken.Kind, taken.On);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask SettleAsync(Guid measure, CancellationToken cancellation = default)
    {
        book.Forget(measure);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OnAir>> OnAirAsync(CancellationToken cancellation = default) => new(stages.OnAir());

    /// <inheritdoc/>
    public ValueTask<StageHealth?> StageHealthAsync(StageKey stage, CancellationToken cancellation = default) => new(stages.HealthOf(stage));

    /// <inheritdoc/>
    public ValueTask<StageRefused?> StageRefusedAsync(StageKey stage, CancellationToken cancellation = default) => new(stages.RefusedOf(stage));

    /// <inheritdoc/>
    public ValueTask EndStageAsync(StageKey stage, string? voidMark, CancellationToken cancellation = default)
    {
        stages.End(stage, voidMark);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask StagesChangedAsync(CancellationToken cancellation = default)
    {
        stages.TellRooms();
        return ValueTask.CompletedTask;
    }

    /// <summary>Does to all bodies of a guest here what a measure says: a ban in all rooms, the others in those of the event.</summary>
    internal void Apply(MeasureKind kind, MeasureOn on)
    {
        if (kind is MeasureKind.LiftKick or MeasureKind.LiftBan) return; // they are in no room
        foreach (LocalRoom open in All.Where(room => kind == MeasureKind.Ban || room.Key.Event == on.Room.Event))
        {
            open.Host.Post(room =>
            {
                foreach (Resident who in room.Residents.Where(who => who.Guest == on.Guest).ToList()) room.Order.Apply(who, kind);
            });
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _changes.WaitAsync();
        _isClosed = true;
        _changes.Release();
        nodes.Leave(this);
        await Task.WhenAll(_rooms.Keys.Select(key => CloseAsync(key, Ending.Stopping)));
    }

    private async Task<bool> CloseAsync(RoomKey key, Ending ending)
    {
        LocalRoom? room;
        Task closed;
        await _changes.WaitAsync();
        try
        {
            if ((room = Find(key)) is null) return false;
            _rooms = _rooms.Remove(key);
            nodes.Release(key, this);
            closed = EndAsync(room, ending);
            _closing[key] = FinishAsync(room, closed);
        }
        finally
        {
            _changes.Release();
        }
        await closed;
        return true;
    }

    private static async Task EndAsync(LocalRoom room, Ending ending)
    {
        await Task.Yield(); // other rooms may open and close meanwhile
        await room.CloseAsync(ending);
    }

    private async Task FinishAsync(LocalRoom room, Task closed)
    {
        await closed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await room.WrittenAsync();
        _closing.TryRemove(room.Key, out _);
    }

    // A room opens with what is on disk, so not before all is there that it had when it was closed.
    private async Task EnterAsync(RoomKey key, CancellationToken cancellation)
    {
        while (true)
        {
            await _changes.WaitAsync(cancellation);
            if (!_closing.TryGetValue(key, out Task? closing) || closing.IsCompleted) return;
            _changes.Release();
            await closing.WaitAsync(LongestWait, time, cancellation);
        }
    }

    private LocalRoom Make(RoomKey key, RoomDefinition definition, SceneStore.SceneLease scene, ShowSettings show, IReadOnlyList<SigningMark> wall, bool isKept)
    {
        RoomHost? made = null;
        RoomVoice voice = voices.Open(key.ToString(), scene.Scene.Layout);
        RoomShowKeeper? keeper = isKept ? shows.Of(key, change => made?.Post(room => room.Show.Kept(change))) : null;
        WallKeeper? wallKeeper = isKept ? walls.Of(key, (change, isOnDisk) => made?.Post(room => room.Signing.Settle(change, isOnDisk))) : null;
        CeremonyKeeping? ceremonies = isKept ? services.GetRequiredService<CeremonyKeeping>() : null; // nobody has attended a rehearsal
        RoomOutlet outlet = new(key, journal, measures, voice, directory, new KeptNotices(time), keeper, wallKeeper, ceremonies, time)
        {
            Photographs = isKept ? services.GetRequiredService<PhotographKeeping>() : null,
            AreDoorsClosed = show.Kept?.State?.DoorsClosed ?? false,
            Inside = ShowDoors.Of(show.Kept),
        };
        RoomSettings settings = new(key.Room, Math.Min(definition.Capacity, options.Capacity), scene.Scene.Layout, scene.Scene.Floor)
        {
            Show = show,
            Wall = wall,
            FrameBudgetBytes = options.FrameBudget,
            AwayMilliseconds = options.AwaySeconds * 1000d,
            MicrophoneMilliseconds = voices.Settings.MicrophoneSeconds * 1000d,
        };
        RoomHost host = new(settings, definition.Title, definition.Scene, scene.Scene.FloorFile, outlet, time, log) { Ticked = length => Ticked?.Invoke(key, length) };
        outlet.Host = made = host;
        voice.Bind(host);
        return new(key, definition, scene, host, voice, new LocalRoomControl(key, host, outlet, voice, measures, keeper, Rehearse, time),
            new LocalRoomDoor(key, host, outlet, scene.Scene, tickets, journal, directory, address), voices, keeper, wallKeeper);
    }

    // Asked for at its first use: rehearsals are rooms of this registry.
    private ValueTask<RoomKey?> Rehearse(RoomKey room, CancellationToken cancellation) => services.GetRequiredService<Rehearsals>().OpenAsync(room, cancellation);
}
