// What people are told of the wall: what is new in each tick, and all there is to those who came in, a piece at a time.
using Google.Protobuf;
using Kapok.Protocol;
using Kapok.Protocol.Messages;

namespace Kapok.World.Ceremony;

public sealed partial class SigningPart
{
    // A piece is far below what may wait for a connection, so that coming in never waits for a wall; and so is what all pieces of a tick take together.
    private const int PieceBytes = 8_192, MostPieces = 32;

    private readonly List<uint> _gone = [];
    private readonly List<SigningMark> _back = []; // came onto the wall again
    private readonly Dictionary<Resident, uint> _owed = []; // who knows the wall up to a number only
    private readonly Queue<Resident> _turns = new(); // of those
    private uint _told; // number up to which all others know it

    internal override void Greeted(Resident who)
    {
        if (_wall.CountOf(who.Guest) > 0) Room.SendTo(who, new ServerMessage { Signed = new() { Own = { _wall.Of(who.Guest).Select(mark => mark.Number) } } });
        Owe(who, 0);
    }

    internal override void Left(Resident who) => _owed.Remove(who);

    internal override void Tick()
    {
        if (_gone.Count > 0) TellGone();
        if (_back.Count > 0) TellBack();
        if (_told < _wall.Newest) TellNew();
        if (_turns.Count > 0) TellOwed();
    }

    private void Owe(Resident who, uint from)
    {
        if (!_owed.TryGetValue(who, out uint known)) _turns.Enqueue(who);
        else if (known <= from) return;
        _owed[who] = from;
    }

    private void TellGone()
    {
        Room.SendToAll(new ServerMessage { Signed = new() { Removed = { _gone } } });
        _gone.Clear();
    }

    private void TellNew()
    {
        List<SigningMark> told = [];
        uint upTo = _told;
        for (int at = _wall.After(_told), bytes = 0; at < _wall.Marks.Count && bytes < PieceBytes; at++)
        {
            told.Add(_wall.Marks[at]);
            (bytes, upTo) = (bytes + BytesOf(_wall.Marks[at]), _wall.Marks[at].Number);
        }
        _told = _wall.After(upTo) == _wall.Marks.Count ? _wall.Newest : upTo; // the newest may be gone again
        if (told.Count > 0) SendToAll(told, exceptOwed: true);
    }

    // Whoever knows the wall only in part may have come past their numbers.
    private void TellBack()
    {
        for (int at = 0; at < _back.Count;)
        {
            List<SigningMark> piece = [];
            for (int bytes = 0; at < _back.Count && bytes < PieceBytes; at++)
            {
                piece.Add(_back[at]);
                bytes += BytesOf(_back[at]);
            }
            SendToAll(piece, exceptOwed: false);
        }
        _back.Clear();
    }

    private void SendToAll(List<SigningMark> marks, bool exceptOwed)
    {
        byte[]? all = null;
        foreach (Resident who in Room.People)
        {
            if (who.Outbound is null || (exceptOwed && _owed.ContainsKey(who))) continue;
            if (who.Blocked.Count > 0) Send(who, marks, isSnapshot: false);
            else Room.SendTo(who, all ??= Encode(marks, isSnapshot: false));
        }
    }

    private void TellOwed()
    {
        int turns = Math.Min(_turns.Count, MostPieces);
        for (int turn = 0; turn < turns; turn++)
        {
            Resident who = _turns.Dequeue();
            if (!_owed.TryGetValue(who, out uint known)) continue;
            if (who.Outbound is null)
            {
                _owed.Remove(who); // greeted again when they come back
                continue;
            }
            // Whoever's connection is slow gets the next piece when the one before is through.
            if (who.Outbound.BatchSlot.IsEmpty || TellPiece(who, known)) _turns.Enqueue(who);
            else _owed.Remove(who);
        }
    }

    // Whether there is more. Up to the number that the others know: what is newer they are told with them.
    private bool TellPiece(Resident who, uint known)
    {
        List<SigningMark> piece = [];
        int at = _wall.After(known);
        for (int bytes = 0; at < _wall.Marks.Count && _wall.Marks[at].Number <= _told && bytes < PieceBytes; at++)
        {
            piece.Add(_wall.Marks[at]);
            bytes += BytesOf(_wall.Marks[at]);
        }
        if (piece.Count == 0) return false;
        _owed[who] = piece[^1].Number;
        Send(who, piece, isSnapshot: true);
        return at < _wall.Marks.Count && _wall.Marks[at].Number <= _told;
    }

    private void Send(Resident who, List<SigningMark> marks, bool isSnapshot)
    {
        List<SigningMark> seen = who.Blocked.Count == 0 ? marks : marks.FindAll(mark => !who.Blocked.Contains(mark.Guest));
        if (seen.Count > 0) Room.SendTo(who, Encode(seen, isSnapshot));
    }

    private static byte[] Encode(List<SigningMark> marks, bool isSnapshot)
    {
        Signed signed = new() { Snapshot = isSnapshot };
        foreach (SigningMark mark in marks)
            signed.Strokes.Add(new WallStroke { Number = mark.Number, Name = mark.Name, Colour = mark.Colour, Stroke = UnsafeByteOperations.UnsafeWrap(mark.Stroke) });
        return ControlMessage.Encode(new ServerMessage { Signed = signed });
    }

    private static int BytesOf(SigningMark mark) => mark.Stroke.Length + (3 * mark.Name.Length) + 20;
}
