// Who may run the show, and what they ask for.
using Kapok.Protocol;
using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

/// <summary>Who runs the show, in the room or from outside of it.</summary>
/// <param name="Guest">Identity over rooms and visits, or of the link by which they are signed in.</param>
/// <param name="Name">As others who run it see them.</param>
/// <param name="Role">What they may do.</param>
public readonly record struct ShowHand(string Guest, string Name, Role Role);

/// <summary>What became of a command.</summary>
/// <param name="Code">Key of the text catalogue below <c>notice.</c>; empty when it was done.</param>
/// <param name="Fault">What is wrong with what was given.</param>
/// <param name="By">Who changed the same before.</param>
public readonly record struct ShowAnswer(string Code, ShowFault? Fault = null, string By = "")
{
    /// <summary>It was done.</summary>
    public static readonly ShowAnswer Done = new("");
}

public sealed partial class ShowPart
{
    private const int MostTurns = 4;

    /// <summary>Whether a command changes the run of show, which whoever asks wants to find again; the others only run it.</summary>
    public static bool IsWritten(ShowCommand command) => command.BodyCase is ShowCommand.BodyOneofCase.Put or ShowCommand.BodyOneofCase.Remove
        or ShowCommand.BodyOneofCase.Move or ShowCommand.BodyOneofCase.Rename or ShowCommand.BodyOneofCase.Replace or ShowCommand.BodyOneofCase.Undo;

    // Whoever runs the show and does one of these has it in hand from then on.
    private static bool IsRunning(ShowCommand command) => command.BodyCase is ShowCommand.BodyOneofCase.Go or ShowCommand.BodyOneofCase.Standby
        or ShowCommand.BodyOneofCase.Back or ShowCommand.BodyOneofCase.Hold or ShowCommand.BodyOneofCase.Panic or ShowCommand.BodyOneofCase.Play
        or ShowCommand.BodyOneofCase.Replace || command.Rename is { Autoplay: true };

    /// <summary>Whether a role runs the show.</summary>
    public static bool MayRun(Role role) => Rank.RunsShow(role);

    /// <summary>Does what somebody who runs the show asks for, be they in the room or not. Whoever is not in it is told of nothing: they ask (<see cref="Describe"/>).</summary>
    public ShowAnswer Do(ShowCommand command, ShowHand by)
    {
        if (!MayRun(by.Role) && !IsOnesOwn(command, by.Role)) return new("not-allowed");
        double nowMs = Room.Clock.NowMilliseconds;
        if (MayRun(by.Role) && IsRunning(command)) _run.TakeOver();
        switch (command.BodyCase)
        {
            case ShowCommand.BodyOneofCase.Watch: break;
            case ShowCommand.BodyOneofCase.Editing: EditOutside(by, command.Editing.Cue); break;
            case ShowCommand.BodyOneofCase.Go: return Go(command.Go.Cue, nowMs);
            case ShowCommand.BodyOneofCase.Standby: return _run.Choose(command.Standby.Cue, nowMs) ? ShowAnswer.Done : new("show-no-cue");
            case ShowCommand.BodyOneofCase.Back: return _run.Back(nowMs) ? ShowAnswer.Done : new("show-no-way-back");
            case ShowCommand.BodyOneofCase.Hold: _run.Hold(command.Hold.On, nowMs); break;
            case ShowCommand.BodyOneofCase.Panic: _run.Panic(nowMs); break;
            case ShowCommand.BodyOneofCase.Play: return Play(command.Play.Clone(), nowMs);
            case ShowCommand.BodyOneofCase.Undo: return Answer(_run.Undo(by.Guest, by.Name, nowMs));
            case ShowCommand.BodyOneofCase.Put when command.Put.Cue is { } cue: return Answer(_run.Put(cue, command.Put.Expected, command.Put.After, by.Guest, by.Name, nowMs));
            case ShowCommand.BodyOneofCase.Remove: return Answer(_run.Remove(command.Remove.Cue, command.Remove.Expected, by.Guest, by.Name, nowMs));
            case ShowCommand.BodyOneofCase.Move: return Answer(_run.Move(command.Move.Cue, command.Move.After, by.Guest, by.Name, nowMs));
            case ShowCommand.BodyOneofCase.Rename:
                bool? open = command.Rename.HasOpen ? command.Rename.Open : null;
                return Answer(_run.Rename(command.Rename.Title, command.Rename.Autoplay, open, by.Guest, by.Name, nowMs));
            case ShowCommand.BodyOneofCase.Replace when command.Replace.Run is { } run:
                return Answer(_run.Replace(run, command.Replace.Expected, by.Guest, by.Name, nowMs));
            default: return new("show-refused", new(ShowFault.Unknown, "command"));
        }
        return ShowAnswer.Done;
    }

    private void Hear(Resident who, ShowCommand command)
    {
        if (command.BodyCase is ShowCommand.BodyOneofCase.Watch or ShowCommand.BodyOneofCase.Editing)
        {
            if (!MayRun(who.Role)) Room.Notify(who, "notice.not-allowed");
            else if (command.Watch is { } watch) Watch(who, watch.On);
            else Edit(who, command.Editing.Cue);
            return;
        }
        if (command.BodyCase == ShowCommand.BodyOneofCase.Try)
        {
            Try(who);
            return;
        }
        ShowAnswer answer = Do(command, new(who.Guest, who.Name, who.Role));
        if (answer.Code.Length == 0) return;
        Room.Notify(who, "notice." + answer.Code, ("cue", answer.Fault?.Cue ?? ""), ("field", answer.Fault?.Field ?? ""), ("fault", answer.Fault?.Code ?? ""), ("name", answer.By));
    }

    // Whoever presses a moment after somebody else meant the same cue, which plays already.
    private ShowAnswer Go(string cue, double nowMs) =>
        _run.Go(cue, nowMs) || (cue.Length > 0 && cue == _run.Current) ? ShowAnswer.Done : new("show-not-next");

    private ShowAnswer Play(ShowCommand.Types.Play play, double nowMs)
    {
        ShowText.Tidy(play.Actions);
        if (ShowRules.Check(play.Actions) is { } fault) return new("show-refused", fault);
        _run.PlayNow(play.Actions, nowMs);
        return _run.Fault.Length == 0 ? ShowAnswer.Done : new("show-refused", new(ShowFault.Missing, _run.Fault));
    }

    private static ShowAnswer Answer(ShowChange change) => change.Code.Length == 0 ? ShowAnswer.Done : new("show-" + change.Code, change.Fault, change.By);

    // Whoever stands on a stage brings their own slides there and turns them; who performs plays their own music and films.
    private static bool IsOnesOwn(ShowCommand command, Role role) => role is Role.Speaker or Role.Performer
        && command.Play is { Actions.Count: > 0 and <= MostTurns } play && play.Actions.All(action => IsOnesOwn(action, role == Role.Performer));

    private static bool IsOnesOwn(ShowAction action, bool performs) => action.BodyCase switch
    {
        ShowAction.BodyOneofCase.Slide => true,
        ShowAction.BodyOneofCase.Playback => performs,
        ShowAction.BodyOneofCase.Screen => action.Screen.Beside is null && action.Screen.Content?.BodyCase switch
        {
            Picture.BodyOneofCase.Slides => true,
            Picture.BodyOneofCase.Film => performs,
            _ => false,
        },
        _ => false,
    };
}
