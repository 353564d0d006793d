using System.Buffers.Binary;
using Kapok.Cluster;

namespace Kapok.Console.Live;

/// <summary>Packs people for the map of heads, 12 bytes each; JSON of ten thousand would be a megabyte twice a second.</summary>
/// <remarks>Little-endian: u16 person; i16 x and z in 1/16 m; u16 yaw in 1/65536 turn; u8 role; u8 flags (1 bot, 2 away, 4 muted, 8 seated); 2 spare.</remarks>
public static class HeadCodec
{
    public const int BytesEach = 12;

    public static byte[] Encode(IReadOnlyList<PersonHere> people)
    {
        byte[] bytes = new byte[people.Count * BytesEach];
        for (int index = 0; index < people.Count; index++)
        {
            PersonHere person = people[index];
            Span<byte> one = bytes.AsSpan(index * BytesEach, BytesEach);
            BinaryPrimitives.WriteUInt16LittleEndian(one, (ushort)person.Person);
            BinaryPrimitives.WriteInt16LittleEndian(one[2..], Sixteenths(person.X));
            BinaryPrimitives.WriteInt16LittleEndian(one[4..], Sixteenths(person.Z));
            BinaryPrimitives.WriteUInt16LittleEndian(one[6..], (ushort)(long)Math.Round(person.Yaw / Math.Tau * 65536));
            one[8] = (byte)person.Role;
            one[9] = (byte)((person.Bot ? 1 : 0) | (person.Away ? 2 : 0) | (person.Muted ? 4 : 0) | (person.Seat >= 0 ? 8 : 0));
        }
        return bytes;
    }

    private static short Sixteenths(float metres) => (short)Math.Clamp(MathF.Round(metres * 16), short.MinValue, short.MaxValue);
}
