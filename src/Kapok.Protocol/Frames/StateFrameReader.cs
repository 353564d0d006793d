using System.Buffers.Binary;

namespace Kapok.Protocol.Frames;

/// <summary>Reads a state frame, independently of how it was put together.</summary>
/// <remarks>
/// <code>
/// if (!StateFrameReader.TryBegin(message, grid, out StateFrameReader frame)) refuse;
/// while (frame.TryReadBlock())
///     switch (frame.Kind) { case BlockKind.People: while (frame.TryRead(out AvatarRecord record)) … }
/// if (!frame.IsComplete) refuse;
/// </code>
/// Records that are not asked for are read over, and checked, when the next block is.
/// </remarks>
public ref struct StateFrameReader
{
    private readonly FrameGrid _grid;
    private ReadOnlySpan<byte> _rest;
    private BitReader _bits;
    private int _left, _rice;
    private ushort _lastPerson;
    private bool _isFirst, _broken;

    private StateFrameReader(ReadOnlySpan<byte> rest, in FrameGrid grid, uint roomMilliseconds)
    {
        _rest = rest;
        (_grid, RoomMilliseconds) = (grid, roomMilliseconds);
    }

    /// <summary>Room time when the frame was put together, modulo 2³² milliseconds.</summary>
    public uint RoomMilliseconds { get; private set; }

    /// <summary>What the current block holds.</summary>
    public BlockKind Kind { get; private set; }

    /// <summary>Cell of the current block; the first id in a block of the far tier.</summary>
    public ushort Cell { get; private set; }

    /// <summary>Scale of the current block of people or gestures: its cell has 2 to the power of this times the side of the grid's.</summary>
    public int Scale { get; private set; }

    /// <summary>How long before <see cref="RoomMilliseconds"/> the current block was true, 0 to 2,550.</summary>
    public int AgeMilliseconds { get; private set; }

    /// <summary>The squares of a block of <see cref="BlockKind.NearArea"/> or <see cref="BlockKind.MidArea"/>.</summary>
    public TierArea Area { get; private set; }

    /// <summary>Every byte was read and meant something.</summary>
    public readonly bool IsComplete => !_broken && _left == 0 && _rest.IsEmpty;

    /// <summary>Begins to read.</summary>
    /// <param name="message">The whole WebSocket message, kind included.</param>
    /// <param name="grid">The room's grid, from <c>Welcome</c>.</param>
    /// <param name="reader">The reader, before its first block.</param>
    /// <returns>False when it is no state frame.</returns>
    public static bool TryBegin(ReadOnlySpan<byte> message, in FrameGrid grid, out StateFrameReader reader)
    {
        reader = default;
        if (message.Length < StateFrame.HeaderBytes || message.Length > MessageKind.MaxDownBytes || message[0] != MessageKind.State) return false;
        reader = new(message[StateFrame.HeaderBytes..], grid, BinaryPrimitives.ReadUInt32LittleEndian(message[1..]));
        return true;
    }

    /// <summary>Goes to the next block.</summary>
    /// <returns>False at the end, and when the frame is malformed.</returns>
    public bool TryReadBlock()
    {
        SkipRecords();
        if (_broken || _rest.IsEmpty) return false;
        if (_rest.Length < StateFrame.BlockHeaderBytes) return Break();
        int number = BinaryPrimitives.ReadUInt16LittleEndian(_rest), type = number >> StateFrame.NumberBits, sub = _rest[3] >> StateFrame.CountBits;
        Cell = (ushort)(number & StateFrame.NumberMask);
        AgeMilliseconds = unchecked((byte)(StateFrame.Stamp(RoomMilliseconds) - _rest[2])) * StateFrame.StampMilliseconds;
        Kind = type == StateFrame.OtherType ? BlockKind.NearArea + sub : (BlockKind)type;
        Scale = Kind switch { BlockKind.People or BlockKind.Gestures => sub, BlockKind.Tallies => StateFrame.TallyScale, _ => 0 };
        int count = (_rest[3] & StateFrame.CountMask) + 1;
        _rest = _rest[StateFrame.BlockHeaderBytes..];
        if (Kind is BlockKind.People or BlockKind.Gestures && sub > StateFrame.MaxScale) return Break();
        if (Kind is BlockKind.NearArea or BlockKind.MidArea) return ReadArea(count);
        _bits = new BitReader(_rest);
        (_left, _rice, _isFirst) = (count, Kind == BlockKind.Far ? Rice.Parameters[sub] : 0, true);
        return true;
    }

    /// <summary>Reads the next record of a block of people.</summary>
    /// <returns>False at its end, in a block of another kind, and when the frame is malformed.</returns>
    public bool TryRead(out AvatarRecord record)
    {
        record = default;
        if (!Expects(BlockKind.People)) return false;
        return AvatarRecord.TryRead(ref _bits, Scale > 0, out record) ? Advance() : Break();
    }

    /// <summary>Reads the next record of a block of the far tier.</summary>
    public bool TryRead(out FarRecord record)
    {
        record = default;
        if (!Expects(BlockKind.Far) && !Expects(BlockKind.FarState)) return false;
        int person = Cell;
        if (!_isFirst)
        {
            if (!Rice.TryRead(ref _bits, _rice, out int gap)) return Break();
            person = _lastPerson + 1 + gap;
        }
        if (person > AvatarRecord.MaxPerson || !FarRecord.TryRead(ref _bits, _grid, (ushort)person, out record)) return Break();
        (_isFirst, _lastPerson) = (false, (ushort)person);
        return Advance();
    }

    /// <summary>Reads the next record of a block of gestures.</summary>
    public bool TryRead(out GestureRecord record)
    {
        record = default;
        if (!Expects(BlockKind.Gestures)) return false;
        if (!_bits.TryRead(GestureRecord.Bits, out uint value)) return Break();
        record = new((ushort)(value >> GestureRecord.KindBits), (byte)(value & ((1 << GestureRecord.KindBits) - 1)));
        return Advance();
    }

    /// <summary>Reads the next record of a block of tallies.</summary>
    public bool TryRead(out TallyRecord record)
    {
        record = default;
        if (!Expects(BlockKind.Tallies)) return false;
        if (!_bits.TryRead(TallyRecord.Bits, out uint value)) return Break();
        record = new((byte)(value >> TallyRecord.CountBits), (ushort)(value & TallyRecord.MostCount));
        return Advance();
    }

    private readonly bool Expects(BlockKind kind) => !_broken && _left > 0 && Kind == kind;

    private bool ReadArea(int count)
    {
        const int Bytes = TierArea.BlockBytes - StateFrame.BlockHeaderBytes;
        if (count != 1 || _rest.Length < Bytes || !TierArea.TryRead(_rest, out TierArea area)) return Break();
        Area = area;
        _rest = _rest[Bytes..];
        return true;
    }

    private void SkipRecords()
    {
        while (_left > 0 && !_broken)
        {
            _ = Kind switch
            {
                BlockKind.People => TryRead(out AvatarRecord _),
                BlockKind.Far or BlockKind.FarState => TryRead(out FarRecord _),
                BlockKind.Gestures => TryRead(out GestureRecord _),
                _ => TryRead(out TallyRecord _),
            };
        }
    }

    private bool Advance()
    {
        if (--_left > 0) return true;
        if (!_bits.TryAlign()) return Break();
        _rest = _rest[_bits.Length..];
        return true;
    }

    private bool Break()
    {
        _broken = true;
        return false;
    }
}
