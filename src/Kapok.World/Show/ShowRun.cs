// Runs a show: what plays now, what comes next and when, and the way back.
using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

/// <summary>Is told what a run of show does.</summary>
internal interface IShowOutput
{
    /// <summary>A cue is played, a little ahead.</summary>
    void Played(ShowCue cue);

    /// <summary>A line is announced to everyone: a message of its own, for a state remembers nothing of it.</summary>
    void Announced(string text);

    /// <summary>Something else is shown than cues have made: the state before, say.</summary>
    void Shown(ShowState state);

    /// <summary>The desk or the run of show has changed; what is kept is another.</summary>
    void Changed();

    /// <summary>What can be done of an action: as it is, with what the room knows of files; or null, and then why not.</summary>
    ShowAction? Resolve(ShowAction action, out string fault);
}

/// <summary>The run of show of one room: cues, the one that is next and when it plays by itself, and what is shown. Time is given to it; the room's loop owns it.</summary>
public sealed partial class ShowRun
{
    /// <summary>How far ahead of its moment a cue is sent: longer than it takes to everyone.</summary>
    public const double LeadMs = 250;

    /// <summary>How often one can go back.</summary>
    public const int MostBefore = 20;

    /// <summary>Most cues that were begun with another and wait for their moment.</summary>
    public const int MostWaiting = 32;

    private const double LateMs = 10_000, LateTrackMs = 2_000, IdleMs = 60_000;
    private const uint BackFadeMs = 500, LastCueMs = 10_000, ShortestLoopMs = 2_000;

    private readonly IShowOutput _out;
    private readonly List<(string Cue, double DueMs)> _waiting = [];
    private readonly List<KeptShow.Types.Before> _before = [];
    private readonly FlashRule _flash;
    private double _lastAtMs = double.MinValue, _groupMs, _stepMs = double.MaxValue, _utcAheadMs;
    private bool _isByHand; // what is next was chosen by somebody: it does not follow by itself

    internal ShowRun(IShowOutput output, IReadOnlyList<string> screens) => (_out, _flash) = (output, new(screens));

    /// <summary>The run of show. Never written to; a change makes another.</summary>
    public RunOfShow Run { get; private set; } = new();

    /// <summary>What is shown.</summary>
    public ShowState State { get; private set; } = new();

    /// <summary>Id of the cue that was played last; empty: none.</summary>
    public string Current { get; private set; } = "";

    /// <summary>Room time at which it was.</summary>
    public double CurrentMs { get; private set; }

    /// <summary>Id of the cue that is next; empty: the end.</summary>
    public string Standby { get; private set; } = "";

    /// <summary>Room time at which it plays by itself; 0: it waits.</summary>
    public double DueMs { get; private set; }

    /// <summary>What would follow by itself waits.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Since when, in room time.</summary>
    public double HeldMs { get; private set; }

    /// <summary>Key of the text catalogue: what failed of the last cue; empty: nothing.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>Cues that were begun with the current one and play by themselves later.</summary>
    public IEnumerable<string> Waiting => _waiting.Select(one => one.Cue);

    /// <summary>Whether anything may come by itself.</summary>
    internal bool IsPending => !IsHeld && (TriedBy.Length > 0 || DueMs > 0 || _waiting.Count > 0 || (Run.Autoplay && Run.Cues.Count > 0));

    /// <summary>Plays what is due. Allocates nothing when nothing is.</summary>
    /// <param name="nowMs">Room time.</param>
    /// <param name="utcMs">Milliseconds since 1970-01-01 UTC.</param>
    /// <param name="isSeen">Somebody is here: a show that plays by itself plays for nobody else.</param>
    internal void Step(double nowMs, double utcMs, bool isSeen)
    {
        if (Run.Autoplay && !isSeen) return;
        bool wasIdle = nowMs - _stepMs > IdleMs; // nobody was there to see it
        (_stepMs, _utcAheadMs) = (nowMs, utcMs - nowMs);
        if (!IsPending) return;
        if (Run.Autoplay && (Current.Length == 0 || wasIdle)) Begin();
        for (int index = 0; index < _waiting.Count; index++)
        {
            (string id, double dueMs) = _waiting[index];
            if (dueMs > nowMs + LeadMs) continue;
            _waiting.RemoveAt(index--);
            if (Find(id) is { } cue) Play([.. cue.Actions], MomentOf(dueMs, nowMs));
            _out.Changed();
        }
        if (DueMs > 0 && DueMs <= nowMs + LeadMs) Fire(MomentOf(DueMs, nowMs), nowMs);
        StepTried(nowMs);
    }

    /// <summary>Plays the cue that is next.</summary>
    /// <param name="cue">Which that is thought to be: two who press at once play it once.</param>
    /// <param name="nowMs">Room time.</param>
    /// <returns>False when another is next.</returns>
    internal bool Go(string cue, double nowMs)
    {
        if (cue.Length == 0 || cue != Standby) return false;
        Fire(nowMs + LeadMs, nowMs);
        return true;
    }

    /// <summary>Makes a cue the next one; empty: the end. It waits for Go, unless its trigger is a time.</summary>
    /// <returns>False when there is no such cue.</returns>
    internal bool Choose(string cue, double nowMs)
    {
        if (cue.Length > 0 && Find(cue) is null) return false;
        (Standby, _isByHand) = (cue, true);
        Arm(nowMs);
        _out.Changed();
        return true;
    }

    /// <summary>Goes back to the state before the last cue, which is next again and waits for Go.</summary>
    /// <returns>False when there is nothing to go back to.</returns>
    internal bool Back(double nowMs)
    {
        if (_before.Count == 0) return false;
        KeptShow.Types.Before before = _before[^1];
        _before.RemoveAt(_before.Count - 1);
        Return(before.State, BackFadeMs, nowMs);
        (Current, CurrentMs, _isByHand, Fault) = (before.Current, before.CurrentMs, true, "");
        Standby = Find(before.Standby) is null ? Standby : before.Standby;
        _waiting.Clear();
        Arm(nowMs);
        _out.Shown(State);
        _out.Changed();
        return true;
    }

    /// <summary>Lets what would follow by itself wait, or go on from where it was.</summary>
    internal void Hold(bool on, double nowMs)
    {
        if (on == IsHeld) return;
        double heldMs = nowMs - HeldMs;
        (IsHeld, HeldMs) = (on, on ? nowMs : 0);
        if (!on)
        {
            for (int index = 0; index < _waiting.Count; index++) _waiting[index] = (_waiting[index].Cue, _waiting[index].DueMs + heldMs);
            (_groupMs, CurrentMs) = (_groupMs + heldMs, CurrentMs + heldMs);
        }
        Arm(nowMs);
        _out.Changed();
    }

    /// <summary>White light, screens as the place has them, silence, no effects; everything by itself waits.</summary>
    internal void Panic(double nowMs)
    {
        _waiting.Clear();
        (IsHeld, HeldMs) = (true, nowMs);
        Play(ShowPanic.Actions, nowMs + LeadMs);
        Arm(nowMs);
        _out.Changed();
    }

    /// <summary>Does something outside of the list.</summary>
    internal void Play(IReadOnlyList<ShowAction> actions, double atMs)
    {
        atMs = After(atMs);
        (List<ShowAction> can, Fault) = ([], "");
        foreach (ShowAction action in actions)
        {
            if (action.Announce is { } announce) _out.Announced(announce.Text);
            else if (_out.Resolve(action, out string fault) is { } resolved) can.Add(resolved);
            else Fault = fault;
        }
        if (can.Count == 0) return;
        uint seed = unchecked((uint)(State.Revision + 1) * 2654435761u);
        (int level, atMs, ShowState state) = _flash.Choose(State, (softness, fromMs) => ShowModel.Apply(State, FlashRule.Soften(can, softness), fromMs, seed), atMs);
        State = state;
        After(atMs);
        if (level == FlashRule.Levels - 1) Fault = "show.fault.flashes";
        _out.Played(new() { AtMs = atMs, Revision = State.Revision, Seed = seed, Actions = { FlashRule.Soften(can, level) } });
    }

    /// <summary>Does something outside of the list, now.</summary>
    internal void PlayNow(IReadOnlyList<ShowAction> actions, double nowMs)
    {
        Play(actions, nowMs + LeadMs);
        Arm(nowMs); // what waits for a moment of the track has another one now
        _out.Changed();
    }

    // To a state that was shown before.
    private void Return(ShowState to, uint fadeMs, double nowMs)
    {
        (_, double atMs, State) = _flash.Choose(State, (level, fromMs) =>
        {
            ShowState back = ShowModel.Return(State, to, fromMs, Math.Max(fadeMs, FlashRule.FadeMs(level)));
            FlashRule.Soften(back, State, level);
            return back;
        }, After(nowMs + LeadMs));
        After(atMs);
    }

    private void Fire(double atMs, double nowMs)
    {
        int index = IndexOf(Standby);
        if (index < 0)
        {
            if (!Run.Autoplay || Run.Cues.Count == 0) return;
            index = 0; // from the beginning
        }
        atMs = After(atMs);
        if (_before.Count >= MostBefore) _before.RemoveAt(0);
        Cue cue = Run.Cues[index];
        _before.Add(new() { State = State, Current = Current, CurrentMs = CurrentMs, Standby = cue.Id });
        List<ShowAction> actions = [.. cue.Actions];
        _groupMs = atMs;
        for (index++; index < Run.Cues.Count && Run.Cues[index] is { Trigger.With: { } with } companion; index++)
        {
            _groupMs += with.DelayMs;
            if (_groupMs <= atMs) actions.AddRange(companion.Actions);
            else if (_waiting.Count < MostWaiting) _waiting.Add((companion.Id, _groupMs));
        }
        Play(actions, atMs);
        (Current, CurrentMs, _isByHand) = (cue.Id, atMs, false);
        Standby = index < Run.Cues.Count ? Run.Cues[index].Id : "";
        Arm(nowMs);
        _out.Changed();
    }

    // A show that plays by itself begins with its first cue.
    private void Begin()
    {
        (Standby, DueMs, _isByHand) = (Run.Cues[0].Id, _stepMs + LeadMs, false);
        _waiting.Clear();
    }

    // When what is next plays by itself. Whatever should have been long ago waits for Go instead: a list of yesterday must not play on its own.
    private void Arm(double nowMs)
    {
        DueMs = 0;
        if (Find(Standby) is not { } cue)
        {
            if (Run.Autoplay && Current.Length > 0 && !_isByHand) DueMs = _groupMs + Math.Max(ShortestLoopMs, Find(Current)?.DurationMs is > 0 and uint last ? last : LastCueMs);
            return;
        }
        double dueMs = cue.Trigger?.BodyCase switch
        {
            CueTrigger.BodyOneofCase.At => NotLate(cue.Trigger.At.UtcMs - _utcAheadMs, nowMs, LateMs),
            CueTrigger.BodyOneofCase.Track when ShowTrack.StartMs(State.Track, cue.Trigger.Track.File) is { } start =>
                NotLate(start + cue.Trigger.Track.PositionMs, nowMs, LateTrackMs),
            CueTrigger.BodyOneofCase.After when !_isByHand && Current.Length > 0 => _groupMs + cue.Trigger.After.DelayMs,
            CueTrigger.BodyOneofCase.Track or CueTrigger.BodyOneofCase.After or CueTrigger.BodyOneofCase.With => 0,
            _ => Run.Autoplay && !_isByHand && Find(Current) is { DurationMs: > 0 } current ? CurrentMs + current.DurationMs : 0,
        };
        DueMs = dueMs == 0 ? TriedDueMs() : Math.Max(1, dueMs); // 0 says that it waits
    }

    private static double NotLate(double dueMs, double nowMs, double mostMs) => dueMs < nowMs - mostMs ? 0 : dueMs;

    // As soon as everyone can have heard of it, and never before what was played last.
    private static double MomentOf(double dueMs, double nowMs) => Math.Max(dueMs, nowMs + (LeadMs / 2));

    private double After(double atMs) => _lastAtMs = Math.Max(atMs, _lastAtMs);

    private Cue? Find(string id) => IndexOf(id) is >= 0 and int index ? Run.Cues[index] : null;

    private int IndexOf(string id)
    {
        for (int index = 0; id.Length > 0 && index < Run.Cues.Count; index++)
            if (Run.Cues[index].Id == id) return index;
        return -1;
    }
}
