using System.Collections.Concurrent;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Rooms;
using Kapok.World;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.World;

/// <summary>The supervisor of a room on a clock that is stepped by hand; its loops are real.</summary>
public sealed class RoomHostTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly TestRoom.Heard _events = new();
    private readonly ManualResetEventSlim _wake = new();
    private readonly SemaphoreSlim _ticks = new(0);
    private readonly RoomHost _host;

    public RoomHostTests()
    {
        RoomSettings settings = new("small", 20, SmallScene.Layout, SmallScene.Floor);
        _host = new(settings, "Small", "small", [], _events, _time, NullLogger.Instance) { Ticked = _ => _ticks.Release() };
    }

    public async ValueTask DisposeAsync()
    {
        _wake.Set();
        await _host.DisposeAsync();
        _wake.Dispose();
        _ticks.Dispose();
    }

    [Fact]
    public async Task A_loop_that_hangs_is_replaced_within_three_seconds()
    {
        Line line = new();
        Resident mei = await EnterAsync("Mei", line);
        await HangAsync(_ => { });
        int heardTwice = 0;
        _host.Post(room => heardTwice += room.Hear(mei, new() { Say = new() { Text = "asked while it hung" } }) ? 1 : 0);
        DateTimeOffset hung = _time.GetUtcNow();
        AdvanceToRestart();
        Assert.InRange((_time.GetUtcNow() - hung).TotalSeconds, 1d, 3d);
        Assert.Contains(line.Newest.Messages, message => message.Welcome is { } welcome && welcome.You == mei.Id);
        Assert.Equal(1, await StepAsync(_host.AskAsync(room => room.Residents.Count)));
        Assert.Equal(1, heardTwice); // what waited is done once, by the new loop, for the person as they are now
        Assert.Single(_events.Lines, "Mei: asked while it hung");
        Assert.Equal(1, _host.Restarts);
    }

    [Fact]
    public async Task A_loop_that_was_abandoned_touches_nothing_when_it_wakes()
    {
        Line line = new();
        Resident mei = await EnterAsync("Mei", line);
        Task woke = await HangAsync(room =>
        {
            room.Order.Announce("from the old loop", "Nobody");
            room.Hear(mei, new() { Say = new() { Text = "from the old loop" } });
            room.Remove(mei, Ending.Kicked);
            room.Tick();
        });
        AdvanceToRestart();
        Hold old = line.First;
        _wake.Set();
        await woke.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(1, await StepAsync(_host.AskAsync(room => room.Residents.Count)));
        Assert.Equal(["joined Mei"], _events.Lines);
        Assert.NotSame(old, line.Newest);
        Assert.Null(line.Newest.Ended);
        Assert.DoesNotContain(line.Newest.Messages, message => message.Announcement is not null || message.Said is not null || message.Left is not null);
        Assert.True(await StepAsync(_host.AskAsync(room => room.Find(mei.Id) is { } now && now == mei.Newest && now.Outbound == line.Newest)));
    }

    [Fact]
    public async Task Whoever_asked_what_hangs_is_told_that_there_is_no_answer()
    {
        TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<int> asked = _host.AskAsync(_ =>
        {
            began.SetResult();
            _wake.Wait();
            return 1;
        });
        await StepAsync(began.Task.ContinueWith(_ => 0, TaskScheduler.Default));
        AdvanceToRestart();
        await Assert.ThrowsAsync<TaskCanceledException>(() => asked.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_slow_tick_is_not_a_hang()
    {
        await HangAsync(_ => { });
        _time.Advance(RoomHost.WatchEvery * 4);
        _wake.Set();
        Assert.Equal(0, await StepAsync(_host.AskAsync(room => room.Residents.Count)));
        Assert.Equal(0, _host.Restarts);
    }

    private async Task<Resident> EnterAsync(string name, Line line) =>
        (await StepAsync(_host.AskAsync(room => room.Enter(new(name, name, Role.Attendee, LookRules.Plain(), null, false, "", ""), line.Newest))))!;

    // Makes the loop hang inside something it was asked; what follows is done once it wakes.
    private async Task<Task> HangAsync(Action<Room> afterwards)
    {
        TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously), ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Post(room =>
        {
            began.SetResult();
            _wake.Wait();
            afterwards(room);
            ended.SetResult();
        });
        await StepAsync(began.Task.ContinueWith(_ => 0, TaskScheduler.Default));
        return ended.Task;
    }

    private void AdvanceToRestart()
    {
        for (int looks = 0; _host.Restarts == 0; looks++)
        {
            Assert.True(looks < 12, "the watchdog saw nothing");
            _time.Advance(RoomHost.WatchEvery);
        }
    }

    // Steps the clock by a tick whenever the loop has taken the last one, until the task is done.
    private async Task<T> StepAsync<T>(Task<T> task)
    {
        for (int steps = 0; !task.IsCompleted; steps++)
        {
            Assert.True(steps < 600, "it was not done");
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(task, _ticks.WaitAsync(TimeSpan.FromMilliseconds(50)));
        }
        return await task;
    }

    private sealed class Line
    {
        public Line() => First = Newest = new(this);

        public Hold First { get; }

        public Hold Newest { get; set; }
    }

    private sealed class Hold(Line line) : IOutbound
    {
        private readonly byte[] _slot = new byte[RoomSettings.SlotBytes];

        public ConcurrentQueue<ServerMessage> Messages { get; } = new();

        public Ending? Ended { get; private set; }

        object IOutbound.Line => line;

        public Span<byte> BatchSlot => _slot;

        public void Send(byte[] message)
        {
            Assert.True(ControlMessage.TryRead(message, out ServerMessage read));
            Messages.Enqueue(read);
        }

        public void CommitBatch(ReadOnlySpan<int> lengths)
        {
            // what a frame holds is tested elsewhere
        }

        public void Close(Ending ending) => Ended = ending;

        public IOutbound TakeOver() => line.Newest = new Hold(line);
    }
}
