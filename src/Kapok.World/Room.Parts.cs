// The parts of a room, and what they see of it. A new capability is a part of its own and a line in each of the three lists here (docs/parts.md).
using System.Numerics;
using Kapok.Protocol.Messages;
using Kapok.World.Appearance;
using Kapok.World.Ceremony;
using Kapok.World.Chat;
using Kapok.World.Clock;
using Kapok.World.Finding;
using Kapok.World.Frames;
using Kapok.World.Movement;
using Kapok.World.Order;
using Kapok.World.Portals;
using Kapok.World.Relations;
using Kapok.World.Seats;
using Kapok.World.Show;
using Kapok.World.Slides;
using Kapok.World.Stage;
using Kapok.World.Voices;

namespace Kapok.World;

public sealed partial class Room
{
    private RoomPart[] _parts = [];

    /// <summary>Who takes which message, and how often it may come.</summary>
    public static MessageTable Messages { get; } = new(
        PresenceMessages, OrderPart.Messages, VoicePart.Messages, SeatPart.Messages, ChatPart.Messages, BlockPart.Messages, AppearancePart.Messages, FindingPart.Messages,
        PortalPart.Messages, PointerPart.Messages, ShowPart.Messages, GongPart.Messages,
        SigningPart.Messages, PhotographPart.Messages);

    /// <summary>Keeping order.</summary>
    public OrderPart Order { get; private set; } = null!;

    /// <summary>Voices.</summary>
    public VoicePart Voices { get; private set; } = null!;

    /// <summary>Seats.</summary>
    public SeatPart Seats { get; private set; } = null!;

    /// <summary>Chat.</summary>
    public ChatPart Chat { get; private set; } = null!;

    /// <summary>Blocks.</summary>
    public BlockPart Blocks { get; private set; } = null!;

    /// <summary>Looks and gestures.</summary>
    public AppearancePart Appearance { get; private set; } = null!;

    /// <summary>Finding each other.</summary>
    public FindingPart Finding { get; private set; } = null!;

    /// <summary>Portals.</summary>
    public PortalPart Portals { get; private set; } = null!;

    /// <summary>Lasers.</summary>
    public PointerPart Pointers { get; private set; } = null!;

    /// <summary>What is on air.</summary>
    public StagePart Stages { get; private set; } = null!;

    /// <summary>The show.</summary>
    public ShowPart Show { get; private set; } = null!;

    /// <summary>The gong.</summary>
    public GongPart Gong { get; private set; } = null!;

    /// <summary>The signing wall.</summary>
    public SigningPart Signing { get; private set; } = null!;

    /// <summary>Certificates of attendance.</summary>
    public CertificatePart Certificates { get; private set; } = null!;

    /// <summary>Group photographs.</summary>
    public PhotographPart Photographs { get; private set; } = null!;

    internal RoomSettings Settings => _settings;

    internal RoomClock Clock => _clock;

    /// <summary>Room time of this tick, or of whatever is heard between two.</summary>
    internal double NowMs => _nowMs;

    internal long TickNumber => _tick;

    internal MovementRules Rules => _rules;

    internal Places Places => _places;

    internal ZoneMap Zones => _zones;

    internal FrameComposer Composer => _composer;

    /// <summary>A token that nobody guesses.</summary>
    internal string NewToken() => _newToken();

    /// <summary>Everyone, by index. The list itself: parts only read it.</summary>
    internal List<Resident> People => _residents;

    /// <summary>Whom everyone follows now, or did a moment ago.</summary>
    internal List<Resident> ProminentPeople => _prominent;

    /// <summary>The body of somebody who is here.</summary>
    internal ref readonly Body BodyAt(Resident who) => ref _bodies[who.Index];

    /// <summary>Where somebody was in the last tick (x, z), by index.</summary>
    internal Vector2 PlaceOf(int index) => _positions[index];

    /// <summary>Shows whether somebody's glow stick is on.</summary>
    internal void ShowStick(Resident who)
    {
        _introductions.Change(who.Id);
        _composer.Motions.SetLit(who.Index, who.StickOn);
    }

    /// <summary>Tells the world outside.</summary>
    internal void Tell<TEvent>(in TEvent happened)
        where TEvent : struct, IRoomEvent => _events.Happened(happened);

    // In the order in which they are called.
    private void MakeParts() => _parts =
    [
        Order = new(this), Voices = new(this), Seats = new(this), Chat = new(this), Blocks = new(this), Appearance = new(this), Finding = new(this), Portals = new(this),
        Pointers = new(this), Stages = new(this), Show = new(this), Gong = new(this), Signing = new(this),
        Certificates = new(this), Photographs = new(this),
    ];

    // What is about being here at all is the room's own.
    private static void PresenceMessages(MessageTable table)
    {
        table.On(ClientMessage.BodyOneofCase.Ping, MessageLimit.Pings, (room, who, message) =>
            room.SendTo(who, new ServerMessage { Pong = new() { ClientMs = message.Ping.ClientMs, RoomMs = room._clock.NowMilliseconds } }), isQuiet: true);
        // Not with what is asked for: whoever has just asked for much is to get out all the same.
        table.On(ClientMessage.BodyOneofCase.Leave, MessageLimit.Pings, (room, who, _) => room.Remove(who, Protocol.Ending.Left));
    }
}
