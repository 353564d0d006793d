using Kapok.Server.Configuration;
using Kapok.World.Scenes;

namespace Kapok.Server.Rooms;

/// <summary>Scenes that are in use. Rooms of one scene share what was read of it; when the last of them closes it is forgotten. Thread-safe.</summary>
/// <remarks>A hall of ten thousand has a floor of some megabytes: two hundred small rooms of one scene are to cost it once.</remarks>
public sealed class SceneStore(KapokOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _scenes = new(StringComparer.Ordinal);

    /// <summary>Scenes in memory.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _scenes.Count;
        }
    }

    /// <summary>Takes a scene into use. Dispose the lease when it is used no more.</summary>
    /// <exception cref="StartRefusedException">It is missing or unusable; the message is one line.</exception>
    internal SceneLease Take(string scene)
    {
        Entry entry;
        lock (_gate)
        {
            if (!_scenes.TryGetValue(scene, out entry!)) _scenes[scene] = entry = new(new(() => Read(scene)));
            entry.Users++;
        }
        try
        {
            return new(this, scene, entry.Scene.Value); // read by one of those who ask at once, without the lock: it takes a while
        }
        catch
        {
            GiveBack(scene);
            throw;
        }
    }

    private void GiveBack(string scene)
    {
        lock (_gate)
            if (_scenes.TryGetValue(scene, out Entry? entry) && --entry.Users == 0) _scenes.Remove(scene);
    }

    private LoadedScene Read(string scene)
    {
        (SceneLayout layout, FloorGrid floor) = SceneFiles.Load(options.Assets, scene);
        return new(layout, floor, floor.Serialise(), PlacesJson.Write(layout));
    }

    /// <summary>One use of a scene.</summary>
    internal sealed class SceneLease(SceneStore store, string name, LoadedScene scene) : IDisposable
    {
        private bool _isGivenBack;

        /// <summary>The scene.</summary>
        public LoadedScene Scene => scene;

        /// <summary>Gives it back; later calls do nothing.</summary>
        public void Dispose()
        {
            if (_isGivenBack) return;
            _isGivenBack = true;
            store.GiveBack(name);
        }
    }

    private sealed class Entry(Lazy<LoadedScene> scene)
    {
        public Lazy<LoadedScene> Scene { get; } = scene;

        public int Users { get; set; }
    }
}

/// <summary>What was read of a scene. Never changes.</summary>
/// <param name="Layout">What is where.</param>
/// <param name="Floor">Where one can stand.</param>
/// <param name="FloorFile">The floor as KFL1.</param>
/// <param name="PlacesFile">Places as JSON.</param>
internal sealed record LoadedScene(SceneLayout Layout, FloorGrid Floor, byte[] FloorFile, byte[] PlacesFile);
