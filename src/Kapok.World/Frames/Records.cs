using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.World.Interest;
using Kapok.World.Movement;

namespace Kapok.World.Frames;

/// <summary>Puts avatars into wire units, for the cells of one scale.</summary>
internal readonly struct Records(CellGrid cells, int scale)
{
    private readonly FrameGrid _frames = cells.ToFrameGrid();

    /// <summary>The cell of this scale that holds a cell of the grid.</summary>
    public ushort WireCellOf(int cell) => (ushort)((((cell / cells.Columns) >> scale) * _frames.ColumnsOf(scale)) + ((cell % cells.Columns) >> scale));

    /// <summary>What viewers were told, as a block of a cell of this scale tells it now. What has drifted out of the cell is told at its edge.</summary>
    public AvatarRecord Of(in Told told, double nowMs, ushort id, int wireCell)
    {
        if (told.Form == AvatarForm.Seated) return new(id, AvatarForm.Seated, 0, 0, 0, 0, 0, 0, (ushort)told.Seat, told.IsLit);
        float side = _frames.SideOf(scale);
        int columns = _frames.ColumnsOf(scale);
        Vector2 place = told.PlaceAt(nowMs);
        byte x = AvatarRecord.StepOf(place.X, cells.OriginX + (wireCell % columns * side), side);
        byte z = AvatarRecord.StepOf(place.Y, cells.OriginZ + (wireCell / columns * side), side);
        if (told.Form == AvatarForm.Standing) return new(id, AvatarForm.Standing, x, z, told.Yaw, 0, 0, 0, 0, told.IsLit);
        short velocityX = (short)MathF.Round(told.Velocity.X * AvatarRecord.VelocityStepsPerMetre),
            velocityZ = (short)MathF.Round(told.Velocity.Y * AvatarRecord.VelocityStepsPerMetre);
        if (scale > 0) return new(id, AvatarForm.Moving, x, z, 0, CoarseOf(velocityX), CoarseOf(velocityZ), 0, 0, told.IsLit);
        ushort height = told.Form == AvatarForm.Airborne ? AvatarRecord.HeightStep(told.Height) : (ushort)0;
        return new(id, told.Form, x, z, told.Yaw, velocityX, velocityZ, height, 0, told.IsLit);
    }

    /// <summary>What viewers who are told of an avatar now will show.</summary>
    public Told Shown(in Body body, bool isLit, double nowMs)
    {
        float step = CellGrid.CellMetres * (1 << scale) / 256f;
        Vector2 velocity = body.Form is AvatarForm.Moving or AvatarForm.Airborne ? VelocityOf(body) : Vector2.Zero;
        return new()
        {
            AtMs = nowMs,
            Place = new(Middle(body.Position.X, cells.OriginX, step), Middle(body.Position.Z, cells.OriginZ, step)),
            Velocity = velocity,
            Height = body.Position.Y,
            Seat = (short)body.Seat,
            // Coarse blocks know no heights, and no yaw beside a velocity: who jumps on the spot, or treads on it, stands from afar.
            Form = scale > 0 && body.Form != AvatarForm.Seated ? (velocity == Vector2.Zero ? AvatarForm.Standing : AvatarForm.Moving) : body.Form,
            Yaw = AvatarRecord.YawStep(body.Yaw),
            IsLit = isLit,
        };
    }

    private static float Middle(float metres, float origin, float step) => origin + ((MathF.Floor((metres - origin) / step) + 0.5f) * step);

    private static short CoarseOf(short velocity) => AvatarRecord.CoarseVelocityStep(velocity / AvatarRecord.VelocityStepsPerMetre);

    private Vector2 VelocityOf(in Body body)
    {
        Vector2 velocity = body.ShownVelocity;
        (short x, short z) = scale > 0
            ? (AvatarRecord.CoarseVelocityStep(velocity.X), AvatarRecord.CoarseVelocityStep(velocity.Y))
            : (AvatarRecord.VelocityStep(velocity.X), AvatarRecord.VelocityStep(velocity.Y));
        return new(x / AvatarRecord.VelocityStepsPerMetre, z / AvatarRecord.VelocityStepsPerMetre);
    }
}

/// <summary>Puts avatars into the units of the far tier.</summary>
internal readonly struct FarRecords(CellGrid cells)
{
    private readonly FrameGrid _frames = cells.ToFrameGrid();

    /// <summary>The grid in which they are told.</summary>
    public FrameGrid Grid => _frames;

    /// <summary>What viewers are told, or were before.</summary>
    /// <param name="told">It.</param>
    /// <param name="nowMs">Room time.</param>
    /// <param name="id">Whose it is.</param>
    /// <param name="isWhole">Whether the whole place is told, to those who know nothing.</param>
    public FarRecord Of(in Told told, double nowMs, ushort id, bool isWhole)
    {
        if (told.Form == AvatarForm.Seated) return new(id, AvatarForm.Seated, 0, 0, 0, 0, (ushort)told.Seat, true);
        Vector2 place = told.PlaceAt(nowMs);
        (ushort x, ushort z) = _frames.FarStepOf(place.X, place.Y);
        return told.Form == AvatarForm.Standing
            ? new(id, AvatarForm.Standing, x, z, told.Yaw, 0, 0, isWhole)
            : new(id, AvatarForm.Moving, x, z, FarRecord.HeadingStep(told.Velocity.X, told.Velocity.Y), FarRecord.SpeedStep(told.Velocity.Length()), 0, isWhole);
    }

    /// <summary>What viewers who are told of an avatar now will show.</summary>
    public Told Shown(in Body body, double nowMs)
    {
        Told told = new() { AtMs = nowMs, Seat = (short)body.Seat, Form = body.Form, Place = new(body.Position.X, body.Position.Z) };
        if (body.Form == AvatarForm.Seated) return told;
        Vector2 velocity = body.Form == AvatarForm.Standing ? Vector2.Zero : body.ShownVelocity;
        bool moves = velocity.Length() >= FarRecord.Speeds[0] / 2f;
        FarRecord record = moves
            ? new(0, AvatarForm.Moving, 0, 0, FarRecord.HeadingStep(velocity.X, velocity.Y), FarRecord.SpeedStep(velocity.Length()), 0, true)
            : new(0, AvatarForm.Standing, 0, 0, FarRecord.YawStep(body.Yaw), 0, 0, true);
        (ushort x, ushort z) = _frames.FarStepOf(body.Position.X, body.Position.Z);
        (float placeX, float placeZ) = _frames.PlaceOf(record with { X = x, Z = z });
        (told.Place, told.Velocity, told.Form, told.Yaw) = (new(placeX, placeZ), new(record.SpeedX, record.SpeedZ), record.Form, record.Turn);
        return told;
    }
}
