using CsCheck;
using Kapok.Protocol.Frames;
using Xunit;

namespace Kapok.Tests.Protocol;

/// <summary>What is packed bit by bit is what is read, for anything that can be packed.</summary>
public sealed class FrameRoundTripTests
{
    private static readonly Gen<Block[]> Blocks =
        Gen.Int[0, StateFrame.MaxScale].SelectMany(scale => Gen.Select(Gen.UShort, Gen.Byte, Record(scale > 0).Array[1, StateFrame.MaxRecords])
            .Select((cell, age, records) => new Block(cell, scale, age, records))).Array[0, 12];

    private static readonly Gen<(uint Value, int Bits)[]> Numbers = Gen.Select(Gen.UInt, Gen.Int[1, 32]).Array[0, 200];

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void Numbers_of_any_width_come_back() => Numbers.Sample(
        numbers =>
        {
            byte[] bytes = new byte[numbers.Length * 4];
            BitWriter writer = new(bytes);
            foreach ((uint value, int bits) in numbers) writer.Write(value, bits);
            int length = writer.Finish();
            Assert.Equal((numbers.Sum(number => number.Bits) + 7) / 8, length);
            BitReader reader = new(bytes.AsSpan(0, length));
            foreach ((uint value, int bits) in numbers)
            {
                Assert.True(reader.TryRead(bits, out uint read));
                Assert.Equal(value & (uint.MaxValue >> (32 - bits)), read);
            }
            Assert.True(reader.TryAlign());
            Assert.False(reader.TryRead(1, out _));
        },
        iter: 2000, time: Fuzz.Seconds);

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void State_frames_come_back_and_no_shorter_one_is_taken_for_whole() => Gen.Select(Blocks, Gen.UInt[0, uint.MaxValue / 10], Gen.Int[1, 40]).Sample(
        (blocks, steps, cut) =>
        {
            uint roomMs = steps * StateFrame.StampMilliseconds;
            byte[] frame = Encode(blocks, roomMs);
            Assert.True(TryDecode(frame, out uint readMs, out List<Read> read));
            Assert.Equal(roomMs, readMs);
            Assert.Equal(blocks.SelectMany(block => block.Records.Select(record => new Read(block.Cell, block.Scale, block.Age * StateFrame.StampMilliseconds, record))), read);
            // Cut between two blocks it is a frame, with fewer people: so only what was read of it must be what was written.
            if (cut < frame.Length && TryDecode(frame[..^cut], out _, out List<Read> fewer))
                Assert.Equal(read.Take(fewer.Count), fewer);
        },
        iter: 500, time: Fuzz.Seconds);

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void Moves_come_back() => Gen.Select(
            Gen.Select(Gen.Byte, Gen.UShort, Gen.Short, Gen.Short), Gen.Select(Gen.Short, Gen.UShort, Gen.SByte, Gen.SByte), Gen.Bool)
        .Sample(
            (first, second, airborne) =>
            {
                MoveFrame move = new(first.Item1, first.Item2, first.Item3, first.Item4, second.Item1, second.Item2, second.Item3, second.Item4, airborne);
                byte[] bytes = new byte[MoveFrame.Size];
                move.Write(bytes);
                Assert.True(MoveFrame.TryRead(bytes, out MoveFrame read));
                Assert.Equal(move, read);
            },
            iter: 5000, time: Fuzz.Seconds);

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void Nothing_that_comes_in_throws()
    {
        Random random = Fuzz.NewRandom(nameof(FrameRoundTripTests));
        byte[] honest = Encode(
            [new(5, 0, 3, [new(1, AvatarForm.Moving, 2, 3, 4, 5, -6, 0, 0), new(9, AvatarForm.Seated, 0, 0, 0, 0, 0, 0, 77)]), new(6, 2, 0, [new(2, AvatarForm.Airborne, 1, 1, 0, 0, 4, 99, 0)])],
            4710);
        long began = TimeProvider.System.GetTimestamp();
        for (int attempts = 0; Fuzz.GoesOn(began, attempts, 50_000); attempts++)
        {
            byte[] bytes = random.Next(3) == 0 ? new byte[random.Next(0, 80)] : [.. honest];
            if (bytes.Length != honest.Length) random.NextBytes(bytes);
            for (int flips = random.Next(0, 6); flips > 0 && bytes.Length > 0; flips--) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            _ = Kapok.Protocol.ControlMessage.TryRead(bytes, out Kapok.Protocol.Messages.ClientMessage _);
            if (MoveFrame.TryRead(bytes, out MoveFrame move))
            {
                byte[] again = new byte[MoveFrame.Size];
                move.Write(again);
                Assert.Equal(bytes, again);
            }
            if (!TryDecode(bytes, out _, out List<Read> read)) continue;
            Assert.All(read, one => Assert.InRange(one.Record.Person, 0, AvatarRecord.MaxPerson));
        }
    }

    // Yaw of whoever moves is carried by fine blocks only; coarse ones round velocity and face the way somebody goes.
    private static Gen<AvatarRecord> Record(bool coarse) =>
        Gen.Select(Gen.Int[0, AvatarRecord.MaxPerson], Gen.Enum<AvatarForm>(), Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte), Gen.Select(Gen.Int[-256, 255], Gen.Int[-256, 255]), Gen.Int[0, 4095])
            .Select((person, form, place, velocity, last) =>
            {
                short x = (short)(coarse ? velocity.Item1 & ~3 : velocity.Item1), z = (short)(coarse ? velocity.Item2 & ~3 : velocity.Item2);
                byte yaw = coarse && form != AvatarForm.Standing ? AvatarRecord.YawStep(MathF.Atan2(x, z)) : place.Item3;
                return form switch
                {
                    AvatarForm.Standing => new AvatarRecord((ushort)person, form, place.Item1, place.Item2, yaw, 0, 0, 0, 0),
                    AvatarForm.Seated => new((ushort)person, form, 0, 0, 0, 0, 0, 0, (ushort)last),
                    AvatarForm.Moving => new((ushort)person, form, place.Item1, place.Item2, yaw, x, z, 0, 0),
                    _ => new((ushort)person, form, place.Item1, place.Item2, yaw, x, z, (ushort)last, 0),
                };
            });

    private static byte[] Encode(Block[] blocks, uint roomMs)
    {
        byte[] frame = new byte[StateFrame.HeaderBytes + blocks.Sum(block => StateFrame.MaxBlockBytes(block.Records.Length))];
        StateFrame.WriteHeader(frame, roomMs);
        int length = StateFrame.HeaderBytes;
        foreach (Block block in blocks)
        {
            StateBlockWriter writer = new(frame.AsSpan(length), block.Cell, block.Scale, unchecked((byte)(StateFrame.Stamp(roomMs) - block.Age)));
            foreach (AvatarRecord record in block.Records) writer.Add(record);
            length += writer.Finish();
        }
        return frame[..length];
    }

    private static bool TryDecode(byte[] frame, out uint roomMs, out List<Read> read)
    {
        (roomMs, read) = (0, []);
        if (!StateFrameReader.TryBegin(frame, out StateFrameReader reader)) return false;
        roomMs = reader.RoomMilliseconds;
        while (reader.TryReadBlock())
            while (reader.TryReadRecord(out AvatarRecord record)) read.Add(new(reader.Cell, reader.Scale, reader.AgeMilliseconds, record));
        return reader.IsComplete;
    }

    private sealed record Block(ushort Cell, int Scale, byte Age, AvatarRecord[] Records);

    private sealed record Read(ushort Cell, int Scale, int AgeMs, AvatarRecord Record);
}
