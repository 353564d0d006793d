using System.Net;
using CsCheck;
using Kapok.Sockets.Door;
using Kapok.Sockets.Tls;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>How many TLS handshakes may begin: for all, and for an address.</summary>
public sealed class HandshakeRateTests
{
    private static readonly IPAddress Greedy = IPAddress.Parse("198.51.100.7"), School = IPAddress.Parse("203.0.113.1");

    private static readonly HandshakeRateOptions Small = new() { PerSecond = 10f, Burst = 20f, PerSecondOfAddress = 2f, BurstOfAddress = 5f };

    private static IPAddress Number(int number) => new([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);

    // How many of so many tries at one moment were allowed.
    private static int Taken(HandshakeRate rate, Func<int, IPAddress> who, int tries, double nowMs) => Enumerable.Range(0, tries).Count(number => rate.TryTake(who(number), nowMs));

    private static int Taken(HandshakeRate rate, IPAddress who, int tries, double nowMs) => Taken(rate, _ => who, tries, nowMs);

    [Fact]
    public void An_address_has_its_burst_and_then_its_rate()
    {
        HandshakeRate rate = new(Small);
        Assert.Equal(5, Taken(rate, Greedy, 100, 0));
        Assert.False(rate.TryTake(Greedy, 499));
        Assert.Equal(1, Taken(rate, Greedy, 100, 500));
        Assert.Equal(2, Taken(rate, Greedy, 100, 1500));
        Assert.Equal(5, Taken(rate, Greedy, 100, 1_000_000));
    }

    [Fact]
    public void All_together_have_theirs()
    {
        HandshakeRate rate = new(Small);
        Assert.Equal(20, Taken(rate, Number, 100, 0));
        Assert.Equal(10, Taken(rate, Number, 100, 1000));
        Assert.Equal(20, Taken(rate, Number, 100, 1_000_000));
    }

    [Fact]
    public void With_the_defaults_a_school_of_four_hundred_comes_in_at_once()
    {
        HandshakeRate rate = new(new());
        Assert.Equal(400, Taken(rate, School, 1000, 0));
        Assert.Equal(100, Taken(rate, School, 1000, 1000));
        Assert.Equal(2000, Taken(new(new()), Number, 5000, 0));
    }

    [Fact]
    public void An_address_that_is_at_its_limit_takes_nothing_from_others()
    {
        HandshakeRate rate = new(Small);
        Assert.Equal(5, Taken(rate, Greedy, 1_000_000, 0));
        Assert.Equal(15, Taken(rate, Number, 100, 0));
    }

    [Fact]
    public void Whoever_comes_when_all_is_used_up_loses_nothing_of_their_own()
    {
        HandshakeRate rate = new(Small with { PerSecond = 0.001f, PerSecondOfAddress = 0.000001f });
        Assert.Equal(18, Taken(rate, Number, 18, 0));
        Assert.Equal(2, Taken(rate, School, 5, 0));
        Assert.Equal(3, Taken(rate, School, 100, 4_000_000)); // there are four for all by now, and of their own the three that they did not get
    }

    [Fact]
    public void One_address_at_full_speed_keeps_nobody_waiting()
    {
        HandshakeRate rate = new(new());
        int greedy = 0;
        for (int ms = 0; ms < 30_000; ms++)
        {
            greedy += Taken(rate, Greedy, 100, ms);
            if (ms % 2 == 0) Assert.True(rate.TryTake(Number(ms), ms), $"at {ms} ms");
        }
        Assert.InRange(greedy, 3300, 3400); // a burst of 400 and 100 a second
    }

    [Fact]
    public void A_hundred_thousand_addresses_are_not_all_remembered()
    {
        HandshakeRate rate = new(new());
        int most = 0;
        for (int number = 0; number < 100_000; number++)
        {
            rate.TryTake(Number(number), number / 10d); // ten times the rate for all
            most = Math.Max(most, rate.Addresses);
        }
        Assert.InRange(most, 1000, 5000);
        Assert.True(rate.TryTake(School, 20_000d));
        Assert.Equal(1, rate.Addresses); // the others are forgotten: their buckets are full again
    }

    [Fact]
    public void Where_the_rates_allow_more_addresses_than_are_remembered_the_greediest_are_kept()
    {
        HandshakeRate rate = new(new() { PerSecond = 1_000_000f, Burst = 1_000_000f, PerSecondOfAddress = 0.001f, BurstOfAddress = 10f, MostAddresses = 100 });
        Assert.Equal(10, Taken(rate, Greedy, 11, 0));
        for (int number = 0; number < 100_000; number++)
        {
            Assert.True(rate.TryTake(Number(number), 0));
            Assert.InRange(rate.Addresses, 1, 100);
        }
        Assert.False(rate.TryTake(Greedy, 0));
    }

    [Fact]
    public void A_customer_of_a_network_is_one_whatever_address_they_take()
    {
        HandshakeRate rate = new(Small);
        Assert.Equal(5, Taken(rate, number => IPAddress.Parse($"2001:db8:0:1::{number:x}"), 100, 0));
        Assert.True(rate.TryTake(IPAddress.Parse("2001:db8:0:2::1"), 0));
        Assert.Equal(5, Taken(rate, number => number % 2 == 0 ? School : School.MapToIPv6(), 100, 0));
        Assert.Equal(3, rate.Addresses);
    }

    [Fact]
    public void Two_addresses_are_one_to_it_where_they_are_one_customer_to_the_door()
    {
        Gen<IPAddress> some = Gen.OneOf(
            Gen.Byte[203, 204].Array[4].Select(bytes => new IPAddress(bytes)), Gen.Byte[203, 204].Array[4].Select(bytes => new IPAddress(bytes).MapToIPv6()),
            Gen.Select(Gen.Byte[0, 1], Gen.Byte[0, 1], Gen.Byte[0, 1]).Select((first, last, host) =>
                new IPAddress([0x20, first, 0, 0, 0, 0, 0, last, 0, 0, 0, 0, 203, 203, 203, host])));
        Gen.Select(some, some).Sample((one, other) =>
        {
            HandshakeRate rate = new(Small);
            Assert.True(rate.TryTake(one, 0) && rate.TryTake(other, 0));
            Assert.Equal(NetworkAddress.OneCustomer(one).Equals(NetworkAddress.OneCustomer(other)) ? 1 : 2, rate.Addresses);
        }, iter: 2000);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("192.0.2.80")]
    public void Proxies_and_loopback_share_only_what_all_have(string address)
    {
        HandshakeRate rate = new(Small with { IsExempt = one => one.Equals(IPAddress.Parse("192.0.2.80")) });
        Assert.Equal(20, Taken(rate, IPAddress.Parse(address), 100, 0));
        Assert.Equal(0, rate.Addresses);
    }

    [Fact]
    public void However_it_is_asked_no_more_is_given_than_the_rates()
    {
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 400]).Array[1, 300].Sample(steps =>
        {
            HandshakeRate rate = new(Small);
            List<(int Who, double AtMs)> given = [];
            double nowMs = 0;
            foreach ((int who, int passed) in steps)
            {
                nowMs += passed;
                if (rate.TryTake(Number(who), nowMs)) given.Add((who, nowMs));
            }
            AssertWithin([.. given.Select(one => one.AtMs)], 10, 20);
            for (int who = 0; who < 4; who++) AssertWithin([.. given.Where(one => one.Who == who).Select(one => one.AtMs)], 2, 5);
        }, iter: 500);
    }

    // Between any two that were given there were at most a burst and what the time between them brought.
    private static void AssertWithin(double[] givenMs, int perSecond, int burst)
    {
        for (int from = 0; from < givenMs.Length; from++)
            for (int to = from; to < givenMs.Length; to++)
                Assert.True(to - from + 1 <= burst + (perSecond * (givenMs[to] - givenMs[from]) / 1000) + 0.01);
    }

    [Fact]
    public void Limits_out_of_range_are_refused()
    {
        HandshakeRateOptions[] bad =
        [
            Small with { PerSecond = 0f }, Small with { PerSecond = float.NaN }, Small with { PerSecond = float.PositiveInfinity }, Small with { Burst = 0.5f },
            Small with { PerSecondOfAddress = -1f }, Small with { BurstOfAddress = 2_000_000f }, Small with { MostAddresses = 0 },
        ];
        Assert.All(bad, options => Assert.Throws<ArgumentOutOfRangeException>(() => new HandshakeRate(options)));
        Assert.Equal("options.Burst", Assert.Throws<ArgumentOutOfRangeException>(() => new HandshakeRate(bad[3])).ParamName);
    }

    [Fact]
    public void Nothing_is_allocated_for_an_address_that_is_known()
    {
        HandshakeRate rate = new(new());
        IPAddress[] known = [School, School.MapToIPv6(), IPAddress.Parse("2001:db8::1"), IPAddress.Loopback, IPAddress.IPv6Loopback];
        // A runtime allocates something of its own now and then: what a question costs is seen in every window, and such a thing in one.
        const int windows = 5, window = 200;
        long[] allocated = new long[windows];
        for (int at = 0; at < windows; at++)
        {
            long began = GC.GetAllocatedBytesForCurrentThread();
            for (int asked = 0; asked < window; asked++)
                foreach (IPAddress address in known) rate.TryTake(address, at);
            allocated[at] = GC.GetAllocatedBytesForCurrentThread() - began;
        }
        Assert.Equal(0, allocated.Min());
        Assert.Equal(2, rate.Addresses);
    }
}
