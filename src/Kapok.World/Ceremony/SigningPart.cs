// Who signs, and what is taken away. What people are told of it is in SigningPart.Telling.cs.
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Protocol.Text;

namespace Kapok.World.Ceremony;

/// <summary>The signing wall: while a ceremony asks for it everybody may sign; it can be seen ever after.</summary>
/// <remarks>What is signed is shown at once and kept by whoever is told <see cref="WallChanged"/>; only when it is on disk is it acknowledged. What cannot be kept is
/// undone.</remarks>
public sealed partial class SigningPart : RoomPart
{
    private const int MostTaken = 128; // that can be put back

    private readonly SigningWall _wall = new();
    private readonly List<SigningMark> _taken = []; // by those who keep order, the newest last

    internal SigningPart(Room room)
        : base(room)
    {
        foreach (SigningMark mark in room.Settings.Wall) _wall.Put(mark);
        _told = _wall.Newest;
    }

    /// <summary>What is on it. Only read.</summary>
    public SigningWall Wall => _wall;

    /// <summary>The messages it takes.</summary>
    internal static void Messages(MessageTable table) =>
        table.On(ClientMessage.BodyOneofCase.Sign, MessageLimit.Signing, (room, who, message) => room.Signing.Hear(who, message.Sign, message.Request),
            isQuiet: true); // who is too fast is answered so, and sends it again

    /// <summary>Somebody who does not want to know of another sees nothing of theirs on the wall, or does again.</summary>
    internal void Hide(Resident from, string guest, bool isHidden)
    {
        List<SigningMark> theirs = _wall.Of(guest);
        if (theirs.Count == 0) return;
        if (isHidden) Room.SendTo(from, new ServerMessage { Signed = new() { Removed = { theirs.Select(mark => mark.Number) } } });
        else Owe(from, theirs[0].Number - 1);
    }

    /// <summary>What became of a change: whoever made it is answered.</summary>
    /// <param name="change">As it was told.</param>
    /// <param name="isKept">It is on disk; otherwise it is undone.</param>
    public void Settle(WallChange change, bool isKept)
    {
        if (isKept)
        {
            Room.AnswerLate(change.By, change.Request, "");
            return;
        }
        foreach (SigningMark mark in change.Put)
            if (_wall.Take(mark.Number) is not null) _gone.Add(mark.Number);
        foreach (SigningMark mark in change.Taken)
            if (_wall.Put(mark)) _back.Add(mark);
        Room.Notice(change.By, "notice.sign-unkept");
        Room.AnswerLate(change.By, change.Request, "notice.sign-unkept");
    }

    internal override void Adopt(Room broken)
    {
        _wall.TakeOver(broken.Signing._wall);
        _told = _wall.Newest;
        _taken.AddRange(broken.Signing._taken.ToArray());
    }

    private bool IsOpen => Room.Show.Running.State.Ceremony?.Step.Kind == CeremonyKind.Signing;

    private bool Hear(Resident who, Sign sign, uint request)
    {
        if (sign.Stroke.Length > 0) return sign is { Remove: 0, Restore: 0 } && Draw(who, sign, request);
        if (sign is { Remove: 0, Restore: 0 } or { Remove: > 0, Restore: > 0 }) return false;
        if (sign.Restore > 0) Restore(who, sign.Restore, request);
        else Remove(who, sign.Remove, sign.All, request);
        return true;
    }

    private bool Draw(Resident who, Sign sign, uint request)
    {
        if (!SigningWall.IsColour(sign.Colour) || !SigningStroke.TryRead(sign.Stroke.Span, out SigningStroke? stroke)) return false;
        byte[] packed = sign.Stroke.ToByteArray();
        string? refusal = !IsOpen ? "notice.sign-closed" : who.Muted ? "notice.muted"
            : _wall.Marks.Count >= SigningWall.Most ? "notice.sign-full" : _wall.CountOf(who.Guest) >= SigningWall.MostOfOne ? "notice.sign-most" : null;
        if (refusal is null && stroke.Kind == SigningKind.Text)
        {
            if (PlainText.TryCleanName(stroke.Text, out string? text)) packed = SigningStroke.PackText(text, stroke.Width, stroke.Points[0].X, stroke.Points[0].Y);
            else refusal = "notice.text-refused";
        }
        if (refusal is not null)
        {
            Room.Notify(who, refusal);
            return true;
        }
        SigningMark mark = new(_wall.Newest + 1, who.Guest, who.Name, sign.Colour, packed);
        _wall.Put(mark);
        Room.SendTo(who, new ServerMessage { Signed = new() { Own = { mark.Number } } });
        Keep(new([mark], [], who, request));
        return true;
    }

    private void Remove(Resident who, uint number, bool all, uint request)
    {
        if (_wall.Find(number) is not { } mark) return; // somebody else was faster
        bool isOwn = mark.Guest == who.Guest && !all;
        if (!isOwn && !who.KeepsOrder)
        {
            Room.Notify(who, "notice.not-allowed");
            return;
        }
        List<SigningMark> taken = all ? _wall.Of(mark.Guest) : [mark];
        foreach (SigningMark one in taken)
        {
            _wall.Take(one.Number);
            _gone.Add(one.Number);
            if (!isOwn) _taken.Add(one);
        }
        if (_taken.Count > MostTaken) _taken.RemoveRange(0, _taken.Count - MostTaken);
        Keep(new([], taken, who, request));
    }

    private void Restore(Resident who, uint number, uint request)
    {
        if (!who.KeepsOrder)
        {
            Room.Notify(who, "notice.not-allowed");
            return;
        }
        int at = _taken.FindLastIndex(mark => mark.Number == number);
        if (at < 0 || !_wall.Put(_taken[at]))
        {
            Room.Notify(who, "notice.sign-gone");
            return;
        }
        SigningMark mark = _taken[at];
        _taken.RemoveAt(at);
        _back.Add(mark);
        Keep(new([mark], [], who, request));
    }

    private void Keep(WallChange change)
    {
        Room.AnswerLater();
        Room.Tell(new WallChanged(change));
    }
}
