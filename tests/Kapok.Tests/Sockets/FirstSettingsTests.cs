using System.Buffers.Binary;
using CsCheck;
using Kapok.Sockets.Door;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>The first frame of a server of HTTP/2 (RFC 9113, section 6.5), from which the offer of RFC 8441 is taken.</summary>
public sealed class FirstSettingsTests
{
    private const int EnableConnectProtocol = 8;

    private static byte[] Frame(byte type, params (int Id, uint Value)[] settings)
    {
        byte[] frame = new byte[9 + (6 * settings.Length)];
        (frame[2], frame[3]) = ((byte)(6 * settings.Length), type);
        for (int at = 0; at < settings.Length; at++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(9 + (6 * at)), (ushort)settings[at].Id);
            BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(11 + (6 * at)), settings[at].Value);
        }
        return frame;
    }

    private static byte[] Changed(byte[] frames)
    {
        byte[] copy = [.. frames];
        FirstSettings.WithoutWebSockets(copy);
        return copy;
    }

    [Fact]
    public void Only_the_offer_is_taken_back_and_only_in_the_first_frame()
    {
        byte[] other = [0, EnableConnectProtocol, 0, 0, 0, 1], later = Frame(4, (EnableConnectProtocol, 1)); // the one looks as an entry where it stands
        Assert.Equal(
            (byte[])[.. Frame(4, (3, 100), (EnableConnectProtocol, 0), (4, 768 * 1024)), .. other, .. later],
            Changed([.. Frame(4, (3, 100), (EnableConnectProtocol, 1), (4, 768 * 1024)), .. other, .. later]));
        Assert.Equal(Frame(8, (EnableConnectProtocol, 1)), Changed(Frame(8, (EnableConnectProtocol, 1))));
    }

    [Fact]
    public void Whatever_the_frame_has_the_rest_stays_as_it_was() =>
        Gen.Select(Gen.Select(Gen.Int[1, 10], Gen.UInt).Array[0, 12], Gen.Byte[0, EnableConnectProtocol].Array[0, 60], Gen.Int[0, 130]).Sample((settings, behind, cut) =>
        {
            byte[] frames = [.. Frame(4, settings), .. behind];
            byte[] expected = [.. Frame(4, [.. settings.Select(one => one.Item1 == EnableConnectProtocol ? (EnableConnectProtocol, 0u) : one)]), .. behind];
            Assert.Equal(expected, Changed(frames));
            byte[] part = frames[..Math.Min(cut, frames.Length)];
            Assert.Equal(part.Length, Changed(part).Length); // of a part nothing throws
        }, iter: 2000);
}
