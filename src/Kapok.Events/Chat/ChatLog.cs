using System.Threading.Channels;
using Kapok.Events.Guests;
using Kapok.Events.Storage;
using Kapok.Protocol.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Kapok.Events.Chat;

/// <summary>Keeps chat, off the path on which it is spoken: lines queue up here and are written in batches.</summary>
/// <remarks>
/// <see cref="Append"/> may be called from any thread and never waits. One task runs <see cref="RunAsync"/>. A full queue drops
/// its oldest line and counts it: waiting would stall a room's loop, and growing would trade a slow disk for all memory.
/// </remarks>
public sealed partial class ChatLog
{
    public const int MaxTextLength = 400;

    private const int QueueLines = 16_384, BatchLines = 256;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    private readonly IDbContextFactory<EventsContext> _contexts;
    private readonly TimeProvider _time;
    private readonly ILogger<ChatLog> _log;
    private readonly Channel<ChatMessage> _queue;
    private long _dropped, _queued, _settled;

    public ChatLog(IDbContextFactory<EventsContext> contexts, TimeProvider time, ILogger<ChatLog> log)
    {
        (_contexts, _time, _log) = (contexts, time, log);
        BoundedChannelOptions bounds = new(QueueLines) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _queue = Channel.CreateBounded<ChatMessage>(bounds, _ => { Interlocked.Increment(ref _dropped); Interlocked.Increment(ref _settled); });
    }

    /// <summary>Lines lost because the disk could not follow, or refused them.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Whether every line appended so far was written or given up.</summary>
    public bool IsSettled => Interlocked.Read(ref _settled) >= Interlocked.Read(ref _queued);

    /// <summary>Queues a line. It is in the database within about a second.</summary>
    public void Append(string roomId, string guestId, string name, string text)
    {
        string clean = PlainText.CleanLine(text, MaxTextLength);
        if (clean.Length == 0 || guestId.Length is 0 or > GuestIdLength.Max) return;
        Interlocked.Increment(ref _queued);
        bool taken = _queue.Writer.TryWrite(new ChatMessage
        {
            RoomId = roomId,
            GuestId = guestId,
            Name = PlainText.CleanLine(name, SaveLook.MaxNameLength),
            Text = clean,
            SaidAt = _time.GetUtcNow(),
        });
        if (!taken) Interlocked.Increment(ref _settled); // the log is closed: the server stops
    }

    /// <summary>Writes what is queued until <paramref name="stop"/>, then what is left.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        List<ChatMessage> batch = new(BatchLines);
        using CancellationTokenRegistration closing = stop.Register(() => _queue.Writer.TryComplete());
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            // A short wait makes one transaction of a lively room's lines; a single line pays a tenth of a second, on no one's path.
            if (!stop.IsCancellationRequested) await DelayAsync(stop);
            batch.Clear();
            while (batch.Count < BatchLines && _queue.Reader.TryRead(out ChatMessage? line)) batch.Add(line);
            await WriteAsync(batch);
        }
    }

    private async Task DelayAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(Gather, _time, stop);
        }
        catch (OperationCanceledException)
        {
            // stopping: write at once
        }
    }

    private async Task WriteAsync(List<ChatMessage> batch)
    {
        if (batch.Count == 0) return;
        try
        {
            await using EventsContext context = await _contexts.CreateDbContextAsync(CancellationToken.None);
            context.Chat.AddRange(batch);
            await context.SaveChangesAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever the database throws, the room goes on and the next batch is tried; the loss is counted and logged.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Interlocked.Add(ref _dropped, batch.Count);
            BatchLost(_log, batch.Count, error);
        }
        finally
        {
            Interlocked.Add(ref _settled, batch.Count);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Could not keep {Lines} lines of chat")]
    private static partial void BatchLost(ILogger log, int lines, Exception error);
}
