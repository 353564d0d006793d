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

    /// <summary>A state frame. Places of records are relative to the corner of the cell, for a grid of 4 m.</summary>
    internal sealed record Frame(string Name, string Hex, bool Valid, uint RoomMs, IReadOnlyList<Block> Blocks);

    internal sealed record Block(int Cell, int Scale, int AgeMs, IReadOnlyList<RecordFields> Records);

    internal sealed record RecordFields(
        int Person, string Form, float? X, float? Z, float? Yaw, float? VelocityX, float? VelocityZ, float? Y, int? Seat);

    internal sealed record Text(string Raw, int Most, string? Clean);

    internal const float CellMetres = 4f;

    internal static RecordFields Describe(in AvatarRecord record, int scale) => record.Form == AvatarForm.Seated
        ? new(record.Person, "seated", null, null, null, null, null, null, record.Seat)
        : new(
            record.Person, record.Form.ToString().ToLowerInvariant(),
            AvatarRecord.AlongCell(record.X, 0f, CellMetres * (1 << scale)), AvatarRecord.AlongCell(record.Z, 0f, CellMetres * (1 << scale)), record.YawRadians,
            record.Form == AvatarForm.Standing ? null : record.SpeedX,
            record.Form == AvatarForm.Standing ? null : record.SpeedZ,
            record.Form == AvatarForm.Airborne ? record.MetresY : null, null);

    internal static MoveFields Describe(in MoveFrame move) => new(
        move.Epoch, move.Sequence, move.MetresX, move.MetresY, move.MetresZ, move.YawRadians, move.SpeedX, move.SpeedZ, move.Airborne);

    /// <summary>Compares with the committed file, or writes it when asked to.</summary>
    internal static IReadOnlyList<T> Check<T>(string file, IReadOnlyList<T> made)
    {
        string path = Path.Combine(Repository.Root, "tests", "vectors", file), text = JsonSerializer.Serialize(made, Json) + "\n";
        if (Environment.GetEnvironmentVariable("KAPOK_WRITE_VECTORS") == "1") File.WriteAllText(path, text);
        string committed = File.ReadAllText(path);
        Xunit.Assert.Equal(committed, text);
        return JsonSerializer.Deserialize<List<T>>(committed, Json)!;
    }
}
