using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

/// <summary>What is done when everything has to stop: a cue as any other, so that it reaches everyone as any other does.</summary>
public static class ShowPanic
{
    private const uint FadeMs = 800, SilenceMs = 300, White = 0xffffff;
    private const float Bright = 0.8f;

    /// <summary>Even white light, screens as the place has them, silence, no effects, nothing asked of anybody. Doors, lift and slides stay as they are.</summary>
    public static IReadOnlyList<ShowAction> Actions { get; } =
    [
        new() { Light = new() { Primary = White, Secondary = White, Intensity = Bright, Move = LightMove.Still, Spread = 1, Tilt = 0.5f, FadeMs = FadeMs } },
        new() { Screen = new() { Screen = ShowScreens.All, Content = new() { Own = new() }, FadeMs = FadeMs } },
        new() { Playback = new() { Deed = PlaybackDeed.Stop, FadeMs = SilenceMs } },
        .. Enum.GetValues<EffectKind>().Where(kind => kind != EffectKind.Unspecified).Select(kind => new ShowAction { Effect = new() { Kind = kind, Off = true } }),
        new() { Sticks = new() { Off = true } },
        new() { Applause = new() },
        new() { Camera = new() },
        new() { Ceremony = new() { End = true } },
    ];
}
