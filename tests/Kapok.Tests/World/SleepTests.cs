using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Rooms;
using Kapok.World;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.World;

/// <summary>A room without people costs no tick.</summary>
public sealed class SleepTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Tick = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly SemaphoreSlim _ticked = new(0);
    private readonly RoomHost _host;
    private int _ticks;

    public SleepTests() => _host = new(new("small", 20, SmallScene.Layout, SmallScene.Floor), "Small", "small", [], new TestRoom.Heard(), _time, NullLogger.Instance)
    {
        Ticked = _ =>
        {
            Interlocked.Increment(ref _ticks);
            _ticked.Release();
        },
    };

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _ticked.Dispose();
    }

    [Fact]
    public async Task Nobody_in_and_nothing_asked_no_tick_and_no_alarm()
    {
        await FallAsleepAsync();
        int before = Volatile.Read(ref _ticks);
        for (int step = 0; step < 400; step++) _time.Advance(Tick); // twenty seconds: the watchdog looks eighty times
        Assert.Equal(before, Volatile.Read(ref _ticks));
        Assert.Equal((0, TimeSpan.Zero), (_host.Restarts, _host.SinceLastTick));
    }

    [Fact]
    public async Task Whoever_comes_wakes_it_at_once_and_their_clock_has_gone_on()
    {
        await FallAsleepAsync();
        _time.Advance(TimeSpan.FromHours(1));
        TestViewer viewer = new();
        // No step of the clock: it is asked, so it ticks.
        Resident? mei = await _host.AskAsync(room => room.Enter(new("mei", "Mei", Role.Attendee, LookRules.Plain(), null, false, "", ""), viewer)).WaitAsync(Patience);
        Assert.NotNull(mei);
        Assert.InRange(viewer.Welcome.RoomMs, 3_600_000d, 3_700_000d);
        await _ticked.WaitAsync(Patience);
        Assert.False(_host.IsAsleep);
        int before = Volatile.Read(ref _ticks);
        await StepUntilAsync(() => Volatile.Read(ref _ticks) >= before + 5); // and goes on while somebody is in
        _host.Post(room => room.Remove(room.Residents[0], Ending.Left));
        await FallAsleepAsync();
        Assert.Equal((0, 0), (_host.People, _host.Restarts));
    }

    [Fact]
    public async Task What_many_ask_of_a_room_that_falls_asleep_is_all_answered()
    {
        for (int round = 0; round < 200; round++)
        {
            Task<int>[] asked = [.. Enumerable.Range(0, 4).Select(number => Task.Run(() => _host.AskAsync(_ => number)))];
            Task all = Task.WhenAll(asked);
            await StepUntilAsync(() => all.IsCompleted);
            Assert.Equal([0, 1, 2, 3], (await Task.WhenAll(asked)).Order());
        }
    }

    private Task FallAsleepAsync() => StepUntilAsync(() => _host.IsAsleep);

    private async Task StepUntilAsync(Func<bool> holds)
    {
        using CancellationTokenSource late = new(Patience);
        while (!holds())
        {
            _time.Advance(Tick);
            await Task.WhenAny(_ticked.WaitAsync(late.Token), Task.Delay(1, late.Token));
            late.Token.ThrowIfCancellationRequested();
        }
    }
}
