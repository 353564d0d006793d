using System.Numerics;
using Google.Protobuf.Collections;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.Protocol.Text;

namespace Kapok.World.Finding;

/// <summary>How people find each other: by name, by going to them, by following them wherever they are.</summary>
public sealed class FindingPart : RoomPart
{
    /// <summary>The most whom somebody follows.</summary>
    internal const int MostFollowed = 8;

    private const float BesideMetres = 1.2f;
    private const int MostSeeksATick = 2, MostFound = 20; // looking through all names costs a millisecond in a full room

    private (long Tick, int Count) _seeks;

    internal FindingPart(Room room)
        : base(room)
    {
    }

    /// <summary>The messages it takes.</summary>
    internal static void Messages(MessageTable table)
    {
        table.On(ClientMessage.BodyOneofCase.Seek, MessageLimit.Requests, (room, who, message) => room.Finding.Seek(who, message.Seek.Text, message.Seek.People));
        table.On(ClientMessage.BodyOneofCase.GoTo, MessageLimit.Requests, (room, who, message) => room.Finding.GoTo(who, message.GoTo.Person));
        table.On(ClientMessage.BodyOneofCase.Follow, MessageLimit.Gestures, (_, who, message) => Follow(who, message.Follow.People));
    }

    internal override void BegunAnew(Resident who) => who.Followed = [];

    private void GoTo(Resident who, uint id)
    {
        if (Room.Find(id) is not { } other || other == who) Room.Notify(who, "notice.person-gone");
        else if (!Room.Places.TryBeside(Room.BodyAt(other).Position, BesideMetres, who.Role, out Vector3 place)) Room.Notify(who, "notice.no-place");
        else
        {
            Vector3 look = Room.BodyAt(other).Position - place;
            Room.Place(who, place, MathF.Atan2(look.X, look.Z), -1, "");
        }
    }

    private static bool Follow(Resident who, RepeatedField<uint> people)
    {
        if (people.Count > MostFollowed || people.Any(id => id > AvatarRecord.MaxPerson)) return false;
        who.Followed = [.. people.Select(id => (ushort)id)];
        return true;
    }

    private void Seek(Resident who, string raw, RepeatedField<uint> ids)
    {
        Found found = new();
        foreach (uint id in ids.Take(MostFollowed))
            if (Room.Find(id) is { } asked) Add(found, who, asked);
        if (PlainText.TryCleanName(raw, out string? text) && !SeekByName(found, who, text)) return;
        Room.SendTo(who, new ServerMessage { Found = found });
    }

    private bool SeekByName(Found found, Resident who, string text)
    {
        if (_seeks.Tick != Room.TickNumber) _seeks = (Room.TickNumber, 0);
        if (++_seeks.Count > MostSeeksATick)
        {
            Room.Notify(who, "notice.busy");
            return false;
        }
        foreach (Resident other in Room.People.Where(other => other.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
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
}
