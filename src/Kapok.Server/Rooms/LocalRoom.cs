using Kapok.Cluster;
using Kapok.Protocol;
using Kapok.Server.Ceremony;
using Kapok.Server.Show;
using Kapok.Server.Voice;
using static Kapok.Server.Rooms.SceneStore;

namespace Kapok.Server.Rooms;

/// <summary>An open room of this process and all that is its own: what closes with it.</summary>
public sealed class LocalRoom
{
    private readonly SceneLease _scene;
    private readonly VoiceService _voices;
    private readonly RoomShowKeeper? _show;
    private readonly WallKeeper? _wall;

    internal LocalRoom(RoomKey key, RoomDefinition definition, SceneLease scene, RoomHost host, RoomVoice voice, IRoomControl control, IRoomDoor door, VoiceService voices,
        RoomShowKeeper? show, WallKeeper? wall)
    {
        (Key, Definition, Host, Voice, Control, Door) = (key, definition, host, voice, control, door);
        (_scene, _voices, _show, _wall) = (scene, voices, show, wall);
    }

    /// <summary>Which room it is.</summary>
    public RoomKey Key { get; }

    /// <summary>What it was opened as.</summary>
    public RoomDefinition Definition { get; }

    /// <summary>Its loop.</summary>
    public RoomHost Host { get; }

    /// <summary>Live control of it.</summary>
    public IRoomControl Control { get; }

    /// <summary>Its door.</summary>
    public IRoomDoor Door { get; }

    /// <summary>How it is.</summary>
    public RoomState State => new(Key, Host.Title, Host.Scene, Host.Settings.Capacity, Host.Load, Host.SinceLastTick);

    /// <summary>Its voices.</summary>
    internal RoomVoice Voice { get; }

    /// <summary>Says goodbye to everyone and gives everything back.</summary>
    internal async Task CloseAsync(Ending ending)
    {
        await Host.CloseAsync(ending);
        _voices.Close(Key.ToString());
        _scene.Dispose();
    }

    /// <summary>Ends when all that the room has told of is on disk or given up. Asked once it is closed.</summary>
    internal Task WrittenAsync() => Task.WhenAll(_show?.WrittenAsync() ?? Task.CompletedTask, _wall?.WrittenAsync() ?? Task.CompletedTask);
}
