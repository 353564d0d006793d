using System.Buffers.Binary;

namespace Kapok.Media.Stage.WebRtc;

/// <summary>Pictures of H.264 from their packets (RFC 6184, section 5): single units, aggregated ones (STAP-A) and fragments (FU-A), as packetization mode 1 has them.</summary>
/// <remarks>Units are prefixed with their length in four bytes. Parameter sets and delimiters are left out of pictures: a decoder has the former by its
/// configuration (ISO/IEC 14496-15, section 5.3.3), which is made anew when they change.</remarks>
internal sealed class H264Builder : PictureBuilder
{
    private const int SingleTimeAggregation = 24, Fragment = 28, LengthBytes = 4;

    private readonly H264Configuration _configuration = new();
    private int _fragmentAt = -1; // where the unit that is being put together has its length
    private PictureFormat? _format;

    /// <inheritdoc/>
    public override PictureFormat? Format => _format;

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        _fragmentAt = -1;
    }

    /// <inheritdoc/>
    public override bool TryTake(ReadOnlySpan<byte> payload)
    {
        int type = H264Unit.TypeOf(payload[0]);
        if (type == Fragment) return TryFragment(payload);
        if (_fragmentAt >= 0) return false; // the last unit has no end
        if (type == SingleTimeAggregation) return TryUnits(payload[1..]);
        return type is > 0 and < SingleTimeAggregation && TryUnit(payload);
    }

    /// <inheritdoc/>
    protected override bool IsComplete()
    {
        if (_fragmentAt >= 0) return false;
        if (!IsKey) return true;
        // A whole picture without parameter sets is of use only to whoever had them before.
        if (_configuration.TryWrite(out PictureFormat? format) && !format.Is(_format)) _format = format;
        return _format is not null;
    }

    private bool TryUnits(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty) return false;
        while (!rest.IsEmpty)
        {
            if (rest.Length < 2) return false;
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (length == 0 || length > rest.Length - 2 || H264Unit.TypeOf(rest[2]) >= SingleTimeAggregation || !TryUnit(rest.Slice(2, length))) return false;
            rest = rest[(2 + length)..];
        }
        return true;
    }

    private bool TryUnit(ReadOnlySpan<byte> unit)
    {
        switch (H264Unit.TypeOf(unit[0]))
        {
            case H264Unit.SequenceParameters or H264Unit.PictureParameters:
                return _configuration.TryTake(unit);
            case H264Unit.Delimiter or H264Unit.Filler:
                return true;
            case H264Unit.WholePicture:
                IsKey = true;
                break;
            default:
                break;
        }
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt32BigEndian(length, unit.Length);
        return TryAppend(length) && TryAppend(unit);
    }

    // Section 5.8: an indicator with the importance, a header with start, end and type, then the unit without its own first byte.
    private bool TryFragment(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 3) return false;
        bool begins = (payload[1] & 0x80) != 0, ends = (payload[1] & 0x40) != 0;
        int type = H264Unit.TypeOf(payload[1]);
        if (begins != (_fragmentAt < 0) || (begins && ends) || type is 0 or >= SingleTimeAggregation) return false;
        if (begins)
        {
            _fragmentAt = Length;
            Span<byte> head = [0, 0, 0, 0, (byte)((payload[0] & 0xE0) | type)];
            if (type == H264Unit.WholePicture) IsKey = true;
            if (!TryAppend(head)) return false;
        }
        if (!TryAppend(payload[2..])) return false;
        return !ends || TryEndFragment();
    }

    private bool TryEndFragment()
    {
        Span<byte> unit = Bytes[_fragmentAt..];
        BinaryPrimitives.WriteInt32BigEndian(unit, unit.Length - LengthBytes);
        _fragmentAt = -1;
        // Nobody cuts parameter sets into pieces, and here they would stay in the picture; a decoder reads them there too.
        return true;
    }
}
