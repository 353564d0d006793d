namespace Kapok.Media.Rtc.Rtp;

/// <summary>Which packets of one stream are missing, and when to ask for them again (generic NACK, RFC 4585).</summary>
/// <remarks>Bounded: at most 64 are wanted at once, each is asked for three times within half a second. A gap longer than that is a break, not a loss. Not thread-safe.</remarks>
public sealed class LossTracker
{
    private const int Most = 64, Attempts = 3;

    /// <summary>How long a packet may be late before it counts as missing: Wi-Fi swaps neighbours.</summary>
    private const long ReorderMs = 10;

    /// <summary>After this time a listener's jitter buffer has played on.</summary>
    private const long OldestMs = 500;

    private readonly Missing[] _missing = new Missing[Most];
    private ulong _highest;
    private bool _hasAny;

    /// <summary>Packets wanted now.</summary>
    public int Count { get; private set; }

    /// <summary>Packets that came after they had been asked for.</summary>
    public long Recovered { get; private set; }

    /// <summary>Takes a packet in.</summary>
    /// <param name="index">Rollover counter × 65,536 + sequence number.</param>
    /// <param name="nowMs">The clock.</param>
    public void Take(ulong index, long nowMs)
    {
        if (_hasAny && index <= _highest)
        {
            Remove(index);
            return;
        }
        if (_hasAny && index - _highest > Most) Count = 0;
        else if (_hasAny)
        {
            for (ulong lost = _highest + 1; lost < index && Count < Most; lost++) _missing[Count++] = new() { Index = lost, SinceMs = nowMs, NextMs = nowMs + ReorderMs };
        }
        (_highest, _hasAny) = (index, true);
    }

    /// <summary>Sequence numbers to ask for now, in rising order.</summary>
    /// <param name="nowMs">The clock.</param>
    /// <param name="intervalMs">Time between two requests for the same packet; about a round trip.</param>
    /// <param name="sequences">64 of them at most.</param>
    /// <returns>How many.</returns>
    public int Due(long nowMs, long intervalMs, Span<ushort> sequences)
    {
        int due = 0, kept = 0;
        for (int at = 0; at < Count; at++)
        {
            Missing one = _missing[at];
            if (nowMs - one.SinceMs > OldestMs || one.Attempts == Attempts) continue;
            if (nowMs >= one.NextMs)
            {
                sequences[due++] = (ushort)one.Index;
                one.Attempts++;
                one.NextMs = nowMs + intervalMs;
            }
            _missing[kept++] = one;
        }
        Count = kept;
        return due;
    }

    private void Remove(ulong index)
    {
        for (int at = 0; at < Count; at++)
        {
            if (_missing[at].Index != index) continue;
            if (_missing[at].Attempts > 0) Recovered++;
            _missing.AsSpan((at + 1)..Count).CopyTo(_missing.AsSpan(at));
            Count--;
            return;
        }
    }

    private struct Missing
    {
        public ulong Index;
        public long SinceMs, NextMs;
        public int Attempts;
    }
}
