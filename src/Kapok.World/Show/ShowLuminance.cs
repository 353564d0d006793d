using Kapok.Protocol.Messages;
using Kapok.World.Clock;

namespace Kapok.World.Show;

/// <summary>How bright the parts of a show are at a moment, 0..1 of what a screen can give: an estimate by which flashes are counted (<see cref="FlashRule"/>).</summary>
/// <remarks>
/// Relative luminance as WCAG 2.2 defines it, of the colours that a cue says; what cannot be known (a stream, a place's own light) counts as an even middle, so that a
/// change from or to it counts as half a change. Lights that flash or swell do so once a beat, and all
/// fireworks burst together, once a second, as clients draw them.
/// </remarks>
public static class ShowLuminance
{
    private const float Middle = 0.4f, FlashLow = 0.1f, SwellDepth = 0.4f, BurstMs = 300, BurstEveryMs = 1000, Burst = 0.15f;

    // Of saturated red a change of 20/320 counts (G19), of luminance one of 0.1: scaled so that one threshold serves both.
    private const float RedScale = 1.6f;

    private static readonly LightGroup[] Groups = [LightGroup.Stage, LightGroup.Beams, LightGroup.House];

    /// <summary>How many values <see cref="Measure"/> writes for so many screens.</summary>
    public static int CountOf(int screens) => (2 * Groups.Length) + screens + 2;

    /// <summary>Measures a moment: luminance and red of each group of lamps, each screen, the effects, and all of it together.</summary>
    public static void Measure(ShowState state, IReadOnlyList<string> screens, double nowMs, Span<float> values)
    {
        (int at, float lights, float shown) = (0, 0, 0);
        foreach (LightGroup group in Groups)
        {
            (float light, float red) = Light(state, group, nowMs);
            (values[at], values[at + 1]) = (light, red * RedScale);
            lights += light / Groups.Length;
            at += 2;
        }
        foreach (string screen in screens)
        {
            float one = Screen(state, screen, nowMs);
            values[at++] = one;
            shown += one / screens.Count;
        }
        float effects = Effects(state, nowMs);
        values[at++] = effects;
        values[at] = MathF.Min(1, (0.6f * lights) + (0.4f * shown) + effects);
    }

    /// <summary>When what states show jumps by itself: lights on the beat, bursts of fireworks, a wave of light that is over, effects that begin and end.</summary>
    /// <param name="states">What is shown within the time, or may be.</param>
    /// <param name="fromMs">Room time from which on.</param>
    /// <param name="untilMs">Room time until which.</param>
    public static IEnumerable<double> JumpsOf(IEnumerable<ShowState> states, double fromMs, double untilMs)
    {
        foreach (double atMs in Every(RoomClock.BeatMilliseconds / 2, 0, fromMs, untilMs)) yield return atMs;
        foreach (double atMs in Every(BurstEveryMs, 0, fromMs, untilMs)) yield return atMs;
        foreach (double atMs in Every(BurstEveryMs, BurstMs, fromMs, untilMs)) yield return atMs;
        foreach (EffectNow effect in states.SelectMany(state => state.Effects))
        {
            if (effect.Effect.Kind is not (EffectKind.Fireworks or EffectKind.LightWave)) continue;
            yield return effect.StartMs;
            if (ShowEffects.LengthMs(effect.Effect) is { } lengthMs) yield return effect.StartMs + lengthMs;
            if (effect.Effect.Kind == EffectKind.LightWave) yield return effect.StartMs + BurstMs;
        }
    }

    /// <summary>Relative luminance of a colour (0xRRGGBB of sRGB), and how saturated a red it is.</summary>
    public static (float Luminance, float Red) Of(uint colour)
    {
        (float r, float g, float b) = (Linear(colour >> 16), Linear(colour >> 8), Linear(colour));
        return ((0.2126f * r) + (0.7152f * g) + (0.0722f * b), MathF.Max(0, r - g - b));
    }

    private static (float Luminance, float Red) Light(ShowState state, LightGroup group, double nowMs)
    {
        SeenLight seen = ShowLights.At(state, group, nowMs);
        if (seen.Look is not { } look) return (Middle, 0);
        ((float one, float oneRed), (float other, float otherRed)) = (Of(look.Primary), Of(look.Secondary));
        LightLook? holds = (ShowLights.Of(state.Lights, group) ?? ShowLights.Of(state.Lights, LightGroup.Unspecified))?.Look;
        float factor = MathF.Min(1, look.Intensity) * (1 - seen.Own);
        if (nowMs % RoomClock.BeatMilliseconds >= RoomClock.BeatMilliseconds / 2)
            factor *= holds is { Own: false, Move: LightMove.Flash } ? FlashLow : 1 - (SwellDepth * look.Pulse);
        return ((((one + other) / 2) * factor) + (Middle * seen.Own), ((oneRed + otherRed) / 2) * factor);
    }

    private static float Screen(ShowState state, string name, double nowMs)
    {
        if (ShowScreens.Of(state, name) is not { } screen) return Middle;
        double share = screen.From is null ? 1 : ShowFade.Progress(screen.StartMs, screen.Content.FadeMs, nowMs);
        float to = Of(screen.Content);
        return share >= 1 ? to : ShowFade.Mix(Of(screen.From!), to, share);
    }

    private static float Of(ScreenContent content) => content.Beside is null ? Of(content.Content) : (Of(content.Content) + Of(content.Beside)) / 2;

    private static float Of(Picture picture) => picture.BodyCase switch
    {
        Picture.BodyOneofCase.Dark => 0,
        Picture.BodyOneofCase.Text => (0.85f * Of(picture.Text.Ground).Luminance) + (0.15f * Of(picture.Text.Colour).Luminance),
        Picture.BodyOneofCase.Slides => 0.8f,
        Picture.BodyOneofCase.Countdown => 0.15f,
        _ => Middle,
    };

    private static float Effects(ShowState state, double nowMs)
    {
        float most = 0;
        foreach (EffectNow effect in state.Effects)
        {
            double since = nowMs - effect.StartMs;
            if (since < 0 || since >= ShowEffects.LengthMs(effect.Effect)) continue;
            bool isBright = effect.Effect.Kind == EffectKind.Fireworks ? nowMs % BurstEveryMs < BurstMs : effect.Effect.Kind == EffectKind.LightWave && since < BurstMs;
            if (isBright) most = MathF.Max(most, Burst * effect.Effect.Strength);
        }
        return most;
    }

    private static IEnumerable<double> Every(double lengthMs, double shiftMs, double fromMs, double untilMs)
    {
        for (double atMs = (Math.Ceiling((fromMs - shiftMs) / lengthMs) * lengthMs) + shiftMs; atMs <= untilMs; atMs += lengthMs) yield return atMs;
    }

    private static float Linear(uint channel)
    {
        float value = (channel & 0xff) / 255f;
        return value <= 0.04045f ? value / 12.92f : MathF.Pow((value + 0.055f) / 1.055f, 2.4f);
    }
}
