using System.Globalization;
using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.Tools.Bots;
using Kapok.World;
using Kapok.World.Movement;
using Kapok.World.Scenes;
using Seat = Kapok.World.Scenes.Seat;
using Spawn = Kapok.World.Scenes.Spawn;
using Zone = Kapok.World.Scenes.Zone;

namespace Kapok.Tools.Bench;

/// <summary>
/// A concert's audience in a real scene, as its clients would behave: seats and floor are full, some stroll, many hold a stick, cheer and clap. What they do
/// comes from one seed, so that a recording can be made again.
/// </summary>
internal sealed class Audience
{
    private const double StickShare = 0.8, SeatedStickShare = 0.35, StrollingShare = 0.12, ShareOfSpots = 0.55;
    private const float StrollMetres = 5f, StrollMetresPerSecond = 1.2f, ArriveMetres = 0.05f;
    private const float SeatLuckMetres = 6f; // the best seats fill first, but not row by row
    private const double LongestCarryMs = 1000d, RestMs = 9000d, EmoteEveryMs = 22_000d, DanceEveryMs = 20_000d;
    private const int Performers = 5, Dance = 4;
    private static readonly uint[] Emotes = [4, 4, 3, 3, 2, 2, 2, 1, 5, 6];

    private readonly Random _random;
    private readonly FloorGrid _floor;
    private readonly List<Person> _people = [];

    private Audience(FloorGrid floor, int seed) => (_floor, _random) = (floor, new(seed));

    /// <summary>Makes the room: the scene with an entrance for each of them at their own place, so that nobody has to walk there first.</summary>
    /// <returns>The room's settings, and who will come.</returns>
    public static (RoomSettings Settings, Audience People) In(string room, SceneLayout layout, FloorGrid floor, int count, int seed)
    {
        Audience audience = new(floor, seed);
        ZoneBox[] Boxes(Func<Zone, bool> wanted) =>
            [.. layout.Zones.Where(wanted).Select(zone => new ZoneBox(zone.Box.Centre.X, zone.Box.Centre.Z, zone.Box.HalfSize.X, zone.Box.HalfSize.Z))];
        ZoneBox[] parts = Boxes(zone => zone.Rule == ZoneRule.Stage), apart = Boxes(zone => zone.Rule == ZoneRule.Private);
        StagePlan? stage = parts.Length == 0 ? null
            : StagePlan.Of(parts[0], [.. layout.Spawns.Select(spawn => new Bots.Spawn(spawn.Title, spawn.Position.X, spawn.Position.Z, spawn.Yaw))]);
        Vector3 entrance = (layout.Spawns.FirstOrDefault(spawn => spawn.Title == "entrance") ?? layout.Spawns[0]).Position;
        Vector2[] spots = StandingRoom.Spots(
            new(floor.OriginX, floor.OriginZ), new(floor.EndX, floor.EndZ), place => floor.TryHeight(place.X, place.Y, out float metres) ? metres : float.NaN,
            Flat(entrance), stage, parts, layout.Seats.Select(seat => Flat(seat.Position)), apart, seed);
        Vector2 focus = stage?.Centre ?? Vector2.Zero;
        int seated = Math.Min(layout.Seats.Count, (int)Math.Max(count * 0.3, count - (ShareOfSpots * spots.Length)));
        if (count - seated > spots.Length) throw new InvalidDataException($"The scene holds {seated + spots.Length} people, not {count}.");
        int[] seats = [.. Enumerable.Range(0, layout.Seats.Count)
            .OrderBy(seat => Vector2.Distance(Flat(layout.Seats[seat].Position), focus) + (SeatLuckMetres * audience._random.NextSingle())).Take(seated)];
        List<Spawn> spawns = [.. layout.Spawns];
        for (int at = 0; at < count; at++)
        {
            Person person = at < seated ? audience.Seated(seats[at], layout.Seats[seats[at]]) : audience.Standing(spots[at - seated], focus);
            audience.Add(person, spawns);
        }
        for (int performer = 0; stage is not null && performer < Performers; performer++)
        {
            Vector2 spot = stage.Spot(performer);
            audience.Add(new() { Role = Role.Performer, Place = spot, Home = spot, Yaw = stage.Yaw, ActsEveryMs = DanceEveryMs, Seat = -1 }, spawns);
        }
        return (new(room, audience._people.Count + 1, layout with { Spawns = spawns }, floor), audience);
    }

    /// <summary>How many they are.</summary>
    public int Count => _people.Count;

    /// <summary>Lets everyone in and to their seats.</summary>
    public void Enter(Room room, Func<IOutbound> outbound)
    {
        for (int at = 0; at < _people.Count; at++)
        {
            Person person = _people[at];
            bool performs = person.Role == Role.Performer;
            IReadOnlyDictionary<string, uint> look = performs ? BotNames.LookOfPerformer(at - _people.Count + Performers, _random) : BotNames.LookOf(_random);
            string name = performs ? BotNames.OfPerformer(at - _people.Count + Performers) : BotNames.Of(at);
            person.Who = room.Enter(new($"guest-{at}", name, person.Role, LookOf(look), null, true, EntranceOf(at), ""), outbound())
                ?? throw new InvalidOperationException("The room is full.");
            if (person.Seat >= 0) room.Hear(person.Who, new() { Sit = new() { Seat = (uint)person.Seat } });
            if (person.HasStick) room.Hear(person.Who, new() { SetStick = new() { On = true, Colour = look["stick"] } });
            Body body = room.BodyOf(person.Who);
            (person.Epoch, person.Place) = (body.Epoch, Flat(body.Position));
            person.Home = person.Place;
        }
    }

    /// <summary>Moves everyone on and says to the room what their clients send.</summary>
    public void Step(Room room, double nowMs, float seconds)
    {
        foreach (Person person in _people)
        {
            if (person.Strolls) Stroll(person, nowMs, seconds);
            if (nowMs < person.ActsAtMs) continue;
            uint emote = person.Role == Role.Performer ? Dance : Emotes[_random.Next(Emotes.Length)];
            if (person.ActsAtMs > 0) room.Hear(person.Who!, new() { Emote = new() { Kind = emote } });
            person.ActsAtMs = nowMs + 1 + (person.ActsEveryMs * (person.ActsAtMs > 0 ? 0.5 + _random.NextDouble() : _random.NextDouble()));
        }
    }

    private void Stroll(Person person, double nowMs, float seconds)
    {
        Vector2 left = person.Goal - person.Place;
        bool arrived = left.Length() <= Math.Max(ArriveMetres, StrollMetresPerSecond * seconds);
        Vector2 velocity = arrived ? Vector2.Zero : Vector2.Normalize(left) * StrollMetresPerSecond;
        if (arrived && nowMs >= person.RestsUntilMs)
        {
            Vector2 goal = person.Home + new Vector2((_random.NextSingle() - 0.5f) * 2f * StrollMetres, (_random.NextSingle() - 0.5f) * 2f * StrollMetres);
            if (_floor.IsStraight(person.Place.X, person.Place.Y, goal.X, goal.Y) && _floor.TryHeight(goal.X, goal.Y, out float there)
                && _floor.TryHeight(person.Place.X, person.Place.Y, out float here) && MathF.Abs(there - here) < 0.1f) person.Goal = goal;
            person.RestsUntilMs = nowMs + (RestMs * (0.3 + _random.NextDouble()));
        }
        person.Place += velocity * seconds;
        if (velocity != Vector2.Zero) person.Yaw = MathF.Atan2(velocity.X, velocity.Y);
        if (velocity == person.Sent && (velocity == Vector2.Zero || nowMs - person.SentMs < LongestCarryMs)) return;
        (person.Sent, person.SentMs) = (velocity, nowMs);
        float height = _floor.TryHeight(person.Place.X, person.Place.Y, out float metres) ? metres : 0f;
        person.Who!.Mailbox.Post(MoveFrame.FromMetres(person.Epoch, person.Sequence++, person.Place.X, height, person.Place.Y, person.Yaw, velocity.X, velocity.Y, false), nowMs);
    }

    private void Add(Person person, List<Spawn> spawns)
    {
        float height = _floor.TryHeight(person.Place.X, person.Place.Y, out float metres) ? metres : 0f;
        spawns.Add(new($"from:{EntranceOf(_people.Count)}", new(person.Place.X, height, person.Place.Y), person.Yaw, 0f));
        _people.Add(person);
    }

    private Person Seated(int number, Seat seat) => new()
    {
        Seat = number,
        Place = Flat(seat.Foot),
        Home = Flat(seat.Foot),
        Yaw = seat.Yaw,
        HasStick = _random.NextDouble() < SeatedStickShare,
        ActsEveryMs = EmoteEveryMs * (0.5 + _random.NextDouble()),
    };

    private Person Standing(Vector2 spot, Vector2 focus) => new()
    {
        Seat = -1,
        Place = spot,
        Home = spot,
        Goal = spot,
        Yaw = MathF.Atan2(focus.X - spot.X, focus.Y - spot.Y) + ((_random.NextSingle() - 0.5f) * 0.5f),
        Strolls = _random.NextDouble() < StrollingShare,
        HasStick = _random.NextDouble() < StickShare,
        ActsEveryMs = EmoteEveryMs * (0.5 + _random.NextDouble()),
    };

    private static string EntranceOf(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Vector2 Flat(Vector3 place) => new(place.X, place.Z);

    private static Look LookOf(IReadOnlyDictionary<string, uint> of) => new()
    {
        Body = of["body"],
        Face = of["face"],
        Eyes = of["eyes"],
        Brows = of["brows"],
        Mouth = of["mouth"],
        Hair = of["hair"],
        Outfit = of["outfit"],
        Accessories = of["accessories"],
        Height = of["height"],
        Skin = of["skin"],
        HairColour = of["hairColour"],
        EyeColour = of["eyeColour"],
        Top = of["top"],
        Bottom = of["bottom"],
        Accent = of["accent"],
        Shoes = of["shoes"],
        Stick = of["stick"],
        Facial = of["facial"],
    };

    private sealed class Person
    {
        public Role Role { get; init; } = Role.Attendee;
        public int Seat { get; init; }
        public bool Strolls { get; init; }
        public bool HasStick { get; init; }
        public double ActsEveryMs { get; init; }
        public Resident? Who { get; set; }
        public Vector2 Place { get; set; }
        public Vector2 Home { get; set; }
        public Vector2 Goal { get; set; }
        public Vector2 Sent { get; set; }
        public float Yaw { get; set; }
        public double ActsAtMs { get; set; }
        public double RestsUntilMs { get; set; }
        public double SentMs { get; set; }
        public ushort Sequence { get; set; }
        public byte Epoch { get; set; }
    }
}
