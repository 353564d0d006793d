using System.Numerics;

namespace Kapok.Tools.Bots;

/// <summary>Where performers stand on a stage: one in front, the others in pairs behind.</summary>
/// <param name="Centre">Middle of the stage, x and z in metres.</param>
/// <param name="Ahead">Where the stage faces: a unit vector.</param>
/// <param name="HalfWidth">Half its width, metres.</param>
/// <param name="HalfDepth">Half its depth, metres.</param>
public sealed record StagePlan(Vector2 Centre, Vector2 Ahead, float HalfWidth, float HalfDepth)
{
    /// <summary>The most who have a spot of their own.</summary>
    public const int MaxPerformers = 8;

    // Shares of the stage: what stands on its sides and back (risers, lamps) is kept off, and one camera holds the first three.
    private const float SingerAhead = 0.34f, PairAhead = 0.11f, PairApart = 0.19f;

    /// <summary>Yaw with which a performer looks at the audience, radians.</summary>
    public float Yaw => MathF.Atan2(Ahead.X, Ahead.Y);

    /// <summary>Plans a stage: it faces where its own spawn point looks, or else the entrance.</summary>
    /// <param name="box">The stage's zone.</param>
    /// <param name="spawns">Spawn points of the room.</param>
    public static StagePlan Of(ZoneBox box, IReadOnlyList<Spawn> spawns)
    {
        Vector2 centre = new(box.X, box.Z);
        Spawn? own = spawns.FirstOrDefault(spawn => spawn.Title == "stage"), entrance = spawns.FirstOrDefault(spawn => spawn.Title == "entrance");
        Vector2 ahead = own is not null ? new(MathF.Sin(own.Yaw), MathF.Cos(own.Yaw)) : entrance is not null ? new Vector2(entrance.X, entrance.Z) - centre : Vector2.UnitY;
        ahead = ahead.LengthSquared() > 0.01f ? Vector2.Normalize(ahead) : Vector2.UnitY;
        // Along the nearer axis of the box: its sides are the stage's, wherever the entrance lies.
        ahead = MathF.Abs(ahead.X) > MathF.Abs(ahead.Y) ? new(MathF.Sign(ahead.X), 0f) : new(0f, MathF.Sign(ahead.Y));
        return ahead.Y != 0f ? new(centre, ahead, box.HalfX, box.HalfZ) : new(centre, ahead, box.HalfZ, box.HalfX);
    }

    /// <summary>A performer's own spot.</summary>
    /// <param name="performer">0 sings in front; odd ones dance on one side, even ones on the other, ever farther out.</param>
    public Vector2 Spot(int performer)
    {
        if (performer == 0) return Place(0f, SingerAhead);
        int pair = (performer + 1) / 2;
        return Place((performer % 2 == 0 ? 1f : -1f) * PairApart * pair, PairAhead);
    }

    /// <summary>A place of the stage.</summary>
    /// <param name="across">−1 to 1: from its left to its right.</param>
    /// <param name="ahead">−1 to 1: from its back to its front.</param>
    public Vector2 Place(float across, float ahead) => Centre + (new Vector2(Ahead.Y, -Ahead.X) * (across * HalfWidth)) + (Ahead * (ahead * HalfDepth));
}
