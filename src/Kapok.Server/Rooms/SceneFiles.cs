using Kapok.Server.Configuration;
using Kapok.World.Scenes;

namespace Kapok.Server.Rooms;

/// <summary>Reads scenes from the folder of assets.</summary>
internal static class SceneFiles
{
    /// <summary>Reads <c>scenes/NAME.glb</c> (or <c>.gltf</c>) and makes its floor.</summary>
    /// <exception cref="StartRefusedException">It is missing or unusable.</exception>
    public static (SceneLayout Layout, FloorGrid Floor) Load(string assets, string scene)
    {
        string folder = Path.Combine(assets, "scenes"), path = Path.Combine(folder, $"{scene}.glb");
        if (!File.Exists(path)) path = Path.Combine(folder, $"{scene}.gltf");
        if (!File.Exists(path)) throw new StartRefusedException($"The scene {Path.Combine(folder, $"{scene}.glb")} is missing: run ./run.sh, or ./kapok assets --out {assets}.");
        byte[] file;
        try
        {
            file = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The scene {path} cannot be read: {error.Message}");
        }
        if (!SceneReader.TryRead(file, SceneLimits.Default, out SceneLayout? layout, out SceneError? refused)
            || !FloorRaster.TryMake(layout, SceneLimits.Default, out FloorGrid? floor, out refused))
            throw new StartRefusedException($"The scene {path} cannot be used ({refused.Code}): {refused.Detail.ReplaceLineEndings(" ")}");
        return (layout, floor);
    }
}
