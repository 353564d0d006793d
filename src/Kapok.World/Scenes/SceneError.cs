namespace Kapok.World.Scenes;

/// <summary>Why a scene was not read.</summary>
public enum SceneErrorCode
{
    /// <summary>Neither glTF 2.0 JSON nor GLB.</summary>
    NotGltf,

    /// <summary>The JSON is broken or of another shape than glTF says.</summary>
    Malformed,

    /// <summary>More than the limits allow.</summary>
    TooLarge,

    /// <summary>A static collider of a shape the server cannot stand people on.</summary>
    UnsupportedCollider,

    /// <summary>No collider at all, so nobody could stand anywhere.</summary>
    NoFloor,

    /// <summary>No spawn point, so nobody could come in.</summary>
    NoSpawn,
}

/// <summary>Why a scene was not read.</summary>
/// <param name="Code">The rule that was broken.</param>
/// <param name="Detail">Where, for the person who made the scene.</param>
public sealed record SceneError(SceneErrorCode Code, string Detail);

/// <summary>Bounds on what a stranger's scene may cost.</summary>
public sealed record SceneLimits
{
    /// <summary>The usual bounds.</summary>
    public static SceneLimits Default { get; } = new();

    /// <summary>Most bytes of JSON.</summary>
    public int JsonBytes { get; init; } = 32 << 20;

    /// <summary>Most nodes.</summary>
    public int Nodes { get; init; } = 100_000;

    /// <summary>Most static colliders.</summary>
    public int Colliders { get; init; } = 20_000;

    /// <summary>Most cells of the floor that static colliders cover, each collider counted for itself: what the floor's raster costs. The default is eight
    /// layers over the largest floor, some seconds.</summary>
    public long ColliderCells { get; init; } = 32 << 20;

    /// <summary>Most seats: their index takes 12 bits on the wire.</summary>
    public int Seats { get; init; } = 4096;

    /// <summary>Most spawn points, zones and portals, of each.</summary>
    public int Markers { get; init; } = 256;
}
