using System.Globalization;
using System.Text.Json.Nodes;

namespace Kapok.Assets.Avatars;

/// <summary>A ready-made person: the client's Look with a name.</summary>
/// <remarks>Colours are 0xRRGGBB in sRGB; the numbers of body, face, hair and so on are those of the client's lists.</remarks>
public sealed record Person(string Name, int Body, int Face, string Hair, string Outfit)
{
    public int Eyes { get; init; }
    public int Brows { get; init; }
    public int Mouth { get; init; }
    public string[] Accessories { get; init; } = [];
    /// <summary>Factor of the height, 0.9..1.1.</summary>
    public float Height { get; init; } = 1f;
    public required int Skin { get; init; }
    public required int HairColour { get; init; }
    public int EyeColour { get; init; } = 0x5A3520;
    public required int Top { get; init; }
    public required int Bottom { get; init; }
    public required int Accent { get; init; }
    public int Shoes { get; init; } = 0xFFFFFF;
    public int Stick { get; init; } = 0x40FFD0;
    /// <summary>0 none, 1 stubble, 2 beard, 3 moustache.</summary>
    public int Facial { get; init; }
}

/// <summary>The twelve people of the line-up, good colours, and rules by which chance makes pleasant people.</summary>
public static class People
{
    /// <summary>The parts of the kit that a person is made of.</summary>
    public static IEnumerable<AvatarKit.Part> PartsOf(Person person)
    {
        bool covered = person.Accessories.Contains("hijab");
        string[] names =
        [
            $"body.{person.Outfit}.{person.Body}", $"head.{person.Face}", .. covered || person.Hair == "none" ? Array.Empty<string>() : [$"hair.{person.Hair}"],
            .. person.Accessories.Select(name => $"acc.{name}"), .. person.Facial > 0 ? [$"beard.{Accessories.AccessoryParts.Beards[person.Facial - 1]}"] : Array.Empty<string>(),
        ];
        return names.Select(name => AvatarKit.Parts.Single(part => $"{part.Kind}.{part.Name}" == name));
    }

    /// <summary>The client's order of hair styles; none comes first.</summary>
    public static readonly string[] Hairs = ["none", .. Avatars.Hair.HairStyles.All.Select(style => style.Name)];

    /// <summary>The line-up.</summary>
    public static readonly Person[] LineUp =
    [
        new("Mei", 0, 7, "twin", "qipao") { Accessories = ["flower"], Height = 0.95f, Skin = 0xF7CFB2, HairColour = 0x5B3A78, EyeColour = 0x8A4FB0, Top = 0xD8385E,
            Bottom = 0xF6DFE6, Accent = 0xF5C65A, Shoes = 0xC22D50 },
        new("Omar", 1, 2, "short", "suit") { Height = 1.07f, Skin = 0xB97A50, HairColour = 0x1F1714, Top = 0x2F3F6E, Bottom = 0x2F3F6E, Accent = 0xE0664F,
            Shoes = 0x3A2A26, Facial = 2 },
        new("Aisha", 0, 0, "short", "blouse") { Accessories = ["hijab"], Skin = 0xD9A077, HairColour = 0x2A1C18, EyeColour = 0x5B3B22, Top = 0xF8F2E6, Bottom = 0x39506B,
            Accent = 0x3FA39A },
        new("Leo", 1, 4, "undercut", "jacket") { Accessories = ["earrings"], Height = 1.06f, Skin = 0xF6CDB0, HairColour = 0xE9B04C, EyeColour = 0x3F86C9, Top = 0x3B3A4F,
            Bottom = 0x5F74A8, Accent = 0xFAFAFA, Shoes = 0xEF5B4C },
        new("Zuri", 0, 5, "curly", "dress") { Accessories = ["earrings"], Skin = 0x7C4A30, HairColour = 0x33201B, EyeColour = 0x5A2F18, Top = 0xFFB52E, Bottom = 0xFFB52E,
            Accent = 0xFF6F61, Shoes = 0xFFF4E0 },
        new("Grace", 2, 3, "bun", "blouse") { Accessories = ["glasses"], Height = 0.96f, Skin = 0xF3CBB0, HairColour = 0xCFD0DC, EyeColour = 0x5D7F8E, Top = 0xB9A7E6,
            Bottom = 0x4F4A72, Accent = 0xFFFFFF },
        new("Kenji", 1, 0, "short", "hoodie") { Accessories = ["headphones"], Height = 1.02f, Skin = 0xEFC39D, HairColour = 0x20242F, EyeColour = 0x3B2A22,
            Top = 0x56C2B0, Bottom = 0x3A4256, Accent = 0xFFE05A },
        new("Sofia", 0, 1, "long", "blouse") { Skin = 0xFBD9C4, HairColour = 0x8A3F22, EyeColour = 0x3F9A62, Top = 0xFFFFFF, Bottom = 0x4A6FB3, Accent = 0xE85C7A },
        new("Kwame", 1, 5, "curly", "tee") { Accessories = ["lanyard"], Height = 1.08f, Skin = 0x5C3622, HairColour = 0x1D1512, EyeColour = 0x4A2614, Top = 0xFF7A4D,
            Bottom = 0x394A7A, Accent = 0xFFF3D6 },
        new("Hana", 0, 7, "bob", "hoodie") { Height = 0.93f, Skin = 0xF9D8C3, HairColour = 0xE88BB5, EyeColour = 0x4AA3D8, Top = 0xF4EEFC, Bottom = 0x8B7BD0, Accent = 0xFF7AB8 },
        new("Raj", 3, 6, "short", "jacket") { Accessories = ["glasses"], Skin = 0xA96C45, HairColour = 0x8B8790, EyeColour = 0x4B2C1A, Top = 0x7A4A36, Bottom = 0x4B4A55,
            Accent = 0xF0D9A8, Facial = 2 },
        new("Ivy", 0, 1, "ponytail", "jacket") { Accessories = ["cap"], Skin = 0xE8B48C, HairColour = 0x2D5F8F, EyeColour = 0xC0762A, Top = 0xFF6B8F, Bottom = 0x2F2F45,
            Accent = 0xFFD24A },
    ];

    private static readonly int[] Skins = [0xFBD9C4, 0xF7CFB2, 0xF2C4A2, 0xE8B48C, 0xD9A077, 0xC68A5E, 0xB97A50, 0xA96C45, 0x8D5524, 0x7C4A30, 0x5C3622, 0x472A1C];
    private static readonly int[] NaturalHair = [0x1D1512, 0x20242F, 0x33201B, 0x4A2F22, 0x6B4426, 0x8A3F22, 0xB5763A, 0xE9B04C, 0xF0D9A8, 0x8B8790, 0xCFD0DC];
    private static readonly int[] BrightHair = [0x6A3FB5, 0x2D5F8F, 0x3D6FD0, 0xE88BB5, 0x3FA39A, 0xEF5B4C, 0x5B3A78];
    private static readonly int[] EyeColours = [0x3B2A22, 0x5A3520, 0x7A4A2A, 0xC0762A, 0x3F9A62, 0x3E8F5A, 0x3F86C9, 0x4AA3D8, 0x5D7F8E, 0x8A4FB0, 0xC9537C];
    private static readonly int[] Sticks = [0x40FFD0, 0xFF6BB0, 0x6BC8FF, 0xFFD24A, 0xB48BFF, 0x8CFF6B, 0xFF8A5C, 0xFFFFFF];

    // Top, bottom, accent, shoes: sets that go together.
    private static readonly int[][] Harmonies =
    [
        [0x56C2B0, 0x3A4256, 0xFFE05A, 0xFFFFFF], [0xFF7A4D, 0x394A7A, 0xFFF3D6, 0xFFFFFF], [0xF4EEFC, 0x8B7BD0, 0xFF7AB8, 0xFFFFFF], [0xFF6B8F, 0x2F2F45, 0xE9F7FF, 0xFFD24A],
        [0x2F3F6E, 0x2F3F6E, 0xE0664F, 0x3A2A26], [0x5BB8E8, 0xF3F0FA, 0xFFD84D, 0xFFFFFF], [0x2F8F86, 0xE6F5EE, 0xF5CF6A, 0x2F6F68], [0x7A6BE0, 0x4A4380, 0xFFD6EC, 0xFFE27A],
        [0x4A3560, 0x4A3560, 0xFF7AB8, 0x2A2030], [0xFFF6EA, 0x3D4372, 0xFF7F9F, 0xFFE27A], [0xD8385E, 0xF6DFE6, 0xF5C65A, 0xC22D50], [0xB9A7E6, 0x4F4A72, 0xFFFFFF, 0xF4EEFC],
        [0x7A4A36, 0x4B4A55, 0xF0D9A8, 0x5A3A2A], [0x3B3A4F, 0x5F74A8, 0xFAFAFA, 0xEF5B4C], [0xFFB52E, 0x6A4A7A, 0xFF6F61, 0xFFF4E0], [0x8CB369, 0x46503A, 0xF4E285, 0xF7F3E8],
        [0xE8E3F5, 0x4A5A86, 0xFF7AB8, 0xFFFFFF], [0x2B2D42, 0x8D99AE, 0xEF233C, 0xEDF2F4],
    ];

    /// <summary>The person as the client's Look, with the name.</summary>
    public static JsonObject Look(Person person) => new()
    {
        ["name"] = person.Name,
        ["body"] = person.Body,
        ["face"] = person.Face,
        ["eyes"] = person.Eyes,
        ["brows"] = person.Brows,
        ["mouth"] = person.Mouth,
        ["hair"] = Array.IndexOf(Hairs, person.Hair),
        ["outfit"] = Array.FindIndex(Body.Outfits.All, outfit => outfit.Name == person.Outfit),
        ["accessories"] = person.Accessories.Sum(name => 1 << Array.FindIndex(Avatars.Accessories.AccessoryParts.All, accessory => accessory.Name == name)),
        ["height"] = MathF.Round(person.Height, 2),
        ["skin"] = person.Skin,
        ["hairColour"] = person.HairColour,
        ["eyeColour"] = person.EyeColour,
        ["top"] = person.Top,
        ["bottom"] = person.Bottom,
        ["accent"] = person.Accent,
        ["shoes"] = person.Shoes,
        ["stick"] = person.Stick,
        ["facial"] = person.Facial,
    };

    /// <summary>Colours to choose from.</summary>
    public static JsonObject Palettes() => new()
    {
        ["skin"] = Hex(Skins),
        ["hair"] = Hex([.. NaturalHair, .. BrightHair]),
        ["eyes"] = Hex(EyeColours),
        ["stick"] = Hex(Sticks),
        ["cloth"] = Hex([.. Harmonies.SelectMany(set => set).Distinct()]),
    };

    /// <summary>How chance makes a pleasant person.</summary>
    public static JsonObject Rules() => new()
    {
        ["harmonies"] = new JsonArray([.. Harmonies.Select(set => Hex(set))]),
        ["naturalHair"] = Hex(NaturalHair),
        ["brightHair"] = Hex(BrightHair),
        ["brightHairShare"] = 0.18,
        // Light skin goes with any natural hair; from this skin tone on, only with the dark ones, of which this many come first.
        ["darkHairFromSkin"] = 5,
        ["darkHairs"] = 4,
        ["accessoryShare"] = 0.45,
        ["beardShare"] = 0.3,
        ["hairHiddenBy"] = new JsonArray("hijab"),
        // Under a cap, hair that stands up gives way to hair that lies flat.
        ["hairUnderCap"] = new JsonObject { ["curly"] = "short", ["spiky"] = "short", ["bun"] = "ponytail", ["undercut"] = "short" },
        ["exclusive"] = new JsonArray(new JsonArray("cap", "hijab", "catEars", "headphones"), new JsonArray("flower", "hijab", "cap"), new JsonArray("earrings", "hijab"),
            new JsonArray("headphones", "halo")),
    };

    private static JsonArray Hex(IEnumerable<int> colours) => new([.. colours.Select(colour => JsonValue.Create("#" + colour.ToString("x6", CultureInfo.InvariantCulture)))]);
}
