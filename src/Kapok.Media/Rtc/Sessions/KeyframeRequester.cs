namespace Kapok.Media.Rtc.Sessions;

/// <summary>Gathers what receivers ask of a track of pictures, a whole one, and tells when its publisher is to be asked.</summary>
/// <remarks>
/// A whole picture costs ten times one that builds on others, and a publisher in trouble sends it to everybody: so hundreds of requests become one,
/// at most every half second, and it is repeated until a whole picture begins, since a request may be lost as anything else. Any thread asks; the
/// track's shard does the rest.
/// </remarks>
internal sealed class KeyframeRequester
{
    private const long LeastMs = 500, GiveUpMs = 10_000;

    private long _askedMs; // first request that is not answered; 0 for none
    private long _sentMs;
    private long _requests;

    /// <summary>Requests of receivers.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>Messages that the publisher was sent.</summary>
    public long Sent { get; private set; }

    /// <summary>A receiver needs a whole picture.</summary>
    /// <param name="nowMs">The clock; positive.</param>
    public void Ask(long nowMs)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.CompareExchange(ref _askedMs, nowMs, 0);
    }

    /// <summary>Whether the publisher is to be asked now; if so, it counts as asked.</summary>
    public bool IsDue(long nowMs)
    {
        long asked = Volatile.Read(ref _askedMs);
        if (asked == 0 || (_sentMs != 0 && nowMs - _sentMs < LeastMs)) return false;
        if (nowMs - asked > GiveUpMs)
        {
            Volatile.Write(ref _askedMs, 0); // whoever still needs one asks again
            return false;
        }
        _sentMs = nowMs;
        Sent++;
        return true;
    }

    /// <summary>A whole picture begins.</summary>
    public void Came() => Volatile.Write(ref _askedMs, 0);
}
