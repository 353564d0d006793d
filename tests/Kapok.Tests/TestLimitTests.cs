using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests;

public class TestLimitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _exceeded = [];

    [Fact]
    public void What_takes_too_long_is_named()
    {
        using StepWatch watch = Watch();
        watch.Begin("a", "the test of a");
        watch.Begin("b", "the test of b");
        _time.Advance(TimeSpan.FromSeconds(6));
        watch.Begin("b", "the next test of b");
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["LIMIT: the test of a was not done within 10 s."], _exceeded);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("LIMIT: the next test of b was not done within 10 s.", _exceeded[^1]);
    }

    [Fact]
    public void What_is_done_in_time_is_not_named()
    {
        using StepWatch watch = Watch();
        for (int i = 0; i < 5; i++)
        {
            watch.Begin("a", $"step {i}");
            _time.Advance(TimeSpan.FromSeconds(9));
        }
        watch.End("a");
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(_exceeded);
    }

    [Fact]
    public void Every_test_of_an_assembly_is_watched() =>
        Assert.Contains(typeof(TestLimitTests).Assembly.GetCustomAttributes(false),
            a => a is AssemblyFixtureAttribute { AssemblyFixtureType: { } type } && type == typeof(TestLimit));

    private StepWatch Watch() => new(_time, TimeSpan.FromSeconds(10), _exceeded.Add);
}
