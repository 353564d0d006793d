using Kapok.Protocol.Frames;
using Kapok.World.Interest;
using Kapok.World.Movement;

namespace Kapok.World.Frames;

/// <summary>The blocks of one tier of one tick: each cell is encoded at most once, whoever looks at it.</summary>
/// <remarks>
/// Cost follows what changes, not who watches: viewers copy these bytes. A crowded cell has several blocks.
/// Nothing is allocated after construction. The room loop owns it, and spans it gives out hold until the next <see cref="Begin"/>.
/// </remarks>
internal sealed class CellBlocks
{
    // Small enough that a block always fits the fifth of a frame that is kept for the far round.
    private const int RecordsOfBlock = 64;

    private readonly SpatialGrid _grid;
    private readonly byte[] _bytes;
    private readonly (int Start, int Length)[] _blocks;
    private readonly (int First, int Count, long Tick)[] _cells;
    private int _used, _blockCount;
    private long _tick = -1, _changedSince;

    public CellBlocks(SpatialGrid grid, int capacity)
    {
        _grid = grid;
        int blocks = Math.Min(grid.Cells.Count, capacity) + (capacity / RecordsOfBlock) + 1;
        _blocks = new (int, int)[blocks];
        _bytes = new byte[(((capacity * AvatarRecord.MaxBits) + 7) / 8) + (blocks * (StateFrame.BlockHeaderBytes + 1)) + 16];
        _cells = new (int, int, long)[grid.Cells.Count];
        Array.Fill(_cells, (0, 0, -1L));
    }

    /// <summary>Forgets the tick before.</summary>
    /// <param name="tick">Number of the tick.</param>
    /// <param name="changedSince">Only avatars that changed in this tick or later are taken; 0 takes everyone.</param>
    public void Begin(long tick, long changedSince) => (_tick, _changedSince, _used, _blockCount) = (tick, changedSince, 0, 0);

    /// <summary>How many blocks a cell has, encoding them when nobody asked yet.</summary>
    public int CountOf(int cell, ReadOnlySpan<Body> bodies, ReadOnlySpan<ushort> ids)
    {
        if (_cells[cell].Tick != _tick) Encode(cell, bodies, ids);
        return _cells[cell].Count;
    }

    /// <summary>A block of a cell.</summary>
    public ReadOnlySpan<byte> Block(int cell, int index)
    {
        (int start, int length) = _blocks[_cells[cell].First + index];
        return _bytes.AsSpan(start, length);
    }

    private void Encode(int cell, ReadOnlySpan<Body> bodies, ReadOnlySpan<ushort> ids)
    {
        int first = _blockCount;
        float cornerX = _grid.Cells.CornerX(cell), cornerZ = _grid.Cells.CornerZ(cell);
        ReadOnlySpan<int> inside = _grid.In(cell);
        for (int at = 0; at < inside.Length;)
        {
            StateBlockWriter writer = new(_bytes.AsSpan(_used), (ushort)cell);
            for (; at < inside.Length && writer.Count < RecordsOfBlock; at++)
            {
                ref readonly Body body = ref bodies[inside[at]];
                if (body.ChangedTick >= _changedSince) writer.Add(RecordOf(body, ids[inside[at]], cornerX, cornerZ));
            }
            int length = writer.Finish();
            if (length == 0) continue;
            _blocks[_blockCount++] = (_used, length);
            _used += length;
        }
        _cells[cell] = (first, _blockCount - first, _tick);
    }

    internal static AvatarRecord RecordOf(in Body body, ushort id, float cornerX, float cornerZ)
    {
        if (body.Form == AvatarForm.Seated) return new(id, AvatarForm.Seated, 0, 0, 0, 0, 0, 0, (ushort)body.Seat);
        byte x = AvatarRecord.StepOf(body.Position.X, cornerX, CellGrid.CellMetres), z = AvatarRecord.StepOf(body.Position.Z, cornerZ, CellGrid.CellMetres);
        byte yaw = AvatarRecord.YawStep(body.Yaw);
        if (body.Form == AvatarForm.Standing) return new(id, AvatarForm.Standing, x, z, yaw, 0, 0, 0, 0);
        sbyte velocityX = AvatarRecord.VelocityStep(body.Velocity.X), velocityZ = AvatarRecord.VelocityStep(body.Velocity.Y);
        return new(id, body.Form, x, z, yaw, velocityX, velocityZ, body.Form == AvatarForm.Airborne ? AvatarRecord.HeightStep(body.Position.Y) : (ushort)0, 0);
    }
}
