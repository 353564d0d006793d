using System.Numerics;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Protocol.Text;

namespace Kapok.World.Order;

/// <summary>Keeping order: reports, muting, sending away, announcing, roles that end; asked for by people in the room and by organisers outside.</summary>
public sealed class OrderPart : RoomPart
{
    private readonly HashSet<string> _endedLinks = new(StringComparer.Ordinal); // as many as organisers have withdrawn since the start

    internal OrderPart(Room room)
        : base(room)
    {
    }

    /// <summary>The messages it takes.</summary>
    internal static void Messages(MessageTable table)
    {
        table.On(ClientMessage.BodyOneofCase.Report, MessageLimit.Requests, (room, who, message) => room.Order.Report(who, message.Report.Person, message.Report.Reason));
        table.On(ClientMessage.BodyOneofCase.Moderate, MessageLimit.Requests, (room, who, message) => room.Order.Moderate(who, message.Moderate));
    }

    /// <summary>Mutes or unmutes somebody in chat and tells them. Whoever lets them in again says whether it still holds (<see cref="Newcomer.Muted"/>).</summary>
    public void Mute(Resident who, bool muted)
    {
        if (!Room.IsHere(ref who) || who.Muted == muted) return;
        who.Muted = muted;
        Room.MarkChanged(who);
        Room.Notify(who, muted ? "notice.muted" : "notice.unmuted");
    }

    /// <summary>Does to somebody here what a measure says.</summary>
    public void Apply(Resident who, MeasureKind kind)
    {
        switch (kind)
        {
            case MeasureKind.Mute: Mute(who, true); break;
            case MeasureKind.Unmute: Mute(who, false); break;
            case MeasureKind.Silence: Room.Voices.Silence(who, true); break;
            case MeasureKind.Unsilence: Room.Voices.Silence(who, false); break;
            case MeasureKind.Kick: Room.Remove(who, Ending.Kicked); break;
            case MeasureKind.Ban: Room.Remove(who, Ending.Banned); break;
            default: break; // what is lifted from those who are not here
        }
    }

    /// <summary>Makes attendees of all who have their role by a link that was withdrawn; of those too who come in later with a ticket from before.</summary>
    public void EndLink(string link)
    {
        _endedLinks.Add(link);
        foreach (Resident who in Room.People)
        {
            if (who.Link == link) Demote(who);
        }
    }

    /// <summary>Shows a line to everyone.</summary>
    /// <returns>False when nothing is left of the text after cleaning, or too much.</returns>
    public bool Announce(string raw, string from)
    {
        if (!PlainText.TryClean(raw, PlainText.MaxChat, out string? text)) return false;
        Room.SendToAll(new ServerMessage
        {
            Announcement = new()
            {
                Text = text,
                From = PlainText.TryCleanName(from, out string? name) ? name : "",
                RoomMs = Room.Clock.NowMilliseconds
            }
        });
        return true;
    }

    internal override Newcomer Admit(Newcomer newcomer) =>
        newcomer.Link is { } link && _endedLinks.Contains(link) ? newcomer with { Role = Role.Attendee, Link = null } : newcomer;

    internal override void Adopt(Room broken) => _endedLinks.UnionWith(broken.Order._endedLinks);

    private void Demote(Resident who)
    {
        (who.Role, who.Link) = (Role.Attendee, null);
        Room.MarkChanged(who);
        Room.Notify(who, "notice.role-ended");
        Room.Voices.Refresh(who);
        if (Room.Rules.MayEnter(who.Role, Room.BodyAt(who).Position)) return;
        (Vector3 place, float yaw) = Room.Places.Arrival("", who.Role);
        Room.Place(who, place, yaw, -1, "put-back.stage");
    }

    private void Report(Resident who, uint id, string rawReason)
    {
        if (!PlainText.TryCleanOptional(rawReason, PlainText.MaxReason, out string reason)) Room.Notify(who, "notice.text-refused");
        else if (Room.Find(id) is not { } accused) Room.Notify(who, "notice.person-gone");
        else Room.Tell(new PersonReported(who, accused, reason, Room.Chat.EvidenceOf(accused, who)));
    }

    private void Moderate(Resident by, Moderate order)
    {
        if (!by.KeepsOrder) Room.Notify(by, "notice.not-allowed");
        else if (Room.Find(order.Person) is not { } who) Room.Notify(by, "notice.person-gone");
        else if (who == by || !Rank.MayActOn(by.Role, who.Role)) Room.Notify(by, "notice.not-allowed");
        else if (!PlainText.TryCleanOptional(order.Reason, PlainText.MaxReason, out string reason)) Room.Notify(by, "notice.text-refused");
        else if (KindOf(order.Measure) is { } kind)
        {
            Apply(who, kind);
            Room.Tell(new MeasureTaken(by, who, kind, reason));
        }
    }

    private static MeasureKind? KindOf(Measure measure) => measure switch
    {
        Measure.Mute => MeasureKind.Mute,
        Measure.Unmute => MeasureKind.Unmute,
        Measure.Kick => MeasureKind.Kick,
        Measure.Ban => MeasureKind.Ban,
        _ => null,
    };
}
