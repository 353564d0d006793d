namespace Kapok.Media.Voices;

/// <summary>Lowers the number of voice slots while a node forwards more packets than its budget, and raises it again: pure logic.</summary>
/// <remarks>Falls by one each half second and rises by one every five: a room that is too full loses its faintest voices one after another. It rises only where
/// one slot more, carried for everyone, is within the budget, so it does not swing.</remarks>
public sealed class SlotGovernor
{
    private const long FallMs = 500, RiseMs = 5000;
    private const double RoomShare = 0.95; // of the budget, for what one slot more would bring; a reading of 200 ms is a tenth off

    private readonly int _most, _packetsPerSecond;
    private long _changedMs = long.MinValue / 2;

    /// <summary>Begins without a reduction.</summary>
    /// <param name="most">Slots when there is room, 1 to 16.</param>
    /// <param name="packetsPerSecond">The budget.</param>
    public SlotGovernor(int most, int packetsPerSecond) => (_most, _packetsPerSecond, Limit) = (most, packetsPerSecond, most);

    /// <summary>Slots now.</summary>
    public int Limit { get; private set; }

    /// <summary>Whether the budget keeps slots empty.</summary>
    public bool IsReduced => Limit < _most;

    /// <summary>Takes the load in.</summary>
    /// <param name="forwardedPerSecond">Packets forwarded a second, lately.</param>
    /// <param name="nowMs">The clock.</param>
    /// <returns>Whether the limit changed.</returns>
    public bool Update(double forwardedPerSecond, long nowMs)
    {
        bool falls = forwardedPerSecond > _packetsPerSecond && Limit > 1 && nowMs - _changedMs >= FallMs;
        bool rises = forwardedPerSecond * (Limit + 1) / Limit < _packetsPerSecond * RoomShare && Limit < _most && nowMs - _changedMs >= RiseMs;
        if (!falls && !rises) return false;
        Limit += rises ? 1 : -1;
        _changedMs = nowMs;
        return true;
    }
}
