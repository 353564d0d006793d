using System.Numerics;
using System.Text.Json.Nodes;
using Kapok.Assets.Avatars;
using Kapok.Assets.Avatars.Body;
using Kapok.Assets.Avatars.Clips;
using Xunit;

namespace Kapok.Tests.Assets;

public sealed class AvatarKitTests
{
    private static readonly string[] Outfits = ["tee", "hoodie", "jacket", "suit", "dress", "qipao", "blouse", "robe"];
    private static readonly string[] Hairs = ["short", "undercut", "bob", "long", "ponytail", "bun", "curly", "twin", "wavy", "spiky", "braid"];
    private static readonly string[] Accessories = ["glasses", "headphones", "cap", "hijab", "flower", "earrings", "lanyard", "backpack", "catEars", "halo"];
    private static readonly string[] Clips =
    [
        "idle", "idle2", "walk", "run", "jump", "sit", "wave", "clap", "cheer", "dance", "dance2", "bow", "heart", "laugh", "point", "stickWave", "sway", "talk", "think",
        "sitWave", "sitClap", "sitCheer", "sitDance", "sitHeart", "sitLaugh", "sitBow", "sitPoint", "sitStick", "perform", "perform2", "perform3", "perform4",
        "clapCalm", "cheerCalm", "danceCalm", "dance2Calm", "stickWaveCalm", "swayCalm", "sitClapCalm", "sitCheerCalm", "sitDanceCalm", "sitStickCalm",
        "performCalm", "perform2Calm", "perform3Calm", "perform4Calm",
    ];

    /// <summary>Every part at every level of detail.</summary>
    public static TheoryData<string, int> PartsAndLevels()
    {
        TheoryData<string, int> data = [];
        foreach (AvatarKit.Part part in AvatarKit.Parts)
            for (int level = 0; level < Detail.Levels; level++) data.Add($"{part.Kind}.{part.Name}", level);
        return data;
    }

    [Fact]
    public void The_kit_has_every_part_that_a_look_can_name()
    {
        string[] expected =
        [
            .. Outfits.SelectMany(outfit => Enumerable.Range(0, BodyShape.Builds.Length).Select(build => $"body.{outfit}.{build}")),
            .. Enumerable.Range(0, 8).Select(face => $"head.{face}"), .. Hairs.Select(hair => $"hair.{hair}"), .. Accessories.Select(name => $"acc.{name}"),
            "beard.stubble", "beard.beard", "beard.moustache", "stick.",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), AvatarKit.Parts.Select(part => $"{part.Kind}.{part.Name}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(PartsAndLevels))]
    public void A_part_is_a_sound_mesh(string name, int level)
    {
        AvatarMesh mesh = Build(name, level);
        Assert.NotEmpty(mesh.Indices);
        Assert.True(mesh.Vertices.Count < ushort.MaxValue);
        Assert.All(mesh.Indices, index => Assert.InRange(index, 0, mesh.Vertices.Count - 1));
        VertexArrays arrays = VertexArrays.Encode(mesh);
        for (int i = 0; i < mesh.Vertices.Count; i++)
        {
            Vector3 position = arrays.Positions[i];
            Assert.True(float.IsFinite(position.X + position.Y + position.Z), $"{name} has a vertex that is nowhere");
            Assert.InRange(position.Y, -0.01f, 1.85f);
            Assert.InRange(mesh.Vertices[i].Normal!.Value.Length(), 0.999f, 1.001f);
            Assert.Equal(255u, Bytes(arrays.Weights[i]).Aggregate(0u, (sum, share) => sum + share));
            Assert.All(Bytes(arrays.Joints[i]), bone => Assert.True(bone < Skeleton.Count));
            Assert.True((arrays.Slots[i] & 0xFF) <= (uint)Slot.Lens);
        }
    }

    [Fact]
    public void A_whole_person_keeps_to_the_budget()
    {
        foreach ((int level, int budget) in (ReadOnlySpan<(int, int)>)[(0, 9_000), (1, 2_000), (2, 560)])
        {
            int Most(string kind) => AvatarKit.Parts.Where(part => part.Kind == kind).Max(part => part.Build(new(level)).TriangleCount);
            Assert.InRange(Most("body") + Most("head") + Most("hair"), 100, budget);
        }
    }

    [Fact]
    public void A_triangle_has_one_paint()
    {
        foreach (AvatarKit.Part part in AvatarKit.Parts)
        {
            AvatarMesh mesh = part.Build(new(1));
            for (int i = 0; i < mesh.Indices.Count; i += 3)
            {
                Paint first = mesh.Vertices[mesh.Indices[i]].Paint;
                for (int corner = 1; corner < 3; corner++)
                {
                    Paint paint = mesh.Vertices[mesh.Indices[i + corner]].Paint;
                    Assert.True(paint.Slot == first.Slot && paint.Surface == first.Surface, $"{part.Kind}.{part.Name} mixes {first.Slot} and {paint.Slot}");
                }
            }
        }
    }

    [Fact]
    public void All_clips_are_there_and_loops_close()
    {
        Assert.Equal(Clips.Order(StringComparer.Ordinal), Clip.All.Select(clip => clip.Name).Order(StringComparer.Ordinal));
        foreach (Clip clip in Clip.All)
        {
            (Pose first, Pose last) = (clip.PoseAt(0f), clip.PoseAt(0.99999f));
            foreach (Bone bone in Enum.GetValues<Bone>())
                Assert.True(MathF.Abs(Quaternion.Dot(Quaternion.Normalize(first[bone]), Quaternion.Normalize(last[bone]))) > 0.999f, $"{clip.Name} jumps at {bone}");
            if (clip.Beats is { } beats) Assert.Equal(clip.Seconds, beats * 0.5f, 3);
        }
    }

    [Fact]
    public void Every_emote_has_a_seated_form_that_keeps_the_seat()
    {
        Pose sitting = Named("sit").PoseAt(0f);
        foreach (JsonNode? emote in Catalogue.Build()["emotes"]!.AsArray())
        {
            string name = (string)emote!;
            Clip seated = Named($"sit{char.ToUpperInvariant(name[0])}{name[1..]}");
            float moved = 0f;
            for (float phase = 0.05f; phase < 1f; phase += 0.1f)
            {
                Pose pose = seated.PoseAt(phase);
                Assert.InRange(Vector3.Distance(pose.Hips, sitting.Hips), 0f, 0.001f);
                Assert.InRange(Vector3.Distance(Ankle(pose), Ankle(sitting)), 0f, 0.01f);
                moved = MathF.Max(moved, Enum.GetValues<Bone>().Max(bone => 1f - MathF.Abs(Quaternion.Dot(pose[bone], sitting[bone]))));
            }
            Assert.True(moved > 0.005f, $"{seated.Name} looks like sitting still");
        }
    }

    [Fact]
    public void Calm_motion_is_slower_and_smaller()
    {
        foreach (Clip clip in Clip.All.Where(clip => clip.Beats is not null && !clip.Name.EndsWith("Calm", StringComparison.Ordinal)))
        {
            Clip calm = Named($"{clip.Name}Calm");
            Assert.Equal(clip.Seconds * 2f, calm.Seconds, 3);
            Assert.InRange(HipsTravel(calm), 0f, (0.3f * HipsTravel(clip)) + 0.0005f);
        }

        static float HipsTravel(Clip clip)
        {
            Vector3[] at = [.. Enumerable.Range(0, 48).Select(i => clip.PoseAt(i / 48f).Hips)];
            return at.Max(hips => hips.Y) - at.Min(hips => hips.Y);
        }
    }

    [Fact]
    public void Performers_move_more_than_the_audience_and_keep_their_feet_on_the_stage()
    {
        float audience = Reach(Named("dance"));
        foreach (Clip clip in Clip.All.Where(clip => clip.Name.StartsWith("perform", StringComparison.Ordinal) && !clip.Name.EndsWith("Calm", StringComparison.Ordinal)))
        {
            Assert.True(Reach(clip) > audience * 1.2f, $"{clip.Name} moves less than the audience: {Reach(clip)} to {audience}");
            for (float phase = 0f; phase < 1f; phase += 0.02f) Assert.InRange(Ankle(clip.PoseAt(phase)).Y, 0.055f, 0.17f);
        }

        // How far the left hand gets about, metres.
        static float Reach(Clip clip)
        {
            Vector3[] at = [.. Enumerable.Range(0, 64).Select(i => At(clip.PoseAt(i / 64f), Bone.LeftHand))];
            return Vector3.Distance(new(at.Max(p => p.X), at.Max(p => p.Y), at.Max(p => p.Z)), new(at.Min(p => p.X), at.Min(p => p.Y), at.Min(p => p.Z)));
        }
    }

    [Theory]
    [InlineData("walk")]
    [InlineData("run")]
    public void Feet_on_the_floor_do_not_slide(string name)
    {
        Clip clip = Clip.All.Single(candidate => candidate.Name == name);
        const float Step = 0.01f;
        for (float phase = 0.02f; phase < 0.25f; phase += 0.02f)
        {
            // Between landing and lifting the heel, the left ankle moves back as fast as the body moves forward.
            (Vector3 before, Vector3 after) = (Ankle(clip.PoseAt(phase)), Ankle(clip.PoseAt(phase + Step)));
            if (phase < 0.12f || phase > 0.2f) continue;
            Assert.InRange((before.Z - after.Z) / Step, clip.MetresPerCycle!.Value * 0.85f, clip.MetresPerCycle.Value * 1.15f);
            Assert.InRange(after.Y, 0.06f, 0.10f);
        }
    }

    [Fact]
    public void The_file_loads_as_a_skinned_humanoid_with_clips()
    {
        string path = Path.Combine(Path.GetTempPath(), $"kapok-kit-{Guid.NewGuid():n}.vrm");
        try
        {
            AvatarKit.Save(path);
            Assert.InRange(new FileInfo(path).Length, 100_000, 8 * 1024 * 1024);
            SharpGLTF.Schema2.ModelRoot root = SharpGLTF.Schema2.ModelRoot.Load(path, SharpGLTF.Validation.ValidationMode.Skip);
            Assert.Equal(AvatarKit.Parts.Count * Detail.Levels, root.LogicalMeshes.Count);
            Assert.Equal(Skeleton.Count, Assert.Single(root.LogicalSkins).JointsCount);
            Assert.Equal(Clip.All.Count, root.LogicalAnimations.Count);
            byte[] file = File.ReadAllBytes(path);
            JsonObject json = JsonNode.Parse(file.AsSpan(20, BitConverter.ToInt32(file, 12)))!.AsObject();
            JsonObject bones = json["extensions"]!["VRMC_vrm"]!["humanoid"]!["humanBones"]!.AsObject();
            foreach (Bone bone in Enum.GetValues<Bone>())
                Assert.Equal(Skeleton.NameOf(bone), (string?)json["nodes"]![(int)bones[Skeleton.NameOf(bone)]!["node"]!]!["name"]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_catalogue_names_parts_clips_and_people()
    {
        JsonObject catalogue = Catalogue.Build();
        Assert.Equal(AvatarKit.Parts.Count, catalogue["parts"]!.AsArray().Count);
        Assert.Equal(12, catalogue["looks"]!.AsArray().Count);
        foreach (JsonNode? look in catalogue["looks"]!.AsArray())
        {
            Assert.InRange((int)look!["hair"]!, 0, Hairs.Length);
            Assert.InRange((int)look["outfit"]!, 0, Outfits.Length - 1);
        }
    }

    private static AvatarMesh Build(string name, int level) => AvatarKit.Parts.Single(part => $"{part.Kind}.{part.Name}" == name).Build(new(level));

    private static uint[] Bytes(uint packed) => [packed & 0xFF, (packed >> 8) & 0xFF, (packed >> 16) & 0xFF, packed >> 24];

    private static Clip Named(string name) => Clip.All.Single(clip => clip.Name == name);

    private static Vector3 Ankle(Pose pose) => At(pose, Bone.LeftFoot);

    // Where a joint is.
    private static Vector3 At(Pose pose, Bone joint)
    {
        Vector3 at = Vector3.Zero;
        for (Bone? bone = joint; bone is { } here; bone = Skeleton.ParentOf(here)) at = Vector3.Transform(at, pose[here]) + Skeleton.OffsetOf(here);
        return at + pose.Hips;
    }
}
