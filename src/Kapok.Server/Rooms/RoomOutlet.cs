using System.Diagnostics;
using Kapok.Cluster;
using Kapok.Protocol.Messages;
using Kapok.Server.Entry;
using Kapok.Server.Voice;
using Kapok.World;
using Kapok.World.Chat;

namespace Kapok.Server.Rooms;

/// <summary>Carries what a room tells outside: to the journal, to the door, through portals, to its voices. The room's loop calls it, so it only queues.</summary>
internal sealed class RoomOutlet(RoomKey room, IRoomJournal journal, Dismissals dismissals, RoomVoice voice, IRoomDirectory rooms, KeptNotices notices, TimeProvider time) : IRoomEvents
{
    /// <summary>The room's loop; set once it is made.</summary>
    public RoomHost? Host { get; set; }

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
            case PersonSentAway away: SendAway(away.Who, away.Banned, away.By, away.Reason); break;
            case PortalTaken taken: OpenPortal(taken.Who, taken.ToRoom); break;
            case MessageFailed: break; // the host has counted it
            default: throw new UnreachableException($"Nobody acts on {typeof(TEvent).Name}.");
        }
    }

    private void KeepLook(Resident who)
    {
        if (!who.Bot) journal.NoteLook(who.Guest, who.Name, who.Look);
    }

    private void Report(Resident by, Resident accused, string reason, IReadOnlyList<SaidLine> context)
    {
        ReportRecord report = new(room, time.GetUtcNow(), by.Guest, by.Name, accused.Guest, accused.Name, reason, [.. context.Select(ToChatLine)]);
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

    private void SendAway(Resident who, bool banned, Resident by, string reason)
    {
        Task<MeasureResult> kept = dismissals.SendAwayAsync(DismissalOf(who, banned, new(by.Name, reason)));
        _ = notices.TellAsync(Host, by, kept, banned ? "notice.banned" : "notice.kicked", "notice.measure-held", who);
    }

    /// <summary>What the door is to remember. A loopback address is everyone's behind a local proxy or on this machine, so it is left out.</summary>
    public Dismissal DismissalOf(Resident who, bool banned, MeasureBy by) => new(
        banned ? DismissalKind.Ban : DismissalKind.Kick, who.Guest, who.Name,
        who.Address is { } address && System.Net.IPAddress.TryParse(address, out System.Net.IPAddress? parsed) && !System.Net.IPAddress.IsLoopback(parsed) ? address : null,
        room, by, time.GetUtcNow());

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
