using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.World.Interest;
using Kapok.World.Movement;

namespace Kapok.World.Frames;

/// <summary>Puts avatars into wire units, for the cells of one scale.</summary>
internal readonly struct Records(CellGrid cells, int scale)
{
    private readonly FrameGrid _frames = new(cells.Columns, CellGrid.CellMetres, cells.OriginX, cells.OriginZ);

    /// <summary>The cell of this scale that holds a cell of the grid.</summary>
    public ushort WireCellOf(int cell) => (ushort)((((cell / cells.Columns) >> scale) * _frames.ColumnsOf(scale)) + ((cell % cells.Columns) >> scale));

    /// <summary>An avatar as a block of a cell of this scale tells it.</summary>
    public AvatarRecord Of(in Body body, ushort id, int wireCell)
    {
        if (body.Form == AvatarForm.Seated) return new(id, AvatarForm.Seated, 0, 0, 0, 0, 0, 0, (ushort)body.Seat);
        float side = _frames.SideOf(scale);
        int columns = _frames.ColumnsOf(scale);
        byte x = AvatarRecord.StepOf(body.Position.X, cells.OriginX + (wireCell % columns * side), side);
        byte z = AvatarRecord.StepOf(body.Position.Z, cells.OriginZ + (wireCell / columns * side), side);
        (short velocityX, short velocityZ) = VelocityOf(body);
        // Coarse blocks know no heights, and no yaw beside a velocity: who jumps on the spot, or treads on it, stands from afar.
        bool stands = body.Form == AvatarForm.Standing || (scale > 0 && velocityX == 0 && velocityZ == 0);
        if (stands) return new(id, AvatarForm.Standing, x, z, AvatarRecord.YawStep(body.Yaw), 0, 0, 0, 0);
        if (scale > 0) return new(id, AvatarForm.Moving, x, z, 0, velocityX, velocityZ, 0, 0);
        ushort height = body.Form == AvatarForm.Airborne ? AvatarRecord.HeightStep(body.Position.Y) : (ushort)0;
        return new(id, body.Form, x, z, AvatarRecord.YawStep(body.Yaw), velocityX, velocityZ, height, 0);
    }

    /// <summary>Where viewers put the avatar who are told of it now: place, and metres a second.</summary>
    public (Vector2 Place, Vector2 Velocity) Shown(in Body body)
    {
        float step = CellGrid.CellMetres * (1 << scale) / 256f;
        (short velocityX, short velocityZ) = body.Form is AvatarForm.Moving or AvatarForm.Airborne ? VelocityOf(body) : default;
        return (
            new(Middle(body.Position.X, cells.OriginX, step), Middle(body.Position.Z, cells.OriginZ, step)),
            new(velocityX / AvatarRecord.VelocityStepsPerMetre, velocityZ / AvatarRecord.VelocityStepsPerMetre));
    }

    private static float Middle(float metres, float origin, float step) => origin + ((MathF.Floor((metres - origin) / step) + 0.5f) * step);

    private (short X, short Z) VelocityOf(in Body body)
    {
        Vector2 velocity = body.ShownVelocity;
        return scale > 0
            ? (AvatarRecord.CoarseVelocityStep(velocity.X), AvatarRecord.CoarseVelocityStep(velocity.Y))
            : (AvatarRecord.VelocityStep(velocity.X), AvatarRecord.VelocityStep(velocity.Y));
    }
}
