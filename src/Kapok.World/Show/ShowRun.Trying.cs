// A show that is open: somebody in the room starts it, it plays by itself, and goes back to its beginning.
using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

public sealed partial class ShowRun
{
    /// <summary>How long a show that was tried rests before it can be tried again, in milliseconds.</summary>
    public const double TryRestMs = 15_000;

    /// <summary>How long it may take at most, in milliseconds: a list of which some cue waits for tomorrow must not keep the place.</summary>
    public const double MostTriedMs = 900_000;

    private const uint RewindFadeMs = 2_000;

    private ShowState _triedFrom = new();
    private double _triedMs, _restMs = double.MinValue;

    /// <summary>Name of who has started it, where it was somebody who does not run it; empty: nobody.</summary>
    public string TriedBy { get; private set; } = "";

    /// <summary>Whether somebody who does not run the show may start it now: it is open, it rests, and the place shows its own.</summary>
    /// <param name="nowMs">Room time.</param>
    internal bool CanTry(double nowMs) =>
        Run is { Open: true, Autoplay: false, Cues.Count: > 0 } && TriedBy.Length == 0 && !IsHeld && nowMs >= _restMs && IsAtRest && !ShowModel.ToPresent(State, nowMs).Running;

    /// <summary>Starts it from its first cue. What waits for Go plays when the cue before has lasted as long as it says.</summary>
    /// <param name="name">Who does, as everyone sees them.</param>
    /// <param name="nowMs">Room time.</param>
    /// <returns>False when it is not to be had now.</returns>
    internal bool Try(string name, double nowMs)
    {
        if (!CanTry(nowMs)) return false;
        (TriedBy, _triedFrom, _triedMs) = (name, State, nowMs);
        (Current, Standby) = ("", Run.Cues[0].Id);
        Fire(nowMs + LeadMs, nowMs);
        return true;
    }

    /// <summary>Whoever runs the show has taken it in hand: it waits for them as ever, and does not go back by itself.</summary>
    internal void TakeOver() => (TriedBy, _triedFrom) = ("", new());

    // Before the first cue, or after the last.
    private bool IsAtRest => (Current.Length == 0 || Standby.Length == 0) && DueMs == 0 && _waiting.Count == 0;

    private double LengthMs(string cue) => Find(cue)?.DurationMs is > 0 and uint said ? said : LastCueMs;

    // When what is next plays in a show that was tried, though it waits for something that does not come by itself.
    private double TriedDueMs() => TriedBy.Length > 0 && !_isByHand && Current.Length > 0 ? Math.Max(1, CurrentMs + LengthMs(Current)) : 0;

    private void StepTried(double nowMs)
    {
        if (TriedBy.Length == 0) return;
        bool isOver = Standby.Length == 0 && _waiting.Count == 0 && nowMs >= Math.Max(CurrentMs, _groupMs) + LengthMs(Current);
        if (isOver || nowMs - _triedMs > MostTriedMs || Run.Cues.Count == 0) Rewind(nowMs);
    }

    // As it was when somebody started it.
    private void Rewind(double nowMs)
    {
        Return(_triedFrom, RewindFadeMs, nowMs);
        TakeOver();
        (Current, CurrentMs, _isByHand, Fault, DueMs) = ("", 0, false, "", 0);
        Standby = Run.Cues.Count > 0 ? Run.Cues[0].Id : "";
        _restMs = nowMs + TryRestMs;
        _waiting.Clear();
        _before.Clear();
        _out.Shown(State);
        _out.Changed();
    }

    private void KeepTried(KeptShow kept)
    {
        if (TriedBy.Length > 0) kept.Tried = new() { By = TriedBy, From = _triedFrom, SinceMs = _triedMs };
    }

    private void GoOnTried(KeptShow kept, double byMs)
    {
        if (kept.Tried is { By.Length: > 0 } tried) (TriedBy, _triedFrom, _triedMs) = (tried.By, ShowModel.Shift(tried.From ?? new(), byMs), tried.SinceMs + byMs);
    }

    private void AdoptTried(ShowRun before) => (TriedBy, _triedFrom, _triedMs, _restMs) = (before.TriedBy, before._triedFrom, before._triedMs, before._restMs);
}
