using System.Buffers.Binary;

namespace Kapok.Media.Rtc.Transport;

/// <summary>Recognises ICE-TCP at the door of a port that others share (RFC 6544; frames by RFC 4571).</summary>
public static class IceTcp
{
    /// <summary>Bytes that decide.</summary>
    public const int BytesToDecide = 10;

    /// <summary>Bytes before each frame: its length.</summary>
    internal const int HeaderBytes = 2;

    private const uint Cookie = 0x2112A442;

    /// <summary>Whether a connection begins with a frame that carries a STUN binding request.</summary>
    /// <remarks>No HTTP request begins with these bytes, nor does TLS (22, 3, …), so a front door may ask this first.</remarks>
    /// <param name="firstBytes">What came so far; fewer than ten bytes may say no too early, so ask again when more came.</param>
    public static bool IsIceTcp(ReadOnlySpan<byte> firstBytes)
    {
        if (firstBytes.Length < BytesToDecide) return false;
        int frame = BinaryPrimitives.ReadUInt16BigEndian(firstBytes);
        return frame is >= 20 and <= 1024 && BinaryPrimitives.ReadUInt16BigEndian(firstBytes[2..]) == 1 && BinaryPrimitives.ReadUInt32BigEndian(firstBytes[6..]) == Cookie
            && BinaryPrimitives.ReadUInt16BigEndian(firstBytes[4..]) + 20 == frame;
    }

    /// <summary>Whether what came so far could still become such a beginning.</summary>
    public static bool MayBecomeIceTcp(ReadOnlySpan<byte> firstBytes)
    {
        if (firstBytes.Length >= BytesToDecide) return IsIceTcp(firstBytes);
        if (firstBytes.Length > 0 && firstBytes[0] > 4) return false;
        return (firstBytes.Length <= 2 || firstBytes[2] == 0) && (firstBytes.Length <= 3 || firstBytes[3] == 1);
    }
}
