using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>Round openings: the great jade ring (bi) around the rising sun, and the moon gates that lead to other rooms.</summary>
internal static class MoonRing
{
    private const float GateRadius = 1.95f, GateHeight = 1.74f, GateWidth = 6.6f, GateTop = 4.95f, GateDepth = 0.56f;

    /// <summary>The great ring, in the room's frame.</summary>
    public static void BuildGreat(Mason room)
    {
        Mason ring = room.At(new(0f, TerraceLayout.MoonRingHeight, TerraceLayout.MoonRingZ));
        const float Radius = TerraceLayout.MoonRingRadius, HalfWidth = 0.78f, HalfDepth = 0.34f;
        Vector2[] profile = [.. Enumerable.Range(0, 17).Select(i =>
        {
            (float sin, float cos) = MathF.SinCos((i / 16f * MathF.Tau) - MathF.PI);
            return new Vector2(Radius + (Rounded(cos) * HalfWidth), Rounded(sin) * HalfDepth);
        })];
        ring.Put(Finish.Jade, 0xa9d8bd, TerraceShapes.Upright(Shapes.Lathe(profile, 120, smooth: true)), Vector3.Zero);
        foreach (float edge in (ReadOnlySpan<float>)[-0.8f, 0.8f])
            ring.Put(Finish.Gold, Finish.GoldLeaf, TerraceShapes.Upright(TerraceShapes.Torus(Radius + edge, 0.075f, 112, 6)), Vector3.Zero);
        foreach (float face in (ReadOnlySpan<float>)[-1f, 1f])
        {
            foreach (float edge in (ReadOnlySpan<float>)[-0.52f, 0.52f])
                ring.Put(Finish.Gold, Finish.GoldLeaf, TerraceShapes.Upright(TerraceShapes.Torus(Radius + edge, 0.022f, 96, 3)), new(0f, 0f, face * HalfDepth * 0.97f));
            for (int k = 0; k < 40; k++) CloudScroll(ring, k * MathF.Tau / 40f, face * HalfDepth);
        }
        // Clouds of jade where the ring enters the dais.
        Mason foot = room.At(new(0f, TerraceLayout.DaisHeight, TerraceLayout.MoonRingZ));
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            for (int k = 0; k < 4; k++)
            {
                MeshData curl = TerraceShapes.Upright(TerraceShapes.Torus(1.15f - (k * 0.2f), 0.22f, 26, 9, 0f, MathF.PI * 1.5f));
                curl.Transform(Matrix4x4.CreateRotationZ(side > 0f ? 1.9f : 2.8f));
                foot.Put(Finish.Jade, 0xb9dcc6, curl, new(side * (4.3f + (k * 1.05f)), 0.42f + (0.1f * k), 0.34f));
            }
            foot.Box(Finish.Jade, Finish.JadePale, new(side * 5.4f, 0.35f, 0f), new(3.6f, 0.7f, 1.5f));
        }
        foot.Box(Finish.Jade, Finish.JadePale, new(0f, 0.25f, 0f), new(8f, 0.5f, 1.7f));
        foot.SolidBox(new(0f, 0.6f, 0.1f), new(15f, 1.2f, 1.9f));
    }

    /// <summary>A gate to another room: a tiled wall with a round opening and a veil, local +Z towards the guests.</summary>
    public static void BuildGate(Mason gate, string room, string title)
    {
        gate.Put(Finish.Jade, 0xe4ede2, Wall(), Vector3.Zero);
        foreach (float face in (ReadOnlySpan<float>)[-1f, 1f])
        {
            MeshData edge = TerraceShapes.Upright(TerraceShapes.Torus(GateRadius + 0.16f, 0.17f, 48, 7));
            gate.Put(Finish.Jade, 0x8fc4a6, edge, new(0f, GateHeight, face * GateDepth / 2f));
            gate.Put(Finish.Gold, Finish.GoldLeaf, TerraceShapes.Upright(TerraceShapes.Torus(GateRadius + 0.38f, 0.03f, 48, 3)),
                new(0f, GateHeight, face * ((GateDepth / 2f) + 0.01f)));
        }
        gate.Put(Finish.Gold, Finish.GoldLeaf, TerraceShapes.Upright(TerraceShapes.Torus(GateRadius - 0.01f, 0.05f, 48, 4)), new(0f, GateHeight, 0f));
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            gate.Box(Finish.Jade, Finish.JadeMid, new(side * 2.6f, 0.2f, 0f), new(1.9f, 0.4f, 0.84f));
            gate.Box(Finish.Lacquer, Finish.Red, new(side * ((GateWidth / 2f) + 0.02f), GateTop / 2f, 0f), new(0.3f, GateTop, 0.72f));
            gate.SolidBox(new(side * 2.4f, 1.5f, 0f), new(2.2f, 3f, 0.84f));
            Lanterns.Hanging(gate.At(new(side * 2.78f, 3.05f, 0.5f)));
        }
        Roofs.Gabled(gate.At(new(0f, GateTop, 0f)), GateWidth + 1f, 1.7f, 0.62f, 0.38f);
        gate.Box(Finish.Gold, Finish.GoldLeaf, new(0f, 4.47f, (GateDepth / 2f) + 0.06f), new(2.5f, 0.66f, 0.07f), 0f);
        gate.Put(Finish.Plaque, Finish.White, Plaques.Face(Plaques.RowOf(room), 2.36f, 0.54f), new(0f, 4.47f, (GateDepth / 2f) + 0.1f));
        gate.Put(Finish.Veil, room == "arena" ? 0xa48cffu : 0xffd9a0u, Veil(), new(0f, GateHeight, 0f));
        Vector3 middle = gate.InRoom(new(0f, 1.5f, 0f));
        gate.Scene.AddPortal(room, title, middle, new(2.6f, 3f, 1.5f), gate.YawInRoom());
        gate.Scene.AddSpawn($"from:{room}", gate.InRoom(new(0f, 0f, 4f)), gate.YawInRoom(), 1.2f);
    }

    // Both faces of the wall: a strip from the round opening out to the rectangle, and the inside of the opening.
    private static MeshData Wall()
    {
        const int Around = 64;
        Vector2 Rim(int i)
        {
            (float sin, float cos) = MathF.SinCos(i * MathF.Tau / Around);
            return new(sin * GateRadius, GateHeight + (cos * GateRadius));
        }
        Vector2 Outer(int i)
        {
            Vector2 d = Rim(i) - new Vector2(0f, GateHeight);
            float reachY = d.Y > 0f ? GateTop - GateHeight : GateHeight;
            float scale = MathF.Min(GateWidth / 2f / MathF.Max(MathF.Abs(d.X), 1e-4f), reachY / MathF.Max(MathF.Abs(d.Y), 1e-4f));
            return new Vector2(0f, GateHeight) + (d * MathF.Max(scale, 1f));
        }
        MeshData face = Shapes.Grid(2, Around + 1, (row, i) => (new(row == 0 ? Rim(i) : Outer(i), GateDepth / 2f), row == 0 ? Rim(i) : Outer(i)));
        MeshData wall = new MeshData().Append(face).Append(face, Matrix4x4.CreateRotationY(MathF.PI));
        MeshData tube = Shapes.Grid(2, Around + 1, (row, i) => (new(Rim(i), (row == 0 ? -1f : 1f) * -GateDepth / 2f), Rim(i)));
        return wall.Append(TerraceShapes.TurnedOver(tube));
    }

    // A disc in the XY plane with texture coordinates -1..1 from its middle.
    private static MeshData Veil()
    {
        MeshData disc = TerraceShapes.Upright(Shapes.Disc(GateRadius, 48));
        for (int i = 0; i < disc.TexCoords.Count; i++) disc.TexCoords[i] = new Vector2(disc.Positions[i].X, disc.Positions[i].Y) / GateRadius;
        return disc;
    }

    private static void CloudScroll(Mason ring, float angle, float z)
    {
        (float sin, float cos) = MathF.SinCos(angle);
        MeshData curl = TerraceShapes.Upright(TerraceShapes.Torus(0.25f, 0.032f, 9, 3, 0f, 4.6f));
        curl.Transform(Matrix4x4.CreateRotationZ(angle + (z > 0f ? 0f : 0.6f)));
        ring.Put(Finish.Gold, Finish.GoldLeaf, curl, new(cos * TerraceLayout.MoonRingRadius, sin * TerraceLayout.MoonRingRadius, z));
    }

    private static float Rounded(float v) => MathF.Sign(v) * MathF.Sqrt(MathF.Abs(v));
}
