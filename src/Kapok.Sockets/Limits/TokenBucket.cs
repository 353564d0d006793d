namespace Kapok.Sockets.Limits;

/// <summary>Limits how often something may happen: so many a second, and so many at once.</summary>
/// <remarks>A mutable struct without a lock: its owner calls it from one thread at a time.</remarks>
public struct TokenBucket
{
    private readonly float _perSecond, _burst;
    private float _tokens;
    private double _filledMs;

    /// <summary>Creates a full bucket.</summary>
    /// <param name="perSecond">How many a second.</param>
    /// <param name="burst">How many at once.</param>
    public TokenBucket(float perSecond, float burst) => (_perSecond, _burst, _tokens) = (perSecond, burst, burst);

    /// <summary>Takes one.</summary>
    /// <param name="nowMs">Milliseconds of any steady clock.</param>
    /// <returns>False when there is none left.</returns>
    public bool TryTake(double nowMs)
    {
        (_tokens, _filledMs) = (LevelAt(nowMs), nowMs);
        if (_tokens < 1f) return false;
        _tokens--;
        return true;
    }

    /// <summary>How many there are, parts of one included; nothing is taken.</summary>
    public readonly float LevelAt(double nowMs) => MathF.Min(_burst, _tokens + (_perSecond * (float)(Math.Max(0d, nowMs - _filledMs) / 1000d)));

    /// <summary>Nothing was taken for so long that it is as good as new.</summary>
    public readonly bool IsFull(double nowMs) => LevelAt(nowMs) >= _burst;
}
