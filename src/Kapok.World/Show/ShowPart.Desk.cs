// What those are told who run the show.
using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

public sealed partial class ShowPart
{
    private const int MostDesks = 64, DeskBytes = 40_000; // below the longest message, with a cue of any length to spare

    private const double OutsideMs = 600_000;

    private readonly List<Desk> _desks = [];
    private readonly List<Outside> _outside = [];
    private bool _isDeskChanged;

    /// <summary>The desk as whoever runs the show sees it.</summary>
    /// <param name="run">Whether the run of show comes with it.</param>
    public ShowDesk Describe(bool run)
    {
        ShowDesk desk = new()
        {
            Run = run ? _run.Run : null,
            Current = _run.Current,
            CurrentMs = _run.CurrentMs,
            Standby = _run.Standby,
            DueMs = _run.IsHeld ? 0 : _run.DueMs,
            Held = _run.IsHeld,
            HeldMs = _run.HeldMs,
            Fault = _run.Fault,
            Unkept = IsUnkept,
            DueWith = { _run.Waiting },
        };
        foreach (Desk one in _desks) desk.Hands.Add(new ShowDesk.Types.Hand { Name = one.Who.Name, Editing = one.Editing });
        // After those in the room, whose places among the hands are those of their desks.
        foreach (Outside one in _outside) desk.Hands.Add(new ShowDesk.Types.Hand { Name = one.Name, Editing = one.Editing });
        return desk;
    }

    private void Watch(Resident who, bool on)
    {
        int removed = _desks.RemoveAll(desk => desk.Who == who);
        if (on && _desks.Count < MostDesks) _desks.Add(new(who));
        _isDeskChanged |= on || removed > 0;
    }

    private void Edit(Resident who, string cue)
    {
        if (_desks.Find(desk => desk.Who == who) is not { } own || (cue.Length > 0 && !ShowRules.IsId(cue))) return;
        own.Editing = cue;
        _isDeskChanged = true;
    }

    // Whoever has a cue open in the console. They may be gone without a word, so it holds for a while.
    private void EditOutside(ShowHand by, string cue)
    {
        double nowMs = Room.Clock.NowMilliseconds;
        _outside.RemoveAll(one => one.Guest == by.Guest || nowMs - one.SinceMs > OutsideMs);
        if (cue.Length > 0 && ShowRules.IsId(cue) && _outside.Count < MostDesks) _outside.Add(new(by.Guest, by.Name, cue, nowMs));
        _isDeskChanged = true;
    }

    private void TellDesks()
    {
        _isDeskChanged = false;
        _desks.RemoveAll(desk => !MayRun(desk.Who.Role)); // their link has ended
        if (_desks.Count == 0) return;
        ShowDesk told = Describe(run: false);
        List<ShowDesk>? parts = null;
        for (int index = 0; index < _desks.Count; index++)
        {
            Desk desk = _desks[index];
            ShowDesk own = told.Clone();
            own.Hands.RemoveAt(index); // the others
            if (desk.Version != _run.Run.Version)
            {
                foreach (ShowDesk part in parts ??= Parts(told)) Room.SendTo(desk.Who, new ServerMessage { ShowDesk = part });
                desk.Version = _run.Run.Version;
            }
            Room.SendTo(desk.Who, new ServerMessage { ShowDesk = own });
        }
    }

    // The run of show in messages that are short enough.
    private List<ShowDesk> Parts(ShowDesk told)
    {
        List<ShowDesk> parts = [];
        ShowDesk part = Begin();
        int bytes = 0;
        foreach (Cue cue in _run.Run.Cues)
        {
            if ((bytes += cue.CalculateSize() + 8) > DeskBytes)
            {
                parts.Add(part);
                (part, bytes) = (Begin(), cue.CalculateSize() + 8);
                part.More = true;
            }
            part.Run.Cues.Add(cue);
        }
        parts.Add(part);
        return parts;

        ShowDesk Begin()
        {
            ShowDesk begun = told.Clone();
            begun.Hands.Clear();
            begun.Run = new() { Title = _run.Run.Title, Version = _run.Run.Version, Autoplay = _run.Run.Autoplay, Open = _run.Run.Open };
            return begun;
        }
    }

    private readonly record struct Outside(string Guest, string Name, string Editing, double SinceMs);

    private sealed class Desk(Resident who)
    {
        public Resident Who { get; } = who;

        public string Editing { get; set; } = "";

        // Of the run of show that they were told; none can have this one.
        public uint Version { get; set; } = uint.MaxValue;
    }
}
