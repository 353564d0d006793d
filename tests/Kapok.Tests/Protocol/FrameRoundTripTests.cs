using CsCheck;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Xunit;

namespace Kapok.Tests.Protocol;

/// <summary>What is packed bit by bit is what is read, for anything that can be packed.</summary>
public sealed class FrameRoundTripTests
{
    private static readonly FrameGrid Grid = new(29, 25, 4f, -58f, -50f);

    private static readonly Gen<Block[]> Blocks = Gen.OneOf(People(), Far(), Gestures(), Tallies(), Area()).Array[0, 12];

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
            Assert.True(TryDecode(frame, out uint readMs, out List<string> read));
            Assert.Equal(roomMs, readMs);
            Assert.Equal(blocks.SelectMany(block => block.Records.Select(record => Line(block.Kind, block.Number, block.Age, record))), read);
            // Cut between two blocks it is a frame, with fewer people: so only what was read of it must be what was written.
            if (cut < frame.Length && TryDecode(frame[..^cut], out _, out List<string> fewer))
                Assert.Equal(read.Take(fewer.Count), fewer);
        },
        iter: 500, time: Fuzz.Seconds);

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void Crowds_come_back() => Gen.Select(Gen.Int[0, AvatarRecord.MaxPerson], Gen.Int[0, 5], Gen.Int[0, 2047], Gen.UInt, Gen.UInt).Array[0, 300].Sample(
        people =>
        {
            Sketch[] sketches =
            [
                .. people.DistinctBy(one => one.Item1).OrderBy(one => one.Item1).Select(one => new Sketch(
                    (ushort)one.Item1, (Kapok.Protocol.Messages.Role)one.Item2, (byte)(one.Item3 & 3), (byte)((one.Item3 >> 2) & 15), (byte)((one.Item3 >> 6) & 7),
                    (byte)(one.Item3 >> 9),
                    (ushort)(one.Item4 & 511), (ushort)((one.Item4 >> 9) & 511), (ushort)((one.Item4 >> 18) & 511), (ushort)(one.Item5 & 511), (ushort)((one.Item5 >> 9) & 511))),
            ];
            byte[] bytes = new byte[4 + (sketches.Length * Sketch.MaxBytes)];
            int length = Crowd.Write(bytes, sketches);
            List<Sketch> read = [];
            Assert.True(Crowd.TryRead(bytes.AsSpan(0, length), read));
            Assert.Equal(sketches, read);
            if (length > 4) Assert.False(Crowd.TryRead(bytes.AsSpan(0, length - 1), []));
        },
        iter: 500, time: Fuzz.Seconds);

    [Fact]
    public void Whoever_has_the_highest_id_comes_back_alone()
    {
        Sketch[] alone = [new(AvatarRecord.MaxPerson, Kapok.Protocol.Messages.Role.Organiser, 3, 15, 7, 3, 511, 511, 511, 511, 511)];
        byte[] bytes = new byte[4 + Sketch.MaxBytes];
        List<Sketch> read = [];
        Assert.True(Crowd.TryRead(bytes.AsSpan(0, Crowd.Write(bytes, alone)), read));
        Assert.Equal(alone, read);
    }

    [Fact]
    public void The_end_of_a_place_is_completed_to_the_nearest_one() => Gen.Select(Gen.Int[0, 1000], Gen.Float[-15.9f, 15.9f]).Sample((step, off) =>
        Assert.Equal(step, FarRecord.Complete(step % FarRecord.NearSteps, step + 0.5f + off)));

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
            [
                new(BlockKind.People, 5, 0, 3, [new AvatarRecord(1, AvatarForm.Moving, 2, 3, 4, 5, -6, 0, 0, true), new AvatarRecord(9, AvatarForm.Seated, 0, 0, 0, 0, 0, 0, 77)]),
                new(BlockKind.People, 6, 2, 0, [new AvatarRecord(2, AvatarForm.Airborne, 1, 1, 0, 0, 4, 99, 0)]),
                new(BlockKind.Far, 20, 0, 1, [new FarRecord(40, AvatarForm.Moving, 7, 9, 3, 5, 0, false), new FarRecord(900, AvatarForm.Standing, 100, 99, 3, 0, 0, true)]),
                new(BlockKind.Gestures, 3, 1, 1, [new GestureRecord(3, 4)]), new(BlockKind.Tallies, 2, 0, 1, [new TallyRecord(2, 30)]),
                new(BlockKind.NearArea, 0, 0, 0, [new TierArea(1, 3, 4, 0x1FFFFFF)]),
            ],
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
            List<Sketch> crowd = [];
            if (Crowd.TryRead(bytes, crowd)) Assert.All(crowd, sketch => Assert.InRange(sketch.Person, 0, AvatarRecord.MaxPerson));
            if (!StateFrameReader.TryBegin(bytes, Grid, out StateFrameReader reader)) continue;
            while (reader.TryReadBlock())
            {
                while (reader.TryRead(out AvatarRecord record)) Assert.InRange(record.Person, 0, AvatarRecord.MaxPerson);
                while (reader.TryRead(out FarRecord record)) Assert.InRange(record.Person, 0, AvatarRecord.MaxPerson);
            }
        }
    }

    // Yaw of whoever moves is carried by fine blocks only; coarse ones round velocity and face the way somebody goes.
    private static Gen<AvatarRecord> Record(bool coarse) =>
        Gen.Select(Gen.Int[0, AvatarRecord.MaxPerson], Gen.Enum<AvatarForm>(), Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte),
            Gen.Select(Gen.Int[-256, 255], Gen.Int[-256, 255]), Gen.Int[0, 4095], Gen.Bool)
            .Select((person, form, place, velocity, last, isLit) =>
            {
                short x = (short)(coarse ? velocity.Item1 & ~3 : velocity.Item1), z = (short)(coarse ? velocity.Item2 & ~3 : velocity.Item2);
                byte yaw = coarse && form != AvatarForm.Standing ? AvatarRecord.YawStep(MathF.Atan2(x, z)) : place.Item3;
                return form switch
                {
                    AvatarForm.Standing => new AvatarRecord((ushort)person, form, place.Item1, place.Item2, yaw, 0, 0, 0, 0, isLit),
                    AvatarForm.Seated => new((ushort)person, form, 0, 0, 0, 0, 0, 0, (ushort)last, isLit),
                    AvatarForm.Moving => new((ushort)person, form, place.Item1, place.Item2, yaw, x, z, 0, 0, isLit),
                    _ => new((ushort)person, form, place.Item1, place.Item2, yaw, x, z, (ushort)last, 0, isLit),
                };
            });

    private static Gen<Block> People() => Gen.Int[0, StateFrame.MaxScale].SelectMany(scale =>
        Gen.Select(Gen.Int[0, 16383], Gen.Byte, Record(scale > 0).Array[1, StateFrame.MaxRecords])
            .Select((cell, age, records) => new Block(BlockKind.People, cell, scale, age, [.. records.Cast<object>()])));

    private static Gen<Block> Far() => Gen.Select(Gen.Byte,
        Gen.Select(Gen.Int[0, AvatarRecord.MaxPerson], Gen.Int[0, 2], Gen.Int[0, (29 * 8) - 1], Gen.Int[0, (25 * 8) - 1], Gen.Int[0, 1023], Gen.Bool)
        .Array[1, StateFrame.MaxRecords])
        .Select((age, people) =>
        {
            FarRecord[] records = [.. people.DistinctBy(one => one.Item1).OrderBy(one => one.Item1)
                .Select(one => FarOf(one.Item1, one.Item2, one.Item3, one.Item4, one.Item5, one.Item6))];
            return new Block(BlockKind.Far, records[0].Person >> 1, 0, age, [.. records.Cast<object>()]);
        });

    private static FarRecord FarOf(int person, int form, int x, int z, int rest, bool isWhole)
    {
        (ushort shownX, ushort shownZ) = isWhole ? ((ushort)x, (ushort)z) : ((ushort)(x % FarRecord.NearSteps), (ushort)(z % FarRecord.NearSteps));
        return form switch
        {
            0 => new((ushort)person, AvatarForm.Standing, shownX, shownZ, (byte)(rest & 31), 0, 0, isWhole),
            1 => new((ushort)person, AvatarForm.Moving, shownX, shownZ, (byte)(rest & 63), (byte)((rest >> 6) & 15), 0, isWhole),
            _ => new((ushort)person, AvatarForm.Seated, 0, 0, 0, 0, (ushort)rest, true),
        };
    }

    private static Gen<Block> Gestures() => Gen.Select(Gen.Int[0, 16383], Gen.Int[0, StateFrame.MaxScale], Gen.Byte,
        Gen.Select(Gen.Int[0, AvatarRecord.MaxPerson], Gen.Int[1, 8]).Array[1, StateFrame.MaxRecords])
        .Select((cell, scale, age, records) => new Block(BlockKind.Gestures, cell, scale, age,
            [.. records.Select(one => (object)new GestureRecord((ushort)one.Item1, (byte)one.Item2))]));

    private static Gen<Block> Tallies() => Gen.Select(Gen.Int[0, 16383], Gen.Byte, Gen.Select(Gen.Int[1, 10], Gen.Int[0, TallyRecord.MostCount]).Array[1, 10])
        .Select((cell, age, records) => new Block(BlockKind.Tallies, cell, 0, age, [.. records.Select(one => (object)new TallyRecord((byte)one.Item1, (ushort)one.Item2))]));

    private static Gen<Block> Area() => Gen.Select(Gen.Bool, Gen.Byte, Gen.Int[0, 7], Gen.Byte, Gen.Byte, Gen.UInt[0, 0x1FFFFFF])
        .Select((isMid, age, level, column, row, squares) =>
            new Block(isMid ? BlockKind.MidArea : BlockKind.NearArea, 0, 0, age, [new TierArea((byte)level, column, row, squares)]));

    private static byte[] Encode(Block[] blocks, uint roomMs)
    {
        byte[] frame = new byte[StateFrame.HeaderBytes + blocks.Sum(block => FarBlocks.MaxBytes(StateFrame.MaxRecords) + StateFrame.MaxBlockBytes(block.Records.Length))];
        StateFrame.WriteHeader(frame, roomMs);
        int length = StateFrame.HeaderBytes;
        foreach (Block block in blocks) length += Write(block, frame.AsSpan(length), unchecked((byte)(StateFrame.Stamp(roomMs) - block.Age)));
        return frame[..length];
    }

    private static int Write(Block block, Span<byte> to, byte stamp)
    {
        switch (block.Kind)
        {
            case BlockKind.People:
                StateBlockWriter writer = new(to, (ushort)block.Number, block.Scale, stamp);
                foreach (AvatarRecord record in block.Records.Cast<AvatarRecord>()) writer.Add(record);
                return writer.Finish();
            case BlockKind.Far: return FarBlocks.Write(to, [.. block.Records.Cast<FarRecord>()], stamp, Grid);
            case BlockKind.Gestures: return CountBlocks.WriteGestures(to, (ushort)block.Number, block.Scale, stamp, [.. block.Records.Cast<GestureRecord>()]);
            case BlockKind.Tallies: return CountBlocks.WriteTallies(to, (ushort)block.Number, stamp, [.. block.Records.Cast<TallyRecord>()]);
            default:
                ((TierArea)block.Records[0]).Write(to, block.Kind == BlockKind.MidArea, stamp);
                return TierArea.BlockBytes;
        }
    }

    private static bool TryDecode(byte[] frame, out uint roomMs, out List<string> read)
    {
        (roomMs, read) = (0, []);
        if (!StateFrameReader.TryBegin(frame, Grid, out StateFrameReader reader)) return false;
        roomMs = reader.RoomMilliseconds;
        while (reader.TryReadBlock())
        {
            byte age = (byte)(reader.AgeMilliseconds / StateFrame.StampMilliseconds);
            while (reader.TryRead(out AvatarRecord record)) read.Add(Line(reader.Kind, reader.Cell, age, record));
            while (reader.TryRead(out FarRecord record)) read.Add(Line(reader.Kind, reader.Cell, age, record));
            while (reader.TryRead(out GestureRecord record)) read.Add(Line(reader.Kind, reader.Cell, age, record));
            while (reader.TryRead(out TallyRecord record)) read.Add(Line(reader.Kind, reader.Cell, age, record));
            if (reader.Kind is BlockKind.NearArea or BlockKind.MidArea) read.Add(Line(reader.Kind, 0, age, reader.Area));
        }
        return reader.IsComplete;
    }

    private static string Line(BlockKind kind, int number, byte age, object record) => $"{kind} {number} {age} {record}";

    private sealed record Block(BlockKind Kind, int Number, int Scale, byte Age, object[] Records);
}
