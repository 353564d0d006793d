namespace Kapok.World.Chat;

/// <summary>The newest lines of chat of a room: the context of a report is what the server itself heard, not what a reporter sends.</summary>
/// <remarks>The room loop owns it.</remarks>
public sealed class ChatRing(int capacity)
{
    private readonly SaidLine[] _lines = new SaidLine[capacity];
    private int _next, _count;

    /// <summary>The most lines it holds.</summary>
    public int Capacity => _lines.Length;

    /// <summary>Adds a line, over the oldest when full.</summary>
    public void Add(in SaidLine line)
    {
        _lines[_next] = line;
        _next = (_next + 1) % _lines.Length;
        _count = Math.Min(_count + 1, _lines.Length);
    }

    /// <summary>The newest lines, oldest first.</summary>
    public IReadOnlyList<SaidLine> Newest(int most)
    {
        int count = Math.Clamp(most, 0, _count);
        SaidLine[] newest = new SaidLine[count];
        for (int i = 0; i < count; i++) newest[i] = _lines[(_next - count + i + _lines.Length) % _lines.Length];
        return newest;
    }

    /// <summary>Adds all lines to another ring.</summary>
    public void CopyTo(ChatRing other)
    {
        foreach (SaidLine line in Newest(_count)) other.Add(line);
    }
}
