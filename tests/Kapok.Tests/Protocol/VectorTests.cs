using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
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
        Vectors.GridFields grid = new(Vectors.Grid.Columns, Vectors.Grid.Rows, Vectors.Grid.CellMetres, Vectors.Grid.OriginX, Vectors.Grid.OriginZ);
        List<Vectors.Completion> completions =
            [.. new (int Low, float Expected)[] { (0, 0.2f), (31, 0.2f), (3, 15.9f), (3, 19.6f), (7, 150f), (7, 160.6f), (31, 100.25f) }
                .Select(one => new Vectors.Completion(one.Low, one.Expected, FarRecord.Complete(one.Low, one.Expected)))];
        Vectors.FrameFile file = Vectors.Check("frames.json", new Vectors.FrameFile(grid, FrameVectors.Make(), completions));
        foreach (Vectors.Frame vector in file.Frames)
        {
            bool valid = FrameVectors.TryRead(Convert.FromHexString(vector.Hex), out uint roomMs, out List<Vectors.Block> blocks);
            Assert.Equal(vector.Valid, valid);
            if (!valid) continue;
            Assert.Equal(vector.RoomMs, roomMs);
            Assert.Equivalent(vector.Blocks, blocks, strict: true);
        }
    }

    [Fact]
    public void Crowds_are_as_written_down()
    {
        Sketch first = new(0, Role.Attendee, 0, 0, 0, 0, 0, 0, 0, 0, 0), last = new(32767, Role.Organiser, 3, 15, 7, 3, 511, 511, 511, 511, 511);
        Sketch mei = Sketch.Of(300, Role.Performer,
            new() { Body = 2, Hair = 7, Outfit = 3, Height = 9, Skin = 0xC68642, HairColour = 0x2B1B12, Top = 0x00AAFF, Bottom = 0x102030, Stick = 0xFFC44D });
        string three = Encode([first, mei, last]), many = Encode([.. Enumerable.Range(100, 40).Select(id => mei with { Person = (ushort)id })]);
        List<Vectors.CrowdList> made =
        [
            Crowd("nobody", Encode([])), Crowd("three", three), Crowd("neighbours", many), Crowd("cut", three[..^2]), Crowd("a byte too many", three + "00"),
            Crowd("too short for a header", "0100"), Crowd("an id too large", "01000300ffffffffffffffffffff"), Crowd("an unknown parameter", "01000400" + three[8..]),
        ];
        foreach (Vectors.CrowdList vector in Vectors.Check("crowd.json", made))
        {
            List<Sketch> read = [];
            Assert.Equal(vector.Valid, Kapok.Protocol.Crowd.TryRead(Convert.FromHexString(vector.Hex), read));
            if (vector.Valid) Assert.Equal(vector.People, read.Select(sketch => Vectors.Describe(sketch)));
        }
    }

    private static Vectors.CrowdList Crowd(string name, string hex)
    {
        List<Sketch> read = [];
        bool valid = Kapok.Protocol.Crowd.TryRead(Convert.FromHexString(hex), read);
        return new(name, hex, valid, valid ? [.. read.Select(sketch => Vectors.Describe(sketch))] : []);
    }

    private static string Encode(Sketch[] sketches)
    {
        byte[] bytes = new byte[4 + (sketches.Length * Sketch.MaxBytes)];
        return Convert.ToHexStringLower(bytes.AsSpan(0, Kapok.Protocol.Crowd.Write(bytes, sketches)));
    }

    [Fact]
    public void Text_is_cleaned_as_written_down()
    {
        string[] raw =
        [
            "hello", "  hello  ", "", "   ", "e\u0301t\u00e9", "a\u0000b\u0007c", "line\nbreak\ttab", "abc\u202Etxt.exe", "\u2066hidden\u2069",
            "\u200Eleft\u200Fright\u061C", "\u4F60\u597D\uFF0C\u4E16\u754C", "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67", "\uD83D\uDC4B\uD83C\uDFFD", "\uD800broken",
            "\u200B\u200B", "\u3164", "<script>alert(1)</script>", "x\u2028y", new('a', 24), new('a', 25), "\u1E9B\u0323", "\u0645\u0631\u062D\u0628\u0627",
            // noncharacters; marks beyond two a letter, and without one; what cannot be seen, alone and within a word
            "a\uFFFEb\uFDD0c", "\uFFFF", "a\u0300\u0301\u0302\u0303\u0304b", "Z\u0335\u0321\u0322\u0327", "\u0301\u0301x", "\u2800\u2800", "\u2800Mei", "\uFFA0\u115F",
            "Me\u200Bi", "M\u00ADe\u2060i\uFEFF", "Mei\uFE0F", "Me\u200Di", "\u180EMei",
            // and where it has its place: Persian, Devanagari, hearts, key caps, a flag of tags, an ideograph's other form, Tibetan, Thai
            "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", "\u0915\u094D\u200D\u0937", "\u2764\uFE0F\u200D\uD83D\uDD25", "1\uFE0F\u20E3",
            "\uD83D\uDC69\uD83C\uDFFD\u200D\uD83D\uDE80", "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F", "\u845B\uDB40\uDD00",
            "\u0F56\u0F66\u0F92\u0FB2\u0F74\u0F56\u0F66", "\u0E17\u0E35\u0E48",
        ];
        List<Vectors.Text> made = [.. raw.Select(text => new Vectors.Text(text, 24, PlainText.TryClean(text, 24, out string? clean) ? clean : null))];
        foreach (Vectors.Text vector in Vectors.Check("text.json", made))
            Assert.Equal(vector.Clean, PlainText.TryClean(vector.Raw, vector.Most, out string? clean) ? clean : null);
    }

    [Fact]
    public void Text_is_cut_between_what_its_reader_takes_for_letters()
    {
        const string family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66", wave = "\uD83D\uDC4B\uD83C\uDFFD", flag = "\uD83C\uDDE8\uD83C\uDDED";
        (string Raw, int Most)[] raw =
        [
            ("hello", 24), ("hello", 3), ("", 3), ("a" + family, 11), ("a" + family, 12), (family + family + family, 24), ("abc" + wave, 6), ("abc" + wave, 7), (flag + flag, 7),
            ("e\u0301e\u0301", 3), ("e\u0301", 1), (family, 4), ("\uD83D\uDC4B\uD83D\uDC4B", 3), ("\u4F60\u597D\u4E16\u754C", 3),
        ];
        List<Vectors.Cutting> made = [.. raw.Select(text => new Vectors.Cutting(text.Raw, text.Most, PlainText.Cut(text.Raw, text.Most)))];
        foreach (Vectors.Cutting vector in Vectors.Check("text-cut.json", made)) Assert.Equal(vector.Cut, PlainText.Cut(vector.Raw, vector.Most));
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
}
