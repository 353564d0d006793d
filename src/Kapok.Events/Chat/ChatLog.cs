using System.Threading.Channels;
using Kapok.Events.Guests;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Kapok.Protocol.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Kapok.Events.Chat;

/// <summary>Keeps chat, off the path on which it is spoken: lines queue up here and are written in batches.</summary>
/// <remarks>
/// <see cref="Append"/> may be called from any thread and never waits. One task runs <see cref="RunAsync"/>. What cannot be stored now is tried
/// again until it can. A full queue drops its oldest line and counts it: waiting would stall a room's loop, and growing would trade a slow disk
/// for all memory. A batch whose commit succeeded and whose answer was lost on its way (PostgreSQL) is written twice: better than not at all.
/// </remarks>
public sealed partial class ChatLog
{
    public const int MaxTextLength = 400;

    private const int QueueLines = 16_384, BatchLines = 256;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100), FirstPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromSeconds(2);

    private readonly IDbContextFactory<EventsContext> _contexts;
    private readonly EventPlaces _places;
    private readonly StorageHealth _health;
    private readonly TimeProvider _time;
    private readonly ILogger<ChatLog> _log;
    private readonly Channel<Line> _queue;
    private long _dropped, _queued, _settled;

    public ChatLog(IDbContextFactory<EventsContext> contexts, EventPlaces places, StorageHealth health, TimeProvider time, ILogger<ChatLog> log)
    {
        (_contexts, _places, _health, _time, _log) = (contexts, places, health, time, log);
        _queue = Channel.CreateBounded<Line>(new BoundedChannelOptions(QueueLines) { FullMode = BoundedChannelFullMode.DropOldest }, _ => GiveUp(1));
    }

    /// <summary>Lines lost because the storage was away for longer than the queue holds, or refused them.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Whether every line appended so far was written or given up.</summary>
    public bool IsSettled => Interlocked.Read(ref _settled) >= Interlocked.Read(ref _queued);

    /// <summary>Queues a line. It is in the database within half a second while the storage works.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="roomId">The room in it.</param>
    /// <param name="guestId">Who said it.</param>
    /// <param name="name">Their name.</param>
    /// <param name="text">What they said.</param>
    public void Append(string eventName, string roomId, string guestId, string name, string text)
    {
        string clean = PlainText.CleanLine(text, MaxTextLength);
        if (clean.Length == 0 || guestId.Length is 0 or > GuestIdLength.Max) return;
        Interlocked.Increment(ref _queued);
        bool taken = _queue.Writer.TryWrite(new(eventName, roomId, guestId, PlainText.CleanLine(name, SaveLook.MaxNameLength), clean, _time.GetUtcNow()));
        if (!taken) Interlocked.Increment(ref _settled); // the log is closed: the server stops
    }

    /// <summary>Writes what is queued until <paramref name="stop"/>, then what is left, for <see cref="PendingWrites.LongestFlush"/> at most.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using CancellationTokenRegistration closing = stop.Register(() => _queue.Writer.TryComplete());
        using CancellationTokenSource giveUp = new();
        using CancellationTokenRegistration ending = stop.Register(() => giveUp.CancelAfter(PendingWrites.LongestFlush));
        try
        {
            while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
            {
                // A short wait makes one transaction of a lively room's lines; a single line pays a tenth of a second, on no one's path.
                if (!stop.IsCancellationRequested) await Task.WhenAny(Task.Delay(Gather, _time, stop));
                List<Line> batch = new(BatchLines);
                while (batch.Count < BatchLines && _queue.Reader.TryRead(out Line? line)) batch.Add(line);
                await OwnThread.RunAsync(() => WriteUntilKeptAsync(batch, giveUp.Token)).WaitAsync(giveUp.Token);
            }
        }
        catch (OperationCanceledException)
        {
            int left = (int)(Interlocked.Read(ref _queued) - Interlocked.Read(ref _settled));
            GiveUp(left);
            BatchLost(_log, left, null);
        }
    }

    private async Task WriteUntilKeptAsync(List<Line> batch, CancellationToken giveUp)
    {
        long began = _time.GetTimestamp();
        for (TimeSpan pause = FirstPause; batch.Count > 0 && !giveUp.IsCancellationRequested; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
        {
            _health.LinesWait((int)(Interlocked.Read(ref _queued) - Interlocked.Read(ref _settled)), began);
            try
            {
                await WriteAsync(batch, giveUp);
                Interlocked.Add(ref _settled, batch.Count);
                _health.Works();
                break;
            }
#pragma warning disable CA1031 // Whatever the database throws, the room goes on; what it will never take is given up, line by line.
            catch (Exception error)
#pragma warning restore CA1031
            {
                if (giveUp.IsCancellationRequested) return;
                if (StorageTrouble.MayPass(error)) _health.Fails(error);
                else
                {
                    await WriteSinglyAsync(batch, error, giveUp);
                    break;
                }
            }
            await Task.WhenAny(Task.Delay(pause, _time, giveUp));
        }
        _health.LinesWait((int)(Interlocked.Read(ref _queued) - Interlocked.Read(ref _settled)), null);
    }

    // One line that the database refuses is not to cost the 255 beside it.
    private async Task WriteSinglyAsync(List<Line> batch, Exception error, CancellationToken giveUp)
    {
        if (batch.Count > 1)
        {
            foreach (Line line in batch) await WriteUntilKeptAsync([line], giveUp);
            return;
        }
        GiveUp(1);
        BatchLost(_log, 1, error);
    }

    private async Task WriteAsync(List<Line> batch, CancellationToken cancel)
    {
        await using EventsContext context = await _contexts.CreateDbContextAsync(cancel);
        foreach (Line line in batch)
        {
            if (await _places.FindAsync(line.Event, cancel) is not { } place) continue; // an event that was deleted meanwhile takes its chat along
            context.Chat.Add(new()
            {
                EventId = place.EventId,
                OrganisationId = place.OrganisationId,
                RoomId = line.Room,
                GuestId = line.Guest,
                Name = line.Name,
                Text = line.Text,
                SaidAt = line.At
            });
        }
        await context.SaveChangesAsync(cancel);
    }

    private void GiveUp(int lines)
    {
        Interlocked.Add(ref _dropped, lines);
        Interlocked.Add(ref _settled, lines);
        _health.LostLines(lines);
    }

    private sealed record Line(string Event, string Room, string Guest, string Name, string Text, DateTimeOffset At);

    [LoggerMessage(Level = LogLevel.Error, Message = "Could not keep {Lines} lines of chat")]
    private static partial void BatchLost(ILogger log, int lines, Exception? error);
}
