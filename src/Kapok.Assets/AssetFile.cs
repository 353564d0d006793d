namespace Kapok.Assets;

/// <summary>A file that this project makes.</summary>
/// <param name="Name">Below the folder of all assets, with slashes.</param>
/// <param name="Make">Writes it to a path whose folder is there.</param>
public sealed record AssetFile(string Name, Action<string> Make)
{
    /// <summary>The default places and avatars: glTF 2.0 with OMI, and VRM 1.0; and the sample events' music: Opus in Ogg.</summary>
    public static IReadOnlyList<AssetFile> All { get; } =
    [
        new("scenes/arena.glb", path => Scenes.Arena.ArenaScene.Build().Save(path)),
        new("scenes/forum.glb", path => Scenes.Forum.ForumScene.Build().Save(path)),
        new("scenes/terrace.glb", path => Scenes.Terrace.TerraceScene.Build().Save(path)),
        new("avatars/kit.vrm", Avatars.AvatarKit.Save),
        new("avatars/kit.json", Avatars.Catalogue.Save),
        new("music/opening-night.opus", path => Music.OggOpus.Save(Music.OpeningNight.Play(), path)),
        new("music/dawn.opus", path => Music.OggOpus.Save(Music.Dawn.Play(), path)),
        new("music/gong.opus", path => Music.OggOpus.Save(Music.GongStroke.Play(), path)),
        .. Avatars.People.LineUp.Select(person =>
            new AssetFile($"avatars/people/{person.Name.ToLowerInvariant()}.vrm", path => Avatars.Standalone.PersonFile.Save(person, path))),
    ];
}
