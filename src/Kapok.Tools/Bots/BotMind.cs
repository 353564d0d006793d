using System.Numerics;

namespace Kapok.Tools.Bots;

/// <summary>What a crowd of bots does.</summary>
public enum Behaviour
{
    /// <summary>Finds a place on the floor or a seat, then dances, waves, sits and chats a little; some stroll.</summary>
    Audience,

    /// <summary>Walks from place to place without end (random waypoint, 1.4 m/s).</summary>
    Walkers,

    /// <summary>Half of each.</summary>
    Mixed,
}

/// <summary>What a bot wants to do next. Positions are x and z in metres.</summary>
public abstract record Wish
{
    /// <summary>Walk there and then ask again.</summary>
    public sealed record Walk(Vector2 Goal, float Speed) : Wish;

    /// <summary>Walk to a seat and take it.</summary>
    public sealed record Sit(int Seat) : Wish;

    /// <summary>Stay for a while.</summary>
    public sealed record Stay(double Seconds, float? Yaw) : Wish;

    /// <summary>Show an emote, 1 to 8, and stay for it.</summary>
    public sealed record Emote(uint Kind, double Seconds = 2.5) : Wish;

    /// <summary>Say something.</summary>
    public sealed record Say(string Text) : Wish;

    /// <summary>Switch the glow stick.</summary>
    public sealed record Stick(bool On, uint Colour) : Wish;
}

/// <summary>What a bot wants, one wish after the other.</summary>
public interface IBotMind
{
    /// <summary>The next wish.</summary>
    /// <param name="focus">What the audience looks at: the stage.</param>
    /// <param name="at">Where the bot is.</param>
    Wish Next(Vector2 focus, Vector2 at);

    /// <summary>The bot was put down anew, at the entrance perhaps: it begins with finding its place.</summary>
    void Restart();
}

/// <summary>The mind of one of the audience, or of a walker: a seeded chain of wishes, so that a run can be repeated.</summary>
public sealed class BotMind : IBotMind
{
    private const float StrollMetresPerSecond = 1.4f, HurryMetresPerSecond = 3.6f;
    private const double ShareStrolling = 0.08, ShareWithStick = 0.8, ChatShare = 0.01, EmoteShare = 0.35;

    private static readonly uint[] StickColours = [0xff4fa3, 0x3fc8ff, 0x7dff6a, 0xffc44d, 0xa77bff, 0xfff3e6];
    private static readonly string[] Lines =
        ["What a night!", "Hello from Chengdu", "太好听了", "Can you see the stage from up there?", "Encore!", "大家好", "This light…", "First time here", "Love this song",
            "晚上好", "Greetings from Lisbon", "安可！"];

    private readonly Random _random;
    private readonly Behaviour _behaviour;
    private readonly Func<Random, Vector2> _spot;
    private readonly int _seat;
    private readonly bool _strolls;
    private Vector2 _home;
    private int _step;

    /// <summary>Makes a mind.</summary>
    /// <param name="random">The bot's own seeded randomness.</param>
    /// <param name="behaviour">What the crowd does.</param>
    /// <param name="spot">Picks a place to stand.</param>
    /// <param name="seat">A seat kept for this bot, or −1: then it stands.</param>
    public BotMind(Random random, Behaviour behaviour, Func<Random, Vector2> spot, int seat)
    {
        (_random, _spot) = (random, spot);
        _behaviour = behaviour == Behaviour.Mixed ? (random.NextDouble() < 0.5 ? Behaviour.Audience : Behaviour.Walkers) : behaviour;
        _seat = _behaviour == Behaviour.Audience ? seat : -1;
        _strolls = _behaviour == Behaviour.Walkers || (_seat < 0 && random.NextDouble() < ShareStrolling);
        _home = spot(random);
    }

    /// <summary>Where the bot begins when it may choose.</summary>
    public Vector2 Home => _home;

    /// <inheritdoc/>
    public void Restart() => _step = 0;

    /// <inheritdoc/>
    public Wish Next(Vector2 focus, Vector2 at)
    {
        if (_behaviour == Behaviour.Walkers) return new Wish.Walk(_spot(_random), StrollMetresPerSecond);
        switch (_step++)
        {
            case 0 when _random.NextDouble() < ShareWithStick:
                return new Wish.Stick(true, StickColours[_random.Next(StickColours.Length)]);
            case <= 1:
                return _seat >= 0 ? new Wish.Sit(_seat) : new Wish.Walk(_home, HurryMetresPerSecond);
            case 2:
                return new Wish.Stay(1 + (_random.NextDouble() * 4), Facing(focus, at));
        }
        double dice = _random.NextDouble();
        if (dice < ChatShare) return new Wish.Say(Lines[_random.Next(Lines.Length)]);
        if (dice < ChatShare + EmoteShare) return new Wish.Emote(EmoteOfCrowd());
        if (_strolls && dice > 0.85)
        {
            _home = _spot(_random);
            _step = 1;
        }
        return new Wish.Stay(3 + (_random.NextDouble() * 9), _seat >= 0 ? null : Facing(focus, at) + (float)((_random.NextDouble() - 0.5) * 0.5));
    }

    // Cheering, clapping and dancing are what a concert does; bowing and pointing are rare.
    private uint EmoteOfCrowd() => _random.NextDouble() switch
    {
        < 0.3 => 4,
        < 0.55 => 3,
        < 0.8 => 2,
        < 0.9 => 1,
        < 0.96 => 5,
        _ => (uint)(6 + _random.Next(3)),
    };

    private static float Facing(Vector2 focus, Vector2 at) => MathF.Atan2(focus.X - at.X, focus.Y - at.Y);
}
