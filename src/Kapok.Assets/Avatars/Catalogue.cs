using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kapok.Assets.Avatars.Clips;
using Kapok.Assets.Avatars.Head;

namespace Kapok.Assets.Avatars;

/// <summary>Writes <c>kit.json</c>: what the kit holds and how its parts go together.</summary>
public static class Catalogue
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the catalogue.</summary>
    public static void Save(string path) => File.WriteAllText(path, Build().ToJsonString(Format) + "\n");

    /// <summary>The catalogue as JSON.</summary>
    public static JsonObject Build() => new()
    {
        ["version"] = 1,
        ["levels"] = Detail.Levels,
        ["slots"] = Names<Slot>(),
        ["surfaces"] = Names<Surface>(),
        ["face"] = new JsonObject
        {
            ["centre"] = new JsonArray(HeadShape.Centre.X, HeadShape.Centre.Y, HeadShape.Centre.Z),
            ["square"] = HeadShape.FaceSquare,
            ["headScale"] = Skeleton.HeadScale,
            ["names"] = new JsonArray([.. FaceShape.All.Select(face => JsonValue.Create(face.Name))]),
        },
        ["emotes"] = new JsonArray("wave", "clap", "cheer", "dance", "heart", "laugh", "bow", "point"),
        ["parts"] = new JsonArray([.. AvatarKit.Parts.Select(Part)]),
        ["palettes"] = People.Palettes(),
        ["rules"] = People.Rules(),
        ["looks"] = new JsonArray([.. People.LineUp.Select(People.Look)]),
        ["seatHeight"] = Seated.SeatHeight,
        ["clips"] = new JsonArray([.. Clip.All.Select(ClipEntry)]),
    };

    private static JsonArray Names<T>() where T : struct, Enum =>
        new([.. Enum.GetNames<T>().Select(name => JsonValue.Create(char.ToLowerInvariant(name[0]) + name[1..]))]);

    private static JsonObject Part(AvatarKit.Part part) => new()
    {
        ["part"] = part.Kind,
        ["name"] = part.Name,
        ["triangles"] = new JsonArray([.. Enumerable.Range(0, Detail.Levels).Select(level => JsonValue.Create(part.Build(new(level)).TriangleCount))]),
    };

    private static JsonObject ClipEntry(Clip clip)
    {
        JsonObject entry = new() { ["name"] = clip.Name, ["seconds"] = MathF.Round(clip.Seconds, 3), ["loop"] = clip.Loop };
        if (clip.Beats is { } beats) entry["beats"] = beats;
        if (clip.MetresPerCycle is { } metres) entry["metresPerCycle"] = MathF.Round(metres, 4);
        return entry;
    }
}
