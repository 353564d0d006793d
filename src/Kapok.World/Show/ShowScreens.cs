using Google.Protobuf.Collections;
using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

/// <summary>The screens of a show.</summary>
public static class ShowScreens
{
    /// <summary>Stands for all screens.</summary>
    public const string All = "*";

    /// <summary>What a screen shows or fades to.</summary>
    /// <param name="state">A state.</param>
    /// <param name="screen">Its name; what is said of all counts where nothing is said of it.</param>
    /// <returns>Null when it shows the place's own.</returns>
    public static ScreenNow? Of(ShowState state, string screen) => Find(state.Screens, screen) ?? Find(state.Screens, All);

    internal static void Apply(ShowState state, ScreenContent content, double atMs)
    {
        if (content.Screen == All)
        {
            foreach (ScreenNow screen in state.Screens.ToArray())
                if (screen.Content.Screen != All) Set(state.Screens, Begun(state, screen.Content.Screen, content, atMs));
        }
        Set(state.Screens, Begun(state, content.Screen, content, atMs));
    }

    internal static void Settle(ShowState state, double nowMs)
    {
        RepeatedField<ScreenNow> screens = state.Screens;
        foreach (ScreenNow screen in screens)
            if (IsOver(screen, nowMs)) screen.From = null;
        if (Find(screens, All) is { } own && IsOver(own, nowMs) && IsOwn(own.Content)) screens.Remove(own);
        ScreenNow? all = Find(screens, All);
        for (int index = screens.Count - 1; index >= 0; index--)
        {
            ScreenNow screen = screens[index];
            if (screen == all || !IsOver(screen, nowMs)) continue;
            if (all is null ? IsOwn(screen.Content) : IsOver(all, nowMs) && Plain(screen.Content).Equals(Plain(all.Content))) screens.RemoveAt(index);
        }
    }

    internal static void Return(ShowState next, ShowState from, double atMs, uint fadeMs)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        foreach (ScreenNow screen in next.Screens.Concat(from.Screens)) names.Add(screen.Content.Screen);
        List<ScreenNow> made = [];
        foreach (string name in names)
        {
            ScreenContent content = Of(next, name)?.Content.Clone() ?? new ScreenContent { Content = OwnPicture() };
            (content.Screen, content.FadeMs) = (name, fadeMs);
            made.Add(Fading(content, Seen(from, name, atMs), atMs));
        }
        next.Screens.Clear();
        next.Screens.AddRange(made);
    }

    internal static void Shift(ScreenContent? content, double byMs)
    {
        if (content?.Content?.Countdown is { } countdown) countdown.UntilMs += byMs;
        if (content?.Beside?.Countdown is { } beside) beside.UntilMs += byMs;
    }

    /// <summary>Whether a screen is left to the place.</summary>
    internal static bool IsOwn(ScreenContent content) => content.Content.BodyCase == Picture.BodyOneofCase.Own && content.Beside is null;

    private static ScreenNow Begun(ShowState state, string name, ScreenContent content, double atMs)
    {
        ScreenContent target = content.Clone();
        target.Screen = name;
        if (target.Content is null || target.Content.BodyCase == Picture.BodyOneofCase.None) target.Content = OwnPicture();
        Start(target.Content, atMs);
        Start(target.Beside, atMs);
        return Fading(target, Seen(state, name, atMs), atMs);
    }

    private static ScreenNow Fading(ScreenContent target, ScreenContent seen, double atMs) =>
        target.FadeMs == 0 ? new() { Content = target, StartMs = atMs } : new() { Content = target, From = seen, StartMs = atMs };

    // Two pictures that are half-way cannot be faded from: the one that is seen more stands for both.
    private static ScreenContent Seen(ShowState state, string name, double nowMs)
    {
        if (Of(state, name) is not { } screen) return new() { Content = OwnPicture() };
        bool isThere = screen.From is null || ShowFade.Progress(screen.StartMs, screen.Content.FadeMs, nowMs) >= 0.5;
        return Plain(isThere ? screen.Content : screen.From!);
    }

    private static void Start(Picture? picture, double atMs)
    {
        if (picture?.Countdown is { UntilMs: 0 } countdown) countdown.UntilMs = atMs + (countdown.Seconds * 1000d);
    }

    private static ScreenContent Plain(ScreenContent content)
    {
        ScreenContent plain = content.Clone();
        (plain.Screen, plain.FadeMs) = ("", 0);
        return plain;
    }

    private static Picture OwnPicture() => new() { Own = new() };

    private static bool IsOver(ScreenNow screen, double nowMs) => nowMs >= screen.StartMs + screen.Content.FadeMs;

    private static ScreenNow? Find(RepeatedField<ScreenNow> screens, string name)
    {
        foreach (ScreenNow screen in screens)
            if (screen.Content.Screen == name) return screen;
        return null;
    }

    private static void Set(RepeatedField<ScreenNow> screens, ScreenNow made)
    {
        int index = 0;
        while (index < screens.Count && string.CompareOrdinal(screens[index].Content.Screen, made.Content.Screen) < 0) index++;
        if (index < screens.Count && screens[index].Content.Screen == made.Content.Screen) screens[index] = made;
        else if (screens.Count < ShowModel.MostScreens) screens.Insert(index, made);
    }
}
