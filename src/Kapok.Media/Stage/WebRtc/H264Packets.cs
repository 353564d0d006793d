using System.Buffers.Binary;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Stage.WebRtc;

/// <summary>Is given the payload of a packet.</summary>
/// <param name="payload">Valid during the call.</param>
/// <param name="isLast">The last one of its picture.</param>
internal delegate void PayloadHandler(ReadOnlySpan<byte> payload, bool isLast);

/// <summary>Cuts pictures of H.264 into the payloads of packets (RFC 6184, sections 5.6 to 5.8): single units, and fragments where they are too long.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class H264Packets
{
    private const int LengthBytes = 4, FragmentBytes = 2;

    private readonly byte[] _payload = new byte[LocalSource.MostPayloadBytes];
    private byte[] _parameters = []; // prefixed with their length, as in a picture

    /// <summary>Takes the decoder's configuration (avcC); its parameter sets go before each whole picture.</summary>
    /// <returns>False when it is malformed, or lengths have not four bytes.</returns>
    public bool TryConfigure(ReadOnlySpan<byte> configuration)
    {
        _parameters = [];
        if (configuration.Length < 7 || configuration[0] != 1 || (configuration[4] & 3) != LengthBytes - 1) return false;
        using MemoryStream sets = new();
        int count = configuration[5] & 0x1F;
        ReadOnlySpan<byte> rest = configuration[6..];
        if (!TryCopy(ref rest, count, sets) || rest.IsEmpty) return false;
        count = rest[0];
        rest = rest[1..];
        if (!TryCopy(ref rest, count, sets)) return false;
        _parameters = sets.ToArray();
        return true;
    }

    /// <summary>Cuts a picture.</summary>
    /// <param name="picture">Units, each prefixed with its length in four bytes.</param>
    /// <param name="isKey">Decoding may begin with it.</param>
    /// <param name="to">Is given each payload.</param>
    /// <returns>False when it is malformed; what was given before is of no use then.</returns>
    public bool TryCut(ReadOnlySpan<byte> picture, bool isKey, PayloadHandler to) =>
        (!isKey || _parameters.Length == 0 || TryGive(_parameters, endsPicture: false, to)) && !picture.IsEmpty && TryGive(picture, endsPicture: true, to);

    private bool TryGive(ReadOnlySpan<byte> units, bool endsPicture, PayloadHandler to)
    {
        while (!units.IsEmpty)
        {
            if (units.Length < LengthBytes) return false;
            uint length = BinaryPrimitives.ReadUInt32BigEndian(units);
            if (length == 0 || length > (uint)(units.Length - LengthBytes)) return false;
            ReadOnlySpan<byte> unit = units.Slice(LengthBytes, (int)length);
            units = units[(LengthBytes + (int)length)..];
            Give(unit, endsPicture && units.IsEmpty, to);
        }
        return true;
    }

    private void Give(ReadOnlySpan<byte> unit, bool isLast, PayloadHandler to)
    {
        if (unit.Length <= _payload.Length)
        {
            to(unit, isLast);
            return;
        }
        byte indicator = (byte)((unit[0] & 0xE0) | 28);
        int type = H264Unit.TypeOf(unit[0]);
        ReadOnlySpan<byte> rest = unit[1..];
        // Pieces of about the same length, so that the last one is not a packet for a few bytes.
        int most = _payload.Length - FragmentBytes, pieces = (rest.Length + most - 1) / most, each = (rest.Length + pieces - 1) / pieces;
        for (bool begins = true; !rest.IsEmpty; begins = false)
        {
            int length = Math.Min(each, rest.Length);
            bool ends = length == rest.Length;
            _payload[0] = indicator;
            _payload[1] = (byte)((begins ? 0x80 : 0) | (ends ? 0x40 : 0) | type);
            rest[..length].CopyTo(_payload.AsSpan(FragmentBytes));
            to(_payload.AsSpan(0, FragmentBytes + length), isLast && ends);
            rest = rest[length..];
        }
    }

    private static bool TryCopy(ref ReadOnlySpan<byte> rest, int count, MemoryStream to)
    {
        for (; count > 0; count--)
        {
            if (rest.Length < 2) return false;
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (length == 0 || length > rest.Length - 2) return false;
            to.Write([0, 0, rest[0], rest[1]]);
            to.Write(rest.Slice(2, length));
            rest = rest[(2 + length)..];
        }
        return true;
    }
}
