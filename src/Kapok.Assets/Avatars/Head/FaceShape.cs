namespace Kapok.Assets.Avatars.Head;

/// <summary>What makes one face different from another below and before the cranium, which all share so that hair fits everyone.</summary>
/// <remarks>0 is the middle of each scale, -1 and 1 its ends. Eyes and mouth keep their places: the client draws them there.</remarks>
public sealed record FaceShape(string Name)
{
    /// <summary>Width of the jaw.</summary>
    public float Jaw { get; init; }

    /// <summary>How square its corners are; 0 and above.</summary>
    public float Square { get; init; }

    /// <summary>Fullness of the cheeks.</summary>
    public float Cheek { get; init; }

    /// <summary>How high and marked the cheekbones are; 0 and above.</summary>
    public float Cheekbone { get; init; }

    /// <summary>Length of the chin.</summary>
    public float Chin { get; init; }

    /// <summary>How pointed the chin is.</summary>
    public float Point { get; init; }

    /// <summary>How far the nose comes forward.</summary>
    public float Nose { get; init; }

    /// <summary>Width of the nose.</summary>
    public float NoseWidth { get; init; }

    /// <summary>Height of the nose's bridge.</summary>
    public float Bridge { get; init; }

    /// <summary>Strength of the brow.</summary>
    public float Brow { get; init; }

    /// <summary>Fullness of the lips.</summary>
    public float Lips { get; init; }

    /// <summary>The faces of the kit, by the number a look carries.</summary>
    public static readonly FaceShape[] All =
    [
        new("oval"),
        new("heart") { Jaw = -0.75f, Cheek = 0.2f, Cheekbone = 0.7f, Chin = 0.25f, Point = 1f, Nose = -0.35f, NoseWidth = -0.4f },
        new("square") { Jaw = 0.95f, Square = 1f, Chin = 0.45f, Point = -0.6f, Nose = 0.5f, NoseWidth = 0.25f, Bridge = 0.6f, Brow = 0.8f },
        new("round") { Jaw = 0.55f, Cheek = 1f, Chin = -0.7f, Point = -0.5f, Nose = -0.6f, NoseWidth = 0.15f, Bridge = -0.6f },
        new("long") { Jaw = -0.3f, Square = 0.25f, Cheek = -0.6f, Cheekbone = 0.4f, Chin = 1f, Nose = 0.6f, NoseWidth = -0.2f, Bridge = 0.8f, Brow = 0.3f },
        new("broad") { Jaw = 0.7f, Square = 0.35f, Cheek = 0.35f, Cheekbone = 0.4f, Chin = 0.1f, Point = -0.3f, Nose = 0.1f, NoseWidth = 1f, Bridge = -0.5f, Lips = 1f,
            Brow = 0.3f },
        new("angular") { Jaw = 0.15f, Square = 0.7f, Cheek = -0.8f, Cheekbone = 1f, Chin = 0.55f, Point = 0.35f, Nose = 1f, Bridge = 1f, Brow = 0.6f },
        new("petite") { Jaw = -0.5f, Cheek = 0.5f, Chin = -0.55f, Point = 0.5f, Nose = -0.8f, NoseWidth = -0.5f, Bridge = -0.3f, Lips = 0.4f },
    ];
}
