namespace Kapok.World;

/// <summary>The requests that one person's client numbered, as far back as it may send one again: what was done once is answered again and not done again.</summary>
/// <remarks>A client sends again what was not answered before its line was lost. The room loop owns it; it is made with the first number, so that bots cost nothing.</remarks>
internal sealed class HeardRequests
{
    private const int Kept = 64; // more than a client may send, by its limits, between two answers

    private (uint Number, string Notice)[]? _heard;
    private int _next;

    /// <summary>What a request of that number was answered with.</summary>
    /// <param name="number">The client's number, from 1.</param>
    /// <returns>Null when it was not heard yet.</returns>
    public string? AnswerTo(uint number)
    {
        foreach ((uint heard, string notice) in _heard ?? [])
            if (heard == number) return notice;
        return null;
    }

    /// <summary>Notes what a request was answered with.</summary>
    public void Note(uint number, string notice)
    {
        _heard ??= new (uint, string)[Kept];
        _heard[_next] = (number, notice);
        _next = (_next + 1) % Kept;
    }

    /// <summary>The same for the room that takes over; whatever loop still runs in the old one changes nothing here.</summary>
    public HeardRequests Copy() => new() { _heard = _heard is null ? null : [.. _heard], _next = _next };
}
