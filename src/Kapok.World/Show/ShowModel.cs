using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

/// <summary>What a show is at any moment: what a cue makes of a state, and what is left of a state later on. Pure.</summary>
/// <remarks>
/// The client's twin (client/src/show) is held to the same examples: tests/vectors/show.json.
/// A state says from when on something fades, plays or runs, and not how far it is: so it stays true while time goes by, nothing is sent while nothing happens,
/// and whoever comes late computes the same picture as all others. States are never written to once they are made; each function makes a new one.
/// </remarks>
public static class ShowModel
{
    /// <summary>Most effects at once; the oldest ends for one more.</summary>
    public const int MostEffects = 16;

    /// <summary>Most screens that show something of their own.</summary>
    public const int MostScreens = 16;

    /// <summary>Most decks whose page is known; the one that was turned longest ago is forgotten for one more.</summary>
    public const int MostDecks = 16;

    /// <summary>How long a lift takes where a cue does not say, in milliseconds.</summary>
    public const uint UsualLiftMs = 4000;

    /// <summary>What a cue makes of a state.</summary>
    /// <param name="state">Before.</param>
    /// <param name="actions">Valid ones, in their order.</param>
    /// <param name="atMs">Room time at which they happen; not before what happened last.</param>
    /// <param name="seed">Of the first action; each further one has one more.</param>
    /// <returns>The state afterwards, with its revision one up.</returns>
    public static ShowState Apply(ShowState state, IReadOnlyList<ShowAction> actions, double atMs, uint seed)
    {
        ShowState next = ToPresent(state, atMs);
        for (int index = 0; index < actions.Count; index++) Apply(next, actions[index], atMs, unchecked(seed + (uint)index));
        next.Revision = state.Revision + 1;
        next.Running = IsAnything(next);
        return next;
    }

    /// <summary>What is left of a state: without what has ended, with the track that plays by now.</summary>
    /// <remarks>Asking twice is as asking once: <c>ToPresent(ToPresent(s, a), b)</c> is <c>ToPresent(s, b)</c> for a ≤ b.</remarks>
    /// <param name="state">Any.</param>
    /// <param name="nowMs">Room time.</param>
    public static ShowState ToPresent(ShowState state, double nowMs)
    {
        ShowState now = state.Clone();
        ShowLights.Settle(now, nowMs);
        ShowScreens.Settle(now, nowMs);
        ShowEffects.Settle(now, nowMs);
        now.Track = ShowTrack.At(now.Track, nowMs);
        if (now.Lift is { Up: false } lift && nowMs >= lift.StartMs + lift.OverMs) now.Lift = null;
        now.Running = IsAnything(now);
        return now;
    }

    /// <summary>The same state on a clock that is ahead by so much, as after a restart.</summary>
    /// <param name="state">Any.</param>
    /// <param name="byMs">What is added to each moment, in milliseconds.</param>
    public static ShowState Shift(ShowState state, double byMs)
    {
        ShowState moved = state.Clone();
        foreach (LightNow light in moved.Lights) light.StartMs += byMs;
        foreach (ScreenNow screen in moved.Screens)
        {
            screen.StartMs += byMs;
            ShowScreens.Shift(screen.Content, byMs);
            ShowScreens.Shift(screen.From, byMs);
        }
        foreach (EffectNow effect in moved.Effects) effect.StartMs += byMs;
        if (moved.Track is { } track)
        {
            track.StartMs += byMs;
            if (track.FadeMs > 0) track.FadedMs += byMs;
        }
        if (moved.Lift is { } lift) lift.StartMs += byMs;
        if (moved.Shot is { } shot) shot.StartMs += byMs;
        if (moved.Ceremony is { } ceremony)
        {
            ceremony.StartMs += byMs;
            foreach (Stroke stroke in ceremony.Strokes) stroke.AtMs += byMs;
        }
        return moved;
    }

    /// <summary>The way back to a state from before: what fades, fades from what is seen now; the track is where it would be.</summary>
    /// <param name="now">What is.</param>
    /// <param name="before">What is to be again.</param>
    /// <param name="atMs">Room time at which it begins.</param>
    /// <param name="fadeMs">How long lights and screens take.</param>
    /// <returns>With the revision one after <paramref name="now"/>.</returns>
    public static ShowState Return(ShowState now, ShowState before, double atMs, uint fadeMs)
    {
        ShowState next = ToPresent(before, atMs);
        ShowState from = ToPresent(now, atMs);
        ShowLights.Return(next, from, atMs, fadeMs);
        ShowScreens.Return(next, from, atMs, fadeMs);
        float up = ShowLift.At(from.Lift, atMs);
        bool wasUp = next.Lift?.Up ?? false;
        next.Lift = wasUp || up > 0 ? new() { Up = wasUp, StartMs = atMs, OverMs = UsualLiftMs, From = up } : null;
        next.Revision = now.Revision + 1;
        next.Running = IsAnything(next);
        return next;
    }

    private static void Apply(ShowState state, ShowAction action, double atMs, uint seed)
    {
        switch (action.BodyCase)
        {
            case ShowAction.BodyOneofCase.Light: ShowLights.Apply(state, action.Light, atMs); break;
            case ShowAction.BodyOneofCase.Screen: ShowScreens.Apply(state, action.Screen, atMs); break;
            case ShowAction.BodyOneofCase.Effect: ShowEffects.Apply(state, action.Effect, atMs, seed); break;
            case ShowAction.BodyOneofCase.Sticks: ShowSticks.Apply(state, action.Sticks); break;
            case ShowAction.BodyOneofCase.Playback: state.Track = ShowTrack.Apply(state.Track, action.Playback, atMs); break;
            case ShowAction.BodyOneofCase.Doors: state.DoorsClosed = !action.Doors.Open; break;
            case ShowAction.BodyOneofCase.Lift: state.Lift = ShowLift.Apply(state.Lift, action.Lift, atMs); break;
            case ShowAction.BodyOneofCase.Applause: state.Applause = action.Applause.On ? action.Applause.Clone() : null; break;
            case ShowAction.BodyOneofCase.Camera:
                state.Shot = action.Camera.Kind == ShotKind.Unspecified ? null : new() { Shot = action.Camera.Clone(), StartMs = atMs };
                break;
            case ShowAction.BodyOneofCase.Ceremony: Apply(state, action.Ceremony, atMs); break;
            case ShowAction.BodyOneofCase.Slide: Turn(state, action.Slide); break;
            default: break; // an announcement leaves nothing behind; what a newer version does is not known here
        }
    }

    private static void Apply(ShowState state, CeremonyStep step, double atMs)
    {
        if (!step.End) state.Ceremony = new() { Step = step.Clone(), StartMs = atMs };
        else if (step.Kind == CeremonyKind.Unspecified || step.Kind == state.Ceremony?.Step.Kind) state.Ceremony = null;
    }

    private static void Turn(ShowState state, SlideTurn turn)
    {
        for (int index = state.Slides.Count - 1; index >= 0; index--)
            if (state.Slides[index].Deck == turn.Deck) state.Slides.RemoveAt(index);
        if (state.Slides.Count >= MostDecks) state.Slides.RemoveAt(0);
        state.Slides.Add(turn.Clone());
    }

    private static bool IsAnything(ShowState state) =>
        state.Lights.Count > 0 || state.Screens.Count > 0 || state.Effects.Count > 0 || state.Sticks.Count > 0
        || state.Track is not null || state.Lift is not null || state.Applause is not null || state.Shot is not null || state.Ceremony is not null;
}
