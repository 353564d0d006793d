using System.Text.Json.Nodes;
using Kapok.Assets.Avatars;
using Kapok.Assets.Avatars.Standalone;
using Xunit;

namespace Kapok.Tests.Assets;

public sealed class PersonFileTests
{
    // https://github.com/vrm-c/vrm-specification/blob/master/specification/VRMC_vrm-1.0/humanoid.md
    private static readonly string[] RequiredBones =
    [
        "hips", "spine", "head", "leftUpperLeg", "leftLowerLeg", "leftFoot", "rightUpperLeg", "rightLowerLeg", "rightFoot",
        "leftUpperArm", "leftLowerArm", "leftHand", "rightUpperArm", "rightLowerArm", "rightHand",
    ];

    /// <summary>Everybody of the line-up.</summary>
    public static TheoryData<string> Names() => [.. People.LineUp.Select(person => person.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_person_is_a_complete_vrm(string name)
    {
        Person person = People.LineUp.Single(each => each.Name == name);
        string path = Path.Combine(Path.GetTempPath(), $"kapok-person-{Guid.NewGuid():n}.vrm");
        try
        {
            PersonFile.Save(person, path);
            byte[] file = File.ReadAllBytes(path);
            JsonObject json = JsonNode.Parse(file.AsSpan(20, BitConverter.ToInt32(file, 12)))!.AsObject(), vrm = json["extensions"]!["VRMC_vrm"]!.AsObject();
            JsonArray nodes = json["nodes"]!.AsArray();
            Assert.Equal("1.0", (string?)vrm["specVersion"]);
            Assert.Null(json["extensionsRequired"]);
            Assert.Equal(name, (string?)vrm["meta"]!["name"]);
            Assert.NotEmpty(vrm["meta"]!["authors"]!.AsArray());
            Assert.Equal("https://vrm.dev/licenses/1.0/", (string?)vrm["meta"]!["licenseUrl"]);
            JsonObject bones = vrm["humanoid"]!["humanBones"]!.AsObject();
            Assert.All(RequiredBones, bone => Assert.Equal(bone, (string?)nodes[(int)bones[bone]!["node"]!]!["name"]));
            foreach ((string expression, JsonNode? setting) in vrm["expressions"]!["preset"]!.AsObject())
            {
                JsonArray binds = setting!["morphTargetBinds"]!.AsArray();
                Assert.NotEmpty(binds);
                foreach (JsonNode? bind in binds)
                {
                    JsonNode mesh = json["meshes"]![(int)nodes[(int)bind!["node"]!]!["mesh"]!]!;
                    Assert.True((int)bind["index"]! < mesh["primitives"]![0]!["targets"]!.AsArray().Count, $"{expression} moves nothing");
                }
            }
            foreach (string expression in (string[])["happy", "angry", "sad", "relaxed", "surprised", "aa", "ih", "ou", "ee", "oh", "blink", "blinkLeft", "blinkRight"])
                Assert.True(vrm["expressions"]!["preset"]!.AsObject().ContainsKey(expression), $"{expression} is missing");
            SharpGLTF.Schema2.ModelRoot root = SharpGLTF.Schema2.ModelRoot.Load(path, SharpGLTF.Validation.ValidationMode.Skip);
            Assert.Equal(Skeleton.Count, Assert.Single(root.LogicalSkins).JointsCount);
            Assert.True(root.LogicalMeshes.Sum(mesh => mesh.Primitives.Sum(primitive => primitive.IndexAccessor.Count)) / 3 is > 4_000 and < 14_000);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_shut_eye_shows_no_white_and_an_open_one_does()
    {
        FaceDrawing face = new(People.LineUp[0], 0.0006f);
        System.Numerics.Vector2 beside = new(0.0545f + 0.022f, -0.012f);
        Assert.True(face.At(beside, new Mood()).Z > 0.7f);
        Assert.True(face.At(beside, new Mood(1f)).Z < 0.7f);
    }
}
