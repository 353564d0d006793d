namespace Kapok.Server.Ceremony;

/// <summary>How often one address may look something up that anybody may look up. Thread-safe.</summary>
/// <remarks>Counts by whole minutes: at the turn of one it lets through twice as many, which costs nothing here and keeps a number for each address instead of a list.</remarks>
public sealed class LookupLimit(TimeProvider time)
{
    /// <summary>Look-ups of one address in a minute.</summary>
    public const int PerMinute = 60;

    /// <summary>Addresses that are counted by themselves; those beyond share one count.</summary>
    public const int MostAddresses = 10_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private long _began = time.GetTimestamp();

    /// <summary>Counts one.</summary>
    /// <param name="address">As <see cref="Entry.AddressLimits.Of"/> has it.</param>
    /// <returns>False where it is one too many.</returns>
    public bool TryLook(string address)
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_began) >= Minute)
            {
                _counts.Clear();
                _began = time.GetTimestamp();
            }
            if (_counts.Count >= MostAddresses && !_counts.ContainsKey(address)) address = "";
            int count = _counts.GetValueOrDefault(address);
            if (count >= PerMinute) return false;
            _counts[address] = count + 1;
            return true;
        }
    }
}
