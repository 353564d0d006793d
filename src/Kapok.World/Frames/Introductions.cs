using System.Numerics;
using Google.Protobuf;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.World.Interest;

namespace Kapok.World.Frames;

/// <summary>Introduces people to each other as they come near: names and whole looks, each to each viewer once, and again when they change.</summary>
/// <remarks>
/// Ten thousand names and looks would be a megabyte for every newcomer, of whom they see five hundred close enough to tell apart. Who knows whom is a bit each.
/// The room loop owns it; nothing is allocated after construction but what a person is encoded into, once and when they change.
/// </remarks>
internal sealed class Introductions
{
    // How often a viewer's surroundings are looked through, and how many are introduced at once: the nearest first, the others next time.
    // Fewer at once would have most viewers of a crowd that walks look again in the next frame, which costs more than what is told.
    private const int EveryFrames = 16, MostAtOnce = 64;
    // A quarter of those in the mid tier: names are read, and faces told apart, no farther; a sketch serves beyond.
    private const float ShareOfMid = 0.5f;

    private const byte MessageTag = (14 << 3) | 2; // ServerMessage.introduced, length-delimited
    private const int HeadBytes = 5;               // kind, tag, length

    private readonly SpatialGrid _grid;
    private readonly MotionEvents _motions;
    private readonly PeopleAround _around;
    private readonly List<Resident> _residents;
    private readonly byte[]?[] _entries; // by id
    private readonly ulong[] _known;     // viewer's index × words
    private readonly ulong[] _forgotten; // words
    private readonly int _words;
    private readonly int[] _found;
    private readonly float[] _distances;

    /// <summary>Creates it for an empty room.</summary>
    /// <param name="grid">The room's grid.</param>
    /// <param name="motions">Who has which id.</param>
    /// <param name="residents">Everyone, by index.</param>
    /// <param name="capacity">The most people.</param>
    /// <param name="ids">How many ids there are.</param>
    public Introductions(SpatialGrid grid, MotionEvents motions, List<Resident> residents, int capacity, int ids)
    {
        _words = (ids + 63) / 64;
        (_grid, _motions, _around, _residents) = (grid, motions, new(grid, capacity, _words, EveryFrames), residents);
        (_entries, _known, _forgotten) = (new byte[ids][], new ulong[capacity * _words], new ulong[_words]);
        (_found, _distances) = (new int[capacity], new float[capacity]);
    }

    /// <summary>A viewer came in at an index: they know nobody.</summary>
    public void Add(int index) => _known.AsSpan(index * _words, _words).Clear();

    /// <summary>The last viewer takes the place of one who left.</summary>
    public void Remove(int index, int last) => _known.AsSpan(last * _words, _words).CopyTo(_known.AsSpan(index * _words, _words));

    /// <summary>Whoever knows these people is to be told of them anew, or they are somebody else now.</summary>
    public void Forget(List<Resident> people)
    {
        _forgotten.AsSpan().Clear();
        int first = _words, last = -1;
        foreach (Resident who in people)
        {
            Change(who.Id);
            int word = who.Id >> 6;
            _forgotten[word] |= 1ul << (who.Id & 63);
            (first, last) = (Math.Min(first, word), Math.Max(last, word));
        }
        for (int index = 0; index < _residents.Count; index++)
            for (int word = first; word <= last; word++) _known[(index * _words) + word] &= ~_forgotten[word];
    }

    /// <summary>Whoever is introduced to this person from now on is told what is true of them now.</summary>
    public void Change(ushort person) => _entries[person] = null;

    /// <summary>Somebody was introduced in another way.</summary>
    public void Note(int viewer, ushort person) => _known[(viewer * _words) + (person >> 6)] |= 1ul << (person & 63);

    /// <summary>Introduces those near a viewer whom they do not know yet, when it is time to look for them.</summary>
    /// <param name="tick">Number of the tick.</param>
    /// <param name="viewer">The viewer.</param>
    /// <param name="ids">Everyone's ids, by index.</param>
    /// <param name="positions">Everyone's places, by index.</param>
    /// <param name="prominent">Indices of those whom everybody knows.</param>
    /// <param name="to">Where the message goes.</param>
    /// <returns>Its bytes; 0 when there is none.</returns>
    public int Write(int tick, Resident viewer, ReadOnlySpan<ushort> ids, ReadOnlySpan<Vector2> positions, ReadOnlySpan<int> prominent, Span<byte> to)
    {
        Viewpoint view = viewer.View;
        int cell = _grid.CellOf(viewer.Index);
        // A cell at a time, so that what is worked out of it serves all who stand there; whoever walks from one to the next in between is not forgotten.
        if (!view.IsMeeting && ((tick >> 1) + cell) % EveryFrames != 0 && view.Frame - view.MetFrame < 2 * EveryFrames) return 0;
        view.MetFrame = view.Frame;
        int found = Find(viewer.Index, _around.Of(cell, tick, view.MidMetres * ShareOfMid, ids, prominent));
        int bytes = 0, count = 0;
        if (found > MostAtOnce) PutNearestFirst(found, positions[viewer.Index], positions);
        for (; count < Math.Min(found, MostAtOnce); count++)
        {
            int length = EntryOf(_found[count]).Length;
            if (HeadBytes + bytes + length > to.Length) break;
            bytes += length;
        }
        view.IsMeeting = count < found;
        return count == 0 ? 0 : Write(viewer.Index, count, bytes, to);
    }

    // A viewer's two kilobytes are seldom in the cache: they are read from one end to the other, not for each person by itself.
    private int Find(int viewer, ReadOnlySpan<ulong> around)
    {
        int found = 0;
        ReadOnlySpan<ulong> known = _known.AsSpan(viewer * _words, _words);
        for (int word = 0; word < known.Length; word++)
            for (ulong unknown = around[word] & ~known[word]; unknown != 0; unknown &= unknown - 1) _found[found++] = (word << 6) + BitOperations.TrailingZeroCount(unknown);
        return found;
    }

    // So many are taken out by selection, which for some dozens of hundreds is cheaper than sorting them.
    private void PutNearestFirst(int found, Vector2 place, ReadOnlySpan<Vector2> positions)
    {
        for (int at = 0; at < found; at++) _distances[at] = Vector2.DistanceSquared(positions[_motions.IndexOf(_found[at])], place);
        for (int count = 0; count < MostAtOnce; count++)
        {
            int nearest = count;
            for (int at = count + 1; at < found; at++)
                if (_distances[at] < _distances[nearest]) nearest = at;
            (_found[count], _found[nearest]) = (_found[nearest], _found[count]);
            (_distances[count], _distances[nearest]) = (_distances[nearest], _distances[count]);
        }
    }

    private int Write(int viewer, int count, int bytes, Span<byte> to)
    {
        to[0] = MessageKind.Control;
        to[1] = MessageTag;
        int used = 2;
        for (uint rest = (uint)bytes; ; rest >>= 7)
        {
            to[used++] = (byte)(rest < 128 ? rest : rest | 128);
            if (rest < 128) break;
        }
        for (int at = 0; at < count; at++)
        {
            byte[] entry = EntryOf(_found[at]);
            entry.CopyTo(to[used..]);
            used += entry.Length;
            Note(viewer, (ushort)_found[at]);
        }
        return used;
    }

    // A person as an entry of Introduced.People: tag, length, message.
    private byte[] EntryOf(int person) => _entries[person] ??= new Introduced { People = { _residents[_motions.IndexOf(person)].ToPerson() } }.ToByteArray();
}
