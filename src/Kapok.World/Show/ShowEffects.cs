using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

/// <summary>The effects of a show.</summary>
public static class ShowEffects
{
    /// <summary>How long an effect lasts, in milliseconds; null: until it is ended.</summary>
    public static uint? LengthMs(Effect effect) => effect.DurationMs > 0 ? effect.DurationMs : effect.Kind switch
    {
        EffectKind.Confetti => 10_000,
        EffectKind.ColdSparks => 8_000,
        EffectKind.Fireworks => 12_000,
        EffectKind.LightWave => 4_000,
        _ => null,
    };

    internal static void Apply(ShowState state, Effect effect, double atMs, uint seed)
    {
        if (effect.Off || IsOneOnly(effect.Kind))
        {
            for (int index = state.Effects.Count - 1; index >= 0; index--)
                if (state.Effects[index].Effect.Kind == effect.Kind) state.Effects.RemoveAt(index);
        }
        if (effect.Off) return;
        if (state.Effects.Count >= ShowModel.MostEffects) state.Effects.RemoveAt(0);
        Effect made = effect.Clone();
        if (made.Strength == 0) made.Strength = 1;
        state.Effects.Add(new EffectNow { Effect = made, StartMs = atMs, Seed = seed });
    }

    internal static void Settle(ShowState state, double nowMs)
    {
        for (int index = state.Effects.Count - 1; index >= 0; index--)
            if (LengthMs(state.Effects[index].Effect) is { } length && nowMs >= state.Effects[index].StartMs + length) state.Effects.RemoveAt(index);
    }

    // A second fog is the first one, changed; a second burst of confetti is one more.
    private static bool IsOneOnly(EffectKind kind) => kind is EffectKind.Fog or EffectKind.Lanterns;
}

/// <summary>The colours of everyone's glow sticks.</summary>
internal static class ShowSticks
{
    internal static void Apply(ShowState state, StickLight sticks)
    {
        bool isAll = sticks.Sector == 0, hasAll = false;
        for (int index = state.Sticks.Count - 1; index >= 0; index--)
        {
            uint sector = state.Sticks[index].Sector;
            if (isAll || sector == sticks.Sector) state.Sticks.RemoveAt(index);
            else if (sector == 0) hasAll = true;
        }
        // Off is said only where something is said of all.
        if (sticks.Off && !hasAll) return;
        int place = 0;
        while (place < state.Sticks.Count && state.Sticks[place].Sector < sticks.Sector) place++;
        state.Sticks.Insert(place, sticks.Off ? new() { Sector = sticks.Sector, Off = true } : sticks.Clone());
    }
}

/// <summary>The stage's lift.</summary>
public static class ShowLift
{
    /// <summary>How far up it is: 0 down .. 1 up. It moves evenly.</summary>
    public static float At(LiftNow? lift, double nowMs) =>
        lift is null ? 0 : ShowFade.Mix(lift.From, lift.Up ? 1 : 0, ShowFade.Progress(lift.StartMs, lift.OverMs, nowMs));

    internal static LiftNow? Apply(LiftNow? lift, Lift order, double atMs)
    {
        float from = At(lift, atMs);
        if (!order.Up && from == 0) return null;
        return new() { Up = order.Up, StartMs = atMs, OverMs = order.OverMs == 0 ? ShowModel.UsualLiftMs : order.OverMs, From = from };
    }
}
