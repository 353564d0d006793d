using System.Numerics;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.World;
using Kapok.World.Clock;
using Kapok.World.Movement;
using Kapok.World.Scenes;
using Microsoft.Extensions.Time.Testing;

namespace Kapok.Tests.World;

/// <summary>A room on a clock that is stepped by hand, in the small scene of tests/vectors.</summary>
internal sealed class TestRoom
{
    private int _tokens;

    internal TestRoom(int capacity = 100, int frameBudget = 4096)
    {
        Clock = new(Time);
        Settings = new("small", capacity, SmallScene.Layout, SmallScene.Floor) { FrameBudgetBytes = frameBudget };
        Room = New();
    }

    internal FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch);

    internal RoomClock Clock { get; }

    internal RoomSettings Settings { get; }

    internal Room Room { get; private set; }

    internal Heard Events { get; } = new();

    internal (Resident Who, TestViewer Viewer) Enter(string name, Role role = Role.Attendee, string guest = "", string resume = "", bool bot = false)
    {
        TestViewer viewer = new();
        Resident? who = Room.Enter(new(guest.Length > 0 ? guest : name, name, role, LookRules.Plain(), null, bot, "", resume), viewer);
        Xunit.Assert.NotNull(who);
        return (who, viewer);
    }

    internal void Tick(int count = 1)
    {
        for (int i = 0; i < count; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(50));
            Room.Tick();
        }
    }

    /// <summary>As the supervisor does after the loop failed.</summary>
    internal void StartAgain()
    {
        Room fresh = New();
        fresh.Adopt(Room);
        Room = fresh;
    }

    /// <summary>Sends a move to a place.</summary>
    internal void Move(Resident who, float x, float z, ushort sequence, float y = 0f, Vector2 velocity = default, bool airborne = false, byte? epoch = null) =>
        who.Mailbox.Post(MoveFrame.FromMetres(epoch ?? Room.BodyOf(who).Epoch, sequence, x, y, z, 0f, velocity.X, velocity.Y, airborne), Clock.NowMilliseconds);

    internal Vector3 PositionOf(Resident who) => Room.BodyOf(who).Position;

    private Room New() => new(Settings, Clock, Events, () => $"token-{_tokens++}");

    internal sealed class Heard : IRoomEvents
    {
        internal List<string> Lines { get; } = [];

        internal List<IReadOnlyList<SaidLine>> Contexts { get; } = [];

        public void Joined(Resident who) => Lines.Add($"joined {who.Name}");

        public void Left(Resident who) => Lines.Add($"left {who.Name}");

        public void Said(SaidLine line) => Lines.Add($"{line.Name}: {line.Text}");

        public void Reported(Resident by, Resident accused, string reason, IReadOnlyList<SaidLine> context)
        {
            Lines.Add($"{by.Name} reported {accused.Name}");
            Contexts.Add(context);
        }

        public void LookChanged(Resident who) => Lines.Add($"look {who.Name}");

        public void PortalTaken(Resident who, string toRoom) => Lines.Add($"{who.Name} to {toRoom}");

        public void SentAway(Resident who, bool banned, string by, string reason) => Lines.Add($"{(banned ? "banned" : "kicked")} {who.Name}");
    }
}

/// <summary>The small scene: floor of 40 m, a wall, a stage with steps, three seats, a portal, a pillar.</summary>
internal static class SmallScene
{
    internal static byte[] File { get; } = System.IO.File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "vectors", "scene-small.gltf"));

    internal static SceneLayout Layout { get; } = SceneReader.TryRead(File, SceneLimits.Default, out SceneLayout? layout, out SceneError? error)
        ? layout : throw new InvalidOperationException(error.Detail);

    internal static FloorGrid Floor { get; } = FloorRaster.Make(Layout)!;
}

/// <summary>A viewer that decodes what it is sent by itself, as a client does.</summary>
internal sealed class TestViewer : IOutbound
{
    private readonly byte[] _slot = new byte[RoomSettings.SlotBytes];

    internal List<ServerMessage> Messages { get; } = [];

    internal Dictionary<int, Seen> Known { get; } = [];

    internal HashSet<uint> People { get; } = [];

    internal Ending? Ended { get; private set; }

    internal int Frames { get; private set; }

    internal int LargestFrame { get; private set; }

    /// <summary>Whether the connection is stuck, so that the slot stays full.</summary>
    internal bool IsStuck { get; set; }

    /// <summary>Whether frames are decoded; off where only allocation is measured.</summary>
    internal bool Decodes { get; set; } = true;

    public Span<byte> BatchSlot => IsStuck ? default : _slot;

    internal Welcome Welcome => Messages.Last(message => message.BodyCase == ServerMessage.BodyOneofCase.Welcome).Welcome;

    internal IEnumerable<T> All<T>(Func<ServerMessage, T?> pick)
        where T : class => Messages.Select(pick).OfType<T>();

    public void Send(byte[] message)
    {
        Xunit.Assert.True(ControlMessage.TryRead(message, out ServerMessage read));
        Xunit.Assert.True(message.Length <= MessageKind.MaxDownBytes);
        Messages.Add(read);
        if (read.Joined is { } joined)
        {
            foreach (Person person in joined.People) People.Add(person.Id);
        }
        if (read.Left is not { } left) return;
        foreach (uint id in left.Ids)
        {
            People.Remove(id);
            Known.Remove((int)id);
        }
    }

    public void CommitBatch(ReadOnlySpan<int> lengths)
    {
        int at = 0;
        foreach (int length in lengths)
        {
            Frames++;
            LargestFrame = Math.Max(LargestFrame, length);
            if (Decodes) Take(_slot.AsSpan(at, length));
            at += length;
        }
    }

    public void Close(Ending ending) => Ended ??= ending;

    private void Take(ReadOnlySpan<byte> message)
    {
        Xunit.Assert.True(StateFrameReader.TryBegin(message, out StateFrameReader frame));
        while (frame.TryReadBlock())
            while (frame.TryReadRecord(out AvatarRecord record)) Take(record, frame);
        Xunit.Assert.True(frame.IsComplete);
    }

    private void Take(in AvatarRecord record, in StateFrameReader frame)
    {
        FrameGrid grid = new((int)Welcome.CellColumns, Welcome.CellMetres, Welcome.CellOriginX, Welcome.CellOriginZ);
        (float x, float z) = grid.PlaceOf(frame.Cell, frame.Scale, record);
        Seen seen = new(record, new(x, z), grid.SideOf(frame.Scale) / 256f, frame.Scale, (int)frame.RoomMilliseconds - frame.AgeMilliseconds);
        if (!Known.TryGetValue(record.Person, out Seen? known) || seen.Improves(known)) Known[record.Person] = seen;
    }

    /// <summary>What was heard of one person last.</summary>
    internal sealed record Seen(AvatarRecord Record, Vector2 Place, float Step, int Scale, int Ms)
    {
        /// <summary>Where they are shown at a room time.</summary>
        internal Vector2 At(double ms) => Place + (new Vector2(Record.SpeedX, Record.SpeedZ) * (float)((ms - Ms) / 1000d));

        /// <summary>The rule of docs/protocol.md for coarse records.</summary>
        internal bool Improves(Seen known)
        {
            if (Ms < known.Ms) return false;
            if (Scale == 0) return true;
            if (Ms == known.Ms && known.Scale <= Scale) return false;
            if (Record.Form == AvatarForm.Seated || known.Record.Form == AvatarForm.Seated) return Record.Form != known.Record.Form || Record.Seat != known.Record.Seat;
            if (known.Scale >= Scale) return true;
            Vector2 apart = Vector2.Abs(known.At(Ms) - Place);
            float turned = MathF.Max(MathF.Abs(Record.SpeedX - known.Record.SpeedX), MathF.Abs(Record.SpeedZ - known.Record.SpeedZ));
            return MathF.Max(apart.X, apart.Y) > Step || turned > 0.125f + (1 / 32f);
        }
    }
}
