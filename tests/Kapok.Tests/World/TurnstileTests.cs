using CsCheck;
using Kapok.Server.Entry;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.World;

public sealed class TurnstileTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void A_promise_holds_a_place_until_it_is_kept_or_void()
    {
        Turnstile turnstile = new(2, _time);
        Assert.True(turnstile.TryPass("mei", out long meis, out _));
        Assert.True(turnstile.TryPass("tom", out long toms, out _));
        Assert.False(turnstile.TryPass("ann", out _, out int position));
        Assert.Equal((1, true), (position, turnstile.IsFull));
        turnstile.Keep(meis);
        turnstile.Count(1); // Mei is in
        Assert.False(turnstile.TryPass("ann", out _, out _));
        turnstile.Void(toms);
        Assert.True(turnstile.TryPass("ann", out _, out _));
        _time.Advance(Tickets.Lifetime + TimeSpan.FromSeconds(1));
        Assert.True(turnstile.TryPass("joe", out _, out _)); // Ann never came
    }

    [Fact]
    public void Who_does_not_ask_any_more_is_out_of_the_line()
    {
        Turnstile turnstile = new(1, _time);
        turnstile.Count(1);
        turnstile.TryPass("mei", out _, out _);
        turnstile.TryPass("tom", out _, out int position);
        Assert.Equal(2, position);
        _time.Advance(Turnstile.Patience - TimeSpan.FromSeconds(1));
        turnstile.TryPass("tom", out _, out _);
        _time.Advance(TimeSpan.FromSeconds(2));
        turnstile.TryPass("tom", out _, out position);
        Assert.Equal((1, 1), (position, turnstile.Line));
    }

    [Fact]
    public void Nobody_is_let_in_beyond_the_capacity_or_before_their_turn() => Gen.Select(Gen.Int[1, 5], Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3]).Array[1, 200]).Sample((capacity, steps) =>
    {
        Turnstile turnstile = new(capacity, _time);
        List<string> line = [];
        HashSet<string> inside = [];
        Dictionary<string, long> promised = [];
        foreach ((int person, int what) in steps)
        {
            string guest = $"{person}";
            if (what == 0 && inside.Remove(guest)) turnstile.Count(inside.Count);
            else if (what == 1 && promised.Remove(guest, out long promise))
            {
                inside.Add(guest);
                turnstile.Keep(promise);
                turnstile.Count(inside.Count);
            }
            else if (what > 1 && !inside.Contains(guest) && !promised.ContainsKey(guest))
            {
                bool passes = turnstile.TryPass(guest, out promise, out int position);
                if (!line.Contains(guest)) line.Add(guest);
                Assert.Equal(line.IndexOf(guest) < capacity - inside.Count - promised.Count, passes);
                if (!passes) Assert.Equal(line.IndexOf(guest) + 1, position);
                else
                {
                    promised[guest] = promise;
                    line.Remove(guest);
                }
            }
            Assert.InRange(inside.Count + promised.Count, 0, capacity);
        }
    });
}
