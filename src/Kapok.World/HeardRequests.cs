namespace Kapok.World;

/// <summary>The requests that one person's client numbered, as far back as it may send one again: what was done once is answered again and not done again.</summary>
/// <remarks>A client sends again what was not answered before its line was lost. The room loop owns it; it is made with the first number, so that bots cost nothing.</remarks>
internal sealed class HeardRequests
{
    private const int Kept = 64; // more than a client may send, by its limits, between two answers

    private (uint Number, string? Notice)[]? _heard;
    private int _next;

    /// <summary>Whether a request of that number was heard.</summary>
    /// <param name="number">The client's number, from 1.</param>
    /// <param name="notice">What it was answered with; null while the answer is still to come.</param>
    public bool IsHeard(uint number, out string? notice)
    {
        foreach ((uint heard, string? answer) in _heard ?? [])
        {
            if (heard != number) continue;
            notice = answer;
            return true;
        }
        notice = null;
        return false;
    }

    /// <summary>Notes what a request was answered with; null: the answer comes later, and is noted then.</summary>
    public void Note(uint number, string? notice)
    {
        _heard ??= new (uint, string?)[Kept];
        int open = Array.FindIndex(_heard, one => one.Number == number);
        if (open >= 0)
        {
            _heard[open].Notice = notice;
            return;
        }
        _heard[_next] = (number, notice);
        _next = (_next + 1) % Kept;
    }

    /// <summary>The same for the room that takes over; whatever loop still runs in the old one changes nothing here.</summary>
    public HeardRequests Copy() => new() { _heard = _heard is null ? null : [.. _heard], _next = _next };
}
