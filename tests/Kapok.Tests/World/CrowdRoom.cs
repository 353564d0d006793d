using System.Buffers.Binary;
using System.Numerics;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.World;
using Kapok.World.Clock;
using Kapok.World.Scenes;
using Microsoft.Extensions.Time.Testing;

namespace Kapok.Tests.World;

/// <summary>A wide level floor with a crowd whose clients send what real ones do, on a clock that is stepped by hand.</summary>
internal sealed class CrowdRoom
{
    private const float HalfMetres = 60f, ResendMetres = 0.02f;
    private const double LongestCarryMs = 1000d;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly List<Someone> _people = [];
    private readonly int _watchers;
    private int _tokens, _comers;

    internal CrowdRoom(int capacity, int watchers)
    {
        _watchers = watchers;
        Clock = new(_time);
        SceneLayout layout = new([new Spawn("entrance", Vector3.Zero, 0f, HalfMetres - 4f)], [], [], [], []);
        Room = new(new("wide", capacity, layout, Floor()), Clock, new TestRoom.Heard(), () => $"token-{_tokens++}");
    }

    internal RoomClock Clock { get; }

    internal Room Room { get; }

    /// <summary>Those whose decoders are looked at.</summary>
    internal IEnumerable<TestViewer> Watchers => _people.Where(one => one.Watches).Select(one => one.Viewer);

    internal Resident? Enter(Role role = Role.Attendee)
    {
        TestViewer viewer = new() { Decodes = _comers < _watchers };
        string name = $"Guest {_comers++}";
        Resident? who = Room.Enter(new(name, name, role, LookRules.Plain(), null, false, "", ""), viewer);
        if (who is not null) _people.Add(new(who, viewer, viewer.Decodes) { Place = PlaceOf(who) });
        return who;
    }

    /// <summary>One deed of one person: a new way, a stop, a teleport, leaving, coming, a connection that stands still or goes on.</summary>
    internal void Do((int Kind, int Person, float Turn, float Speed) deed)
    {
        Someone who = _people[deed.Person % _people.Count];
        switch (deed.Kind)
        {
            case < 60: who.Velocity = new Vector2(MathF.Sin(deed.Turn), MathF.Cos(deed.Turn)) * deed.Speed; break;
            case < 80: who.Velocity = Vector2.Zero; break;
            case < 86: Room.Hear(who.Who, new() { GoTo = new() { Person = _people[(deed.Person * 7) % _people.Count].Who.Id } }); break;
            case < 89 when !who.Watches:
                Room.Remove(who.Who, Ending.Left);
                _people.Remove(who);
                break;
            case < 93: Enter(); break;
            case < 95: who.Viewer.IsStuck = true; break;
            case < 97: who.Viewer.IsStuck = false; break;
            case < 98: Room.Hear(who.Who, new() { SetStick = new() { On = deed.Speed > 3f, Colour = 0x00FF00 } }); break;
            default: Room.Hear(who.Who, new() { Emote = new() { Kind = 1 + (uint)(deed.Person % 8) } }); break;
        }
    }

    /// <summary>Sends somebody straight to a place, at most so fast; they stop exactly there.</summary>
    internal void Steer(int number, Vector2 target, float metresPerSecond)
    {
        Someone who = _people[number];
        Vector2 way = target - who.Place;
        float most = metresPerSecond * 0.05f;
        if (way.Length() < 0.001f) who.Velocity = Vector2.Zero;
        else who.Velocity = (way.Length() > most ? Vector2.Normalize(way) * most : way) / 0.05f;
    }

    internal void StandStill()
    {
        foreach (Someone who in _people) (who.Velocity, who.Viewer.IsStuck) = (Vector2.Zero, false);
    }

    internal void Tick()
    {
        _time.Advance(TimeSpan.FromMilliseconds(50));
        foreach (Someone who in _people) Walk(who);
        Room.Tick();
    }

    private void Walk(Someone who)
    {
        byte epoch = Room.BodyOf(who.Who).Epoch;
        if (epoch != who.Epoch) (who.Epoch, who.Place, who.Velocity, who.Sent, who.SentVelocity) = (epoch, PlaceOf(who.Who), Vector2.Zero, PlaceOf(who.Who), Vector2.Zero);
        Vector2 next = who.Place + (who.Velocity * 0.05f);
        if (MathF.Abs(next.X) > HalfMetres - 2f || MathF.Abs(next.Y) > HalfMetres - 2f) (next, who.Velocity) = (who.Place, Vector2.Zero);
        who.Place = next;
        double since = Clock.NowMilliseconds - who.SentMs;
        bool off = who.Velocity != who.SentVelocity || Vector2.Distance(who.Sent + (who.SentVelocity * (float)(since / 1000d)), who.Place) > ResendMetres;
        if (since < 100d || (!off && (who.Velocity == Vector2.Zero || since < LongestCarryMs))) return;
        who.Who.Mailbox.Post(MoveFrame.FromMetres(who.Epoch, who.Sequence++, next.X, 0f, next.Y, 0f, who.Velocity.X, who.Velocity.Y, false), Clock.NowMilliseconds);
        (who.Sent, who.SentVelocity, who.SentMs) = (who.Place, who.Velocity, Clock.NowMilliseconds);
    }

    private Vector2 PlaceOf(Resident who) => new(Room.BodyOf(who).Position.X, Room.BodyOf(who).Position.Z);

    // KFL1, docs/protocol.md, section 6
    private static FloorGrid Floor()
    {
        const int Side = (int)(2f * HalfMetres / FloorGrid.CellMetres);
        byte[] file = new byte[20 + (Side * Side * 2)];
        "KFL1"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(4), Side);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(6), Side);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(8), FloorGrid.CellMetres);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(12), -HalfMetres);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(16), -HalfMetres);
        return FloorGrid.Parse(file)!;
    }

    private sealed class Someone(Resident who, TestViewer viewer, bool watches)
    {
        internal Resident Who { get; } = who;

        internal TestViewer Viewer { get; } = viewer;

        internal bool Watches { get; } = watches;

        internal Vector2 Place { get; set; }

        internal Vector2 Velocity { get; set; }

        internal Vector2 Sent { get; set; }

        internal Vector2 SentVelocity { get; set; }

        internal double SentMs { get; set; }

        internal byte Epoch { get; set; } = 1;

        internal ushort Sequence { get; set; }
    }
}
