// Changing the run of show while it runs, with several who do.
using Google.Protobuf;
using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

/// <summary>What became of a change.</summary>
/// <param name="Code">Key of the text catalogue below <c>notice.show-</c>; empty when it was made.</param>
/// <param name="Fault">What is wrong with what was given; null where something else is.</param>
/// <param name="By">Who changed the same before; empty where nobody did.</param>
public readonly record struct ShowChange(string Code, ShowFault? Fault = null, string By = "")
{
    /// <summary>It was made.</summary>
    public static readonly ShowChange Made = new("");

    /// <summary>There is no such cue.</summary>
    internal static readonly ShowChange NoCue = new("no-cue");

    /// <summary>There is nothing of one's own to take back.</summary>
    internal static readonly ShowChange NothingToUndo = new("nothing-to-undo");

    internal static ShowChange Refused(ShowFault fault) => new("refused", fault);

    internal static ShowChange Conflict(string by) => new("conflict", null, by);
}

public sealed partial class ShowRun
{
    private const int MostHands = 32;

    private readonly Dictionary<string, string> _changedBy = new(StringComparer.Ordinal); // cue id -> who; at most as many as cues
    private readonly Dictionary<string, LastChange> _undo = new(StringComparer.Ordinal); // by guest
    private string _lastBy = "";

    /// <summary>Puts a cue: another version of one, or a new one behind another.</summary>
    internal ShowChange Put(Cue cue, uint expected, string after, string guest, string name, double nowMs)
    {
        Cue made = Tidy(cue);
        if (ShowRules.Check(made) is { } fault) return ShowChange.Refused(fault);
        RunOfShow next = Run.Clone();
        int index = IndexOf(cue.Id);
        if (index >= 0)
        {
            if (Run.Cues[index].Version != expected) return ShowChange.Conflict(_changedBy.GetValueOrDefault(cue.Id, ""));
            made.Version = expected + 1;
            next.Cues[index] = made;
        }
        else
        {
            if (expected != 0) return ShowChange.NoCue; // somebody took it away meanwhile
            if (Run.Cues.Count >= ShowRules.MostCues) return ShowChange.Refused(new(ShowFault.TooMany, "cues", made.Number));
            made.Version = 1;
            next.Cues.Insert(IndexOf(after) + 1, made);
        }
        if (IsTooLong(next)) return ShowChange.Refused(new(ShowFault.TooMany, "cues", made.Number));
        Take(next, guest, name, nowMs, cue.Id);
        _changedBy[cue.Id] = name;
        return ShowChange.Made;
    }

    /// <summary>Takes a cue away.</summary>
    internal ShowChange Remove(string cue, uint expected, string guest, string name, double nowMs)
    {
        int index = IndexOf(cue);
        if (index < 0) return ShowChange.NoCue;
        if (Run.Cues[index].Version != expected) return ShowChange.Conflict(_changedBy.GetValueOrDefault(cue, ""));
        RunOfShow next = Run.Clone();
        next.Cues.RemoveAt(index);
        if (Standby == cue) Standby = index < next.Cues.Count ? next.Cues[index].Id : "";
        Take(next, guest, name, nowMs, cue);
        _changedBy.Remove(cue);
        return ShowChange.Made;
    }

    /// <summary>Moves a cue behind another; empty: to the beginning.</summary>
    internal ShowChange Move(string cue, string after, string guest, string name, double nowMs)
    {
        int index = IndexOf(cue);
        if (index < 0 || (after.Length > 0 && IndexOf(after) < 0)) return ShowChange.NoCue;
        if (after == cue) return ShowChange.Made;
        RunOfShow next = Run.Clone();
        Cue moved = next.Cues[index];
        next.Cues.RemoveAt(index);
        int place = 0;
        while (place < next.Cues.Count && after.Length > 0 && next.Cues[place].Id != after) place++;
        next.Cues.Insert(after.Length == 0 ? 0 : place + 1, moved);
        Take(next, guest, name, nowMs);
        return ShowChange.Made;
    }

    /// <summary>Changes the title, whether the show plays by itself, and whether anybody may start it (null: as it is).</summary>
    internal ShowChange Rename(string title, bool autoplay, bool? open, string guest, string name, double nowMs)
    {
        RunOfShow next = Tidy(new RunOfShow { Title = title });
        if (ShowRules.Check(next) is { } fault) return ShowChange.Refused(fault);
        next.Cues.Add(Run.Cues);
        (next.Autoplay, next.Open, next.Version) = (autoplay, open ?? Run.Open, Run.Version);
        Take(next, guest, name, nowMs);
        return ShowChange.Made;
    }

    /// <summary>Puts another run of show in the place of this one, as an import does.</summary>
    internal ShowChange Replace(RunOfShow run, uint expected, string guest, string name, double nowMs)
    {
        RunOfShow next = Tidy(run);
        if (ShowRules.Check(next) is { } fault) return ShowChange.Refused(fault);
        if (IsTooLong(next)) return ShowChange.Refused(new(ShowFault.TooMany, "cues"));
        if (expected != Run.Version) return ShowChange.Conflict(_lastBy);
        next.Version = Run.Version;
        Dictionary<string, Cue> known = Run.Cues.ToDictionary(cue => cue.Id, StringComparer.Ordinal);
        foreach (Cue cue in next.Cues)
        {
            uint version = known.TryGetValue(cue.Id, out Cue? before) ? before.Version : 0;
            cue.Version = version;
            if (before is null || !cue.Equals(before)) cue.Version = version + 1;
        }
        Take(next, guest, name, nowMs);
        _changedBy.Clear();
        foreach (Cue cue in next.Cues) _changedBy[cue.Id] = name;
        return ShowChange.Made;
    }

    /// <summary>Takes back one's own last change; where others have changed something since, only if it was of one cue, and that is as one left it.</summary>
    internal ShowChange Undo(string guest, string name, double nowMs)
    {
        if (!_undo.Remove(guest, out LastChange last)) return ShowChange.NothingToUndo;
        RunOfShow? next = last.Version == Run.Version ? last.Before.Clone() : WithCueOf(last);
        if (next is null) return ShowChange.Conflict(_lastBy);
        // Versions only rise: who has the one that was taken back is to be told when they change it.
        Dictionary<string, uint> versions = Run.Cues.ToDictionary(cue => cue.Id, cue => cue.Version, StringComparer.Ordinal);
        foreach (Cue cue in next.Cues)
            if (versions.TryGetValue(cue.Id, out uint version) && version != cue.Version) cue.Version = version + 1;
        Take(next, guest, name, nowMs);
        _undo.Remove(guest); // one step: a second one would redo
        if (last.Cue.Length > 0 && Find(last.Cue) is not null) _changedBy[last.Cue] = name;
        return ShowChange.Made;
    }

    /// <summary>Somebody is gone for good: what they could take back is forgotten.</summary>
    internal void Forget(string guest) => _undo.Remove(guest);

    // What is there now, with the one cue as it was before somebody changed it; null when another has changed it since.
    private RunOfShow? WithCueOf(LastChange last)
    {
        Cue? before = last.Before.Cues.FirstOrDefault(cue => cue.Id == last.Cue);
        int index = IndexOf(last.Cue);
        if (last.Cue.Length == 0 || (index >= 0 ? Run.Cues[index].Version != last.CueVersion : before is null || last.CueVersion != 0)) return null;
        RunOfShow next = Run.Clone();
        if (before is null) next.Cues.RemoveAt(index);
        else if (index >= 0) next.Cues[index] = before.Clone();
        else if (next.Cues.Count >= ShowRules.MostCues) return null;
        else next.Cues.Insert(Math.Min(last.Before.Cues.IndexOf(before), next.Cues.Count), before.Clone());
        return next;
    }

    private void Take(RunOfShow next, string guest, string name, double nowMs, string cue = "")
    {
        next.Version = Run.Version + 1;
        if (_undo.Count < MostHands || _undo.ContainsKey(guest))
            _undo[guest] = new(Run, next.Version, cue, next.Cues.FirstOrDefault(one => one.Id == cue)?.Version ?? 0);
        bool wasEmpty = Run.Cues.Count == 0;
        (Run, _lastBy) = (next, name);
        if (Find(Standby) is null) Standby = "";
        if (Standby.Length == 0 && (wasEmpty || Current.Length == 0) && next.Cues.Count > 0) Standby = next.Cues[0].Id;
        _waiting.RemoveAll(one => Find(one.Cue) is null);
        foreach (string gone in _changedBy.Keys.Where(id => Find(id) is null).ToList()) _changedBy.Remove(gone);
        Arm(nowMs);
        _out.Changed();
    }

    private static bool IsTooLong(RunOfShow run) =>
        run.CalculateSize() > ShowRules.MostJsonBytes / 4 && JsonFormatter.Default.Format(run).Length > ShowRules.MostJsonBytes;

    private static RunOfShow Tidy(RunOfShow run)
    {
        RunOfShow tidy = new() { Title = ShowText.Tidy(run.Title), Autoplay = run.Autoplay, Open = run.Open };
        foreach (Cue cue in run.Cues) tidy.Cues.Add(Tidy(cue));
        return tidy;
    }

    private static Cue Tidy(Cue cue)
    {
        Cue tidy = cue.Clone();
        ShowText.Tidy(tidy);
        return tidy;
    }

    // What somebody changed last: what was there before, which version it made, and the one cue that it was about.
    private readonly record struct LastChange(RunOfShow Before, uint Version, string Cue, uint CueVersion);
}
