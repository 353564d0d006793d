using System.Numerics;
using Kapok.Protocol.Messages;
using Kapok.Protocol.Text;
using Kapok.World.Movement;

namespace Kapok.World.Chat;

/// <summary>What people write: who reads it, and what is remembered of it.</summary>
public sealed class ChatPart : RoomPart
{
    // What a report can tell: so many lines of whoever is reported, and so many that whoever reports has read.
    private const int MostOwn = 50, MostOwnOfAll = 20_000, MostRecent = 50;

    /// <summary>The most lines that a person is remembered to have read.</summary>
    internal const int MostRead = 30;

    private readonly ChatRing _recent = new(MostRecent);
    private readonly OwnLines _own = new(MostOwn, MostOwnOfAll);
    private long _lastId;

    internal ChatPart(Room room)
        : base(room) =>
        _lastId = room.Clock.Today.ToUnixTimeMilliseconds() << 10; // a thousand lines a millisecond would have to be said for two runs of a server to share an id; 53 bits hold it

    /// <summary>The newest lines, oldest first.</summary>
    public IReadOnlyList<SaidLine> Recent(int most) => _recent.Newest(most);

    /// <summary>The newest lines as they are sent.</summary>
    internal SpokenLines Lines { get; } = new();

    /// <summary>The messages it takes.</summary>
    internal static void Messages(MessageTable table) =>
        table.On(ClientMessage.BodyOneofCase.Say, MessageLimit.Chat, (room, who, message) => room.Chat.Say(who, message.Say.Text, message.Request));

    /// <summary>What a report tells: the newest lines of whoever is reported, and the newest that whoever reports has read, each once, oldest first.</summary>
    /// <remarks>What was said at a private table is told only by those who read it there.</remarks>
    internal IReadOnlyList<SaidLine> EvidenceOf(Resident accused, Resident by)
    {
        SaidLine[] read = by.Read.Newest(MostRead);
        HashSet<long> known = [.. read.Select(line => line.Id)];
        return [.. _own.Of(accused.Guest).Where(line => line.Wall == 0 || line.Guest == by.Guest).Where(line => !known.Contains(line.Id)).Concat(read).OrderBy(line => line.Id)];
    }

    internal override void Adopt(Room broken)
    {
        ChatPart before = broken.Chat;
        _lastId = Math.Max(_lastId, before._lastId);
        before._recent.CopyTo(_recent);
        _own.Adopt(before._own);
    }

    private void Say(Resident who, string raw, uint request)
    {
        if (who.Muted) Room.Notify(who, "notice.muted");
        else if (!PlainText.TryClean(raw, PlainText.MaxChat, out string? text)) Room.Notify(who, "notice.text-refused");
        else
        {
            ref readonly Body body = ref Room.BodyAt(who);
            int zone = Room.Zones.At(body.Position); // where they are now, not where they were last looked at: a wall does not lag behind
            SaidLine line = new(++_lastId, Room.Clock.Today, who.Id, who.Guest, who.Name, text, Room.Zones.IsPrivate(zone) ? zone : 0);
            _recent.Add(line);
            _own.Add(line);
            Lines.Add(who, new(body.Position.X, body.Position.Z), line, request, Room.NowMs, who.Role > Role.Attendee);
            who.SpokeTick = Room.TickNumber;
            Room.Raise(who);
            Room.Tell(new LineSaid(line));
        }
    }
}
