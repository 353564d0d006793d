namespace Kapok.Media.Rtc.Ice;

/// <summary>A token bucket: so many a second, so many at once.</summary>
/// <remarks>A struct of 16 bytes that is kept wherever something is limited. Time is in milliseconds of any one clock. Not thread-safe.</remarks>
public struct RateLimit
{
    private double _tokens;
    private long _sinceMs;

    /// <summary>Takes tokens if there are enough.</summary>
    /// <param name="nowMs">The clock.</param>
    /// <param name="perSecond">Tokens that come back each second.</param>
    /// <param name="burst">The most that are kept; a bucket not used yet is full.</param>
    /// <param name="cost">Tokens to take.</param>
    public bool TryTake(long nowMs, double perSecond, double burst, double cost = 1)
    {
        Refill(nowMs, perSecond, burst);
        if (_tokens < cost) return false;
        _tokens -= cost;
        return true;
    }

    /// <summary>Whether a token is there, without taking it.</summary>
    public bool HasAny(long nowMs, double perSecond, double burst)
    {
        Refill(nowMs, perSecond, burst);
        return _tokens >= 1;
    }

    private void Refill(long nowMs, double perSecond, double burst)
    {
        _tokens = _sinceMs == 0 ? burst : Math.Min(burst, _tokens + ((nowMs - _sinceMs) * perSecond / 1000d));
        _sinceMs = Math.Max(nowMs, 1);
    }
}
