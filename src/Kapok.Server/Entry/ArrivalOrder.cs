namespace Kapok.Server.Entry;

/// <summary>Somebody's place in an <see cref="ArrivalOrder"/>. Derive from it what is to be kept in order.</summary>
internal abstract class Arrival
{
    /// <summary>Where the order keeps it. The order's to set.</summary>
    internal int Slot { get; set; } = -1;
}

/// <summary>Keeps who came in which order, and says how many are ahead of one. Every call costs O(log n) steps, whoever leaves from wherever.</summary>
/// <remarks>
/// A Fenwick tree (P. M. Fenwick, "A new data structure for cumulative frequency tables", 1994) counts the taken ones of a row of slots; arrivals take the next
/// slot, and those who leave a
/// gap. When the row is used up it is written anew without gaps, at twice the length of those who are left: that costs a step or two for each arrival since. A
/// linked list would make leaving
/// as cheap, but to tell one's place in it means to count it. Not thread-safe.
/// </remarks>
internal sealed class ArrivalOrder
{
    private const int LeastSlots = 64;

    private Arrival?[] _slots = new Arrival?[LeastSlots];
    private int[] _tree = new int[LeastSlots + 1]; // node i counts the taken slots of (i - lowest bit of i, i], slots from 1
    private int _next;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Steps taken so far: slots and nodes that were looked at.</summary>
    public long Steps { get; private set; }

    /// <summary>Puts somebody at the end.</summary>
    public void Add(Arrival arrival)
    {
        if (_next == _slots.Length) WriteAnew();
        (_slots[_next], arrival.Slot) = (arrival, _next);
        Change(_next++, 1);
        Count++;
    }

    /// <summary>Takes somebody out.</summary>
    public void Remove(Arrival arrival)
    {
        _slots[arrival.Slot] = null;
        Change(arrival.Slot, -1);
        arrival.Slot = -1;
        Count--;
    }

    /// <summary>How many came before somebody and are still there.</summary>
    public int Ahead(Arrival arrival)
    {
        int ahead = 0;
        for (int node = arrival.Slot; node > 0; node -= node & -node, Steps++) ahead += _tree[node];
        return ahead;
    }

    private void Change(int slot, int by)
    {
        for (int node = slot + 1; node < _tree.Length; node += node & -node, Steps++) _tree[node] += by;
    }

    private void WriteAnew()
    {
        Arrival?[] slots = new Arrival?[Math.Max(LeastSlots, 2 * Count)];
        int next = 0;
        foreach (Arrival? arrival in _slots)
        {
            Steps++;
            if (arrival is null) continue;
            (slots[next], arrival.Slot) = (arrival, next);
            next++;
        }
        int[] tree = new int[slots.Length + 1];
        for (int node = 1; node < tree.Length; node++, Steps++)
        {
            if (node <= next) tree[node]++;
            int parent = node + (node & -node);
            if (parent < tree.Length) tree[parent] += tree[node];
        }
        (_slots, _tree, _next) = (slots, tree, next);
    }
}
