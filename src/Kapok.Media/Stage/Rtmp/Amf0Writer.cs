using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Kapok.Media.Stage.Rtmp;

/// <summary>Writes AMF0 (Adobe, 2007).</summary>
internal sealed class Amf0Writer
{
    private readonly ArrayBufferWriter<byte> _to = new(256);

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _to.WrittenSpan;

    /// <summary>Writes a text of at most 65,535 bytes.</summary>
    public Amf0Writer Text(string text)
    {
        _to.Write((ReadOnlySpan<byte>)[Amf0.Text]);
        return Name(text);
    }

    /// <summary>Writes a number.</summary>
    public Amf0Writer Number(double number)
    {
        Span<byte> to = _to.GetSpan(9);
        to[0] = Amf0.Number;
        BinaryPrimitives.WriteDoubleBigEndian(to[1..], number);
        _to.Advance(9);
        return this;
    }

    /// <summary>Writes true or false.</summary>
    public Amf0Writer Boolean(bool value)
    {
        _to.Write((ReadOnlySpan<byte>)[Amf0.Boolean, (byte)(value ? 1 : 0)]);
        return this;
    }

    /// <summary>Writes nothing, as a value.</summary>
    public Amf0Writer Null()
    {
        _to.Write((ReadOnlySpan<byte>)[Amf0.Null]);
        return this;
    }

    /// <summary>Begins an object; properties follow, each a name and a value.</summary>
    public Amf0Writer Begin()
    {
        _to.Write((ReadOnlySpan<byte>)[Amf0.Object]);
        return this;
    }

    /// <summary>Begins a list with names.</summary>
    /// <param name="count">How many follow.</param>
    public Amf0Writer BeginNamedList(int count)
    {
        Span<byte> to = _to.GetSpan(5);
        to[0] = Amf0.NamedList;
        BinaryPrimitives.WriteInt32BigEndian(to[1..], count);
        _to.Advance(5);
        return this;
    }

    /// <summary>Writes the name of a property.</summary>
    public Amf0Writer Name(string name)
    {
        int bytes = Encoding.UTF8.GetByteCount(name);
        Span<byte> to = _to.GetSpan(2 + bytes);
        BinaryPrimitives.WriteUInt16BigEndian(to, checked((ushort)bytes));
        Encoding.UTF8.GetBytes(name, to[2..]);
        _to.Advance(2 + bytes);
        return this;
    }

    /// <summary>Ends an object or a list with names.</summary>
    public Amf0Writer End()
    {
        _to.Write((ReadOnlySpan<byte>)[0, 0, Amf0.End]);
        return this;
    }
}
