using System.Diagnostics;
using System.Net;
using Kapok.Cluster;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Ceremony;
using Kapok.Server.Entry;
using Kapok.Server.Measures;
using Kapok.Server.Show;
using Kapok.Server.Voice;
using Kapok.World;
using Kapok.World.Ceremony;
using Kapok.World.Chat;
using Kapok.World.Show;

namespace Kapok.Server.Rooms;

/// <summary>Carries what a room tells outside: to the journal, to the measures, through portals, to its voices. The room's loop calls it, so it only queues.</summary>
internal sealed class RoomOutlet(RoomKey room, IRoomJournal journal, IMeasures measures, RoomVoice voice, IRoomDirectory rooms, KeptNotices notices, RoomShowKeeper? show,
    WallKeeper? wall, CeremonyKeeping? ceremonies, TimeProvider time) : IRoomEvents
{
    /// <summary>The room's loop; set once it is made.</summary>
    public RoomHost? Host { get; set; }

    /// <summary>Keeps who is in which photograph; null in a room in which a show is tried.</summary>
    public PhotographKeeping? Photographs { get; init; }

    /// <summary>A cue has closed the doors for newcomers who are attendees.</summary>
    public bool AreDoorsClosed { get; set; }

    /// <summary>Whom closed doors let in again.</summary>
    public IReadOnlySet<ulong> Inside { get; set; } = ShowDoors.Nobody;

    /// <summary>Whether closed doors keep a guest out: an attendee who was not inside when they were closed. Thread-safe.</summary>
    public bool KeepsOut(string guest, Role role) => AreDoorsClosed && role <= Role.Attendee && !Inside.Contains(ShowDoors.MarkOf(guest));

    /// <inheritdoc/>
    public void Happened<TEvent>(in TEvent happened)
        where TEvent : struct, IRoomEvent
    {
        switch (happened)
        {
            case VoiceMoved moved: voice.VoiceMoved(moved.Who.Id, moved.Standing); break;
            case VoiceHidden hidden: voice.VoiceHidden(hidden.Listener.Id, hidden.Speaker.Id, hidden.IsHidden); break;
            case VoiceLeft left: voice.Replaced(left.Who.Id); break;
            case VoiceRulesChanged changed: voice.VoiceRulesChanged(changed.Rules); break;
            case PersonGreeted greeted: voice.Greeted(greeted.Room, greeted.Who); break;
            case PersonDetached detached: voice.Detached(detached.Who); break;
            case PersonLeft left: voice.Left(left.Who.Id); break;
            case RoomStartedAgain again: voice.StartedAgain(again.People); break;
            case PersonJoined joined: KeepLook(joined.Who); break;
            case LookChanged changed: KeepLook(changed.Who); break;
            case LineSaid said: journal.NoteChat(room, ToChatLine(said.Line)); break;
            case PersonReported reported: Report(reported.By, reported.Accused, reported.Reason, reported.Context); break;
            case PersonBlocked blocked: Block(blocked.By, blocked.Other, blocked.On); break;
            case MeasureTaken taken: Measure(taken.By, taken.Who, taken.Kind, taken.Reason); break;
            case PortalTaken taken: OpenPortal(taken.Who, taken.ToRoom); break;
            case ShowChanged changed: show?.Keep(changed); break;
            case WallChanged changed: KeepWall(changed.Change); break;
            case PhotographTaken taken: Photographs?.Taken(room, taken); break;
            case DoorsMoved moved: (Inside, AreDoorsClosed) = (moved.Inside, !moved.Open); break;
            case AttendanceEarned earned: ceremonies?.Earned(room, earned, Host); break;
            case MessageFailed: break; // the host has counted it
            default: throw new UnreachableException($"Nobody acts on {typeof(TEvent).Name}.");
        }
    }

    // A room in which a show is tried keeps nothing.
    private void KeepWall(WallChange change)
    {
        if (wall is not null) wall.Keep(change);
        else Host?.Post(room => room.Signing.Settle(change, true));
    }

    private void KeepLook(Resident who)
    {
        if (!who.Bot) journal.NoteLook(who.Guest, who.Name, who.Look);
    }

    private void Report(Resident by, Resident accused, string reason, IReadOnlyList<SaidLine> context)
    {
        ReportRecord report = new(room, time.GetUtcNow(), by.Guest, by.Name, accused.Guest, accused.Name, accused.Role, reason, [.. context.Select(ToChatLine)]);
        _ = notices.TellAsync(Host, by, journal.KeepReportAsync(report), "notice.reported", "notice.report-held", accused);
    }

    // A bot is somebody else each time it comes in, so nothing of it is kept.
    private void Block(Resident by, Resident other, bool on)
    {
        Task<MeasureResult> kept = by.Bot || other.Bot ? Task.FromResult(MeasureResult.Ok) : journal.KeepBlockAsync(by.Guest, other.Guest, on);
        _ = notices.TellAsync(Host, by, kept, on ? "notice.blocked" : "notice.unblocked", "notice.block-held", other);
    }

    private void OpenPortal(Resident who, string toRoom)
    {
        if (Host is not { } here) return;
        Pass wanted = new((who.Bot ? Identity.Bot(who.Guest) : Identity.Visitor(who.Guest)).As(who.Role, who.Link), room.Room);
        _ = Task.Run(() => OpenPortalAsync(here, who, toRoom, wanted)); // the other room may be on another node
    }

    private void Measure(Resident by, Resident who, MeasureKind kind, string reason)
    {
        MeasureOn on = OnOf(who);
        // In the room nobody is asked about the address, so it is left out where it may be others' too.
        if (AddressRule.KindOf(IPAddress.TryParse(on.Address, out IPAddress? address) ? address : null) != AddressKind.Public) on = on with { Address = null };
        _ = notices.TellAsync(Host, by, measures.TakeAsync(kind, on, new(by.Name, reason, by.Role, by.Guest)), DoneCode(kind), "notice.measure-held", who);
    }

    /// <summary>Somebody here, as measures see them.</summary>
    public MeasureOn OnOf(Resident who) => new(who.Guest, who.Name, who.Role, who.Address, room);

    private static string DoneCode(MeasureKind kind) => kind switch
    {
        MeasureKind.Mute => "notice.has-muted",
        MeasureKind.Unmute => "notice.has-unmuted",
        MeasureKind.Silence => "notice.has-silenced",
        MeasureKind.Unsilence => "notice.has-unsilenced",
        MeasureKind.Kick => "notice.kicked",
        _ => "notice.banned",
    };

    private async Task OpenPortalAsync(RoomHost here, Resident who, string toRoom, Pass wanted)
    {
        try
        {
            IRoomDoor? there = RoomKey.TryCreate(room.Event, toRoom, out RoomKey key) ? await rooms.DoorOfAsync(key) : null;
            if (there is null) here.Post(r => r.Notice(who, "notice.no-place"));
            else if (await there.OpenPortalAsync(wanted) is not { } pass) here.Post(r => r.Notice(who, "notice.room-full"));
            else here.Post(r => r.Portals.Travel(who, toRoom, pass));
        }
#pragma warning disable CA1031 // A node that cannot be reached leads nowhere now; whoever stands in the portal is told so.
        catch (Exception)
#pragma warning restore CA1031
        {
            here.Post(r => r.Notice(who, "notice.no-place"));
        }
    }

    public static ChatLine ToChatLine(SaidLine line) => new(line.Id, line.At, line.Person, line.Guest, line.Name, line.Text);
}
