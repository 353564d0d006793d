using Kapok.Server.Ceremony;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Ceremony;

/// <summary>How often an address may look something up.</summary>
public sealed class LookupLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void One_address_may_look_so_often_a_minute_and_another_as_often()
    {
        LookupLimit limit = new(_time);
        for (int look = 0; look < LookupLimit.PerMinute; look++) Assert.True(limit.TryLook("a"));
        Assert.False(limit.TryLook("a"));
        Assert.True(limit.TryLook("b"));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(limit.TryLook("a"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limit.TryLook("a"));
    }

    [Fact]
    public void Addresses_beyond_the_most_share_one_count()
    {
        LookupLimit limit = new(_time);
        for (int address = 0; address < LookupLimit.MostAddresses; address++) Assert.True(limit.TryLook($"{address}"));
        for (int look = 0; look < LookupLimit.PerMinute; look++) Assert.True(limit.TryLook($"new {look}"));
        Assert.False(limit.TryLook("one more"));
        Assert.True(limit.TryLook("0"));
    }
}
