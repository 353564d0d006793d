using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;

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

/// <summary>How simulated people are heard: by the room itself, or over sockets.</summary>
public interface IPeopleVoice
{
    /// <summary>Sends a move; its epoch is still to be filled in.</summary>
    /// <returns>False when it could not be sent now; it is tried again in the next step.</returns>
    bool Post(int number, in MoveFrame move);

    /// <summary>Sends a control message.</summary>
    void Say(int number, ClientMessage message);
}

/// <summary>People on a round floor, and the moves their clients send: only when others would see them wrongly, at most ten a second.</summary>
/// <remarks>Everyone is known by a number; whoever is not in yet does nothing and is nowhere.</remarks>
public sealed class SimulatedPeople
{
    private const float GatherMetresPerSecond = 6f;

    private const float WalkMetresPerSecond = 1.4f, MostMillingSpeed = 1.6f, StandingShare = 0.25f, MillingShareOfConcert = 0.15f, SeatedShareOfConcert = 0.35f,
        ActingShareOfConcert = 0.02f, ChattingShareOfActing = 0.25f, ResendMetres = 0.02f;
    private const double LongestCarryMs = 1000d, EmoteEveryMs = 3000d, ChatEveryMs = 8000d;

    private readonly Random _random;
    private readonly CrowdMode _mode;
    private readonly float _radius;
    private readonly IPeopleVoice _voice;
    private readonly Person[] _people;
    private readonly Vector2[] _places;
    private long _step;

    /// <summary>Makes people.</summary>
    /// <param name="starts">Where each begins, metres.</param>
    /// <param name="seats">Seats there are: number N at the start of person N.</param>
    /// <param name="mode">How they move.</param>
    /// <param name="radius">Of the floor, metres.</param>
    /// <param name="seed">Of their randomness.</param>
    /// <param name="voice">How they are heard.</param>
    /// <param name="movingShare">How many of them move at all, 0 to 1; of a concert it is 0.15.</param>
    public SimulatedPeople(IReadOnlyList<Vector2> starts, int seats, CrowdMode mode, float radius, int seed, IPeopleVoice voice, float movingShare = 1f)
    {
        (_random, _mode, _radius, _voice) = (new(seed), mode, radius, voice);
        _people = [.. starts.Select(start => new Person { Id = -1, Place = start, Sent = start, Start = start })];
        _places = new Vector2[AvatarRecord.MaxPerson + 1];
        Array.Fill(_places, new(float.NaN, float.NaN));
        float moving = mode == CrowdMode.Concert ? MillingShareOfConcert : movingShare;
        for (int at = 0; at < _people.Length; at++)
        {
            ref Person person = ref _people[at];
            float part = moving < 1f ? _random.NextSingle() : 0f;
            person.Stays = part >= moving;
            person.Sits = mode == CrowdMode.Concert && person.Stays && part < MillingShareOfConcert + SeatedShareOfConcert && at < seats;
            person.ActsEveryMs = mode != CrowdMode.Concert || _random.NextSingle() >= ActingShareOfConcert ? 0d : _random.NextSingle() < ChattingShareOfActing
                ? ChatEveryMs : EmoteEveryMs;
            person.ActsAtMs = person.ActsEveryMs * _random.NextDouble();
            if (person.Stays) continue;
            // Somewhere in the middle of what they do, so that nothing happens to all at once.
            Choose(ref person, 0d);
            person.UntilMs *= _random.NextDouble();
        }
    }

    /// <summary>People who are in and still on the way to where they begin.</summary>
    public int Gathering { get; private set; }

    /// <summary>Somebody comes in. From elsewhere than their start they run there first.</summary>
    public void Enter(int number, ushort id, Vector2 at, double nowMs)
    {
        ref Person person = ref _people[number];
        (person.Id, person.Place, person.Sent) = (id, at, at);
        (person.UntilMs, person.ActsAtMs) = (person.UntilMs + nowMs, person.ActsAtMs + nowMs);
        if (Vector2.Distance(at, person.Start) < 0.5f) return;
        (person.Next, person.Gathers) = (person.Velocity, true);
        Head(ref person, person.Start - at, GatherMetresPerSecond);
        Gathering++;
    }

    /// <summary>The room has put somebody elsewhere.</summary>
    public void PutAt(int number, Vector2 place)
    {
        ref Person person = ref _people[number];
        (person.Place, person.Sent, person.SentVelocity) = (place, place, Vector2.Zero);
        if (person.Id >= 0) _places[person.Id] = place;
        if (person.Gathers) Head(ref person, person.Start - place, GatherMetresPerSecond);
    }

    /// <summary>Somebody is gone.</summary>
    public void Leave(int number)
    {
        ref Person person = ref _people[number];
        if (person.Id < 0) return;
        _places[person.Id] = new(float.NaN, float.NaN);
        if (person.Gathers) Gathering--;
        (person.Id, person.Gathers) = (-1, false);
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
            if (person.Id < 0) continue;
            if (person.Gathers) Gather(ref person, seconds);
            else if (!person.Stays) Walk(ref person, nowMs, seconds);
            _places[person.Id] = person.Place;
            if (((at ^ _step) & 1) == 0) Send(at, nowMs, eager);
        }
    }

    /// <summary>Those who sit ask for their seats.</summary>
    public void SitDown()
    {
        for (int at = 0; at < _people.Length; at++)
            if (_people[at].Sits && _people[at].Id >= 0) _voice.Say(at, new() { Sit = new() { Seat = (uint)at } });
    }

    /// <summary>Those whose turn it is chat or react.</summary>
    public void Act(double nowMs)
    {
        for (int at = 0; at < _people.Length; at++)
        {
            ref Person person = ref _people[at];
            if (person.Id < 0 || person.ActsEveryMs == 0d || nowMs < person.ActsAtMs) continue;
            person.ActsAtMs = nowMs + (person.ActsEveryMs * (0.5 + _random.NextDouble()));
            _voice.Say(at, person.ActsEveryMs == ChatEveryMs ? new() { Say = new() { Text = "What a night this is!" } }
                : new() { Emote = new() { Kind = (uint)_random.Next(1, 9) } });
        }
    }

    private void Gather(ref Person person, float seconds)
    {
        Vector2 left = person.Start - person.Place;
        if (left.Length() > GatherMetresPerSecond * seconds)
        {
            person.Place += person.Velocity * seconds;
            return;
        }
        (person.Place, person.Velocity, person.Gathers) = (person.Start, person.Next, false);
        Gathering--;
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

    private void Send(int number, double nowMs, bool eager)
    {
        ref Person person = ref _people[number];
        double since = nowMs - person.SentMs;
        bool moves = person.Velocity != Vector2.Zero;
        bool off = person.Velocity != person.SentVelocity || Vector2.Distance(person.Sent + (person.SentVelocity * (float)(since / 1000d)), person.Place) > ResendMetres;
        if (!off && !(moves && (eager || since >= LongestCarryMs))) return;
        MoveFrame move = MoveFrame.FromMetres(
            0, person.Sequence, person.Place.X, 0f, person.Place.Y, person.Yaw, person.Velocity.X, person.Velocity.Y, false);
        if (!_voice.Post(number, move)) return;
        person.Sequence++;
        (person.Sent, person.SentVelocity, person.SentMs) = (person.Place, person.Velocity, nowMs);
    }

    private struct Person
    {
        public Vector2 Start, Place, Velocity, Next, Sent, SentVelocity;
        public double UntilMs, SentMs, ActsAtMs, ActsEveryMs;
        public float Yaw;
        public int Id;
        public ushort Sequence;
        public bool Stays, Sits, Gathers;
    }
}
