namespace Kapok.World.Frames;

/// <summary>What the whole room is told, tick by tick: the same bytes for every viewer, who take them in order.</summary>
/// <remarks>A viewer who was busy for a moment takes what they missed from here; one who was busy for longer is owed the state of everyone anew.</remarks>
internal sealed class RoomLog
{
    /// <summary>Ticks it reaches back.</summary>
    public const int Ticks = 32;

    /// <summary>Most bytes of a tick.</summary>
    public const int TickBytes = 8192;

    private readonly byte[][] _bytes = [.. Enumerable.Range(0, Ticks).Select(_ => new byte[TickBytes])];
    private readonly int[] _lengths = new int[Ticks], _prominent = new int[Ticks];
    private int _tick;

    /// <summary>Begins a tick.</summary>
    /// <returns>Where its bytes go.</returns>
    public Span<byte> Begin(int tick)
    {
        _tick = tick;
        _lengths[tick % Ticks] = _prominent[tick % Ticks] = 0;
        return _bytes[tick % Ticks];
    }

    /// <summary>Ends the tick.</summary>
    /// <param name="prominent">Bytes about those whom everyone follows; they come first.</param>
    /// <param name="length">Bytes of all.</param>
    public void End(int prominent, int length) => (_prominent[_tick % Ticks], _lengths[_tick % Ticks]) = (prominent, length);

    /// <summary>What was told in a tick that is at most <see cref="Ticks"/> − 1 ago.</summary>
    public ReadOnlySpan<byte> Of(int tick) => _bytes[tick % Ticks].AsSpan(0, _lengths[tick % Ticks]);

    /// <summary>The part of it about those whom everyone follows.</summary>
    public ReadOnlySpan<byte> ProminentOf(int tick) => _bytes[tick % Ticks].AsSpan(0, _prominent[tick % Ticks]);
}
