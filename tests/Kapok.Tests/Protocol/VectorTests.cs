using Kapok.Protocol.Frames;
using Kapok.Protocol.Text;
using Xunit;

namespace Kapok.Tests.Protocol;

public sealed class VectorTests
{
    [Fact]
    public void Moves_are_as_written_down()
    {
        List<Vectors.Move> made = [];
        foreach (MoveFrame move in Moves())
        {
            byte[] bytes = new byte[MoveFrame.Size];
            move.Write(bytes);
            made.Add(new(Convert.ToHexStringLower(bytes), true, Vectors.Describe(move)));
        }
        made.Add(new("02000000000000000000000000000002", false, null)); // one byte too long
        made.Add(new("0200000000000000000000000000", false, null));     // one byte short
        made.Add(new("030000000000000000000000000000", false, null));   // another kind
        made.Add(new("020000000000000000000000000002", false, null));   // an unknown flag
        foreach (Vectors.Move vector in Vectors.Check("moves.json", made))
        {
            Assert.Equal(vector.Valid, MoveFrame.TryRead(Convert.FromHexString(vector.Hex), out MoveFrame move));
            if (vector.Fields is not null) Assert.Equal(vector.Fields, Vectors.Describe(move));
        }
    }

    [Fact]
    public void State_frames_are_as_written_down()
    {
        foreach (Vectors.Frame vector in Vectors.Check("frames.json", Frames()))
        {
            bool valid = TryRead(Convert.FromHexString(vector.Hex), out uint roomMs, out List<Vectors.Block> blocks);
            Assert.Equal(vector.Valid, valid);
            if (!valid) continue;
            Assert.Equal(vector.RoomMs, roomMs);
            Assert.Equivalent(vector.Blocks, blocks, strict: true);
        }
    }

    [Fact]
    public void Text_is_cleaned_as_written_down()
    {
        string[] raw =
        [
            "hello", "  hello  ", "", "   ", "e\u0301t\u00e9", "a\u0000b\u0007c", "line\nbreak\ttab", "abc\u202Etxt.exe", "\u2066hidden\u2069",
            "\u200Eleft\u200Fright\u061C", "\u4F60\u597D\uFF0C\u4E16\u754C", "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67", "\uD83D\uDC4B\uD83C\uDFFD", "\uD800broken",
            "\u200B\u200B", "\u3164", "<script>alert(1)</script>", "x\u2028y", new('a', 24), new('a', 25), "\u1E9B\u0323", "\u0645\u0631\u062D\u0628\u0627",
        ];
        List<Vectors.Text> made = [.. raw.Select(text => new Vectors.Text(text, 24, PlainText.TryClean(text, 24, out string? clean) ? clean : null))];
        foreach (Vectors.Text vector in Vectors.Check("text.json", made))
            Assert.Equal(vector.Clean, PlainText.TryClean(vector.Raw, vector.Most, out string? clean) ? clean : null);
    }

    private static IEnumerable<MoveFrame> Moves()
    {
        yield return default;
        yield return new(7, 4711, 64, -128, 32, 0x4000, 256, -512, false);
        yield return new(255, 65535, short.MaxValue, short.MinValue, -1, 65535, short.MaxValue, short.MinValue, true);
        yield return MoveFrame.FromMetres(1, 2, 12.34f, 0.45f, -56.78f, 1.5f, 1.4f, -0.7f, false);
        yield return MoveFrame.FromMetres(1, 3, -3.999f, 1.25f, 8f, -MathF.PI / 2f, 0f, 4.2f, true);
        yield return MoveFrame.FromMetres(9, 4, 1000f, 0f, -1000f, 7f, 200f, -200f, false); // clamped
    }

    private static List<Vectors.Frame> Frames()
    {
        AvatarRecord standing = new(0, AvatarForm.Standing, 0, 255, 64, 0, 0, 0, 0), seated = new(16383, AvatarForm.Seated, 0, 0, 0, 0, 0, 0, 4095);
        AvatarRecord moving = new(300, AvatarForm.Moving, 128, 7, 255, -256, 255, 0, 0), airborne = new(8191, AvatarForm.Airborne, 1, 2, 3, 44, -44, 4095, 0);
        AvatarRecord far = new(12, AvatarForm.Moving, 200, 100, 0, -256, 44, 0, 0);
        string one = Encode(1000, (5, 0, 100, [standing])), mixed = Encode(20_000, (0, 0, 170, [standing, moving, airborne, seated]), (65535, 0, 209, [seated]));
        string coarse = Encode(4_294_967_290, (1, 1, 121, [standing, far]), (2, 3, 0, [far, seated, standing]));
        List<AvatarRecord> crowd = [];
        for (ushort person = 0; person < StateFrame.MaxRecords; person++)
            crowd.Add(new(person, (AvatarForm)(person % 4), 0, 0, 0, 0, 0, 0, 0));
        return
        [
            Good("heartbeat", Encode(0)), Good("one standing", one), Good("every form, two blocks", mixed), Good("coarse blocks", coarse), Good("a full block", Encode(123450, (17, 0, 57, crowd))),
            Bad("another kind", "01" + one[2..]), Bad("cut inside the header", one[..8]), Bad("cut inside a record", one[..^2]), Bad("a byte behind the end", one + "00"),
            Bad("a block without its records", "030000000001000000"), Bad("padding that is not zero", Encode(1, (0, 0, 0, [seated]))[..^2] + "ff"), Bad("empty", ""),
        ];
    }

    private static Vectors.Frame Good(string name, string hex)
    {
        Assert.True(TryRead(Convert.FromHexString(hex), out uint roomMs, out List<Vectors.Block> blocks), name);
        return new(name, hex, true, roomMs, blocks);
    }

    private static Vectors.Frame Bad(string name, string hex) => new(name, hex, false, 0, []);

    private static string Encode(uint roomMs, params (ushort Cell, int Scale, byte Stamp, List<AvatarRecord> Records)[] blocks)
    {
        byte[] frame = new byte[MessageKind.MaxDownBytes];
        StateFrame.WriteHeader(frame, roomMs);
        int length = StateFrame.HeaderBytes;
        foreach ((ushort cell, int scale, byte stamp, List<AvatarRecord> records) in blocks)
        {
            StateBlockWriter block = new(frame.AsSpan(length), cell, scale, stamp);
            foreach (AvatarRecord record in records) block.Add(record);
            length += block.Finish();
        }
        return Convert.ToHexStringLower(frame.AsSpan(0, length));
    }

    private static bool TryRead(byte[] bytes, out uint roomMs, out List<Vectors.Block> blocks)
    {
        (roomMs, blocks) = (0, []);
        if (!StateFrameReader.TryBegin(bytes, out StateFrameReader frame)) return false;
        roomMs = frame.RoomMilliseconds;
        while (frame.TryReadBlock())
        {
            List<Vectors.RecordFields> records = [];
            while (frame.TryReadRecord(out AvatarRecord record)) records.Add(Vectors.Describe(record, frame.Scale));
            blocks.Add(new(frame.Cell, frame.Scale, frame.AgeMilliseconds, records));
        }
        return frame.IsComplete;
    }
}
