using Google.Protobuf.Collections;
using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

/// <summary>What light is seen: a share of the place's own, and the rest of a look.</summary>
/// <param name="Own">0..1, share of the place's own light.</param>
/// <param name="Look">The rest; null when all is the place's own.</param>
public readonly record struct SeenLight(float Own, LightLook? Look);

/// <summary>The lights of a show: groups, and their fades from what was seen.</summary>
public static class ShowLights
{
    /// <summary>What light a group gives.</summary>
    /// <param name="state">A state.</param>
    /// <param name="group">A group; unspecified is those that have no look of their own.</param>
    /// <param name="nowMs">Room time.</param>
    /// <returns>The look is a new one, without group and fade.</returns>
    public static SeenLight At(ShowState state, LightGroup group, double nowMs) =>
        (Of(state.Lights, group) ?? Of(state.Lights, LightGroup.Unspecified)) is { } light ? Seen(light, nowMs) : new(1, null);

    internal static void Apply(ShowState state, LightLook look, double atMs)
    {
        if (look.Group == LightGroup.Unspecified)
        {
            // Groups that had a look of their own fade from that one, so they keep an entry until it is over.
            foreach (LightNow light in state.Lights.ToArray())
                if (light.Look.Group != LightGroup.Unspecified) Set(state.Lights, Begun(state, light.Look.Group, look, atMs));
        }
        Set(state.Lights, Begun(state, look.Group, look, atMs));
    }

    // What has faded needs no memory of what it faded from; what says the same as all need not say it.
    internal static void Settle(ShowState state, double nowMs)
    {
        RepeatedField<LightNow> lights = state.Lights;
        foreach (LightNow light in lights)
            if (IsOver(light, nowMs)) (light.From, light.FromOwn) = (null, 0);
        if (Of(lights, LightGroup.Unspecified) is { Look.Own: true } own && IsOver(own, nowMs)) lights.Remove(own);
        LightNow? all = Of(lights, LightGroup.Unspecified);
        for (int index = lights.Count - 1; index >= 0; index--)
        {
            LightNow light = lights[index];
            if (light == all || !IsOver(light, nowMs)) continue;
            if (all is null ? light.Look.Own : IsOver(all, nowMs) && IsSame(light.Look, all.Look)) lights.RemoveAt(index);
        }
    }

    internal static void Return(ShowState next, ShowState from, double atMs, uint fadeMs)
    {
        SortedSet<LightGroup> groups = [.. next.Lights.Select(light => light.Look.Group), .. from.Lights.Select(light => light.Look.Group)];
        List<LightNow> made = [];
        foreach (LightGroup group in groups)
        {
            LightLook look = (Of(next.Lights, group) ?? Of(next.Lights, LightGroup.Unspecified))?.Look.Clone() ?? new LightLook { Own = true };
            (look.Group, look.FadeMs) = (group, fadeMs);
            made.Add(Fading(look, At(from, group, atMs), atMs));
        }
        next.Lights.Clear();
        next.Lights.AddRange(made);
    }

    /// <summary>The entry of a group itself.</summary>
    internal static LightNow? Of(RepeatedField<LightNow> lights, LightGroup group)
    {
        foreach (LightNow light in lights)
            if (light.Look.Group == group) return light;
        return null;
    }

    private static LightNow Begun(ShowState state, LightGroup group, LightLook look, double atMs)
    {
        LightLook target = look.Own ? new() { Own = true, FadeMs = look.FadeMs } : look.Clone();
        target.Group = group;
        if (!target.Own && target.Move == LightMove.Unspecified)
            target.Move = (Of(state.Lights, group) ?? Of(state.Lights, LightGroup.Unspecified))?.Look.Move ?? LightMove.Unspecified;
        return Fading(target, At(state, group, atMs), atMs);
    }

    private static LightNow Fading(LightLook target, SeenLight seen, double atMs) => target.FadeMs == 0
        ? new() { Look = target, StartMs = atMs }
        : new() { Look = target, From = seen.Look, FromOwn = seen.Own, StartMs = atMs };

    private static SeenLight Seen(LightNow light, double nowMs)
    {
        LightLook look = light.Look;
        double share = light.From is null && light.FromOwn == 0 ? 1 : ShowFade.Progress(light.StartMs, look.FadeMs, nowMs);
        double fromOwn = light.From is null ? 1 : light.FromOwn;
        double before = (1 - fromOwn) * (1 - share), after = look.Own ? 0 : share, own = (fromOwn * (1 - share)) + (look.Own ? share : 0);
        if (before + after <= 0) return new(1, null);
        LightLook seen = before <= 0 ? Plain(look) : after <= 0 ? Plain(light.From!) : Mix(light.From!, look, after / (before + after));
        return new((float)own, seen);
    }

    private static LightLook Mix(LightLook from, LightLook to, double share) => new()
    {
        Primary = ShowFade.MixColour(from.Primary, to.Primary, share),
        Secondary = ShowFade.MixColour(from.Secondary, to.Secondary, share),
        Intensity = ShowFade.Mix(from.Intensity, to.Intensity, share),
        Pan = ShowFade.Mix(from.Pan, to.Pan, share),
        Tilt = ShowFade.Mix(from.Tilt, to.Tilt, share),
        Spread = ShowFade.Mix(from.Spread, to.Spread, share),
        Pulse = ShowFade.Mix(from.Pulse, to.Pulse, share),
    };

    // Only what fades: movement, speed and lasers are those of the look that holds.
    private static LightLook Plain(LightLook look) => new()
    {
        Primary = look.Primary,
        Secondary = look.Secondary,
        Intensity = look.Intensity,
        Pan = look.Pan,
        Tilt = look.Tilt,
        Spread = look.Spread,
        Pulse = look.Pulse,
    };

    private static bool IsOver(LightNow light, double nowMs) => nowMs >= light.StartMs + light.Look.FadeMs;

    private static bool IsSame(LightLook one, LightLook other) =>
        one.Own == other.Own && one.Move == other.Move && one.Speed.Equals(other.Speed) && one.Lasers == other.Lasers && Plain(one).Equals(Plain(other));

    // In the order of the groups, so that the same picture is the same state.
    private static void Set(RepeatedField<LightNow> lights, LightNow made)
    {
        int index = 0;
        while (index < lights.Count && lights[index].Look.Group < made.Look.Group) index++;
        if (index < lights.Count && lights[index].Look.Group == made.Look.Group) lights[index] = made;
        else lights.Insert(index, made);
    }
}
