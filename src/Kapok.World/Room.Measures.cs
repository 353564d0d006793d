// Keeping order: muting, sending away, announcing; asked for by moderators in the room and by organisers outside.
using System.Numerics;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Protocol.Text;

namespace Kapok.World;

public sealed partial class Room
{
    private readonly HashSet<string> _endedLinks = new(StringComparer.Ordinal); // as many as organisers have withdrawn since the start

    /// <summary>Mutes or unmutes somebody in chat and tells them.</summary>
    public void Mute(Resident who, bool muted)
    {
        if (!IsHere(ref who) || who.Muted == muted) return;
        who.Muted = muted;
        MarkChanged(who);
        Notify(who, muted ? "notice.muted" : "notice.unmuted");
    }

    /// <summary>Makes attendees of all who have their role by a link that was withdrawn; of those too who come in later with a ticket from before.</summary>
    public void EndLink(string link)
    {
        _endedLinks.Add(link);
        foreach (Resident who in _residents)
        {
            if (who.Link == link) Demote(who);
        }
    }

    /// <summary>Shows a line to everyone.</summary>
    /// <returns>False when nothing is left of the text after cleaning, or too much.</returns>
    public bool Announce(string raw, string from)
    {
        if (!PlainText.TryClean(raw, PlainText.MaxChat, out string? text)) return false;
        SendToAll(new ServerMessage { Announcement = new() { Text = text, From = PlainText.TryCleanName(from, out string? name) ? name : "", RoomMs = _clock.NowMilliseconds } });
        return true;
    }

    /// <summary>Says a line to one person.</summary>
    /// <param name="who">To whom.</param>
    /// <param name="code">Key of the text catalogue.</param>
    /// <param name="values">What stands in the text for its names.</param>
    public void Notice(Resident who, string code, params ReadOnlySpan<(string Name, string Value)> values)
    {
        if (IsHere(ref who)) Notify(who, code, values);
    }

    /// <summary>Tells somebody that their portal is open.</summary>
    public void Travel(Resident who, string toRoom, string pass)
    {
        if (IsHere(ref who)) SendTo(who, new ServerMessage { Travel = new() { Room = toRoom, Arrive = pass } });
    }

    private Newcomer WithoutEndedRole(Newcomer newcomer) =>
        newcomer.Link is { } link && _endedLinks.Contains(link) ? newcomer with { Role = Role.Attendee, Link = null } : newcomer;

    private void Demote(Resident who)
    {
        (who.Role, who.Link) = (Role.Attendee, null);
        MarkChanged(who);
        Notify(who, "notice.role-ended");
        RefreshVoice(who);
        if (_rules.MayEnter(who.Role, _bodies[who.Index].Position)) return;
        (Vector3 place, float yaw) = _places.Arrival("", who.Role);
        Place(who, place, yaw, -1, "put-back.stage");
    }

    private void Moderate(Resident by, Moderate order)
    {
        if (!by.KeepsOrder) Notify(by, "notice.not-allowed");
        else if (Find(order.Person) is not { } who) Notify(by, "notice.person-gone");
        else if (who == by || (who.Role == Role.Organiser && by.Role != Role.Organiser)) Notify(by, "notice.not-allowed");
        else if (!PlainText.TryCleanOptional(order.Reason, PlainText.MaxReason, out string reason)) Notify(by, "notice.text-refused");
        else Take(order.Measure, who, by, reason);
    }

    private void Take(Measure measure, Resident who, Resident by, string reason)
    {
        switch (measure)
        {
            case Measure.Mute: Mute(who, true); break;
            case Measure.Unmute: Mute(who, false); break;
            case Measure.Kick: SendAway(who, false, by, reason); break;
            case Measure.Ban: SendAway(who, true, by, reason); break;
            default: break;
        }
    }

    private void SendAway(Resident who, bool banned, Resident by, string reason)
    {
        Remove(who, banned ? Ending.Banned : Ending.Kicked);
        _events.SentAway(who, banned, by, reason);
    }
}
