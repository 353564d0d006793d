using System.Numerics;
using Kapok.Protocol.Messages;
using Kapok.Protocol.Text;
using Kapok.World.Movement;

namespace Kapok.World.Chat;

/// <summary>What people write: who reads it, and what is remembered of it.</summary>
public sealed class ChatPart : RoomPart
{
    private readonly ChatRing _ring = new(50);

    internal ChatPart(Room room)
        : base(room)
    {
    }

    /// <summary>The newest lines, oldest first.</summary>
    public IReadOnlyList<SaidLine> Recent(int most) => _ring.Newest(most);

    /// <summary>The newest lines as they are sent.</summary>
    internal SpokenLines Lines { get; } = new();

    /// <summary>The messages it takes.</summary>
    internal static void Messages(MessageTable table) =>
        table.On(ClientMessage.BodyOneofCase.Say, MessageLimit.Chat, (room, who, message) => room.Chat.Say(who, message.Say.Text, message.Request));

    /// <summary>What a report tells of what was said.</summary>
    internal IReadOnlyList<SaidLine> Evidence() => _ring.Newest(_ring.Capacity);

    internal override void Adopt(Room broken) => broken.Chat._ring.CopyTo(_ring);

    private void Say(Resident who, string raw, uint request)
    {
        if (who.Muted) Room.Notify(who, "notice.muted");
        else if (!PlainText.TryClean(raw, PlainText.MaxChat, out string? text)) Room.Notify(who, "notice.text-refused");
        else
        {
            SaidLine line = new(Room.Clock.Today, who.Id, who.Guest, who.Name, text);
            _ring.Add(line);
            ref readonly Body body = ref Room.BodyAt(who);
            int zone = Room.Zones.At(body.Position); // where they are now, not where they were last looked at: a wall does not lag behind
            Lines.Add(who, new(body.Position.X, body.Position.Z), Room.Zones.IsPrivate(zone) ? zone : 0, text, request, Room.NowMs, who.Role > Role.Attendee);
            who.SpokeTick = Room.TickNumber;
            Room.Raise(who);
            Room.Tell(new LineSaid(line));
        }
    }
}
