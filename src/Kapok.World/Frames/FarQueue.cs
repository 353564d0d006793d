namespace Kapok.World.Frames;

/// <summary>Chooses of whom the far tier is told in a tick, when more are shown wrongly than it has bytes for: the most wrong, and the longest so, first.</summary>
/// <remarks>A counting sort over coarse priorities: its cost is linear in those who move. Nothing is allocated after construction.</remarks>
internal sealed class FarQueue
{
    // An error of a metre weighs as much as two seconds of being wrong: both the largest errors and the longest are bounded.
    private const float WeightOfSecond = 0.5f, StepsPerUnit = 8f;
    private const int Steps = 128, Urgent = Steps - 1;

    private readonly int[] _waiting, _chosen;
    private readonly byte[] _steps; // priority of each waiting one
    private readonly int[] _counts = new int[Steps];
    private readonly bool[] _isIn;
    private readonly int _most;
    private int _count, _chosenCount, _alwaysCount, _turn;
    private readonly int[] _always = new int[MostAlways];

    /// <summary>Creates an empty queue.</summary>
    /// <param name="capacity">The most avatars.</param>
    /// <param name="most">The most who are chosen in a tick, the ones that are always chosen not counted.</param>
    public FarQueue(int capacity, int most)
    {
        (_waiting, _steps, _isIn, _most) = (new int[capacity], new byte[capacity], new bool[capacity], most);
        _chosen = new int[Math.Min(capacity, most + MostAlways)];
    }

    /// <summary>The most who are always chosen in a tick.</summary>
    public const int MostAlways = 16;

    /// <summary>The chosen, by rising id.</summary>
    public ReadOnlySpan<int> Chosen => _chosen.AsSpan(0, _chosenCount);

    /// <summary>Begins a tick.</summary>
    public void Begin()
    {
        Array.Clear(_counts);
        (_count, _chosenCount, _alwaysCount) = (0, 0, 0);
    }

    /// <summary>Somebody is shown wrongly.</summary>
    /// <param name="index">Who.</param>
    /// <param name="errorMetres">How wrongly.</param>
    /// <param name="seconds">For how long.</param>
    /// <param name="isUrgent">Whether they come before all others: nobody knows them, or they are on another seat.</param>
    public void Add(int index, float errorMetres, float seconds, bool isUrgent)
    {
        int step = isUrgent ? Urgent : (int)Math.Clamp((errorMetres + (seconds * WeightOfSecond)) * StepsPerUnit, 0f, Urgent - 1);
        (_waiting[_count], _steps[_count]) = (index, (byte)step);
        _count++;
        _counts[step]++;
    }

    /// <summary>Chooses somebody whatever the others need.</summary>
    public void AddAlways(int index)
    {
        if (_chosenCount >= MostAlways || _chosenCount >= _chosen.Length || _isIn[index]) return;
        _isIn[index] = true;
        _always[_alwaysCount++] = index;
        _chosen[_chosenCount++] = index;
    }

    /// <summary>Whether somebody was chosen so.</summary>
    public bool IsAlways(int index) => _always.AsSpan(0, _alwaysCount).Contains(index);

    /// <summary>Chooses.</summary>
    /// <param name="ids">Ids, by index.</param>
    /// <returns>The chosen, by rising id.</returns>
    public ReadOnlySpan<int> Choose(ReadOnlySpan<ushort> ids)
    {
        int threshold = Steps - 1, above = 0;
        while (threshold > 0 && above + _counts[threshold] <= _most) above += _counts[threshold--];
        int partly = _most - above; // of those at the threshold, beginning with another one in each tick
        int begin = _count == 0 ? 0 : _turn++ % _count;
        for (int at = 0; at < _count && _chosenCount < _chosen.Length; at++)
        {
            int waiting = at + begin < _count ? at + begin : at + begin - _count, index = _waiting[waiting];
            if (_isIn[index] || _steps[waiting] < threshold || (_steps[waiting] == threshold && partly-- <= 0)) continue;
            _isIn[index] = true;
            _chosen[_chosenCount++] = index;
        }
        Span<int> chosen = _chosen.AsSpan(0, _chosenCount);
        for (int at = 0; at < chosen.Length; at++)
        {
            _isIn[chosen[at]] = false;
            chosen[at] |= ids[chosen[at]] << 16; // an index has 14 bits, an id too: sorted by id in place
        }
        chosen.Sort();
        for (int at = 0; at < chosen.Length; at++) chosen[at] &= 0xFFFF;
        return chosen;
    }
}
