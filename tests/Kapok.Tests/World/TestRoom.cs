using System.Numerics;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.Tools.Bots;
using Kapok.World;
using Kapok.World.Ceremony;
using Kapok.World.Chat;
using Kapok.World.Clock;
using Kapok.World.Movement;
using Kapok.World.Scenes;
using Kapok.World.Show;
using Kapok.World.Voices;
using Microsoft.Extensions.Time.Testing;

namespace Kapok.Tests.World;

/// <summary>A room on a clock that is stepped by hand, in the small scene of tests/vectors.</summary>
internal sealed class TestRoom
{
    private int _tokens;

    internal TestRoom(int capacity = 100, int frameBudget = 4096, SceneLayout? layout = null, FloorGrid? floor = null, ShowSettings? show = null,
        DateTimeOffset? began = null)
    {
        if (began is { } at) Time.SetUtcNow(at);
        Clock = new(Time);
        Settings = new("small", capacity, layout ?? SmallScene.Layout, floor ?? SmallScene.Floor) { FrameBudgetBytes = frameBudget, Show = show ?? ShowSettings.None };
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

        /// <summary>Is called with each line; throws where a test wants the room to fail.</summary>
        internal Action<SaidLine>? OnSaid { get; set; }

        /// <summary>What the room said last of the voices of those who have one.</summary>
        internal Dictionary<uint, VoiceStanding> Voices { get; } = [];

        internal HashSet<(uint Listener, uint Speaker)> Hidden { get; } = [];

        internal VoiceRules Rules { get; private set; } = new(false, [], null);

        /// <summary>What the last message threw that made the room throw.</summary>
        internal Exception? Failure { get; private set; }

        /// <summary>What was to be kept of the signing wall, in order.</summary>
        internal List<WallChange> Walls { get; } = [];

        /// <summary>Who was to have a certificate of attendance, in order.</summary>
        internal List<AttendanceEarned> Attended { get; } = [];

        /// <summary>Photographs that were taken, in order.</summary>
        internal List<PhotographTaken> Photographs { get; } = [];

        /// <summary>What was last to be kept of the show.</summary>
        internal ShowChanged? Show { get; private set; }

        public void Happened<TEvent>(in TEvent happened)
            where TEvent : struct, IRoomEvent
        {
            switch (happened)
            {
                case LineSaid said: OnSaid?.Invoke(said.Line); break;
                case PersonReported reported: Contexts.Add(reported.Context); break;
                case VoiceMoved moved: Voices[moved.Who.Id] = moved.Standing; break;
                case VoiceHidden hidden: Hide(hidden); break;
                case VoiceRulesChanged changed: Rules = changed.Rules; break;
                case ShowChanged changed: Show = changed; break;
                case PhotographTaken taken: Photographs.Add(taken); break;
                case WallChanged changed: Walls.Add(changed.Change); break;
                case AttendanceEarned earned: Attended.Add(earned); break;
                case MessageFailed failed: Failure = failed.Error; break;
                default: break;
            }
            if (LineOf(happened) is { } line) Lines.Add(line);
        }

        private static string? LineOf(object happened) => happened switch
        {
            PersonJoined joined => $"joined {joined.Who.Name}",
            PersonLeft left => $"left {left.Who.Name}",
            LineSaid said => $"{said.Line.Name}: {said.Line.Text}",
            PersonReported reported => $"{reported.By.Name} reported {reported.Accused.Name}",
            PersonBlocked blocked => $"{blocked.By.Name} {(blocked.On ? "blocked" : "unblocked")} {blocked.Other.Name}",
            LookChanged changed => $"look {changed.Who.Name}",
            PortalTaken taken => $"{taken.Who.Name} to {taken.ToRoom}",
            MeasureTaken taken => $"{taken.By.Name} {taken.Kind} {taken.Who.Name}",
            VoiceLeft left => $"voice left {left.Who.Name}",
            MessageFailed failed => $"{failed.Who.Name} failed",
            DoorsMoved doors => doors.Open ? "doors open" : "doors closed",
            _ => null,
        };

        private void Hide(VoiceHidden hidden)
        {
            (uint, uint) pair = (hidden.Listener.Id, hidden.Speaker.Id);
            if (hidden.IsHidden) Hidden.Add(pair);
            else Hidden.Remove(pair);
        }
    }
}

/// <summary>The small scene: floor of 40 m, a wall, a stage with steps, three seats, a portal, a pillar.</summary>
internal static class SmallScene
{
    internal static byte[] File { get; } = System.IO.File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "vectors", "scene-small.gltf"));

    internal static SceneLayout Layout { get; } = SceneReader.TryRead(File, SceneLimits.Default, out SceneLayout? layout, out SceneError? error)
        ? layout : throw new InvalidOperationException(error.Detail);

    internal static FloorGrid Floor { get; } = Floors.Of(Layout);
}

/// <summary>A viewer that decodes what it is sent by itself, as a client does.</summary>
internal sealed class TestViewer : IOutbound
{
    private readonly byte[] _slot = new byte[RoomSettings.SlotBytes];
    private readonly Dictionary<uint, Person> _introduced = [];

    internal TestViewer() => Seen.OnGesture = Gestures.Add;

    internal List<ServerMessage> Messages { get; } = [];

    /// <summary>What its state frames say.</summary>
    internal SeenCrowd Seen { get; } = new(seat => new(SmallScene.Layout.Seats[seat].Position.X, SmallScene.Layout.Seats[seat].Position.Z));

    /// <summary>Emotes seen.</summary>
    internal List<GestureRecord> Gestures { get; } = [];

    /// <summary>Who is here, by id.</summary>
    internal Dictionary<uint, Sketch> People { get; } = [];

    /// <summary>Who was introduced, by id.</summary>
    internal IReadOnlyDictionary<uint, Person> Introduced => _introduced;

    internal Ending? Ended { get; private set; }

    internal int Frames { get; private set; }

    internal int LargestFrame { get; private set; }

    /// <summary>Whether the connection is stuck, so that the slot stays full.</summary>
    internal bool IsStuck { get; set; }

    /// <summary>Whether what comes is decoded; off where only allocation is measured.</summary>
    internal bool Decodes { get; set; } = true;

    public Span<byte> BatchSlot => IsStuck ? default : _slot;

    internal Welcome Welcome => Messages.Last(message => message.BodyCase == ServerMessage.BodyOneofCase.Welcome).Welcome;

    internal IEnumerable<T> All<T>(Func<ServerMessage, T?> pick)
        where T : class => Messages.Select(pick).OfType<T>();

    public void Send(byte[] message)
    {
        Xunit.Assert.True(message.Length <= MessageKind.MaxDownBytes);
        Take(message);
    }

    public void CommitBatch(ReadOnlySpan<int> lengths)
    {
        Frames++;
        LargestFrame = Math.Max(LargestFrame, lengths[^1]);
        if (!Decodes) return;
        int start = 0;
        foreach (int length in lengths)
        {
            ReadOnlySpan<byte> message = _slot.AsSpan(start, length);
            if (message[0] == MessageKind.State) Xunit.Assert.True(Seen.Take(message));
            else Take(message);
            start += length;
        }
    }

    public void Close(Ending ending) => Ended ??= ending;

    private void Take(ReadOnlySpan<byte> message)
    {
        Xunit.Assert.True(ControlMessage.TryRead(message, out ServerMessage read));
        Messages.Add(read);
        if (read.Welcome is { } welcome)
        {
            Seen.Begin(welcome);
            People.Clear();
            _introduced.Clear();
        }
        if (read.Joined is { } joined)
        {
            List<Sketch> crowd = [];
            Xunit.Assert.True(Crowd.TryRead(joined.Crowd.Span, crowd));
            foreach (Sketch sketch in crowd) People[sketch.Person] = sketch;
        }
        foreach (Person person in read.Introduced?.People ?? []) _introduced[person.Id] = person;
        if (read.Left is not { } left) return;
        Seen.Forget(left);
        foreach (uint id in left.Ids)
        {
            People.Remove(id);
            _introduced.Remove(id);
        }
    }
}
