using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kapok.Media.Stage.Rtmp;

/// <summary>The simple handshake of RTMP 1.0 (Adobe, section 5.2), from the server's side: C0 and C1 come, S0, S1 and S2 go, C2 comes.</summary>
/// <remarks>
/// The digests that Flash once asked for are not made: a client that would check them does so only when S1 names a server of that kind, and ours names none.
/// What C2 says is not compared with S1 either, since encoders in use answer with bytes of their own.
/// </remarks>
public static class RtmpHandshake
{
    /// <summary>Bytes that tell whether a connection begins with RTMP.</summary>
    public const int BytesToDecide = 10;

    /// <summary>Bytes of C0 and C1.</summary>
    internal const int HelloBytes = 1 + PartBytes;

    /// <summary>Bytes of C1, C2, S1 and S2 each.</summary>
    internal const int PartBytes = 1536;

    /// <summary>Bytes of S0, S1 and S2.</summary>
    internal const int AnswerBytes = 1 + (2 * PartBytes);

    private const byte Version = 3;
    private const int RandomOffset = 8; // after a time and four bytes that are zero

    /// <summary>Whether a connection begins with C0 and C1.</summary>
    /// <remarks>No HTTP request begins with a 3, nor does TLS. A frame of ICE-TCP may, but carries STUN's cookie where C1 has a version or zeros.</remarks>
    /// <param name="first">What came first.</param>
    /// <returns>Null while it may still become one, and more bytes are needed to know.</returns>
    public static bool? IsRtmp(ReadOnlySpan<byte> first)
    {
        if (first.IsEmpty) return null;
        if (first[0] != Version) return false;
        if (first.Length < BytesToDecide) return null;
        const uint stunCookie = 0x2112A442;
        return BinaryPrimitives.ReadUInt32BigEndian(first[6..]) != stunCookie;
    }

    /// <summary>Answers C0 and C1.</summary>
    /// <param name="hello">What came: <see cref="HelloBytes"/> bytes.</param>
    /// <param name="milliseconds">Time of this connection, from anywhere.</param>
    /// <param name="answer">Is given S0, S1 and S2: <see cref="AnswerBytes"/> bytes.</param>
    /// <returns>False when it is not the version that is spoken here.</returns>
    internal static bool TryAnswer(ReadOnlySpan<byte> hello, uint milliseconds, Span<byte> answer)
    {
        if (hello.Length != HelloBytes || hello[0] != Version) return false;
        answer[0] = Version;
        Span<byte> own = answer.Slice(1, PartBytes), echo = answer.Slice(1 + PartBytes, PartBytes);
        BinaryPrimitives.WriteUInt32BigEndian(own, milliseconds);
        own[4..RandomOffset].Clear();
        RandomNumberGenerator.Fill(own[RandomOffset..]);
        hello[1..].CopyTo(echo);
        BinaryPrimitives.WriteUInt32BigEndian(echo[4..], milliseconds);
        return true;
    }
}
