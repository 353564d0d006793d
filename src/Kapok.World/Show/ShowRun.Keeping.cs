// What of a show outlives its room, and how it goes on afterwards.
using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

public sealed partial class ShowRun
{
    private const int MostBeforeKept = 5;

    /// <summary>What is kept of where the show is.</summary>
    internal KeptShow Keep(double nowMs, double utcMs)
    {
        KeptShow kept = new()
        {
            State = ShowModel.ToPresent(State, nowMs),
            Current = Current,
            CurrentMs = CurrentMs,
            Standby = Standby,
            DueMs = DueMs,
            Held = IsHeld,
            HeldMs = HeldMs,
            RoomMs = nowMs,
            UtcMs = utcMs,
        };
        KeepStruck(kept);
        KeepTried(kept);
        foreach ((string cue, double dueMs) in _waiting) kept.Waiting.Add(new KeptShow.Types.Waiting { Cue = cue, DueMs = dueMs });
        foreach (KeptShow.Types.Before before in _before.TakeLast(MostBeforeKept)) kept.Before.Add(before);
        return kept;
    }

    /// <summary>Goes on from what was kept: everything is where it would be had the clock never stopped.</summary>
    /// <param name="run">The run of show.</param>
    /// <param name="kept">Where it was; null: at its beginning.</param>
    /// <param name="nowMs">Room time, of a clock that may have begun anew.</param>
    /// <param name="utcMs">Milliseconds since 1970-01-01 UTC.</param>
    internal void GoOn(RunOfShow run, KeptShow? kept, double nowMs, double utcMs)
    {
        (Run, _utcAheadMs) = (run, utcMs - nowMs);
        Standby = run.Cues.Count > 0 ? run.Cues[0].Id : "";
        if (kept is not null)
        {
            double byMs = kept.UtcMs - kept.RoomMs - _utcAheadMs;
            State = ShowModel.ToPresent(Strangers(ShowModel.Shift(kept.State ?? new(), byMs)), nowMs);
            GoOnStruck(kept);
            GoOnTried(kept, byMs);
            (Current, CurrentMs, Standby) = (kept.Current, kept.CurrentMs + byMs, Find(kept.Standby) is null ? "" : kept.Standby);
            (IsHeld, HeldMs) = (kept.Held, kept.Held ? kept.HeldMs + byMs : 0);
            (_groupMs, _isByHand) = (CurrentMs, kept.DueMs == 0);
            foreach (KeptShow.Types.Waiting one in kept.Waiting.Take(MostWaiting))
                if (Find(one.Cue) is not null) _waiting.Add((one.Cue, one.DueMs + byMs));
            foreach (KeptShow.Types.Before before in kept.Before)
            {
                _before.Add(new()
                {
                    State = Strangers(ShowModel.Shift(before.State ?? new(), byMs)),
                    Current = before.Current,
                    CurrentMs = before.CurrentMs + byMs,
                    Standby = before.Standby,
                });
            }
            _lastAtMs = nowMs;
            // What became due long ago is not played into a hall that has forgotten it: it waits for Go.
            DueMs = kept.DueMs == 0 || (kept.DueMs + byMs < nowMs - LateMs && !Run.Autoplay) ? 0 : Math.Max(1, kept.DueMs + byMs);
            _waiting.RemoveAll(one => one.DueMs < nowMs - LateMs);
            return;
        }
        Arm(nowMs);
    }

    /// <summary>Goes on from a room that failed: on the same clock, with all that it knew.</summary>
    internal void Adopt(ShowRun before)
    {
        (Run, State, Current, CurrentMs, Standby, DueMs) = (before.Run, before.State, before.Current, before.CurrentMs, before.Standby, before.DueMs);
        (IsHeld, HeldMs, Fault, _isByHand, _lastBy) = (before.IsHeld, before.HeldMs, before.Fault, before._isByHand, before._lastBy);
        (_lastAtMs, _groupMs, _stepMs, _utcAheadMs) = (before._lastAtMs, before._groupMs, before._stepMs, before._utcAheadMs);
        _waiting.AddRange(before._waiting.ToArray().Take(MostWaiting));
        _before.AddRange(before._before.ToArray().TakeLast(MostBefore));
        _flash.Adopt(before._flash);
        AdoptStruck(before);
        AdoptTried(before);
        foreach ((string cue, string by) in before._changedBy.ToArray()) _changedBy[cue] = by;
        foreach ((string guest, LastChange undo) in before._undo.ToArray()) _undo[guest] = undo;
    }
}
