namespace Kapok.World.Chat;

/// <summary>The newest lines of each guest who wrote, whether they are still in the room or not, within a total.</summary>
/// <remarks>
/// Of a room in which two hundred lines a second are said, the newest of all are a quarter of a second: whoever is reported has long been written over by then.
/// Whoever wrote nothing for longest is forgotten first. The room loop owns it.
/// </remarks>
/// <param name="each">The most lines of one guest.</param>
/// <param name="total">The most lines of all.</param>
internal sealed class OwnLines(int each, int total)
{
    private readonly Dictionary<string, LinkedListNode<(string Guest, ChatRing Lines)>> _byGuest = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Guest, ChatRing Lines)> _order = new(); // who wrote last comes last
    private int _count;

    /// <summary>Adds a line to those of its guest.</summary>
    public void Add(SaidLine line)
    {
        if (_byGuest.TryGetValue(line.Guest, out LinkedListNode<(string Guest, ChatRing Lines)>? node)) _order.Remove(node);
        else _byGuest[line.Guest] = node = new((line.Guest, new ChatRing(each)));
        _order.AddLast(node);
        _count += node.Value.Lines.Count < each ? 1 : 0;
        node.Value.Lines.Add(line);
        while (_count > total && _order.First is { } longest && longest != node)
        {
            _count -= longest.Value.Lines.Count;
            _byGuest.Remove(longest.Value.Guest);
            _order.RemoveFirst();
        }
    }

    /// <summary>A guest's newest lines, oldest first.</summary>
    public IReadOnlyList<SaidLine> Of(string guest) => _byGuest.TryGetValue(guest, out LinkedListNode<(string Guest, ChatRing Lines)>? node) ? node.Value.Lines.Newest(each) : [];

    /// <summary>Takes over the lines of another one, in the order in which their guests wrote last.</summary>
    public void Adopt(OwnLines other)
    {
        foreach ((string _, ChatRing lines) in other._order.ToArray())
            foreach (SaidLine line in lines.Newest(each)) Add(line);
    }
}
