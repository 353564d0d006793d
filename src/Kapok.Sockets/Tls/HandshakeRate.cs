using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kapok.Sockets.Limits;

namespace Kapok.Sockets.Tls;

/// <summary>Decides whether another TLS handshake may begin now: so many for all, and of them so many for each address.</summary>
/// <remarks>
/// Not thread-safe: the door's thread owns it. Nothing is allocated for an address that is known. An address is forgotten once its bucket is full again, since a
/// new one says the same. Only handshakes that may begin make an entry, so the rate for all bounds the entries too: to come from many addresses does not help.
/// </remarks>
public sealed class HandshakeRate
{
    private const double SweepMs = 1000d;

    private readonly HandshakeRateOptions _options;
    private readonly Dictionary<Customer, TokenBucket> _addresses = [];
    private TokenBucket _all;
    private double _sweepMs;

    /// <summary>Creates it with all buckets full.</summary>
    /// <param name="options">The limits.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its range.</exception>
    public HandshakeRate(HandshakeRateOptions options)
    {
        Demand(options.PerSecond is > 0f and <= HandshakeRateOptions.Most, options.PerSecond);
        Demand(options.PerSecondOfAddress is > 0f and <= HandshakeRateOptions.Most, options.PerSecondOfAddress);
        Demand(options.Burst is >= 1f and <= HandshakeRateOptions.Most, options.Burst);
        Demand(options.BurstOfAddress is >= 1f and <= HandshakeRateOptions.Most, options.BurstOfAddress);
        Demand(options.MostAddresses >= 1, options.MostAddresses);
        (_options, _all) = (options, new(options.PerSecond, options.Burst));
    }

    /// <summary>Addresses that are remembered.</summary>
    public int Addresses => _addresses.Count;

    /// <summary>The common part is used up for the moment: whoever waits for it, waits for all.</summary>
    public bool IsSpent(double nowMs) => _all.LevelAt(nowMs) < 1f;

    /// <summary>Whether only the rate for all holds for an address.</summary>
    public bool IsExempt(IPAddress address) => IPAddress.IsLoopback(address) || _options.IsExempt?.Invoke(address) == true;

    /// <summary>Takes the right to one handshake.</summary>
    /// <param name="address">Who asks for it.</param>
    /// <param name="nowMs">Milliseconds of any steady clock.</param>
    /// <returns>False when it must not begin now. Then nothing was taken: not from an address because others are many, and not from others because it is.</returns>
    public bool TryTake(IPAddress address, double nowMs)
    {
        if (IsSpent(nowMs)) return false;
        if (IsExempt(address)) return _all.TryTake(nowMs);
        if (nowMs >= _sweepMs) Sweep(nowMs);
        Customer customer = Customer.Of(address);
        ref TokenBucket known = ref CollectionsMarshal.GetValueRefOrNullRef(_addresses, customer);
        if (Unsafe.IsNullRef(ref known)) known = ref Remember(customer, nowMs);
        return known.TryTake(nowMs) && _all.TryTake(nowMs);
    }

    private ref TokenBucket Remember(Customer customer, double nowMs)
    {
        if (_addresses.Count >= _options.MostAddresses) Sweep(nowMs);
        if (_addresses.Count >= _options.MostAddresses) ForgetFullest(nowMs);
        ref TokenBucket bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_addresses, customer, out _);
        bucket = new(_options.PerSecondOfAddress, _options.BurstOfAddress);
        return ref bucket;
    }

    private void Sweep(double nowMs)
    {
        _sweepMs = nowMs + SweepMs;
        foreach ((Customer customer, TokenBucket bucket) in _addresses)
            if (bucket.IsFull(nowMs)) _addresses.Remove(customer);
    }

    // Those that took least are forgotten, so that many addresses do not give back to one what it took. The fuller half between the emptiest and the fullest goes at
    // once: it is a walk through all, which is not to be made for each newcomer.
    private void ForgetFullest(double nowMs)
    {
        float least = float.MaxValue, most = 0f;
        foreach (TokenBucket bucket in _addresses.Values) (least, most) = (MathF.Min(least, bucket.LevelAt(nowMs)), MathF.Max(most, bucket.LevelAt(nowMs)));
        float middle = (least + most) / 2f; // never above the fullest, so at least one goes
        foreach ((Customer customer, TokenBucket bucket) in _addresses)
            if (bucket.LevelAt(nowMs) >= middle) _addresses.Remove(customer);
    }

    private static void Demand(bool holds, object value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (holds) return;
        throw new ArgumentOutOfRangeException(name, value, $"Rates must be above 0, bursts and the number of addresses at least 1; rates and bursts at most {HandshakeRateOptions.Most}.");
    }

    /// <summary>What <see cref="Door.NetworkAddress.OneCustomer"/> gives for an address, without an object for it.</summary>
    /// <param name="IsIPv6">Of IPv6, and not an address of IPv4 in its form.</param>
    /// <param name="Network">The address of IPv4, or the first 64 bits.</param>
    private readonly record struct Customer(bool IsIPv6, ulong Network)
    {
        public static Customer Of(IPAddress address)
        {
            Span<byte> bytes = stackalloc byte[16];
            address.TryWriteBytes(bytes, out int length);
            if (length == 4) return new(false, BinaryPrimitives.ReadUInt32BigEndian(bytes));
            if (address.IsIPv4MappedToIPv6) return new(false, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]));
            return new(true, BinaryPrimitives.ReadUInt64BigEndian(bytes));
        }

        // The compiler's own is a sum that anyone can compute: whoever has many networks could choose those that fall into one bucket of the dictionary.
        public override int GetHashCode() => HashCode.Combine(IsIPv6, (uint)(Network >> 32), (uint)Network);
    }
}
