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
    /// <returns>Null when the floor is larger than <see cref="FloorGrid.MaxSide"/> cells along a side.</returns>
    public static FloorGrid? Make(SceneLayout layout)
    {
        Vector2 least = new(float.MaxValue), most = new(float.MinValue);
        foreach (Collider collider in layout.Colliders)
        {
            Vector2 reach = Reach(collider.Box), centre = new(collider.Box.Centre.X, collider.Box.Centre.Z);
            (least, most) = (Vector2.Min(least, centre - reach), Vector2.Max(most, centre + reach));
        }
        float originX = MathF.Floor(least.X), originZ = MathF.Floor(least.Y);
        float columns = MathF.Ceiling((most.X - originX) / FloorGrid.CellMetres), rows = MathF.Ceiling((most.Y - originZ) / FloorGrid.CellMetres);
        if (columns is not (>= 1f and <= FloorGrid.MaxSide) || rows is not (>= 1f and <= FloorGrid.MaxSide)) return null;
        return Fill(layout, (int)columns, (int)rows, originX, originZ);
    }

    private static FloorGrid Fill(SceneLayout layout, int columns, int rows, float originX, float originZ)
    {
        float[] middles = new float[columns * rows], corners = new float[columns * rows];
        Array.Fill(middles, float.NegativeInfinity);
        Array.Fill(corners, float.NegativeInfinity);
        foreach (Collider collider in layout.Colliders)
        {
            Vector2 reach = Reach(collider.Box);
            int left = Cell(collider.Box.Centre.X - reach.X - originX, columns), right = Cell(collider.Box.Centre.X + reach.X - originX, columns);
            int top = Cell(collider.Box.Centre.Z - reach.Y - originZ, rows), bottom = Cell(collider.Box.Centre.Z + reach.Y - originZ, rows);
            for (int row = top; row <= bottom; row++)
            {
                for (int column = left; column <= right; column++)
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

    private static int Cell(float metres, int count) => Math.Clamp((int)(metres / FloorGrid.CellMetres), 0, count - 1);
}
