using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.World;

namespace Kapok.Tools.Bench;

/// <summary>How the simulated people move.</summary>
public enum CrowdMode
{
    /// <summary>From place to place at 1.4 m/s, a quarter of the time standing.</summary>
    Waypoint,

    /// <summary>A new heading and speed (0 to 1.6 m/s) every two to five seconds, a quarter of the time standing.</summary>
    Milling,

    /// <summary>15 in a hundred mill about, a third sits, the others stand and dance; two in a hundred chat or react.</summary>
    Concert,
}

/// <summary>People on a round floor, and the moves their clients send: only when others would see them wrongly, at most ten a second.</summary>
public sealed class SimulatedPeople
{
    private const float WalkMetresPerSecond = 1.4f, MostMillingSpeed = 1.6f, StandingShare = 0.25f, MillingShareOfConcert = 0.15f, SeatedShareOfConcert = 0.35f, ActingShareOfConcert = 0.02f, ChattingShareOfActing = 0.25f, ResendMetres = 0.02f;
    private const double LongestCarryMs = 1000d, EmoteEveryMs = 3000d, ChatEveryMs = 8000d;

    private readonly Random _random;
    private readonly CrowdMode _mode;
    private readonly float _radius;
    private readonly Person[] _people;
    private readonly Vector2[] _places;
    private long _step;

    /// <summary>Takes over the people of a room where they stand.</summary>
    public SimulatedPeople(IReadOnlyList<Resident> residents, Room room, CrowdMode mode, float radius, int seed)
    {
        (_random, _mode, _radius) = (new(seed), mode, radius);
        _people = [.. residents.Select(who => new Person { Who = who })];
        _places = new Vector2[AvatarRecord.MaxPerson + 1];
        Array.Fill(_places, new(float.NaN, float.NaN));
        for (int at = 0; at < _people.Length; at++)
        {
            ref Person person = ref _people[at];
            Vector3 place = room.BodyOf(person.Who).Position;
            (person.Place, person.Sent) = (new(place.X, place.Z), new(place.X, place.Z));
            float part = mode == CrowdMode.Concert ? _random.NextSingle() : 0f;
            person.Stays = part >= MillingShareOfConcert;
            person.Sits = person.Stays && part < MillingShareOfConcert + SeatedShareOfConcert && at < room.Layout.Seats.Count;
            person.ActsEveryMs = mode != CrowdMode.Concert || _random.NextSingle() >= ActingShareOfConcert ? 0d : _random.NextSingle() < ChattingShareOfActing ? ChatEveryMs : EmoteEveryMs;
            person.ActsAtMs = person.ActsEveryMs * _random.NextDouble();
            if (person.Stays) continue;
            // Somewhere in the middle of what they do, so that nothing happens to all at once.
            Choose(ref person, 0d);
            person.UntilMs *= _random.NextDouble();
        }
    }

    /// <summary>Where everyone is, by person id; NaN for ids that nobody has.</summary>
    public ReadOnlySpan<Vector2> Truth => _places;

    /// <summary>Moves everyone on and posts what their clients send.</summary>
    /// <param name="nowMs">Room time.</param>
    /// <param name="seconds">Time since the last step.</param>
    /// <param name="eager">Whether moving people send ten times a second regardless.</param>
    public void Step(double nowMs, float seconds, bool eager)
    {
        _step++;
        for (int at = 0; at < _people.Length; at++)
        {
            ref Person person = ref _people[at];
            if (!person.Stays) Walk(ref person, nowMs, seconds);
            _places[person.Who.Id] = person.Place;
            if (((at ^ _step) & 1) == 0) Send(ref person, nowMs, eager);
        }
    }

    /// <summary>Those who sit ask for their seats.</summary>
    public void SitDown(Action<(Resident Who, ClientMessage Message)> say)
    {
        for (int at = 0; at < _people.Length; at++)
            if (_people[at].Sits) say((_people[at].Who, new() { Sit = new() { Seat = (uint)at } }));
    }

    /// <summary>Those whose turn it is chat or react.</summary>
    public void Act(double nowMs, Action<(Resident Who, ClientMessage Message)> say)
    {
        for (int at = 0; at < _people.Length; at++)
        {
            ref Person person = ref _people[at];
            if (person.ActsEveryMs == 0d || nowMs < person.ActsAtMs) continue;
            person.ActsAtMs = nowMs + (person.ActsEveryMs * (0.5 + _random.NextDouble()));
            say((person.Who, person.ActsEveryMs == ChatEveryMs ? new() { Say = new() { Text = "What a night this is!" } } : new() { Emote = new() { Kind = (uint)_random.Next(1, 9) } }));
        }
    }

    private void Walk(ref Person person, double nowMs, float seconds)
    {
        if (nowMs >= person.UntilMs) Choose(ref person, nowMs);
        Vector2 next = person.Place + (person.Velocity * seconds);
        if (next.LengthSquared() > _radius * _radius)
        {
            Head(ref person, -next, person.Velocity.Length()); // back from the edge
            next = person.Place;
        }
        person.Place = next;
    }

    private void Choose(ref Person person, double nowMs)
    {
        if (_mode == CrowdMode.Waypoint && person.Velocity == Vector2.Zero)
        {
            float turn = _random.NextSingle() * MathF.Tau, reach = MathF.Sqrt(_random.NextSingle()) * _radius * 0.99f;
            Vector2 way = new Vector2(MathF.Sin(turn) * reach, MathF.Cos(turn) * reach) - person.Place;
            Head(ref person, way, WalkMetresPerSecond);
            person.UntilMs = nowMs + (way.Length() / WalkMetresPerSecond * 1000d);
        }
        else if (_mode == CrowdMode.Waypoint)
        {
            // The mean way across a disc is 0.905 radii; standing a third as long makes a quarter of the time.
            person.Velocity = Vector2.Zero;
            person.UntilMs = nowMs + (-Math.Log(1d - _random.NextDouble()) * 0.905 * _radius / WalkMetresPerSecond / 3d * 1000d);
        }
        else
        {
            float turn = _random.NextSingle() * MathF.Tau;
            Head(ref person, new(MathF.Sin(turn), MathF.Cos(turn)), _random.NextSingle() < StandingShare ? 0f : _random.NextSingle() * MostMillingSpeed);
            person.UntilMs = nowMs + 2000d + (_random.NextDouble() * 3000d);
        }
    }

    private static void Head(ref Person person, Vector2 way, float speed)
    {
        person.Velocity = way == Vector2.Zero ? Vector2.Zero : Vector2.Normalize(way) * speed;
        if (person.Velocity != Vector2.Zero) person.Yaw = MathF.Atan2(way.X, way.Y);
    }

    private static void Send(ref Person person, double nowMs, bool eager)
    {
        double since = nowMs - person.SentMs;
        bool moves = person.Velocity != Vector2.Zero;
        bool off = person.Velocity != person.SentVelocity || Vector2.Distance(person.Sent + (person.SentVelocity * (float)(since / 1000d)), person.Place) > ResendMetres;
        if (!off && !(moves && (eager || since >= LongestCarryMs))) return;
        MoveFrame move = MoveFrame.FromMetres(
            person.Epoch, person.Sequence++, person.Place.X, 0f, person.Place.Y, person.Yaw, person.Velocity.X, person.Velocity.Y, false);
        person.Who.Mailbox.Post(move, nowMs);
        (person.Sent, person.SentVelocity, person.SentMs) = (person.Place, person.Velocity, nowMs);
    }

    /// <summary>Takes the epoch that the room gave with each placement.</summary>
    public void TakeEpochs(Room room)
    {
        for (int at = 0; at < _people.Length; at++) _people[at].Epoch = room.BodyOf(_people[at].Who).Epoch;
    }

    private struct Person
    {
        public Resident Who;
        public Vector2 Place, Velocity, Sent, SentVelocity;
        public double UntilMs, SentMs, ActsAtMs, ActsEveryMs;
        public float Yaw;
        public ushort Sequence;
        public byte Epoch;
        public bool Stays, Sits;
    }
}
