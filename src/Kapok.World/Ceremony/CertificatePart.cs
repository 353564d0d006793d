using Kapok.Protocol.Messages;

namespace Kapok.World.Ceremony;

/// <summary>Somebody who attended.</summary>
/// <param name="Guest">Who they are.</param>
/// <param name="Name">As they wore it.</param>
public readonly record struct Attendance(string Guest, string Name);

/// <summary>People attended, and are to have it in writing; perhaps not for the first time. What became of it is told to <see cref="CertificatePart.Settle"/>.</summary>
/// <param name="People">Who; no bots.</param>
/// <param name="Title">What the step was called; may be empty.</param>
public readonly record struct AttendanceEarned(IReadOnlyList<Attendance> People, string Title) : IRoomEvent;

/// <summary>Certificates of attendance: everyone who is here while the step lasts gets one, and is told so once it is on disk.</summary>
/// <remarks>What is asked for twice is kept once (by guest, room and title), so a room that was started again simply asks again.</remarks>
public sealed class CertificatePart : RoomPart
{
    /// <summary>How long it waits before it asks again for what could not be kept, in milliseconds.</summary>
    public const double AgainMs = 5000;

    private const int MostAsked = 32_768; // guests of one step that are remembered; others are asked for again when they return

    private readonly HashSet<string> _asked = new(StringComparer.Ordinal), _kept = new(StringComparer.Ordinal);
    private double _startMs = double.NaN, _againMs = double.PositiveInfinity;

    internal CertificatePart(Room room)
        : base(room)
    {
    }

    /// <summary>What became of certificates: whoever is here is told that theirs is kept; the others are asked for again in a while.</summary>
    /// <param name="guests">Whose.</param>
    /// <param name="title">As <see cref="AttendanceEarned.Title"/> had it.</param>
    /// <param name="isKept">They are on disk.</param>
    public void Settle(IReadOnlyCollection<string> guests, string title, bool isKept)
    {
        bool isOfThisStep = Step()?.Step.Title == title;
        if (!isKept)
        {
            if (!isOfThisStep) return;
            _asked.ExceptWith(guests);
            _againMs = Room.NowMs + AgainMs;
            return;
        }
        if (isOfThisStep && _kept.Count < MostAsked) _kept.UnionWith(guests);
        HashSet<string> told = new(guests, StringComparer.Ordinal);
        ServerMessage message = Certified(title);
        foreach (Resident who in Room.People)
            if (!who.Bot && told.Contains(who.Guest)) Room.SendTo(who, message);
    }

    internal override void Greeted(Resident who)
    {
        if (who.Bot || Step() is not { } step || step.StartMs != _startMs) return; // of a new step the tick sees everybody
        if (_kept.Contains(who.Guest)) Room.SendTo(who, Certified(step.Step.Title));
        else if (Asks(who.Guest)) Room.Tell(new AttendanceEarned([new(who.Guest, who.Name)], step.Step.Title));
    }

    internal override void Tick()
    {
        CeremonyNow? step = Step();
        if (step is null || (step.StartMs == _startMs && Room.NowMs < _againMs)) return;
        _againMs = double.PositiveInfinity;
        if (step.StartMs != _startMs)
        {
            _startMs = step.StartMs;
            _asked.Clear();
            _kept.Clear();
        }
        List<Attendance> here = [.. Room.People
            .Where(who => !who.Bot && who.Outbound is not null && !_kept.Contains(who.Guest) && Asks(who.Guest))
            .Select(who => new Attendance(who.Guest, who.Name))];
        if (here.Count > 0) Room.Tell(new AttendanceEarned(here, step.Step.Title));
    }

    private static ServerMessage Certified(string title) => new() { Certified = new() { Title = title } };

    // False while the answer of an earlier time is still to come.
    private bool Asks(string guest) => _asked.Count >= MostAsked || _asked.Add(guest);

    // A cue is known a little before its moment.
    private CeremonyNow? Step() =>
        Room.Show.Running.State.Ceremony is { Step.Kind: CeremonyKind.Certificate } step && step.StartMs <= Room.NowMs ? step : null;
}
