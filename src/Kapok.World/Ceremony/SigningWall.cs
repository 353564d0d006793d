namespace Kapok.World.Ceremony;

/// <summary>A stroke on the signing wall.</summary>
/// <param name="Number">From 1, in the order in which strokes came; unique on a wall.</param>
/// <param name="Guest">Who drew it.</param>
/// <param name="Name">Their name then.</param>
/// <param name="Colour">0xRRGGBB, one of <see cref="SigningWall.Colours"/>.</param>
/// <param name="Stroke">Packed, valid by <see cref="SigningStroke.TryRead"/>.</param>
public sealed record SigningMark(uint Number, string Guest, string Name, uint Colour, byte[] Stroke);

/// <summary>A change of a signing wall.</summary>
/// <param name="Put">What came onto it.</param>
/// <param name="Taken">What was taken away.</param>
/// <param name="By">Who did it.</param>
/// <param name="Request">The number of their request; 0 for none.</param>
public sealed record WallChange(IReadOnlyList<SigningMark> Put, IReadOnlyList<SigningMark> Taken, Resident By, uint Request);

/// <summary>The strokes of one room's wall, by number. Bounded: by person and in all.</summary>
/// <remarks>The room loop owns it.</remarks>
public sealed class SigningWall
{
    /// <summary>The most strokes on a wall.</summary>
    public const int Most = 4000;

    /// <summary>The most of one person.</summary>
    public const int MostOfOne = 60;

    private static readonly HashSet<uint> Inks = [0xfff7e4, 0xf7c95c, 0xffa9b8, 0xa5e6c3, 0xa9d4ff, 0xf08a5d];

    private readonly List<SigningMark> _marks = []; // by number
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The colours there are. Others are refused: in that of the ground somebody could paint over what others wrote.</summary>
    public static IReadOnlyCollection<uint> Colours => Inks;

    /// <summary>All, by number.</summary>
    public IReadOnlyList<SigningMark> Marks => _marks;

    /// <summary>The number of the newest there ever was.</summary>
    public uint Newest { get; private set; }

    /// <summary>Whether a colour is one of the wall's.</summary>
    public static bool IsColour(uint colour) => Inks.Contains(colour);

    /// <summary>How many strokes of somebody are on it.</summary>
    public int CountOf(string guest) => _counts.GetValueOrDefault(guest);

    /// <summary>The place of the first stroke whose number is above one; the number of strokes where there is none.</summary>
    public int After(uint number)
    {
        int low = 0, high = _marks.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_marks[middle].Number > number) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /// <summary>A stroke by number; null where it is not there.</summary>
    public SigningMark? Find(uint number) => number > 0 && After(number) is > 0 and int after && _marks[after - 1].Number == number ? _marks[after - 1] : null;

    /// <summary>Puts one on: a new one, or one that was taken away.</summary>
    /// <returns>False when it is there, or there is no room.</returns>
    public bool Put(SigningMark mark)
    {
        int after = After(mark.Number);
        if (_marks.Count >= Most || CountOf(mark.Guest) >= MostOfOne || (after > 0 && _marks[after - 1].Number == mark.Number)) return false;
        _marks.Insert(after, mark);
        _counts[mark.Guest] = CountOf(mark.Guest) + 1;
        Newest = Math.Max(Newest, mark.Number);
        return true;
    }

    /// <summary>Takes one off.</summary>
    /// <returns>Null when it is not there.</returns>
    public SigningMark? Take(uint number)
    {
        if (Find(number) is not { } mark) return null;
        _marks.RemoveAt(After(number) - 1);
        int left = CountOf(mark.Guest) - 1;
        if (left > 0) _counts[mark.Guest] = left;
        else _counts.Remove(mark.Guest);
        return mark;
    }

    /// <summary>Those of one person, by number.</summary>
    public List<SigningMark> Of(string guest) => CountOf(guest) == 0 ? [] : _marks.FindAll(mark => mark.Guest == guest);

    /// <summary>Becomes as another one is, which is only read.</summary>
    internal void TakeOver(SigningWall before)
    {
        _marks.Clear();
        _counts.Clear();
        foreach (SigningMark mark in before._marks.ToArray()) Put(mark);
        Newest = Math.Max(Newest, before.Newest);
    }
}
