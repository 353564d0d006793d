using System.Numerics;

namespace Kapok.Tools.Bots;

/// <summary>The mind of a performer: dances on the beat at its spot, and now and then crosses the stage and dances there.</summary>
/// <remarks>The dance is a clip on the room's beat clock, so all of them are in time without a word between them.</remarks>
/// <param name="random">The performer's own seeded randomness.</param>
/// <param name="stage">The stage.</param>
/// <param name="performer">Number of its spot.</param>
public sealed class PerformerMind(Random random, StagePlan stage, int performer) : IBotMind
{
    private const float WalkMetresPerSecond = 2.2f;
    private const uint Wave = 1, Cheer = 3, Dance = 4, Heart = 5, Point = 8;
    private const double DanceSeconds = 5, GestureSeconds = 2.6; // viewers let a dance go on for 5.6 s: asked for again before, it never stops
    private const int FewestDances = 4, MostDances = 9;

    private static readonly uint[] Gestures = [Wave, Cheer, Heart, Point];

    private bool _away;
    private int _step, _dances;

    /// <inheritdoc/>
    public void Restart() => (_step, _away) = (0, false);

    /// <inheritdoc/>
    public Wish Next(Vector2 focus, Vector2 at)
    {
        switch (_step++)
        {
            case 0:
                _dances = random.Next(FewestDances, MostDances + 1);
                return new Wish.Walk(_away ? Somewhere() : stage.Spot(performer), WalkMetresPerSecond);
            case 1:
                return new Wish.Stay(0.1, stage.Yaw);
        }
        if (_step - 2 <= _dances) return new Wish.Emote(Dance, DanceSeconds);
        (_step, _away) = (0, !_away);
        // Only the one in front speaks to the house between two songs; the others dance on.
        return performer == 0 ? new Wish.Emote(Gestures[random.Next(Gestures.Length)], GestureSeconds) : new Wish.Emote(Dance, DanceSeconds);
    }

    // A step or two about its own spot, where one camera still holds them all.
    private Vector2 Somewhere()
    {
        Vector2 spot = stage.Spot(performer), aside = stage.Place(0.1f, 0.12f) - stage.Centre;
        return spot + (aside * new Vector2((random.NextSingle() * 2f) - 1f, (random.NextSingle() * 2f) - 1f));
    }
}
