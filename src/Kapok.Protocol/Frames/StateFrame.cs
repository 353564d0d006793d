using System.Buffers.Binary;

namespace Kapok.Protocol.Frames;

/// <summary>Layout of a state frame: a header, then blocks that are encoded once and shared by all who see them.</summary>
public static class StateFrame
{
    /// <summary>Bytes of the header: kind and room time.</summary>
    public const int HeaderBytes = 5;

    /// <summary>Bytes before a block's records: cell, age and count.</summary>
    public const int BlockHeaderBytes = 4;

    /// <summary>Where a block's age stands, so that a shared block is copied and then dated.</summary>
    public const int AgeOffset = 2;

    /// <summary>Most records of a block.</summary>
    public const int MaxRecords = 255;

    /// <summary>Milliseconds of one step of a block's age.</summary>
    public const int AgeStepMilliseconds = 10;

    /// <summary>Most bytes of a block with this many records.</summary>
    public static int MaxBlockBytes(int records) => BlockHeaderBytes + (((records * AvatarRecord.MaxBits) + 7) / 8);

    /// <summary>Writes the header.</summary>
    /// <param name="frame">At least <see cref="HeaderBytes"/> bytes.</param>
    /// <param name="roomMilliseconds">Room time; sent modulo 2³².</param>
    public static void WriteHeader(Span<byte> frame, long roomMilliseconds)
    {
        frame[0] = MessageKind.State;
        BinaryPrimitives.WriteUInt32LittleEndian(frame[1..], unchecked((uint)roomMilliseconds));
    }

    /// <summary>Age of a block as it is sent: in steps, at most 255 of them.</summary>
    public static byte Age(long milliseconds) => (byte)Math.Clamp(milliseconds / AgeStepMilliseconds, 0, 255);
}

/// <summary>Encodes one block: the avatars of one cell.</summary>
public ref struct StateBlockWriter
{
    private readonly Span<byte> _block;
    private BitWriter _bits;

    /// <summary>Begins a block of age 0.</summary>
    /// <param name="block">At least <see cref="StateFrame.MaxBlockBytes"/> of the records to come.</param>
    /// <param name="cell">Row × columns + column.</param>
    public StateBlockWriter(Span<byte> block, ushort cell)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(block, cell);
        block[StateFrame.AgeOffset] = 0;
        _block = block;
        _bits = new BitWriter(block[StateFrame.BlockHeaderBytes..]);
    }

    /// <summary>Records so far.</summary>
    public int Count { get; private set; }

    /// <summary>Appends a record.</summary>
    /// <exception cref="InvalidOperationException">The block has 255 records: begin another for the same cell.</exception>
    public void Add(in AvatarRecord record)
    {
        if (Count == StateFrame.MaxRecords) throw new InvalidOperationException("A block holds at most 255 records.");
        record.Write(ref _bits);
        Count++;
    }

    /// <summary>Ends the block.</summary>
    /// <returns>Its bytes; 0 when it has no record, since an empty block is not allowed.</returns>
    public int Finish()
    {
        if (Count == 0) return 0;
        _block[3] = (byte)Count;
        return StateFrame.BlockHeaderBytes + _bits.Finish();
    }
}

/// <summary>Reads a state frame, independently of how it was put together.</summary>
/// <remarks>
/// <code>
/// if (!StateFrameReader.TryBegin(message, out StateFrameReader frame)) refuse;
/// while (frame.TryReadBlock())
///     while (frame.TryReadRecord(out AvatarRecord record)) use(frame.Cell, frame.AgeMilliseconds, record);
/// if (!frame.IsComplete) refuse;
/// </code>
/// </remarks>
public ref struct StateFrameReader
{
    private ReadOnlySpan<byte> _rest;
    private BitReader _bits;
    private int _left;
    private bool _broken;

    /// <summary>Room time when the frame was put together, modulo 2³² milliseconds.</summary>
    public uint RoomMilliseconds { get; private set; }

    /// <summary>Cell of the current block.</summary>
    public ushort Cell { get; private set; }

    /// <summary>How long before <see cref="RoomMilliseconds"/> the current block was encoded.</summary>
    public int AgeMilliseconds { get; private set; }

    /// <summary>Every byte was read and meant something.</summary>
    public readonly bool IsComplete => !_broken && _left == 0 && _rest.IsEmpty;

    /// <summary>Begins to read.</summary>
    /// <param name="message">The whole WebSocket message, kind included.</param>
    /// <param name="reader">The reader, before its first block.</param>
    /// <returns>False when it is no state frame.</returns>
    public static bool TryBegin(ReadOnlySpan<byte> message, out StateFrameReader reader)
    {
        reader = default;
        if (message.Length < StateFrame.HeaderBytes || message.Length > MessageKind.MaxDownBytes || message[0] != MessageKind.State) return false;
        reader.RoomMilliseconds = BinaryPrimitives.ReadUInt32LittleEndian(message[1..]);
        reader._rest = message[StateFrame.HeaderBytes..];
        return true;
    }

    /// <summary>Goes to the next block. Records of the current one must have been read.</summary>
    /// <returns>False at the end, and when the frame is malformed.</returns>
    public bool TryReadBlock()
    {
        if (_broken || _rest.IsEmpty) return false;
        if (_left != 0 || _rest.Length < StateFrame.BlockHeaderBytes || _rest[3] == 0)
        {
            _broken = true;
            return false;
        }
        Cell = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
        AgeMilliseconds = _rest[StateFrame.AgeOffset] * StateFrame.AgeStepMilliseconds;
        _left = _rest[3];
        _rest = _rest[StateFrame.BlockHeaderBytes..];
        _bits = new BitReader(_rest);
        return true;
    }

    /// <summary>Reads the next record of the current block.</summary>
    /// <returns>False at its end, and when the frame is malformed.</returns>
    public bool TryReadRecord(out AvatarRecord record)
    {
        record = default;
        if (_broken || _left == 0) return false;
        if (!AvatarRecord.TryRead(ref _bits, out record))
        {
            _broken = true;
            return false;
        }
        if (--_left > 0) return true;
        _broken = !_bits.TryAlign();
        _rest = _rest[_bits.Length..];
        return !_broken;
    }
}
