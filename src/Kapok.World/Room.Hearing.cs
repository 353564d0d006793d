// What people say and ask for, each under its rule.
using System.Numerics;
using Google.Protobuf.Collections;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.Protocol.Text;
using Kapok.World.Movement;
using Kapok.World.Scenes;

namespace Kapok.World;

public sealed partial class Room
{
    private const float SeatReachMetres = 3f, BesideMetres = 1.2f, PortalMarginMetres = 1f;
    private const uint Emotes = 8;
    private const int MostBlocked = 1000; // bounds what one client can make the server remember
    private const int MostSeeksATick = 2, MostFound = 20, MostFollowed = 8; // looking through all names costs a millisecond in a full room
    private readonly ChatRing _chat = new(50);
    private (long Tick, int Count) _seeks;
    private Resident? _asker; // whose request is heard now
    private string _notice = ""; // and what they were told

    /// <summary>The newest lines of chat, oldest first.</summary>
    public IReadOnlyList<SaidLine> RecentChat(int most) => _chat.Newest(most);

    /// <summary>Takes a message of somebody's client.</summary>
    /// <returns>False when no honest client sends it: their connection is closed as malformed.</returns>
    public bool Hear(Resident who, ClientMessage message)
    {
        if (!IsHere(ref who)) return true; // may be sent before they learnt that they are out
        if (message.Request != 0 && who.Requests.AnswerTo(message.Request) is { } before)
        {
            Answer(who, message.Request, before);
            return true;
        }
        (_asker, _notice) = (who, "");
        try
        {
            if (Heed(who, message))
            {
                if (message.Request == 0) return true;
                who.Requests.Note(message.Request, _notice);
                Answer(who, message.Request, _notice);
                return true;
            }
        }
#pragma warning disable CA1031 // Whatever it throws, it is one person's message.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Fail(who, error);
            return false;
        }
        finally
        {
            _asker = null;
        }
        who.Outbound?.Close(Ending.Malformed);
        return false;
    }

    private void Answer(Resident who, uint request, string notice) => SendTo(who, new ServerMessage { Done = new() { Request = request, Notice = notice } });

    private bool Heed(Resident who, ClientMessage message)
    {
        switch (message.BodyCase)
        {
            case ClientMessage.BodyOneofCase.Ping:
                SendTo(who, new ServerMessage { Pong = new() { ClientMs = message.Ping.ClientMs, RoomMs = _clock.NowMilliseconds } });
                return true;
            case ClientMessage.BodyOneofCase.Say: Say(who, message.Say.Text, message.Request); return true;
            case ClientMessage.BodyOneofCase.Emote: return Emote(who, message.Emote.Kind);
            case ClientMessage.BodyOneofCase.Sit: return Sit(who, message.Sit.Seat);
            case ClientMessage.BodyOneofCase.Stand: Stand(who); return true;
            case ClientMessage.BodyOneofCase.SetStick: return SetStick(who, message.SetStick.On, message.SetStick.Colour);
            case ClientMessage.BodyOneofCase.SetLook: return SetLook(who, message.SetLook.Look);
            case ClientMessage.BodyOneofCase.GoTo: GoTo(who, message.GoTo.Person); return true;
            case ClientMessage.BodyOneofCase.Report: Report(who, message.Report.Person, message.Report.Reason); return true;
            case ClientMessage.BodyOneofCase.Block: Block(who, message.Block.Person, message.Block.On); return true;
            case ClientMessage.BodyOneofCase.Moderate: Moderate(who, message.Moderate); return true;
            case ClientMessage.BodyOneofCase.Leave: Remove(who, Ending.Left); return true;
            case ClientMessage.BodyOneofCase.Seek: Seek(who, message.Seek.Text, message.Seek.People); return true;
            case ClientMessage.BodyOneofCase.Follow: return Follow(who, message.Follow.People);
            case ClientMessage.BodyOneofCase.Hush: Hush(who, message.Hush.Person, message.Hush.On); return true;
            case ClientMessage.BodyOneofCase.RaiseHand: return RaiseHand(who, message.RaiseHand.On);
            case ClientMessage.BodyOneofCase.ModerateVoice: return ModerateVoice(who, message.ModerateVoice);
            case ClientMessage.BodyOneofCase.EnterPortal: return EnterPortal(who, message.EnterPortal.Portal);
            default: return false;
        }
    }

    private void Say(Resident who, string raw, uint request)
    {
        if (who.Muted) Notify(who, "notice.muted");
        else if (!PlainText.TryClean(raw, PlainText.MaxChat, out string? text)) Notify(who, "notice.text-refused");
        else
        {
            SaidLine line = new(_clock.Today, who.Id, who.Guest, who.Name, text);
            _chat.Add(line);
            ref readonly Body body = ref _bodies[who.Index];
            int zone = _zones.At(body.Position); // where they are now, not where they were last looked at: a wall does not lag behind
            _spoken.Add(who, new(body.Position.X, body.Position.Z), _zones.IsPrivate(zone) ? zone : 0, text, request, _nowMs, who.Role > Role.Attendee);
            who.SpokeTick = _tick;
            Raise(who);
            _events.Said(line);
        }
    }

    private bool Emote(Resident who, uint kind)
    {
        if (kind is 0 or > Emotes) return false;
        ref readonly Body body = ref _bodies[who.Index];
        _composer.Gesture(who.Id, (byte)kind, new(body.Position.X, body.Position.Z));
        return true;
    }

    private bool Sit(Resident who, uint number)
    {
        if (number >= _seats.Length) return false;
        Seat seat = _settings.Layout.Seats[(int)number];
        ref readonly Body body = ref _bodies[who.Index];
        Vector3 apart = body.Position - seat.Position;
        if (_seats[number] is { } holder && holder != who) Notify(who, "notice.seat-taken");
        else if (new Vector2(apart.X, apart.Z).Length() > SeatReachMetres || MathF.Abs(apart.Y) > SeatReachMetres) Notify(who, "notice.seat-far");
        else if (!_rules.MayEnter(who.Role, seat.Position)) Notify(who, "notice.not-allowed");
        else Place(who, seat.Position, seat.Yaw, (int)number, "");
        return true;
    }

    private void Stand(Resident who)
    {
        ref readonly Body body = ref _bodies[who.Index];
        if (body.Seat < 0) return;
        Seat seat = _settings.Layout.Seats[body.Seat];
        bool found = _places.TryBeforeSeat(seat, who.Role, out Vector3 place) || _places.TryBeside(seat.Foot, 0f, who.Role, out place);
        if (!found) (place, _) = _places.Arrival("", who.Role);
        Place(who, place, seat.Yaw, -1, "");
    }

    private bool SetStick(Resident who, bool on, uint colour)
    {
        if (colour > 0xFFFFFF) return false;
        who.StickOn = on;
        _introductions.Change(who.Id);
        _composer.Motions.SetLit(who.Index, on);
        if (who.Look.Stick == colour) return true;
        who.Look = who.Look.Clone();
        who.Look.Stick = colour;
        MarkChanged(who);
        return true;
    }

    private bool SetLook(Resident who, Look? look)
    {
        if (look is null || !LookRules.IsValid(look)) return false;
        who.Look = look;
        MarkChanged(who);
        _events.LookChanged(who);
        return true;
    }

    private void GoTo(Resident who, uint id)
    {
        if (Find(id) is not { } other || other == who) Notify(who, "notice.person-gone");
        else if (!_places.TryBeside(_bodies[other.Index].Position, BesideMetres, who.Role, out Vector3 place)) Notify(who, "notice.no-place");
        else
        {
            Vector3 look = _bodies[other.Index].Position - place;
            Place(who, place, MathF.Atan2(look.X, look.Z), -1, "");
        }
    }

    private bool EnterPortal(Resident who, uint number)
    {
        if (number >= _settings.Layout.Portals.Count) return false;
        Portal portal = _settings.Layout.Portals[(int)number];
        Vector3 hips = _bodies[who.Index].Position + new Vector3(0f, 0.9f, 0f);
        if (portal.Box.Contains(hips, PortalMarginMetres)) _events.PortalTaken(who, portal.Room);
        else Notify(who, "notice.portal-far");
        return true;
    }

    private void Seek(Resident who, string raw, RepeatedField<uint> ids)
    {
        Found found = new();
        foreach (uint id in ids.Take(MostFollowed))
            if (Find(id) is { } asked) Add(found, who, asked);
        if (PlainText.TryCleanName(raw, out string? text) && !SeekByName(found, who, text)) return;
        SendTo(who, new ServerMessage { Found = found });
    }

    private bool SeekByName(Found found, Resident who, string text)
    {
        if (_seeks.Tick != _tick) _seeks = (_tick, 0);
        if (++_seeks.Count > MostSeeksATick)
        {
            Notify(who, "notice.busy");
            return false;
        }
        foreach (Resident other in _residents.Where(other => other.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
            .OrderBy(other => !other.Name.StartsWith(text, StringComparison.OrdinalIgnoreCase)).ThenBy(other => other.Name, StringComparer.OrdinalIgnoreCase).Take(MostFound + 1))
        {
            if (found.People.Count >= MostFound) found.More = true;
            else Add(found, who, other);
        }
        return true;
    }

    private static void Add(Found found, Resident who, Resident other)
    {
        // Whoever has blocked somebody is not found by them.
        if (!other.Blocked.Contains(who.Guest)) found.People.Add(other.ToPerson());
    }

    private static bool Follow(Resident who, RepeatedField<uint> people)
    {
        if (people.Count > MostFollowed || people.Any(id => id > AvatarRecord.MaxPerson)) return false;
        who.Followed = [.. people.Select(id => (ushort)id)];
        return true;
    }

    private void Block(Resident who, uint id, bool on)
    {
        if (Find(id) is not { } other || other == who) return;
        if (on && who.Blocked.Count >= MostBlocked && !who.Blocked.Contains(other.Guest))
        {
            Notify(who, "notice.blocks-full");
            return;
        }
        bool changed = on ? who.Blocked.Add(other.Guest) : who.Blocked.Remove(other.Guest);
        if (changed) TellHidden(who, other);
        _events.Blocked(who, other, on); // again too: whoever asks again has not been told yet that it is kept
    }

    private void Report(Resident who, uint id, string rawReason)
    {
        if (!PlainText.TryCleanOptional(rawReason, PlainText.MaxReason, out string reason)) Notify(who, "notice.text-refused");
        else if (Find(id) is not { } accused) Notify(who, "notice.person-gone");
        else _events.Reported(who, accused, reason, _chat.Newest(_chat.Capacity));
    }

    private void Notify(Resident who, string code, params ReadOnlySpan<(string Name, string Value)> values)
    {
        if (who == _asker) _notice = code;
        Notice notice = new() { Code = code };
        foreach ((string name, string value) in values) notice.Values.Add(name, value);
        SendTo(who, new ServerMessage { Notice = notice });
    }
}
