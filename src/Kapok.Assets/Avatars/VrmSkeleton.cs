using System.Numerics;
using System.Text.Json.Nodes;
using SharpGLTF.Schema2;
using SharpGLTF.Transforms;

namespace Kapok.Assets.Avatars;

/// <summary>The kit's skeleton in a glTF document, and what VRM 1.0 says about it.</summary>
public static class VrmSkeleton
{
    /// <summary>Adds the bones in T-pose and a skin over them.</summary>
    /// <param name="root">The document.</param>
    /// <param name="scene">Where the hips go.</param>
    /// <param name="scale">Height of this body as a share of the kit's.</param>
    public static (Node[] Bones, Skin Skin) AddTo(ModelRoot root, Scene scene, float scale = 1f)
    {
        Node[] bones = new Node[Skeleton.Count];
        foreach (Bone bone in Enum.GetValues<Bone>())
        {
            Node node = Skeleton.ParentOf(bone) is { } parent ? bones[(int)parent].CreateNode(Skeleton.NameOf(bone)) : scene.CreateNode(Skeleton.NameOf(bone));
            node.LocalTransform = new AffineTransform(Vector3.One, Quaternion.Identity, Skeleton.OffsetOf(bone) * scale);
            bones[(int)bone] = node;
        }
        Skin skin = root.CreateSkin("skeleton");
        // Stated, since SharpGLTF would measure them from the first joint rather than from the floor.
        skin.BindJoints([.. Enum.GetValues<Bone>().Select(bone => (bones[(int)bone], Matrix4x4.CreateTranslation(-Skeleton.JointOf(bone) * scale)))]);
        return (bones, skin);
    }

    /// <summary>VRMC_vrm without expressions. Anyone may use, change and pass on the avatar, though not for harm.</summary>
    public static JsonObject Extension(IReadOnlyList<Node> bones, string title)
    {
        JsonObject human = [];
        foreach (Bone bone in Enum.GetValues<Bone>()) human[Skeleton.NameOf(bone)] = new JsonObject { ["node"] = bones[(int)bone].LogicalIndex };
        return new()
        {
            ["specVersion"] = "1.0",
            ["meta"] = new JsonObject
            {
                ["name"] = title,
                ["version"] = "1",
                ["authors"] = new JsonArray("The Kapok authors"),
                ["copyrightInformation"] = "The Kapok authors",
                ["licenseUrl"] = "https://vrm.dev/licenses/1.0/",
                ["avatarPermission"] = "everyone",
                ["allowExcessivelyViolentUsage"] = false,
                ["allowExcessivelySexualUsage"] = false,
                ["commercialUsage"] = "corporation",
                ["allowPoliticalOrReligiousUsage"] = true,
                ["allowAntisocialOrHateUsage"] = false,
                ["creditNotation"] = "unnecessary",
                ["allowRedistribution"] = true,
                ["modification"] = "allowModificationRedistribution",
            },
            ["humanoid"] = new JsonObject { ["humanBones"] = human },
        };
    }
}
