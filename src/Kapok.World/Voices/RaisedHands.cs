namespace Kapok.World.Voices;

/// <summary>Who wants to speak to all, in the order in which they asked, and who may now.</summary>
/// <remarks>Pure: it is told the time. The room loop owns it.</remarks>
/// <param name="most">The most hands that are up at once.</param>
public sealed class RaisedHands(int most)
{
    private readonly List<ushort> _queue = [];

    /// <summary>Ids of those whose hand is up, who asked first comes first.</summary>
    public IReadOnlyList<ushort> Waiting => _queue;

    /// <summary>Who has the microphone; null for nobody.</summary>
    public ushort? Holder { get; private set; }

    /// <summary>Room time in milliseconds at which it is taken back; 0 while nobody has it.</summary>
    public double UntilMs { get; private set; }

    /// <summary>Nobody waits, and nobody has the microphone.</summary>
    public bool IsEmpty => _queue.Count == 0 && Holder is null;

    /// <summary>Puts a hand up.</summary>
    /// <returns>False when too many are up.</returns>
    public bool Raise(ushort person)
    {
        if (_queue.Contains(person) || person == Holder) return true;
        if (_queue.Count >= most) return false;
        _queue.Add(person);
        return true;
    }

    /// <summary>Takes a hand down.</summary>
    /// <returns>Whether it was up.</returns>
    public bool Lower(ushort person) => _queue.Remove(person);

    /// <summary>Gives somebody the microphone, whether or not they asked; whoever had it has it no more.</summary>
    public void Give(ushort person, double untilMs)
    {
        _queue.Remove(person);
        (Holder, UntilMs) = (person, untilMs);
    }

    /// <summary>Takes the microphone back.</summary>
    /// <returns>Who had it; null when nobody did.</returns>
    public ushort? Take()
    {
        ushort? had = Holder;
        (Holder, UntilMs) = (null, 0d);
        return had;
    }

    /// <summary>Takes the microphone back when its time is over.</summary>
    /// <returns>Who had it; null when nothing was to be done.</returns>
    public ushort? TakeWhenDue(double nowMs) => Holder is not null && nowMs >= UntilMs ? Take() : null;

    /// <summary>Somebody is gone.</summary>
    /// <returns>Whether anything of it was theirs.</returns>
    public bool Forget(ushort person)
    {
        bool waited = _queue.Remove(person), had = Holder == person;
        if (had) Take();
        return waited || had;
    }

    /// <summary>Takes over from another queue whoever is still here.</summary>
    public void Adopt(RaisedHands other, Predicate<ushort> isHere)
    {
        foreach (ushort person in other._queue)
            if (isHere(person)) Raise(person);
        if (other.Holder is { } holder && isHere(holder)) Give(holder, other.UntilMs);
    }
}
