using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

/// <summary>Never more than three flashes a second, whatever cues say (WCAG 2.2, 2.3.1): what would be more is made softer before it is played.</summary>
/// <remarks>
/// A flash is a pair of opposing changes of luminance of a tenth or more, or of saturated red. For each group of lamps, each screen, the effects and all of it together the
/// changes are counted that have happened in the last second and that will happen once the cue is played. A cue that would make too many fades more
/// slowly, then loses what flashes by itself and what it shows on screens; where even that is one too many, it waits a little. Softer is better than later:
/// a delayed cue misses its beat, and a dozen of them in a row would pile up. The room owns it; clients play what they are sent.
/// How much one screen counts in all of it together depends on how many there are: so the place's are counted from the beginning, shown or not.
/// </remarks>
/// <param name="placeScreens">Names of the screens of the place; those that cues name are counted besides.</param>
public sealed class FlashRule(params IReadOnlyList<string> placeScreens)
{
    /// <summary>How much softer a cue can be made; 0 is as it was written.</summary>
    public const int Levels = 7;

    // Three flashes are six changes. A cue as its author wrote it leaves one of them to a later one that cannot be made softer.
    private const int MostChanges = 5;

    private const double WindowMs = 1000, AheadMs = 2500, StepMs = 50, JustMs = 0.01;
    private const float Threshold = 0.09f; // a little less than a tenth, so that none is missed that lies on it
    private const double WaitMs = 250, MostWaitMs = 1000;
    private const int MostMoments = 64;

    private static readonly uint[] FadesMs = [0, 300, 700, 1500, 4000, 10_000, 10_000];

    private readonly List<(double FromMs, ShowState State)> _shown = []; // what was shown in the last second, oldest first

    /// <summary>Finds how and when a change of what is shown can be made, and notes that it is.</summary>
    /// <param name="before">What is shown until then.</param>
    /// <param name="make">What would be shown, at a level of softness from 0 to <see cref="Levels"/> - 1 and from a room time on.</param>
    /// <param name="atMs">Room time of the change; not before the last one.</param>
    /// <returns>The lowest level at which it is safe, room time of the change (up to a second later where no level is safe before), and what is shown.</returns>
    public (int Level, double AtMs, ShowState State) Choose(ShowState before, Func<int, double, ShowState> make, double atMs)
    {
        while (_shown.Count > 1 && _shown[1].FromMs <= atMs - WindowMs) _shown.RemoveAt(0);
        if (_shown.Count == 0) _shown.Add((double.NegativeInfinity, before));
        int level = _shown.Count < MostMoments ? 0 : Levels - 1;
        double lastMs = atMs + MostWaitMs;
        ShowState state = make(level, atMs);
        while (!IsSafe(state, atMs) && atMs < lastMs)
        {
            if (level < Levels - 1) level++;
            else atMs += WaitMs;
            state = make(level, atMs);
        }
        if (_shown.Count >= MostMoments) _shown.RemoveAt(0);
        _shown.Add((atMs, state));
        return (level, atMs, state);
    }

    /// <summary>The rule of a room that is started again goes on where the one before was.</summary>
    public void Adopt(FlashRule before) => _shown.AddRange(before._shown.TakeLast(MostMoments));

    /// <summary>What a cue does, softer.</summary>
    /// <param name="actions">What it says; left as they are.</param>
    /// <param name="level">0 to <see cref="Levels"/> - 1.</param>
    public static IReadOnlyList<ShowAction> Soften(IReadOnlyList<ShowAction> actions, int level)
    {
        if (level == 0) return actions;
        List<ShowAction> soft = new(actions.Count);
        foreach (ShowAction action in actions)
            if (level < Levels - 1 || action.Screen is null) soft.Add(Soften(action, level)); // a picture that is half there cannot be faded from without a jump
        return soft;
    }

    /// <summary>A state that is gone back to: at the highest level nothing in its lights flashes, and screens stay as they are.</summary>
    /// <param name="state">Is written to.</param>
    /// <param name="now">What is shown until then.</param>
    /// <param name="level">0 to <see cref="Levels"/> - 1.</param>
    public static void Soften(ShowState state, ShowState now, int level)
    {
        if (level < Levels - 1) return;
        state.Screens.Clear();
        state.Screens.AddRange(now.Screens);
        foreach (LightNow light in state.Lights) Calm(light.Look);
    }

    /// <summary>How long a fade lasts at a level, at least.</summary>
    internal static uint FadeMs(int level) => FadesMs[level];

    private static ShowAction Soften(ShowAction action, int level)
    {
        if (action.Light is null && action.Screen is null && action.Effect is null) return action;
        ShowAction soft = action.Clone();
        if (soft.Light is { } light)
        {
            light.FadeMs = Math.Max(light.FadeMs, FadesMs[level]);
            if (level == Levels - 1) Calm(light);
        }
        if (soft.Screen is { } screen) screen.FadeMs = Math.Max(screen.FadeMs, FadesMs[level]);
        if (soft.Effect is { Off: false } effect) effect.Strength = level == Levels - 1 ? 0.05f : MathF.Min(effect.Strength == 0 ? 1 : effect.Strength, 0.5f);
        return soft;
    }

    private static void Calm(LightLook look)
    {
        if (look.Move is LightMove.Flash or LightMove.Unspecified && !look.Own) look.Move = LightMove.Still;
        look.Pulse = 0;
    }

    // Around the change, and where a slow fade ends later: what flashes swells with it.
    private bool IsSafe(ShowState next, double atMs)
    {
        List<string> screens = ScreensOf(next);
        if (!IsSafe(next, atMs, screens, atMs - WindowMs, atMs + AheadMs)) return false;
        foreach (double endMs in EndsOf(next))
            if (endMs > atMs + AheadMs - WindowMs && !IsSafe(next, atMs, screens, endMs - WindowMs, endMs + WindowMs)) return false;
        return true;
    }

    private static IEnumerable<double> EndsOf(ShowState state) => state.Lights.Where(light => light.Look.FadeMs > 0).Select(light => light.StartMs + light.Look.FadeMs)
        .Concat(state.Screens.Where(screen => screen.Content.FadeMs > 0).Select(screen => screen.StartMs + screen.Content.FadeMs)).Distinct();

    private bool IsSafe(ShowState next, double atMs, List<string> screens, double fromMs, double untilMs)
    {
        int signals = ShowLuminance.CountOf(screens.Count);
        Counter[] counters = new Counter[signals];
        Span<float> values = stackalloc float[signals];
        foreach (double nowMs in MomentsOf(next, atMs, fromMs, untilMs))
        {
            ShowLuminance.Measure(nowMs >= atMs ? next : At(nowMs), screens, nowMs, values);
            for (int signal = 0; signal < signals; signal++)
                if (!counters[signal].Take(values[signal], nowMs)) return false;
        }
        return true;
    }

    // Often enough for what fades, and exactly where something can turn: before and at each change, where a fade ends, and where something jumps by itself.
    private SortedSet<double> MomentsOf(ShowState next, double atMs, double fromMs, double untilMs)
    {
        SortedSet<double> moments = [atMs - JustMs, atMs, .. EndsOf(next)];
        foreach ((double changeMs, ShowState state) in _shown)
        {
            moments.Add(changeMs - JustMs);
            moments.Add(changeMs);
            moments.UnionWith(EndsOf(state));
        }
        foreach (double jumpMs in ShowLuminance.JumpsOf(_shown.Select(one => one.State).Append(next), fromMs, untilMs))
        {
            moments.Add(jumpMs - JustMs);
            moments.Add(jumpMs);
        }
        moments.RemoveWhere(moment => moment < fromMs || moment > untilMs);
        for (double nowMs = fromMs; nowMs <= untilMs; nowMs += StepMs) moments.Add(nowMs);
        return moments;
    }

    private List<string> ScreensOf(ShowState next)
    {
        List<string> names = [.. placeScreens.Prepend("").Prepend(ShowScreens.All).Distinct().Take(ShowModel.MostScreens)];
        void Note(ShowState state)
        {
            foreach (ScreenNow screen in state.Screens)
                if (!names.Contains(screen.Content.Screen) && names.Count <= ShowModel.MostScreens) names.Add(screen.Content.Screen);
        }
        Note(next);
        foreach ((_, ShowState state) in _shown) Note(state);
        return names;
    }

    private ShowState At(double nowMs)
    {
        int index = _shown.Count - 1;
        while (index > 0 && _shown[index].FromMs > nowMs) index--;
        return _shown[index].State;
    }

    // Counts opposing changes of one signal: each is complete once it has gone a tenth the other way from the farthest point of the one before.
    private struct Counter
    {
        private Moments _moments;
        private float _low, _high;
        private int _direction, _count;
        private bool _began;

        // False when this one is too many for a second.
        internal bool Take(float value, double nowMs)
        {
            if (!_began) (_began, _low, _high) = (true, value, value);
            (_low, _high) = (MathF.Min(_low, value), MathF.Max(_high, value));
            bool rises = _direction <= 0 && value - _low >= Threshold, falls = _direction >= 0 && _high - value >= Threshold;
            if (!rises && !falls) return true;
            (_direction, _low, _high) = (rises ? 1 : -1, value, value);
            double before = _count >= MostChanges ? _moments[_count % MostChanges] : double.NegativeInfinity;
            _moments[_count++ % MostChanges] = nowMs;
            return nowMs - before >= WindowMs + StepMs; // a change between two looks is seen at the later one
        }
    }

    [System.Runtime.CompilerServices.InlineArray(MostChanges)]
    private struct Moments
    {
        private double _first;
    }
}
