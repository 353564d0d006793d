using Kapok.Protocol.Frames;
using Xunit;

namespace Kapok.Tests.Protocol;

/// <summary>The state frames of tests/vectors: every kind of block, and what is no frame.</summary>
internal static class FrameVectors
{
    private static readonly AvatarRecord Standing = new(0, AvatarForm.Standing, 0, 255, 64, 0, 0, 0, 0), Seated = new(32767, AvatarForm.Seated, 0, 0, 0, 0, 0, 0, 4095, true);
    private static readonly AvatarRecord Moving = new(300, AvatarForm.Moving, 128, 7, 255, -256, 255, 0, 0, true),
        Airborne = new(16384, AvatarForm.Airborne, 1, 2, 3, 44, -44, 4095, 0);
    private static readonly AvatarRecord Coarse = new(12, AvatarForm.Moving, 200, 100, 0, -256, 44, 0, 0);

    internal static List<Vectors.Frame> Make()
    {
        List<AvatarRecord> crowd = [.. Enumerable.Range(0, StateFrame.MaxRecords)
            .Select(person => new AvatarRecord((ushort)person, (AvatarForm)(person % 4), 0, 0, 0, 0, 0, 0, 0))];
        string one = Encode(1000, (to, stamp) => People(to, 5, 0, 100, [Standing]));
        string mixed = Encode(20_000, (to, stamp) => People(to, 0, 0, 170, [Standing, Moving, Airborne, Seated]), (to, stamp) => People(to, 724, 0, 209, [Seated]));
        string coarse = Encode(4_294_967_290, (to, stamp) => People(to, 1, 1, 121, [Standing, Coarse]), (to, stamp) => People(to, 2, 2, 0, [Coarse, Seated, Standing]));
        string far = Encode(60_000, (to, stamp) => FarBlocks.Write(to, Far(), stamp, Vectors.Grid), (to, stamp) => FarBlocks.WriteState(to, [Far()[0]], stamp, Vectors.Grid));
        string counts = Encode(
            60_010, (to, stamp) => CountBlocks.WriteGestures(to, 17, 1, stamp, [new(3, 8), new(32767, 1)]),
            (to, stamp) => CountBlocks.WriteTallies(to, 9, stamp, [new(2, 1023), new(TallyRecord.Lit, 17), new(TallyRecord.People, 40)]));
        string areas = Encode(60_020, (to, stamp) => Area(to, new(0, 14, 12, 0x1FFFFFF), false, stamp), (to, stamp) => Area(to, new(3, 1, 2, 1 << 12), true, stamp));
        return
        [
            Of("heartbeat", Encode(0)), Of("one standing", one), Of("every form, two blocks", mixed), Of("coarse blocks", coarse),
            Of("a full block", Encode(123450, (to, stamp) => People(to, 17, 0, 57, crowd))),
            Of("the far tier", far), Of("gestures and tallies", counts), Of("areas", areas), Of("all together", far + mixed[10..]),
            Of("another kind", "01" + one[2..]), Of("cut inside the header", one[..8]), Of("cut inside a record", one[..^2]), Of("a byte behind the end", one + "00"),
            Of("a block without its records", "030000000001000000"), Of("padding that is not zero", Encode(1, (to, stamp) => People(to, 0, 0, 0, [Seated]))[..^2] + "ff"),
            Of("empty", ""),
            Of("people of scale 3", one[..16] + "c0" + one[18..]), Of("a cut area", areas[..^2]), Of("an area of level 8", areas[..18] + "08" + areas[20..]),
            Of("a cut tally", counts[..^2]),
        ];
    }

    internal static bool TryRead(byte[] bytes, out uint roomMs, out List<Vectors.Block> blocks)
    {
        (roomMs, blocks) = (0, []);
        if (!StateFrameReader.TryBegin(bytes, Vectors.Grid, out StateFrameReader frame)) return false;
        roomMs = frame.RoomMilliseconds;
        while (frame.TryReadBlock())
        {
            List<Vectors.RecordFields> people = [];
            List<Vectors.FarFields> far = [];
            List<Vectors.CountFields> counts = [];
            (ushort cell, int scale, int age, BlockKind kind) = (frame.Cell, frame.Scale, frame.AgeMilliseconds, frame.Kind);
            while (frame.TryRead(out AvatarRecord record)) people.Add(Vectors.Describe(record, cell, scale));
            while (frame.TryRead(out FarRecord record)) far.Add(Vectors.Describe(record));
            while (frame.TryRead(out GestureRecord record)) counts.Add(new(record.Person, record.Kind, null));
            while (frame.TryRead(out TallyRecord record)) counts.Add(new(null, record.Kind, record.Count));
            Vectors.AreaFields? area = kind is BlockKind.NearArea or BlockKind.MidArea ? new(frame.Area.Level, frame.Area.Column, frame.Area.Row, frame.Area.Squares) : null;
            string name = kind.ToString();
            blocks.Add(new(char.ToLowerInvariant(name[0]) + name[1..], cell, scale, age, people, far, counts, area));
        }
        return frame.IsComplete;
    }

    private delegate int Block(Span<byte> to, byte stamp);

    private static FarRecord[] Far() =>
    [
        new(5, AvatarForm.Moving, 100, 42, 63, 15, 0, true), new(6, AvatarForm.Standing, 3, 31, 17, 0, 0, false), new(40, AvatarForm.Seated, 0, 0, 0, 0, 4095, true),
        new(9000, AvatarForm.Moving, 0, 16, 32, 0, 0, false), new(32767, AvatarForm.Standing, 231, 199, 31, 0, 0, true),
    ];

    private static Vectors.Frame Of(string name, string hex) =>
        TryRead(Convert.FromHexString(hex), out uint roomMs, out List<Vectors.Block> blocks) ? new(name, hex, true, roomMs, blocks) : new(name, hex, false, 0, []);

    private static string Encode(uint roomMs, params Block[] blocks)
    {
        byte[] frame = new byte[MessageKind.MaxDownBytes];
        StateFrame.WriteHeader(frame, roomMs);
        int length = StateFrame.HeaderBytes;
        foreach (Block block in blocks) length += block(frame.AsSpan(length), StateFrame.Stamp(roomMs));
        return Convert.ToHexStringLower(frame.AsSpan(0, length));
    }

    private static int People(Span<byte> to, ushort cell, int scale, byte stamp, List<AvatarRecord> records)
    {
        StateBlockWriter block = new(to, cell, scale, stamp);
        foreach (AvatarRecord record in records) block.Add(record);
        return block.Finish();
    }

    private static int Area(Span<byte> to, TierArea area, bool isMid, byte stamp)
    {
        area.Write(to, isMid, stamp);
        return TierArea.BlockBytes;
    }
}
