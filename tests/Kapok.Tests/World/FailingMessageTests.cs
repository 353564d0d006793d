using System.Collections.Concurrent;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Rooms;
using Kapok.World;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.World;

/// <summary>A message that throws costs its sender's connection, never the room.</summary>
public sealed class FailingMessageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Whoever_sends_what_throws_is_closed_and_the_others_notice_nothing()
    {
        TestRoom test = new();
        (Resident mei, TestViewer atMei) = test.Enter("Mei");
        (Resident tom, TestViewer atTom) = test.Enter("Tom");
        test.Events.OnSaid = _ => throw new InvalidOperationException("as a handler with a fault does");
        test.Tick(2);
        Assert.False(test.Room.Hear(mei, new() { Say = new() { Text = "poison" } }));
        Assert.Equal(Ending.Malformed, atMei.Ended);
        Assert.Equal(["Mei failed"], test.Events.Lines.Where(line => line.EndsWith("failed", StringComparison.Ordinal)));
        test.Events.OnSaid = null;
        test.Room.Detach(mei, atMei);
        test.Room.Hear(tom, new() { Say = new() { Text = "I am still here" } });
        test.Tick(2);
        Assert.Contains(atTom.All(message => message.Said), said => said.Text == "I am still here");
        Assert.Single(atTom.All(message => message.Welcome));
        Assert.Null(atTom.Ended);
    }

    [Fact]
    public void A_room_that_was_left_half_changed_says_so()
    {
        TestRoom test = new();
        (Resident mei, _) = test.Enter("Mei");
        test.Enter("Tom");
        test.Room.DoFor(mei, _ => throw new InvalidOperationException("before anything was changed")); // sound: goes on
        Assert.Throws<RoomBrokenException>(() => test.Room.DoFor(mei, room =>
        {
            ((List<Resident>)room.Residents).RemoveAt(0);
            throw new InvalidOperationException("in the middle");
        }));
    }

    [Fact]
    public async Task The_loop_goes_on_counts_it_and_says_so_once()
    {
        await using Venue venue = new();
        (Resident mei, Hold atMei) = await venue.EnterAsync("Mei");
        (_, Hold atTom) = await venue.EnterAsync("Tom");
        for (int i = 0; i < 20; i++) venue.Host.Post(mei, _ => throw new InvalidOperationException("poison"));
        await venue.StepAsync(venue.Host.AskAsync(_ => 0));
        Assert.Equal((0, 20), (venue.Host.Restarts, venue.Host.MessagesFailed));
        Assert.Equal((Ending.Malformed, null), (atMei.Ended, atTom.Ended));
        Assert.False(atTom.IsTakenOver);
        Assert.Single(venue.Log.Lines);
    }

    [Fact]
    public async Task A_room_that_was_broken_by_a_message_or_fails_in_its_tick_later_is_started_again()
    {
        await using Venue venue = new();
        (Resident mei, Hold atMei) = await venue.EnterAsync("Mei");
        (Resident tom, Hold atTom) = await venue.EnterAsync("Tom");
        venue.Host.Post(mei, room =>
        {
            ((List<Resident>)room.Residents).RemoveAt(0);
            throw new InvalidOperationException("in the middle");
        });
        Assert.Equal(2, await venue.StepAsync(venue.Host.AskAsync(room => room.Residents.Count)));
        Assert.Equal(1, venue.Host.Restarts);
        Assert.Equal((Ending.Malformed, true), (atMei.Ended, atTom.IsTakenOver));
        atTom.Newest.FailsOnce = true; // as a tick that meets what a message left
        for (int ticks = 0; venue.Host.Restarts < 2 && ticks < 20; ticks++) await venue.StepAsync(venue.Host.AskAsync(_ => 0));
        Assert.Equal(2, await venue.StepAsync(venue.Host.AskAsync(room => room.Residents.Count)));
        Assert.Equal(tom.Id, (await venue.StepAsync(venue.Host.AskAsync(room => room.Find(tom.Id)?.Id))));
    }

    [Fact]
    public async Task Whoever_asks_what_throws_gets_it_and_the_room_goes_on()
    {
        await using Venue venue = new();
        Task<int> asked = venue.Host.AskAsync<int>(_ => throw new InvalidOperationException("the asker's"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => venue.StepAsync(asked));
        await venue.StepAsync(venue.Host.AskAsync(_ => 0));
        Assert.Equal(0, venue.Host.Restarts);
    }

    private sealed class Venue : IAsyncDisposable
    {
        private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
        private readonly SemaphoreSlim _ticks = new(0);

        public Venue()
        {
            Host = new(new("small", 20, SmallScene.Layout, SmallScene.Floor), "Small", "small", [], new TestRoom.Heard(), _time, Log) { Ticked = _ => _ticks.Release() };
        }

        public RoomHost Host { get; }

        public Told Log { get; } = new();

        public async Task<(Resident Who, Hold Hold)> EnterAsync(string name)
        {
            Hold hold = new();
            Resident? who = await StepAsync(Host.AskAsync(room => room.Enter(new(name, name, Role.Attendee, LookRules.Plain(), null, false, "", ""), hold)));
            return (who!, hold);
        }

        // Steps the clock by a tick whenever the loop has taken the last one, until the task is done.
        public async Task<T> StepAsync<T>(Task<T> task)
        {
            using CancellationTokenSource late = new(Patience);
            while (!task.IsCompleted)
            {
                late.Token.ThrowIfCancellationRequested();
                _time.Advance(TimeSpan.FromMilliseconds(50));
                await Task.WhenAny(task, _ticks.WaitAsync(TimeSpan.FromMilliseconds(50), CancellationToken.None));
            }
            return await task;
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            _ticks.Dispose();
        }
    }

    private sealed class Hold : IOutbound
    {
        private readonly byte[] _slot = new byte[RoomSettings.SlotBytes];
        private readonly object _line;

        public Hold(object? line = null)
        {
            _line = line ?? new object();
            Newest = this;
        }

        public Ending? Ended { get; private set; }

        public bool IsTakenOver => Newest != this;

        public Hold Newest { get; private set; }

        public bool FailsOnce { get; set; }

        object IOutbound.Line => _line;

        public Span<byte> BatchSlot => _slot;

        public void Send(byte[] message)
        {
            // what is said is tested elsewhere
        }

        public void CommitBatch(ReadOnlySpan<int> lengths)
        {
            if (!FailsOnce) return;
            FailsOnce = false;
            throw new InvalidOperationException("the tick fails");
        }

        public void Close(Ending ending) => Ended ??= ending;

        public IOutbound? TakeOver() => Ended is null ? Newest = new Hold(_line) : null;
    }

    private sealed class Told : ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));
    }
}
