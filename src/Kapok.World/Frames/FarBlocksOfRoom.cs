using Kapok.Protocol.Frames;

namespace Kapok.World.Frames;

/// <summary>Everyone as the far tier was told of them, in blocks of neighbouring ids, for those who know nobody: encoded at most once a tick, when somebody first asks.</summary>
internal sealed class FarBlocksOfRoom
{
    private const int IdsOfBlock = StateFrame.MaxRecords;

    /// <summary>Number of blocks.</summary>
    public const int Count = (AvatarRecord.MaxPerson + 1) / IdsOfBlock;

    private readonly MotionEvents _motions;
    private readonly FarRecords _records;
    private readonly FarRecord[] _scratch = new FarRecord[IdsOfBlock];
    private readonly byte[] _bytes;
    private readonly (int Start, int Length, int Tick)[] _blocks = new (int, int, int)[Count];
    private int _used, _tick = -1;
    private double _nowMs;

    public FarBlocksOfRoom(MotionEvents motions, FarRecords records, int capacity)
    {
        (_motions, _records) = (motions, records);
        // A block costs at most its records and a little; the fullest rooms have all ids, and small ones few people in as many blocks.
        _bytes = new byte[Math.Min(capacity * FarBlocks.MaxBytes(1), Count * FarBlocks.MaxBytes(IdsOfBlock))];
        Array.Fill(_blocks, (0, 0, -1));
    }

    /// <summary>Forgets the tick before.</summary>
    public void Begin(int tick, double nowMs) => (_tick, _nowMs, _used) = (tick, nowMs, 0);

    /// <summary>A block; empty when nobody has its ids.</summary>
    public ReadOnlySpan<byte> Of(int number)
    {
        if (_blocks[number].Tick != _tick) Encode(number);
        (int start, int length, _) = _blocks[number];
        return _bytes.AsSpan(start, length);
    }

    private void Encode(int number)
    {
        int count = 0;
        for (int id = number * IdsOfBlock; id < (number + 1) * IdsOfBlock; id++)
        {
            int index = _motions.IndexOf(id);
            if (index >= 0) _scratch[count++] = _records.Of(_motions.ToldOf(Tier.Far, index), _nowMs, (ushort)id, true);
        }
        int length = count == 0 ? 0 : FarBlocks.WriteState(_bytes.AsSpan(_used), _scratch.AsSpan(0, count), StateFrame.Stamp((long)_nowMs), _records.Grid);
        _blocks[number] = (_used, length, _tick);
        _used += length;
    }
}
