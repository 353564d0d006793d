using System.Collections.Concurrent;
using System.Threading.Channels;
using Kapok.Cluster;
using Kapok.Protocol.Messages;
using Kapok.Server.Entry;
using Kapok.Server.Voice;
using Kapok.World;
using Kapok.World.Voices;

namespace Kapok.Server.Rooms;

/// <summary>Carries what a room tells outside: to the journal, to watchers, to the door, through portals, to its voices. The room's loop calls it, so it only queues.</summary>
internal sealed class RoomOutlet(string room, IRoomJournal journal, Door door, Tickets tickets, RoomVoice voice, KeptNotices notices, TimeProvider time) : IRoomEvents
{
    private const int WatcherQueue = 256;

    private readonly ConcurrentDictionary<Channel<RoomEvent>, byte> _watchers = new();

    /// <summary>The rooms among which a ban holds and portals lead; set once all rooms are made.</summary>
    public LocalRooms? Rooms { get; set; }

    public Channel<RoomEvent> Watch()
    {
        Channel<RoomEvent> watcher = Channel.CreateBounded<RoomEvent>(new BoundedChannelOptions(WatcherQueue) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        _watchers[watcher] = 0;
        return watcher;
    }

    public void Unwatch(Channel<RoomEvent> watcher) => _watchers.TryRemove(watcher, out _);

    public void Joined(Resident who)
    {
        if (!who.Bot) journal.NoteLook(who.Guest, who.Name, who.Look);
        Tell(new PersonJoined(room, time.GetUtcNow(), who.Id, who.Guest, who.Name, who.Role));
    }

    public void Left(Resident who)
    {
        voice.Left(who.Id);
        Tell(new PersonLeft(room, time.GetUtcNow(), who.Id, who.Guest, who.Name));
    }

    public void Greeted(Room here, Resident who) => voice.Greeted(here, who);

    public void Detached(Resident who) => voice.Detached(who);

    public void VoiceMoved(Resident who, VoiceStanding standing) => voice.VoiceMoved(who.Id, standing);

    public void VoiceHidden(Resident listener, Resident speaker, bool isHidden) => voice.VoiceHidden(listener.Id, speaker.Id, isHidden);

    public void VoiceRulesChanged(VoiceRules rules) => voice.VoiceRulesChanged(rules);

    public void StartedAgain(IReadOnlyList<Resident> people) => voice.StartedAgain(people);

    public void Said(SaidLine line)
    {
        ChatLine kept = ToChatLine(line);
        journal.NoteChat(room, kept);
        Tell(new LineSaid(room, line.At, kept));
    }

    public void Reported(Resident by, Resident accused, string reason, IReadOnlyList<SaidLine> context)
    {
        ReportRecord report = new(room, time.GetUtcNow(), by.Guest, by.Name, accused.Guest, accused.Name, reason, [.. context.Select(ToChatLine)]);
        _ = notices.TellAsync(Rooms?.Find(room), by, journal.KeepReportAsync(report), "notice.reported", "notice.report-held", accused);
        Tell(new ReportFiled(room, report.At, report));
    }

    // A bot is somebody else each time it comes in, so nothing of it is kept.
    public void Blocked(Resident by, Resident other, bool on)
    {
        Task<MeasureResult> kept = by.Bot || other.Bot ? Task.FromResult(MeasureResult.Ok) : journal.KeepBlockAsync(by.Guest, other.Guest, on);
        _ = notices.TellAsync(Rooms?.Find(room), by, kept, on ? "notice.blocked" : "notice.unblocked", "notice.block-held", other);
    }

    public void LookChanged(Resident who)
    {
        if (!who.Bot) journal.NoteLook(who.Guest, who.Name, who.Look);
    }

    public void PortalTaken(Resident who, string toRoom)
    {
        RoomHost? here = Rooms?.Find(room), there = Rooms?.Find(toRoom);
        if (here is null) return;
        if (there is null) here.Post(r => r.Notice(who, "notice.no-place"));
        else if (who.Role <= Role.Attendee && there.Turnstile.IsFull) here.Post(r => r.Notice(who, "notice.room-full"));
        else
        {
            string pass = tickets.Issue(new Pass(who.Guest, who.Role, room, who.Link));
            here.Post(r => r.Travel(who, toRoom, pass));
        }
    }

    public void SentAway(Resident who, bool banned, Resident by, string reason)
    {
        Task<MeasureResult> kept = door.DismissAsync(DismissalOf(who, banned, new(by.Name, reason)));
        _ = notices.TellAsync(Rooms?.Find(room), by, kept, banned ? "notice.banned" : "notice.kicked", "notice.measure-held", who);
        if (banned) Rooms?.RemoveEverywhere(who.Guest);
    }

    /// <summary>What the door is to remember. A loopback address is everyone's behind a local proxy or on this machine, so it is left out.</summary>
    public Dismissal DismissalOf(Resident who, bool banned, MeasureBy by) => new(
        banned ? DismissalKind.Ban : DismissalKind.Kick, who.Guest, who.Name,
        who.Address is { } address && System.Net.IPAddress.TryParse(address, out System.Net.IPAddress? parsed) && !System.Net.IPAddress.IsLoopback(parsed) ? address : null,
        room, by, time.GetUtcNow());

    public static ChatLine ToChatLine(SaidLine line) => new(line.At, line.Person, line.Guest, line.Name, line.Text);

    private void Tell(RoomEvent happened)
    {
        foreach ((Channel<RoomEvent> watcher, byte _) in _watchers) watcher.Writer.TryWrite(happened);
    }
}
