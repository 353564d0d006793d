using System.Runtime;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Rooms;
using Kapok.Tests.World;
using Kapok.World;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Rooms;

/// <summary>A room that fails again and again, with people in it who only stand there and say nothing.</summary>
[Collection(nameof(Alone))]
public sealed class RestartMemoryTests
{
    private const int Capacity = 2_000, People = 5;

    // A tenth of what one room of this size has in arrays: what grows by a restart would be a hundred and eighty times as much.
    private const long Slack = 1_000_000;

    [Fact]
    public async Task A_room_that_was_started_again_two_hundred_times_has_no_more_memory_than_after_twenty()
    {
        FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
        RoomSettings settings = new("small", Capacity, SmallScene.Layout, SmallScene.Floor) { AwayMilliseconds = 1e12 };
        SemaphoreSlim ticks = new(0);
        await using RoomHost host = new(settings, "Small", "small", [], new TestRoom.Heard(), time, NullLogger.Instance) { Ticked = _ => ticks.Release() };
        List<Resident> first = [];
        for (int guest = 0; guest < People; guest++)
        {
            Newcomer newcomer = new($"guest-{guest}", "Mei", Role.Attendee, LookRules.Plain(), null, false, "", "");
            first.Add((await StepAsync(host.AskAsync(room => room.Enter(newcomer, new Line()))))!);
        }
        await RestartAsync(20);
        long before = Memory();
        await RestartAsync(200);
        long after = Memory();
        Assert.True(after - before < Slack, $"{before:N0} bytes after 20 restarts, {after:N0} after 200");
        Assert.Equal(People, await StepAsync(host.AskAsync(room => room.Residents.Count)));
        Assert.All(first, who => Assert.NotSame(who, who.Newest)); // a connection that says nothing holds whom it came in as
        GC.KeepAlive(first);

        async Task RestartAsync(int until)
        {
            while (host.Restarts < until)
            {
                int restarts = host.Restarts;
                host.Post(_ => throw new InvalidOperationException("a test breaks the loop"));
                for (int steps = 0; host.Restarts == restarts; steps++) await TickAsync(steps);
                await StepAsync(host.AskAsync(room => room.Residents.Count)); // a whole tick between two, so that no pause grows
            }
        }

        async Task<T> StepAsync<T>(Task<T> task)
        {
            for (int steps = 0; !task.IsCompleted; steps++) await TickAsync(steps, task);
            return await task;
        }

        async Task TickAsync(int steps, Task? until = null)
        {
            Assert.True(steps < 600, "it was not done");
            time.Advance(TimeSpan.FromMilliseconds(50));
            Task ticked = ticks.WaitAsync(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
            await (until is null ? ticked : Task.WhenAny(until, ticked));
        }
    }

    private static long Memory()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private sealed class Line : IOutbound
    {
        private readonly byte[] _slot = new byte[RoomSettings.SlotBytes];

        public Span<byte> BatchSlot => _slot;

        public void Send(byte[] message)
        {
            // nobody reads
        }

        public void CommitBatch(ReadOnlySpan<int> lengths)
        {
            // nor this
        }

        public void Close(Ending ending)
        {
            // never
        }
    }
}
