using System.Text.Json;
using Kapok.Protocol.Frames;

namespace Kapok.Tests.Protocol;

/// <summary>The wire contract in examples: tests/vectors, read by the C# and the TypeScript tests.</summary>
/// <remarks>Set KAPOK_WRITE_VECTORS=1 to write the files anew after the protocol has changed on purpose.</remarks>
internal static class Vectors
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Default, // invisible characters stay visible as escapes
    };

    /// <summary>A move. Metres and radians are what a reader must get, to within rounding of a float.</summary>
    internal sealed record Move(string Hex, bool Valid, MoveFields? Fields);

    internal sealed record MoveFields(
        byte Epoch, ushort Sequence, float X, float Y, float Z, float Yaw, float VelocityX, float VelocityZ, bool Airborne);

    /// <summary>State frames, for one grid.</summary>
    internal sealed record FrameFile(GridFields Grid, IReadOnlyList<Frame> Frames, IReadOnlyList<Completion> Completions);

    internal sealed record GridFields(int Columns, int Rows, float CellMetres, float OriginX, float OriginZ);

    /// <summary>A state frame. Places are metres in the room.</summary>
    internal sealed record Frame(string Name, string Hex, bool Valid, uint RoomMs, IReadOnlyList<Block> Blocks);

    /// <summary>A block; of the lists the one of its kind has something.</summary>
    internal sealed record Block(
        string Kind, int Cell, int Scale, int AgeMs, IReadOnlyList<RecordFields> People, IReadOnlyList<FarFields> Far, IReadOnlyList<CountFields> Counts, AreaFields? Area);

    internal sealed record RecordFields(
        int Person, string Form, float? X, float? Z, float? Yaw, float? VelocityX, float? VelocityZ, float? Y, int? Seat, bool Lit);

    /// <summary>A record of the far tier: metres when it is whole, else the low bits of its steps.</summary>
    internal sealed record FarFields(int Person, string Form, bool Whole, float? X, float? Z, int? LowX, int? LowZ, float? Yaw, float? VelocityX, float? VelocityZ, int? Seat);

    /// <summary>Who and which emote, or which and how many.</summary>
    internal sealed record CountFields(int? Person, int Kind, int? Count);

    internal sealed record AreaFields(int Level, int Column, int Row, uint Squares);

    /// <summary>The step that low bits mean where one is expected.</summary>
    internal sealed record Completion(int Low, float Expected, int Step);

    /// <summary>A list of sketches; colours are three times three bits.</summary>
    internal sealed record CrowdList(string Name, string Hex, bool Valid, IReadOnlyList<SketchFields> People);

    internal sealed record SketchFields(int Person, int Role, int Body, int Hair, int Outfit, int Height, int Skin, int HairColour, int Top, int Bottom, int Stick);

    internal sealed record Text(string Raw, int Most, string? Clean);

    /// <summary>A text, the most UTF-16 units of it, and what is left.</summary>
    internal sealed record Cutting(string Raw, int Most, string Cut);

    /// <summary>The grid of all vectors.</summary>
    internal static FrameGrid Grid { get; } = new(29, 25, 4f, -58f, -50f);

    internal static RecordFields Describe(in AvatarRecord record, int cell, int scale)
    {
        if (record.Form == AvatarForm.Seated) return new(record.Person, "seated", null, null, null, null, null, null, record.Seat, record.IsLit);
        (float x, float z) = Grid.PlaceOf(cell, scale, record);
        return new(
            record.Person, record.Form.ToString().ToLowerInvariant(), x, z, record.YawRadians, record.Form == AvatarForm.Standing ? null : record.SpeedX,
            record.Form == AvatarForm.Standing ? null : record.SpeedZ, record.Form == AvatarForm.Airborne ? record.MetresY : null, null, record.IsLit);
    }

    internal static FarFields Describe(in FarRecord record)
    {
        if (record.Form == AvatarForm.Seated) return new(record.Person, "seated", true, null, null, null, null, null, null, null, record.Seat);
        (float x, float z) = Grid.PlaceOf(record);
        bool moves = record.Form == AvatarForm.Moving;
        return new(
            record.Person, moves ? "moving" : "standing", record.IsWhole, record.IsWhole ? x : null, record.IsWhole ? z : null, record.IsWhole ? null : record.X,
            record.IsWhole ? null : record.Z, record.YawRadians, moves ? record.SpeedX : null, moves ? record.SpeedZ : null, null);
    }

    internal static SketchFields Describe(in Kapok.Protocol.Sketch sketch) => new(
        sketch.Person, (int)sketch.Role, sketch.Body, sketch.Hair, sketch.Outfit, sketch.Height, sketch.Skin, sketch.HairColour, sketch.Top, sketch.Bottom, sketch.Stick);

    internal static MoveFields Describe(in MoveFrame move) => new(
        move.Epoch, move.Sequence, move.MetresX, move.MetresY, move.MetresZ, move.YawRadians, move.SpeedX, move.SpeedZ, move.Airborne);

    /// <summary>Compares with the committed file, or writes it when asked to.</summary>
    internal static T Check<T>(string file, T made)
    {
        string path = Path.Combine(Repository.Root, "tests", "vectors", file), text = JsonSerializer.Serialize(made, Json) + "\n";
        if (Environment.GetEnvironmentVariable("KAPOK_WRITE_VECTORS") == "1") File.WriteAllText(path, text);
        string committed = File.ReadAllText(path);
        Xunit.Assert.Equal(committed, text);
        return JsonSerializer.Deserialize<T>(committed, Json)!;
    }
}
