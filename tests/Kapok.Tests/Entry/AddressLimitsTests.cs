using Kapok.Server.Configuration;
using Kapok.Server.Entry;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Entry;

public sealed class AddressLimitsTests
{
    private const string School = "198.51.100.7";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void A_class_of_a_hundred_behind_one_address_comes_in_at_once_with_the_default()
    {
        AddressLimits limits = Limits(new KapokOptions().JoinsPerMinute);
        for (int pupil = 0; pupil < 100; pupil++) Assert.True(limits.TryJoin(School, $"pupil {pupil}", out _));
    }

    [Fact]
    public void Whoever_comes_beyond_has_a_turn_and_comes_in_when_it_is_due_however_often_others_ask()
    {
        AddressLimits limits = Limits(30);
        List<(string Guest, Turn Turn)> waiting = [];
        for (int pupil = 0; pupil < 100; pupil++)
            if (!limits.TryJoin(School, $"pupil {pupil}", out Turn turn)) waiting.Add(($"pupil {pupil}", turn));
        Assert.Equal(40, waiting.Count); // a minute's joins twice over are let in at once
        Assert.Equal(Enumerable.Range(1, 40), waiting.Select(one => one.Turn.Position));
        Assert.Equal(Enumerable.Range(1, 40).Select(turn => 2 * turn), waiting.Select(one => one.Turn.Seconds));

        // One page asks all the time; it gains nothing, and nobody loses by it.
        for (int ask = 0; ask < 1000; ask++) Assert.False(limits.TryJoin(School, waiting[39].Guest, out _));
        for (int at = 0; at < 39; at++)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            Assert.True(limits.TryJoin(School, waiting[at].Guest, out _));
            Assert.False(limits.TryJoin(School, waiting[39].Guest, out Turn last));
            Assert.Equal(39 - at, last.Position);
        }
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(limits.TryJoin(School, waiting[39].Guest, out _));
        Assert.True(limits.TryJoin("203.0.113.1", "elsewhere", out _));
    }

    [Fact]
    public void Asks_without_a_guest_of_their_own_cannot_push_turns_away_without_end()
    {
        AddressLimits limits = Limits(60);
        for (int ask = 0; ask < 100_000; ask++) limits.TryJoin(School, $"no cookie {ask}", out _);
        Assert.False(limits.TryJoin(School, "somebody", out Turn turn));
        Assert.InRange(turn.Seconds, 1, 260);
    }

    [Fact]
    public void A_turn_that_nobody_takes_is_forgotten_and_an_address_of_which_nothing_is_left_too()
    {
        AddressLimits limits = Limits(60);
        for (int ask = 0; ask < 121; ask++) limits.TryJoin(School, $"{ask}", out _);
        _time.Advance(TimeSpan.FromMinutes(5));
        limits.Sweep();
        for (int ask = 0; ask < 120; ask++) Assert.True(limits.TryJoin(School, $"{ask}", out _));
        Assert.False(limits.TryJoin(School, "120", out Turn turn)); // the turn of before is void
        Assert.Equal(new(1, 1), turn);
    }

    [Fact]
    public async Task Sockets_that_open_and_close_while_addresses_are_forgotten_are_counted_right()
    {
        AddressLimits limits = Limits(60);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task sweeping = Task.Run(
            () =>
            {
                while (!end.IsCancellationRequested) limits.Sweep();
            },
            TestContext.Current.CancellationToken);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                for (int socket = 0; socket < 20_000; socket++)
                {
                    Assert.True(limits.TryOpen(School));
                    limits.Closed(School);
                }
            },
            TestContext.Current.CancellationToken)));
        await end.CancelAsync();
        await sweeping;
        Assert.Equal(0, limits.SocketsOf(School));
        for (int socket = 0; socket < 4; socket++) Assert.True(limits.TryOpen(School));
        Assert.False(limits.TryOpen(School));
    }

    private AddressLimits Limits(int joinsPerMinute) => new(new KapokOptions { JoinsPerMinute = joinsPerMinute, SocketsPerAddress = 4 }, _time);
}
