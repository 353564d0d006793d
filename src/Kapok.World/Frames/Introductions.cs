using System.Numerics;
using Google.Protobuf;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.World.Interest;

namespace Kapok.World.Frames;

/// <summary>Introduces people to each other as they come near: names and whole looks, each to each viewer once, and again when they change.</summary>
/// <remarks>
/// Ten thousand names and looks would be a megabyte for every newcomer, of whom they see five hundred close enough to tell apart. Who knows whom is a bit each.
/// The room loop owns it; nothing is allocated after construction but what a person is encoded into when they change.
/// </remarks>
internal sealed class Introductions
{
    // How often a viewer's surroundings are looked through, and how many are introduced at once: the nearest first, the others next time.
    private const int EveryFrames = 16, MostAtOnce = 12, MostToNewcomer = 64;
    // A quarter of those in the mid tier: names are read, and faces told apart, no farther; a sketch serves beyond.
    private const float ShareOfMid = 0.5f;

    private const int Words = (AvatarRecord.MaxPerson + 1) / 64;
    private const byte MessageTag = (14 << 3) | 2; // ServerMessage.introduced, length-delimited
    private const int HeadBytes = 5;               // kind, tag, length

    private readonly SpatialGrid _grid;
    private readonly IReadOnlyList<Resident> _residents;
    private readonly ulong[] _known; // viewer's index × words
    private readonly int[] _found;
    private readonly float[] _distances;
    private ulong _touched;

    public Introductions(SpatialGrid grid, IReadOnlyList<Resident> residents, int capacity)
    {
        (_grid, _residents) = (grid, residents);
        _known = new ulong[capacity * Words];
        (_found, _distances) = (new int[capacity], new float[capacity]);
    }

    /// <summary>A viewer came in at an index: they know nobody.</summary>
    public void Add(int index) => _known.AsSpan(index * Words, Words).Clear();

    /// <summary>The last viewer takes the place of one who left.</summary>
    public void Remove(int index, int last) => _known.AsSpan(last * Words, Words).CopyTo(_known.AsSpan(index * Words, Words));

    /// <summary>Whoever knows these people is to be told of them anew, or they are somebody else now.</summary>
    public void Forget(IReadOnlyList<Resident> people)
    {
        // Viewers outside, people inside: ids that were given one after the other lie in one line of memory.
        for (int index = 0; index < _residents.Count; index++)
            for (int at = 0; at < people.Count; at++) _known[(index * Words) + (people[at].Id >> 6)] &= ~(1ul << (people[at].Id & 63));
    }

    /// <summary>Somebody was introduced in another way.</summary>
    public void Note(int viewer, ushort person) => _known[(viewer * Words) + (person >> 6)] |= 1ul << (person & 63);

    /// <summary>Introduces those near a viewer whom they do not know yet, when it is time to look for them.</summary>
    /// <param name="viewer">The viewer.</param>
    /// <param name="place">Where they stand (x, z).</param>
    /// <param name="ids">Everyone's ids, by index.</param>
    /// <param name="positions">Everyone's places, by index.</param>
    /// <param name="prominent">Indices of those whom everybody knows.</param>
    /// <param name="to">Where the message goes.</param>
    /// <returns>Its bytes; 0 when there is none.</returns>
    public int Write(Resident viewer, Vector2 place, ReadOnlySpan<ushort> ids, ReadOnlySpan<Vector2> positions, ReadOnlySpan<int> prominent, Span<byte> to)
    {
        Viewpoint view = viewer.View;
        if (!view.IsMeeting && (view.Frame + viewer.Id) % EveryFrames != 0) return 0;
        int found = Find(viewer.Index, place, view.MidMetres * ShareOfMid, ids, positions, prominent);
        int most = view.Frame < Room.TickRate ? MostToNewcomer : MostAtOnce, bytes = 0, count = 0;
        view.IsMeeting = found > most;
        // The nearest come first: so many are taken out by selection, which for a dozen of hundreds is cheaper than sorting them.
        for (; count < Math.Min(found, most); count++)
        {
            int nearest = count;
            for (int at = count + 1; at < found; at++)
                if (_distances[at] < _distances[nearest]) nearest = at;
            (_found[count], _found[nearest]) = (_found[nearest], _found[count]);
            (_distances[count], _distances[nearest]) = (_distances[nearest], _distances[count]);
            int length = _residents[_found[count]].Encoded.Length;
            if (HeadBytes + bytes + length > to.Length) break;
            bytes += length;
        }
        return count == 0 ? 0 : Write(viewer.Index, count, bytes, to);
    }

    private int Find(int viewer, Vector2 place, float metres, ReadOnlySpan<ushort> ids, ReadOnlySpan<Vector2> positions, ReadOnlySpan<int> prominent)
    {
        int found = 0;
        ReadOnlySpan<ulong> known = _known.AsSpan(viewer * Words, Words);
        if (float.IsPositiveInfinity(metres))
        {
            for (int index = 0; index < positions.Length; index++) Consider(known, ids[index], index, Vector2.DistanceSquared(positions[index], place), ref found);
            return found;
        }
        Touch(known);
        foreach (int index in prominent) Consider(known, ids[index], index, 0f, ref found);
        CellGrid cells = _grid.Cells;
        int left = cells.ColumnOf(place.X - metres), right = cells.ColumnOf(place.X + metres), bottom = cells.RowOf(place.Y + metres);
        for (int row = cells.RowOf(place.Y - metres); row <= bottom; row++)
        {
            ReadOnlySpan<int> people = _grid.PeopleIn(row, left, right);
            ReadOnlySpan<Vector2> places = _grid.PlacesIn(row, left, right);
            for (int at = 0; at < people.Length; at++)
            {
                float distance = Vector2.DistanceSquared(places[at], place);
                if (distance <= metres * metres) Consider(known, ids[people[at]], people[at], distance, ref found);
            }
        }
        return found;
    }

    // A viewer's two kilobytes are seldom in the cache. Asked for one after the other by whoever stands near, each line would be waited for by itself; asked for
    // at once they come together, in a fifth of the time.
    private void Touch(ReadOnlySpan<ulong> known)
    {
        const int WordsOfLine = 8;
        ulong all = 0;
        for (int word = 0; word < known.Length; word += WordsOfLine) all |= known[word];
        _touched = all;
    }

    private void Consider(ReadOnlySpan<ulong> known, ushort id, int index, float distance, ref int found)
    {
        if ((known[id >> 6] & (1ul << (id & 63))) != 0) return;
        _distances[found] = distance;
        _found[found++] = index;
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
            Resident person = _residents[_found[at]];
            person.Encoded.CopyTo(to[used..]);
            used += person.Encoded.Length;
            Note(viewer, person.Id);
        }
        return used;
    }

    /// <summary>A person as an entry of <see cref="Introduced.People"/>: tag, length, message.</summary>
    public static byte[] Encode(Person person) => new Introduced { People = { person } }.ToByteArray();
}
