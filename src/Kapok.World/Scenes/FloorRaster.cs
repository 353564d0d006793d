using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Kapok.World.Scenes;

/// <summary>Turns colliders into a floor grid: the highest top wins.</summary>
/// <remarks>
/// Conservative on both sides. A cell is floor only where its middle is covered, so nobody stands over an edge. Its corners are looked at too
/// and count where they stand more than a step above the middle: a wall that only clips the cell still blocks it, while ramps and stairs
/// keep the height of the middle.
/// </remarks>
public static class FloorRaster
{
    private const float CornerMetres = FloorGrid.CellMetres * 0.45f;
    private static readonly Vector2[] Corners =
        [new(-CornerMetres, -CornerMetres), new(CornerMetres, -CornerMetres), new(-CornerMetres, CornerMetres), new(CornerMetres, CornerMetres)];

    /// <summary>Makes the grid of a scene.</summary>
    /// <param name="layout">Its colliders.</param>
    /// <param name="limits">Bounds; the work is counted before any of it is done.</param>
    /// <param name="floor">The grid.</param>
    /// <param name="error">Why not: the floor has more than <see cref="FloorGrid.MaxSide"/> cells along a side, or its colliders cover more cells than allowed.</param>
    public static bool TryMake(SceneLayout layout, SceneLimits limits, [NotNullWhen(true)] out FloorGrid? floor, [NotNullWhen(false)] out SceneError? error)
    {
        (floor, error) = (null, null);
        Vector2 least = new(float.MaxValue), most = new(float.MinValue);
        foreach (Collider collider in layout.Colliders)
        {
            Vector2 reach = Reach(collider.Box), centre = new(collider.Box.Centre.X, collider.Box.Centre.Z);
            (least, most) = (Vector2.Min(least, centre - reach), Vector2.Max(most, centre + reach));
        }
        float originX = MathF.Floor(least.X), originZ = MathF.Floor(least.Y);
        float columns = MathF.Ceiling((most.X - originX) / FloorGrid.CellMetres), rows = MathF.Ceiling((most.Y - originZ) / FloorGrid.CellMetres);
        if (columns is not (>= 1f and <= FloorGrid.MaxSide) || rows is not (>= 1f and <= FloorGrid.MaxSide)) // written so that NaN is refused too
        {
            error = new(SceneErrorCode.TooLarge, $"Its floor is larger than {FloorGrid.MaxSide * FloorGrid.CellMetres:0} m along a side.");
            return false;
        }
        Canvas canvas = new((int)columns, (int)rows, originX, originZ);
        long cells = layout.Colliders.Sum(collider => canvas.Covered(collider.Box).Count);
        if (cells > limits.ColliderCells)
        {
            error = new(SceneErrorCode.TooLarge,
                $"Its static colliders cover {cells} cells of {FloorGrid.CellMetres} m, each counted for itself; {limits.ColliderCells} are allowed. Use fewer or smaller ones.");
            return false;
        }
        floor = Fill(layout, canvas);
        return true;
    }

    private static FloorGrid Fill(SceneLayout layout, in Canvas canvas)
    {
        (int columns, int rows, float originX, float originZ) = canvas;
        float[] middles = new float[columns * rows], corners = new float[columns * rows];
        Array.Fill(middles, float.NegativeInfinity);
        Array.Fill(corners, float.NegativeInfinity);
        foreach (Collider collider in layout.Colliders)
        {
            CellRange covered = canvas.Covered(collider.Box);
            for (int row = covered.Top; row <= covered.Bottom; row++)
            {
                for (int column = covered.Left; column <= covered.Right; column++)
                {
                    float x = originX + ((column + 0.5f) * FloorGrid.CellMetres), z = originZ + ((row + 0.5f) * FloorGrid.CellMetres);
                    int cell = (row * columns) + column;
                    middles[cell] = MathF.Max(middles[cell], Top(collider, x, z));
                    foreach (Vector2 corner in Corners) corners[cell] = MathF.Max(corners[cell], Top(collider, x + corner.X, z + corner.Y));
                }
            }
        }
        short[] heights = new short[columns * rows];
        for (int cell = 0; cell < heights.Length; cell++)
        {
            heights[cell] = float.IsNegativeInfinity(middles[cell]) ? FloorGrid.NoFloor
                : FloorGrid.Units(corners[cell] - middles[cell] > FloorGrid.StepMetres ? corners[cell] : middles[cell]);
        }
        return new(columns, rows, originX, originZ, heights);
    }

    /// <summary>Height of the upper side of a collider over a place; negative infinity beside it.</summary>
    internal static float Top(in Collider collider, float x, float z)
    {
        // A vertical line through the place, in the collider's own axes.
        Quaternion toOwn = Quaternion.Conjugate(collider.Box.Rotation);
        Vector3 origin = Vector3.Transform(new Vector3(x, collider.Box.Centre.Y, z) - collider.Box.Centre, toOwn), up = Vector3.Transform(Vector3.UnitY, toOwn);
        float leave = collider.Form switch
        {
            ColliderForm.Box => LeaveBox(origin, up, collider.Box.HalfSize),
            ColliderForm.Cylinder => LeaveCylinder(origin, up, collider.Box.HalfSize),
            _ => LeaveRound(origin, up, collider.Box.HalfSize.X, Vector3.One),
        };
        return collider.Box.Centre.Y + leave;
    }

    private static float LeaveBox(Vector3 origin, Vector3 up, Vector3 half)
    {
        (float enter, float leave) = (float.NegativeInfinity, float.PositiveInfinity);
        for (int axis = 0; axis < 3; axis++)
        {
            if (!Slab(origin[axis], up[axis], half[axis], ref enter, ref leave)) return float.NegativeInfinity;
        }
        return leave;
    }

    private static float LeaveCylinder(Vector3 origin, Vector3 up, Vector3 half)
    {
        (float enter, float leave) = (float.NegativeInfinity, float.PositiveInfinity);
        if (!Slab(origin.Y, up.Y, half.Y, ref enter, ref leave)) return float.NegativeInfinity;
        float round = LeaveRound(origin, up, half.X, new(1f, 0f, 1f));
        return enter <= round ? MathF.Min(leave, round) : float.NegativeInfinity;
    }

    // Where the line leaves a ball, or with mask (1, 0, 1) an endless cylinder.
    private static float LeaveRound(Vector3 origin, Vector3 up, float radius, Vector3 mask)
    {
        (origin, up) = (origin * mask, up * mask);
        float a = up.LengthSquared(), b = Vector3.Dot(origin, up), c = origin.LengthSquared() - (radius * radius);
        if (a < 1e-9f) return c <= 0f ? float.PositiveInfinity : float.NegativeInfinity;
        float root = (b * b) - (a * c);
        return root < 0f ? float.NegativeInfinity : (-b + MathF.Sqrt(root)) / a;
    }

    private static bool Slab(float origin, float up, float half, ref float enter, ref float leave)
    {
        if (MathF.Abs(up) < 1e-6f) return MathF.Abs(origin) <= half;
        float one = (-half - origin) / up, other = (half - origin) / up;
        enter = MathF.Max(enter, MathF.Min(one, other));
        leave = MathF.Min(leave, MathF.Max(one, other));
        return enter <= leave;
    }

    private static Vector2 Reach(in Box box)
    {
        Vector3 x = Vector3.Abs(Vector3.Transform(new(box.HalfSize.X, 0f, 0f), box.Rotation));
        Vector3 y = Vector3.Abs(Vector3.Transform(new(0f, box.HalfSize.Y, 0f), box.Rotation));
        Vector3 z = Vector3.Abs(Vector3.Transform(new(0f, 0f, box.HalfSize.Z), box.Rotation));
        return new(x.X + y.X + z.X, x.Z + y.Z + z.Z);
    }

    private readonly record struct CellRange(int Left, int Top, int Right, int Bottom)
    {
        public long Count => (long)(Right - Left + 1) * (Bottom - Top + 1);
    }

    /// <summary>Where the grid lies.</summary>
    private readonly record struct Canvas(int Columns, int Rows, float OriginX, float OriginZ)
    {
        /// <summary>The cells under what a collider reaches over, its empty corners included.</summary>
        public CellRange Covered(in Box box)
        {
            Vector2 reach = Reach(box);
            return new(
                Cell(box.Centre.X - reach.X - OriginX, Columns), Cell(box.Centre.Z - reach.Y - OriginZ, Rows),
                Cell(box.Centre.X + reach.X - OriginX, Columns), Cell(box.Centre.Z + reach.Y - OriginZ, Rows));
        }

        private static int Cell(float metres, int count) => Math.Clamp((int)(metres / FloorGrid.CellMetres), 0, count - 1);
    }
}
