// The room's show: what everyone is told, and how it goes on by itself. Commands are in ShowPart.Commands.cs, the desk in ShowPart.Desk.cs.
using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

/// <summary>The show of a room: cues that land on everyone in the same moment, from a list that people run together.</summary>
/// <remarks>A cue is one message for each viewer, encoded once; whoever comes late is sent the state and computes the same picture (<see cref="ShowModel"/>).</remarks>
public sealed partial class ShowPart : RoomPart, IShowOutput
{
    private readonly ShowRun _run;
    private readonly IShowCatalogue _catalogue;
    private bool _isChanged, _areDoorsClosed;
    private IReadOnlySet<ulong> _inside;
    private long _changes, _kept;

    internal ShowPart(Room room)
        : base(room)
    {
        _run = new(this, room.Layout.Screens);
        _catalogue = room.Settings.Show.Catalogue;
        _run.GoOn(room.Settings.Show.Run, room.Settings.Show.Kept, room.Clock.NowMilliseconds, UtcMs);
        (_areDoorsClosed, _inside) = (_run.State.DoorsClosed, ShowDoors.Of(room.Settings.Show.Kept));
    }

    /// <summary>The run of show, and where it is. Only read.</summary>
    public ShowRun Running => _run;

    /// <summary>What was changed last is not on disk yet.</summary>
    public bool IsUnkept => _kept < NewestChange;

    /// <summary>The change that what was done so far belongs to, as <see cref="ShowChanged.Change"/> will have it.</summary>
    public long NewestChange => _isChanged ? _changes + 1 : _changes;

    /// <summary>Something plays by itself at a moment, whether somebody is here or not.</summary>
    internal bool IsWaiting => _isChanged || (_run.IsPending && !_run.Run.Autoplay);

    private double UtcMs => Room.Clock.Today.ToUnixTimeMilliseconds();

    /// <summary>The messages it takes.</summary>
    internal static void Messages(MessageTable table) =>
        table.On(ClientMessage.BodyOneofCase.Show, MessageLimit.Show, (room, who, message) => room.Show.Hear(who, message.Show));

    /// <summary>A change is on disk, and all before it.</summary>
    /// <param name="change">As <see cref="ShowChanged.Change"/> has it.</param>
    public void Kept(long change)
    {
        if (change <= _kept) return;
        _kept = Math.Min(change, _changes);
        _isDeskChanged = true;
    }

    /// <inheritdoc/>
    void IShowOutput.Played(ShowCue cue)
    {
        Room.SendToAll(new ServerMessage { ShowCue = cue });
        TellDoors();
    }

    /// <inheritdoc/>
    void IShowOutput.Announced(string text) => Room.Order.Announce(text, _run.Run.Title);

    /// <inheritdoc/>
    void IShowOutput.Shown(ShowState state)
    {
        Room.SendToAll(new ServerMessage { ShowState = ShowModel.ToPresent(state, Room.Clock.NowMilliseconds) });
        TellDoors();
    }

    /// <inheritdoc/>
    void IShowOutput.Changed() => (_isChanged, _isDeskChanged) = (true, true);

    /// <inheritdoc/>
    ShowAction? IShowOutput.Resolve(ShowAction action, out string fault)
    {
        fault = FaultOf(action);
        if (fault.Length > 0) return null;
        if (action.Playback is not { Deed: PlaybackDeed.Play or PlaybackDeed.Queue }) return action;
        ShowAction resolved = action.Clone();
        if (resolved.Playback.File.Length > 0 && _catalogue.TryFile(resolved.Playback.File, out ShowFile played))
        {
            if (resolved.Playback.Title.Length == 0) resolved.Playback.Title = played.Title ?? "";
            if (played.DurationMs > 0) resolved.Playback.DurationMs = played.DurationMs;
        }
        foreach (QueuedTrack next in resolved.Playback.Queue)
            if (_catalogue.TryFile(next.File, out ShowFile file) && file.DurationMs > 0) (next.Title, next.DurationMs) = (file.Title, file.DurationMs);
        return resolved;
    }

    internal override void Greeted(Resident who)
    {
        _desks.RemoveAll(desk => desk.Who == who);
        if (OfferNow() is { Open: true } offer) Room.SendTo(who, new ServerMessage { ShowOffer = offer });
        if (_run.State.Revision > 0) Room.SendTo(who, new ServerMessage { ShowState = ShowModel.ToPresent(_run.State, Room.NowMs) });
    }

    internal override void Left(Resident who)
    {
        _isDeskChanged |= _desks.RemoveAll(desk => desk.Who == who) > 0;
        _run.Forget(who.Guest);
    }

    internal override void Adopt(Room broken)
    {
        ShowPart before = broken.Show;
        _run.Adopt(before._run);
        (_changes, _kept, _isChanged, _areDoorsClosed, _inside) = (before._changes, before._kept, before._isChanged, before._areDoorsClosed, before._inside);
        _offer = before._offer;
    }

    internal override void Tick()
    {
        _run.Step(Room.NowMs, UtcMs, Room.People.Count > 0);
        TellChanged(Room.NowMs);
        TellOffer();
        if (_isDeskChanged) TellDesks();
    }

    internal override void Closing() => TellChanged(Room.Clock.NowMilliseconds);

    private void TellChanged(double nowMs)
    {
        if (!_isChanged) return;
        _isChanged = false;
        KeptShow kept = _run.Keep(nowMs, UtcMs);
        kept.Inside.Add(_inside);
        Room.Tell(new ShowChanged(_run.Run, kept, ++_changes));
    }

    private string FaultOf(ShowAction action) => action.BodyCase switch
    {
        ShowAction.BodyOneofCase.Screen when !HasScreen(action.Screen.Screen) => "show.fault.screen",
        ShowAction.BodyOneofCase.Screen => FaultOf(action.Screen.Content) is { Length: > 0 } fault ? fault : action.Screen.Beside is { } beside ? FaultOf(beside) : "",
        ShowAction.BodyOneofCase.Playback when action.Playback.File.Length > 0 && !_catalogue.TryFile(action.Playback.File, out _) => "show.fault.file",
        ShowAction.BodyOneofCase.Playback when action.Playback.Queue.Any(one => !_catalogue.TryFile(one.File, out _)) => "show.fault.file",
        ShowAction.BodyOneofCase.Ceremony when action.Ceremony is { End: false, Kind: CeremonyKind.Photograph } && !Room.People.Exists(who => who.Outbound is not null)
            => "show.fault.nobody",
        ShowAction.BodyOneofCase.Slide when !_catalogue.HasDeck(action.Slide.Deck) => "show.fault.deck",
        _ => "",
    };

    private string FaultOf(Picture picture) => picture.BodyCase switch
    {
        Picture.BodyOneofCase.Stream when picture.Stream.Stage.Length > 0 && !_catalogue.HasStage(picture.Stream.Stage) => "show.fault.stage",
        Picture.BodyOneofCase.Slides when !_catalogue.HasDeck(picture.Slides.Deck) => "show.fault.deck",
        Picture.BodyOneofCase.Picture_ when !_catalogue.TryFile(picture.Picture_.File, out _) => "show.fault.file",
        Picture.BodyOneofCase.Film when !_catalogue.TryFile(picture.Film.File, out _) => "show.fault.file",
        _ => "",
    };

    // A scene that names none of its screens may have any.
    private bool HasScreen(string name) =>
        name is "" or ShowScreens.All || Room.Layout.Screens.Count == 0 || Room.Layout.Screens.Contains(name, StringComparer.Ordinal);

    private void TellDoors()
    {
        if (_run.State.DoorsClosed == _areDoorsClosed) return;
        _areDoorsClosed = _run.State.DoorsClosed;
        _inside = _areDoorsClosed ? ShowDoors.Take(Room.People) : ShowDoors.Nobody;
        Room.Tell(new DoorsMoved(!_areDoorsClosed, _inside));
    }
}
