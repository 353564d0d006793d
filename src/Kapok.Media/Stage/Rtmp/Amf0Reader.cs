using System.Buffers.Binary;
using System.Text;

namespace Kapok.Media.Stage.Rtmp;

/// <summary>Reads AMF0 (Adobe, 2007) value by value.</summary>
/// <remarks>Reads what strangers send: never past the end, never deeper than <see cref="MostDepth"/>, and what is cut or unknown is false.</remarks>
/// <param name="bytes">What is read.</param>
internal ref struct Amf0Reader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Objects within objects that are followed; encoders use two.</summary>
    public const int MostDepth = 8;

    /// <summary>Bytes of a text that is kept; longer ones are skipped only.</summary>
    public const int MostTextBytes = 4096;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Bytes that were not read yet.</summary>
    public readonly int Left => _rest.Length;

    /// <summary>The kind of the value that comes next: <see cref="Amf0"/>, or 255 at the end.</summary>
    public readonly byte Next => _rest.IsEmpty ? byte.MaxValue : _rest[0];

    /// <summary>Reads a text.</summary>
    public bool TryText(out string text)
    {
        text = "";
        if (Next is not (Amf0.Text or Amf0.LongText)) return false;
        bool isLong = Next == Amf0.LongText;
        Amf0Reader at = this;
        at._rest = at._rest[1..];
        if (!at.TryBytes(isLong, out ReadOnlySpan<byte> read) || read.Length > MostTextBytes) return false;
        text = Encoding.UTF8.GetString(read);
        this = at;
        return true;
    }

    /// <summary>Reads a number; a date counts as its milliseconds, true as 1.</summary>
    public bool TryNumber(out double number)
    {
        number = 0;
        if (Next == Amf0.Boolean && _rest.Length >= 2)
        {
            number = _rest[1] != 0 ? 1 : 0;
            _rest = _rest[2..];
            return true;
        }
        int bytes = Next switch { Amf0.Number => 9, Amf0.Date => 11, _ => 0 };
        if (bytes == 0 || _rest.Length < bytes) return false;
        number = BinaryPrimitives.ReadDoubleBigEndian(_rest[1..]);
        _rest = _rest[bytes..];
        return true;
    }

    /// <summary>Enters an object or a list with names; <see cref="TryProperty"/> reads what is in it.</summary>
    public bool TryEnter()
    {
        int bytes = Next switch { Amf0.Object => 1, Amf0.NamedList => 5, _ => 0 };
        if (bytes == 0 || _rest.Length < bytes) return false;
        _rest = _rest[bytes..];
        return true;
    }

    /// <summary>Reads the name of the next property, whose value then comes next.</summary>
    /// <returns>False at the end, behind which it stands then, and where it is cut.</returns>
    public bool TryProperty(out ReadOnlySpan<byte> name)
    {
        Amf0Reader at = this;
        if (!at.TryBytes(isLong: false, out name) || at.Next == byte.MaxValue) return false;
        if (at.Next == Amf0.End)
        {
            at._rest = at._rest[1..];
            this = at;
            return false;
        }
        this = at;
        return true;
    }

    /// <summary>Leaves out the next value, whatever it is.</summary>
    public bool TrySkip() => TrySkip(0);

    private bool TrySkip(int depth)
    {
        if (depth > MostDepth || _rest.IsEmpty) return false;
        switch (Next)
        {
            case Amf0.Number or Amf0.Date or Amf0.Boolean: return TryNumber(out _);
            case Amf0.Null or Amf0.Undefined or Amf0.Unsupported: return TryCut(1);
            case Amf0.Reference: return TryCut(3);
            case Amf0.Text or Amf0.LongText or Amf0.Xml:
                bool isLong = Next != Amf0.Text;
                return TryCut(1) && TryBytes(isLong, out _);
            case Amf0.Object or Amf0.NamedList: return TryEnter() && TrySkipProperties(depth);
            case Amf0.TypedObject: return TryCut(1) && TryBytes(isLong: false, out _) && TrySkipProperties(depth);
            case Amf0.List: return TrySkipList(depth);
            default: return false;
        }
    }

    private bool TrySkipProperties(int depth)
    {
        while (true)
        {
            if (!TryBytes(isLong: false, out _) || _rest.IsEmpty) return false;
            if (Next == Amf0.End) return TryCut(1);
            if (!TrySkip(depth + 1)) return false;
        }
    }

    private bool TrySkipList(int depth)
    {
        if (_rest.Length < 5) return false;
        uint values = BinaryPrimitives.ReadUInt32BigEndian(_rest[1..]);
        _rest = _rest[5..];
        for (; values > 0; values--) // a value has a byte at least, so this ends with what is here
            if (!TrySkip(depth + 1)) return false;
        return true;
    }

    private bool TryBytes(bool isLong, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        int head = isLong ? 4 : 2;
        if (_rest.Length < head) return false;
        uint length = isLong ? BinaryPrimitives.ReadUInt32BigEndian(_rest) : BinaryPrimitives.ReadUInt16BigEndian(_rest);
        if (length > (uint)(_rest.Length - head)) return false;
        bytes = _rest.Slice(head, (int)length);
        _rest = _rest[(head + (int)length)..];
        return true;
    }

    private bool TryCut(int bytes)
    {
        if (_rest.Length < bytes) return false;
        _rest = _rest[bytes..];
        return true;
    }
}
