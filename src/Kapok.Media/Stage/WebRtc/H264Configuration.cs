using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Kapok.Media.Stage.H264;

namespace Kapok.Media.Stage.WebRtc;

/// <summary>Parameter sets as they come among the pictures, and the decoder's configuration that they make (avcC, ISO/IEC 14496-15, section 5.3.3.1).</summary>
/// <remarks>Bounded: one sequence's parameters, and those of a few kinds of picture.</remarks>
internal sealed class H264Configuration
{
    private const int MostBytes = 1024, MostPictures = 16;

    private readonly SortedDictionary<uint, byte[]> _pictures = [];
    private byte[] _sequence = [];
    private SequenceParameterSet _parsed;

    /// <summary>Takes a parameter set in.</summary>
    /// <returns>False when it is malformed.</returns>
    public bool TryTake(ReadOnlySpan<byte> unit)
    {
        if (unit.Length is < 2 or > MostBytes) return false;
        if (H264Unit.TypeOf(unit[0]) == H264Unit.SequenceParameters)
        {
            if (unit.SequenceEqual(_sequence)) return true;
            if (!SequenceParameterSet.TryRead(unit, out SequenceParameterSet parsed)) return false;
            (_sequence, _parsed) = (unit.ToArray(), parsed);
            _pictures.Clear(); // those of the new sequence follow it
            return true;
        }
        BitReader bits = new(unit[1..]); // an id in range has no bytes among it that keep start codes out
        uint id = bits.Golomb();
        if (bits.IsOver || id > 255) return false;
        if (_pictures.TryGetValue(id, out byte[]? known) && unit.SequenceEqual(known)) return true;
        if (_pictures.Count == MostPictures && known is null) return false;
        _pictures[id] = unit.ToArray();
        return true;
    }

    /// <summary>Writes the configuration, once there are both kinds of parameters.</summary>
    public bool TryWrite([NotNullWhen(true)] out PictureFormat? format)
    {
        format = null;
        if (_sequence.Length == 0 || _pictures.Count == 0) return false;
        using MemoryStream to = new();
        to.Write([1, _sequence[1], _sequence[2], _sequence[3], 0xFF, 0xE1]); // lengths of four bytes, one sequence
        Write(to, _sequence);
        to.WriteByte((byte)_pictures.Count);
        foreach (byte[] picture in _pictures.Values) Write(to, picture);
        if (_parsed.HasFormat) to.Write([(byte)(0xFC | _parsed.Chroma), (byte)(0xF8 | (_parsed.LumaBits - 8)), (byte)(0xF8 | (_parsed.ChromaBits - 8)), 0]);
        format = new(_parsed.Width, _parsed.Height, to.ToArray());
        return true;
    }

    private static void Write(MemoryStream to, byte[] set)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)set.Length);
        to.Write(length);
        to.Write(set);
    }
}
