using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Forum;

/// <summary>The moon gates to the arena and the terrace on either side of the entrance, and the wall pictures beside them.</summary>
public static class SouthWall
{
    private static readonly (string Room, string Title, float X, uint Colour)[] Gates =
        [("arena", "Arena", -7.6f, 0xff7fb0), ("terrace", "Terrace", 7.6f, 0x7fe0b8)];

    /// <summary>Adds the wall. <paramref name="room"/> stands in room coordinates.</summary>
    public static void Build(ForumBuilder room)
    {
        for (int i = 0; i < Gates.Length; i++) Gate(room, i);
        Entrance(room.At(0f, 0f, 32f, MathF.PI));
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            ForumBuilder niche = room.At(side * 15.6f, 0f, 32f, MathF.PI);
            niche.Soft(6.4f, 3f, 0.16f, 0.04f, 0f, 3.2f, 0f, Tone.Dark, Finish.Wood);
            niche.Print(6.1f, 2.266f, 0f, 3.3f, 0.09f, PrintSheet.Mural);
            niche.Soft(4.6f, 0.12f, 0.6f, 0.04f, 0f, 0.44f, 0.5f, Tone.Oak, Finish.Wood);
            foreach (float x in (ReadOnlySpan<float>)[-1.9f, 1.9f]) niche.Box(0.3f, 0.4f, 0.5f, x, 0.2f, 0.5f, Tone.Stone, Finish.Plaster);
            for (int k = -1; k <= 1; k++) niche.Seat(k * 1.3f, 0.5f, 0.5f);
        }
        foreach (float x in (ReadOnlySpan<float>)[-11.6f, -3.6f, 3.6f, 11.6f, -19.6f, 19.6f]) room.Soft(0.7f, 5.9f, 0.3f, 0.04f, x, 2.95f, 32.1f, Tone.Dark, Finish.Wood);
        room.Scene.AddSpawn("entrance", new(0f, 0f, 24.8f), MathF.PI, 2.4f);
    }

    private static void Gate(ForumBuilder room, int index)
    {
        (string name, string title, float x, uint colour) = Gates[index];
        ForumBuilder at = room.At(x, 0f, 32f, MathF.PI);
        at.Soft(6.6f, 5.9f, 0.5f, 0.1f, 0f, 2.95f, 0f, index == 0 ? 0xd9bd93u : 0xe2cda9u, Finish.Wood);
        at.Ring(2.15f, 0.19f, 0f, 2.3f, 0.28f, Tone.Oak, Finish.Wood, default, MathF.Tau, 64);
        at.Ring(1.95f, 0.06f, 0f, 2.3f, 0.38f, colour, Finish.Glow, default, MathF.Tau, 64);
        MeshData disc = new MeshData().Append(Shapes.Disc(1.96f, 64), Matrix4x4.CreateRotationX(MathF.PI / 2f));
        for (int i = 0; i < disc.Positions.Count; i++) disc.TexCoords[i] = new(disc.Positions[i].X / 1.96f, disc.Positions[i].Y / 1.96f);
        MeshData painted = new MeshData().Append(disc,
            Matrix4x4.CreateTranslation(0f, 2.3f, 0.34f) * Matrix4x4.CreateRotationY(MathF.PI) * Matrix4x4.CreateTranslation(x, 0f, 32f));
        room.Scene.Add("forum.portal", painted.Paint(index == 0 ? new Vector4(1f, 0.22f, 0.42f, 1f) : new Vector4(0.2f, 0.72f, 0.45f, 1f)));
        at.Soft(3.4f, 0.16f, 1.1f, 0.05f, 0f, 0.08f, 0.75f, Tone.Stone, Finish.Plaster);
        at.Collide(3.4f, 0.16f, 1.1f, 0f, 0.08f, 0.75f);
        at.Soft(3.75f, 0.95f, 0.12f, 0.03f, 0f, 5.18f, 0.3f, Tone.Ink);
        at.Print(3.6f, 0.792f, 0f, 5.18f, 0.365f, PrintSheet.Portal(index));
        room.Scene.AddPortal(name, title, at.World(0f, 1.6f, 0.85f), new(3.2f, 3.2f, 1.3f));
        room.Scene.AddSpawn($"from:{name}", new(x, 0f, 25.4f), MathF.PI, 1.2f);
        room.Scene.AddMarker($"portal.light.{name}", at.World(0f, 2.3f, 0.5f), MathF.PI, new() { ["radius"] = 1.96f });
    }

    private static void Entrance(ForumBuilder at)
    {
        at.Soft(6.2f, 5.9f, 0.4f, 0.06f, 0f, 2.95f, 0f, Tone.Ink);
        foreach (float x in (ReadOnlySpan<float>)[-1.95f, -0.66f, 0.66f, 1.95f])
        {
            at.Soft(1.24f, 3.7f, 0.1f, 0.03f, x, 1.86f, 0.2f, Tone.Oak, Finish.Wood);
            at.Panel(0.96f, 3.3f, x, 1.92f, 0.26f, 0xe9d2a4u, Finish.Weave);
            at.Box(0.94f, 3.28f, 0.02f, x, 1.92f, 0.245f, 0xf3dfb8u, Finish.Glow);
        }
        foreach (float x in (ReadOnlySpan<float>)[-0.12f, 0.12f]) at.Round(0.025f, 0.025f, 0.9f, x, 1.3f, 0.32f, 0xd9b25au, Finish.Metal, 8);
        at.Print(5f, 0.9f, 0f, 4.75f, 0.21f, PrintSheet.House);
    }
}
