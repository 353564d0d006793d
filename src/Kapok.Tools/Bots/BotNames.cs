namespace Kapok.Tools.Bots;

/// <summary>Names and looks of bots: varied, and the same for the same seed.</summary>
public static class BotNames
{
    private static readonly string[] First =
        ["Mei", "Omar", "Aisha", "Leo", "Zuri", "Grace", "Kenji", "Sofia", "Kwame", "Hana", "Raj", "Ivy", "Lin", "Noor", "Mateo", "Yuki", "Emma", "Jun", "Amara", "Felix",
            "小雨", "子轩", "雅婷", "浩然", "晓梦", "安娜", "Elif", "Tomas", "Priya", "Sana"];

    private static readonly uint[] Skins = [0xf7d3ba, 0xf2c4a2, 0xe3b08a, 0xd9a077, 0xb97a50, 0xa96c45, 0x7c4a30, 0x5c3622];
    private static readonly uint[] Hairs = [0x1f1714, 0x20242f, 0x33201b, 0x5b3a22, 0x8a3f22, 0xb9793a, 0xe9b04c, 0x8b8790, 0xcfd0dc, 0xe88bb5, 0x2d5f8f, 0x6a3fb5];
    private static readonly uint[] Tops = [0xd8385e, 0x2f3f6e, 0xf8f2e6, 0x3b3a4f, 0xffb52e, 0xb9a7e6, 0x56c2b0, 0xffffff, 0xff7a4d, 0xf4eefc, 0x7a4a36, 0xff6b8f,
        0x2f8f86, 0x7a6be0, 0x5bb8e8];
    private static readonly uint[] Bottoms = [0x394a7a, 0x2f2f45, 0x4f4a72, 0xf6dfe6, 0x39506b, 0x5f74a8, 0x3a4256, 0x4b4a55, 0x8b7bd0, 0xe6f5ee];
    private static readonly uint[] Accents = [0xf5c65a, 0xe0664f, 0xfafafa, 0xff6f61, 0xffe05a, 0xe85c7a, 0xfff3d6, 0xff7ab8, 0xe9f7ff];
    private static readonly uint[] Eyes = [0x5a3520, 0x3b2a22, 0x3f86c9, 0x3f9a62, 0x8a4fb0, 0xc0762a];
    private static readonly uint[] Sticks = [0xff4fa3, 0x3fc8ff, 0x7dff6a, 0xffc44d, 0xa77bff, 0xfff3e6];

    private static readonly string[] Stage = ["木棉 Mumian", "Rio", "Vega", "Nova", "Indigo", "Saffron", "Juno", "Orion"];
    private static readonly uint[] Costumes = [0xff3d7f, 0x28d7ff, 0xffc23d, 0x9b5cff, 0x3dff9e];

    /// <summary>The name of a performer.</summary>
    public static string OfPerformer(int index) => Stage[index % Stage.Length];

    /// <summary>A performer's look: a dress in front, jackets behind, in colours that carry over a hall.</summary>
    public static IReadOnlyDictionary<string, uint> LookOfPerformer(int index, Random random)
    {
        uint body = (uint)(index % 3 == 1 ? 1 : 0);
        return new Dictionary<string, uint>(LookOf(random))
        {
            ["body"] = body,
            ["hair"] = body == 1 ? 10u : index % 2 == 0 ? 9u : 5u,
            ["outfit"] = index == 0 ? 4u : 2u,
            ["accessories"] = 0,
            ["top"] = Costumes[index % Costumes.Length],
            ["bottom"] = index == 0 ? Costumes[0] : 0xf4eefcu,
            ["accent"] = 0xffe9a8,
            ["shoes"] = 0xfbf8ff,
            ["facial"] = body == 1 ? 0u : 8u,
        };
    }

    /// <summary>The name of a bot.</summary>
    public static string Of(int index) => index < First.Length ? First[index] : $"{First[index % First.Length]} {index / First.Length}";

    /// <summary>A look, as the JSON of a join has it.</summary>
    public static IReadOnlyDictionary<string, uint> LookOf(Random random)
    {
        uint body = (uint)random.Next(4), masculine = body & 1;
        uint[] hairs = masculine == 1 ? [1, 1, 2, 7, 10, 9, 1, 3] : [3, 4, 5, 6, 7, 8, 9, 11];
        uint[] outfits = masculine == 1 ? [0, 1, 2, 3, 0, 1, 2] : [0, 1, 2, 4, 5, 6, 4, 6];
        uint accessories = random.NextDouble() < 0.35 ? 1u << random.Next(10) : 0;
        return new Dictionary<string, uint>
        {
            ["body"] = body,
            ["face"] = (uint)random.Next(8),
            ["eyes"] = (uint)random.Next(8),
            ["brows"] = (uint)random.Next(4),
            ["mouth"] = (uint)random.Next(4),
            ["hair"] = hairs[random.Next(hairs.Length)],
            ["outfit"] = outfits[random.Next(outfits.Length)],
            ["accessories"] = accessories,
            ["height"] = (uint)random.Next(16),
            ["skin"] = Skins[random.Next(Skins.Length)],
            ["hairColour"] = Hairs[random.Next(Hairs.Length)],
            ["eyeColour"] = Eyes[random.Next(Eyes.Length)],
            ["top"] = Tops[random.Next(Tops.Length)],
            ["bottom"] = Bottoms[random.Next(Bottoms.Length)],
            ["accent"] = Accents[random.Next(Accents.Length)],
            ["shoes"] = random.NextDouble() < 0.6 ? 0xfbf8ffu : Accents[random.Next(Accents.Length)],
            ["stick"] = Sticks[random.Next(Sticks.Length)],
            ["facial"] = masculine == 1 ? (uint)random.Next(4) : random.NextDouble() < 0.2 ? 4u : 8u,
        };
    }
}
