using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Kapok.Events.Storage;

/// <summary>Writes what must not be lost, off the path of whoever asks, in the order it was asked for, and again until it is kept.</summary>
/// <remarks>
/// <see cref="KeepAsync"/> may be called from any thread and never waits. One task runs <see cref="RunAsync"/>. What cannot be stored now (the
/// database is locked, its disk full, its server away) stays at the head and holds back what comes after it: a ban that is lifted must not be
/// lifted first. Each write must therefore be one that may be done twice, since the answer to the first may have been lost on its way.
/// </remarks>
public sealed partial class PendingWrites(StorageHealth health, TimeProvider time, ILogger<PendingWrites> log)
{
    /// <summary>The most that waits. Measures and reports are rare: this many wait only when the storage has been away for long.</summary>
    public const int Most = 16_384;

    // Above this, what may be lost is: a guest's look is asked for again by their browser, a ban is not.
    private const int MostDispensable = Most / 2;

    /// <summary>How long a stop waits for the storage: within the eight seconds that a stop of the server has.</summary>
    internal static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(2);

    private readonly Channel<Entry> _queue = Channel.CreateBounded<Entry>(new BoundedChannelOptions(Most));

    /// <summary>How much waits, what is being written included.</summary>
    public int Waiting => health.WaitingNotes;

    /// <summary>Asks for something to be kept.</summary>
    /// <param name="write">Writes it; may be called again after it threw. Gives the rule that refuses it, or null.</param>
    /// <param name="isDispensable">Whether it may be lost while the storage is far behind.</param>
    /// <returns>
    /// Completes once it is committed, with null; or with the rule that refused it: <see cref="EventsRule.StorageBehind"/> when too much waits
    /// already, the server stopped before it could be stored, or the database will never take it.
    /// </returns>
    public Task<EventsRule?> KeepAsync(Func<CancellationToken, Task<EventsRule?>> write, bool isDispensable = false)
    {
        TaskCompletionSource<EventsRule?> kept = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Entry entry = new(write, kept, time.GetTimestamp());
        if ((isDispensable && Waiting >= MostDispensable) || !_queue.Writer.TryWrite(entry))
        {
            health.Lost();
            return Task.FromResult<EventsRule?>(EventsRule.StorageBehind);
        }
        health.NoteQueued(entry.QueuedAt);
        return kept.Task;
    }

    /// <summary>Writes what is queued until <paramref name="stop"/>, then what is left, for <see cref="LongestFlush"/> at most.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using CancellationTokenRegistration closing = stop.Register(() => _queue.Writer.TryComplete());
        using CancellationTokenSource giveUp = new();
        using CancellationTokenRegistration ending = stop.Register(() => giveUp.CancelAfter(LongestFlush));
        try
        {
            while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
            {
                await OwnThread.RunAsync(() => DrainAsync(giveUp.Token)).WaitAsync(giveUp.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // the server stops, and the storage did not come back in time
        }
        AbandonRest();
    }

    private async Task DrainAsync(CancellationToken giveUp)
    {
        while (!giveUp.IsCancellationRequested && _queue.Reader.TryPeek(out Entry? entry))
        {
            health.NoteBegan(entry.QueuedAt);
            EventsRule? rule = await WriteAsync(entry, giveUp);
            if (giveUp.IsCancellationRequested && rule == EventsRule.StorageBehind) return;
            _queue.Reader.TryRead(out _);
            health.NoteSettled();
            entry.Kept.TrySetResult(rule);
        }
    }

    private async Task<EventsRule?> WriteAsync(Entry entry, CancellationToken giveUp)
    {
        for (TimeSpan pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
        {
            try
            {
                EventsRule? rule = await entry.Write(giveUp);
                health.Works();
                return rule;
            }
#pragma warning disable CA1031 // Whatever the database throws, it is either tried again or told to whoever asked.
            catch (Exception error)
#pragma warning restore CA1031
            {
                if (giveUp.IsCancellationRequested) return EventsRule.StorageBehind;
                if (!StorageTrouble.MayPass(error))
                {
                    health.Lost();
                    Refused(log, error);
                    return EventsRule.StorageBehind;
                }
                health.Fails(error);
            }
            await Task.WhenAny(Task.Delay(pause, time, giveUp)); // no exception when given up: the loop looks at the token
            if (giveUp.IsCancellationRequested) return EventsRule.StorageBehind;
        }
    }

    private void AbandonRest()
    {
        int lost = 0;
        while (_queue.Reader.TryRead(out Entry? entry))
        {
            lost++;
            health.NoteSettled();
            entry.Kept.TrySetResult(EventsRule.StorageBehind);
        }
        if (lost > 0) Abandoned(log, lost);
    }

    private sealed record Entry(Func<CancellationToken, Task<EventsRule?>> Write, TaskCompletionSource<EventsRule?> Kept, long QueuedAt);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database refuses something that was to be kept, and always will; it is given up")]
    private static partial void Refused(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The server stops while the storage is away: {Count} measures, reports and notes could not be stored")]
    private static partial void Abandoned(ILogger log, int count);
}
