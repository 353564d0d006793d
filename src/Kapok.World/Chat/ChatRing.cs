namespace Kapok.World.Chat;

/// <summary>The newest lines, over the oldest when full.</summary>
/// <remarks>The room loop owns it. It takes memory with its first line.</remarks>
internal sealed class ChatRing(int capacity)
{
    private SaidLine[] _lines = [];
    private int _next;

    /// <summary>How many lines it holds.</summary>
    public int Count { get; private set; }

    /// <summary>The newest line; null when there is none.</summary>
    public SaidLine? Last => Count == 0 ? null : _lines[(_next + capacity - 1) % capacity];

    /// <summary>Adds a line.</summary>
    public void Add(SaidLine line)
    {
        if (_lines.Length == 0) _lines = new SaidLine[capacity];
        _lines[_next] = line;
        _next = (_next + 1) % capacity;
        Count = Math.Min(Count + 1, capacity);
    }

    /// <summary>The newest lines, oldest first.</summary>
    public SaidLine[] Newest(int most)
    {
        int count = Math.Clamp(most, 0, Count);
        SaidLine[] newest = new SaidLine[count];
        for (int i = 0; i < count; i++) newest[i] = _lines[(_next - count + i + capacity) % capacity];
        return newest;
    }

    /// <summary>Adds all lines to another ring.</summary>
    public void CopyTo(ChatRing other)
    {
        foreach (SaidLine line in Newest(Count)) other.Add(line);
    }
}
