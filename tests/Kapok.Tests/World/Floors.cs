using Kapok.World.Scenes;
using Xunit;

namespace Kapok.Tests.World;

/// <summary>Floors of scenes that are known to be good.</summary>
internal static class Floors
{
    internal static FloorGrid Of(SceneLayout layout)
    {
        Assert.True(FloorRaster.TryMake(layout, SceneLimits.Default, out FloorGrid? floor, out SceneError? error), error?.Detail);
        return floor;
    }
}
