using System.Text.Json.Nodes;
using Kapok.Assets.Avatars.Accessories;
using Kapok.Assets.Avatars.Body;
using Kapok.Assets.Avatars.Clips;
using Kapok.Assets.Avatars.Hair;
using Kapok.Assets.Avatars.Head;
using SharpGLTF.Schema2;

namespace Kapok.Assets.Avatars;

/// <summary>The kit of parts from which the client puts people together, and its catalogue.</summary>
public static class AvatarKit
{
    /// <summary>A part: what it is, which one, and how to make it.</summary>
    /// <param name="Kind">Such as <c>hair</c>.</param>
    /// <param name="Name">Such as <c>bob</c>; a body's is outfit and build.</param>
    /// <param name="Build">Makes it at a level of detail.</param>
    public sealed record Part(string Kind, string Name, Func<Detail, AvatarMesh> Build);

    /// <summary>All parts, in the order of the catalogue.</summary>
    public static IReadOnlyList<Part> Parts { get; } = [.. AllParts()];

    /// <summary>Writes <c>kit.vrm</c>.</summary>
    public static void Save(string path)
    {
        KitDocument document = new("Kapok avatar kit");
        Material material = document.CreateMaterial("kapok.avatar");
        (Part Part, Detail Detail)[] work = [.. Parts.SelectMany(part => Enumerable.Range(0, Detail.Levels).Select(level => (part, new Detail(level))))];
        AvatarMesh[] meshes = [.. work.AsParallel().AsOrdered().Select(item => item.Part.Build(item.Detail))];
        for (int i = 0; i < work.Length; i++)
        {
            (Part part, Detail detail) = work[i];
            JsonObject kapok = new() { ["part"] = part.Kind, ["name"] = part.Name, ["lod"] = detail.Level };
            document.AddPart(NodeName(part, detail.Level), meshes[i], material, kapok);
        }
        foreach (Clip clip in Clip.All) document.AddClip(clip);
        document.Save(path);
    }

    /// <summary>The name of a part's node and mesh, such as <c>hair.bob.lod1</c>.</summary>
    public static string NodeName(Part part, int level) => part.Name.Length == 0 ? $"{part.Kind}.lod{level}" : $"{part.Kind}.{part.Name}.lod{level}";

    private static IEnumerable<Part> AllParts()
    {
        foreach ((string name, Action<BodyBuilder> make) in Outfits.All)
            for (int build = 0; build < BodyShape.Builds.Length; build++)
            {
                BodyShape shape = BodyShape.Builds[build];
                yield return new("body", $"{name}.{build}", detail => Outfits.Build(make, shape, detail));
            }
        for (int face = 0; face < FaceShape.All.Length; face++)
        {
            FaceShape shape = FaceShape.All[face];
            yield return new("head", $"{face}", detail => HeadPart.Build(shape, detail));
        }
        foreach ((string name, Action<HairBuilder> make) in HairStyles.All) yield return new("hair", name, detail => HairStyles.Build(make, detail));
        foreach ((string name, Action<AvatarMesh> make) in AccessoryParts.All) yield return new("acc", name, detail => AccessoryParts.Build(make, detail));
        foreach (string name in AccessoryParts.Beards) yield return new("beard", name, detail => AccessoryParts.Beard(name, detail));
        yield return new("stick", "", AccessoryParts.GlowStick);
    }
}
