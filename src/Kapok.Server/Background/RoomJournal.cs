using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;
using Google.Protobuf;
using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Chat;
using Kapok.Events.Guests;
using Kapok.Events.Safety;
using Kapok.Events.Storage;
using Kapok.Protocol.Messages;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Server.Background;

/// <summary>Takes what rooms say is worth keeping and hands it to the storage, off their loops.</summary>
/// <remarks>The <c>Note…</c> methods may be called from any thread and never wait; <see cref="JournalWriter"/> runs <see cref="RunAsync"/>.</remarks>
public sealed partial class RoomJournal(
    ChatLog chat, FileReport reports, SaveLook looks, KeepBlock blocks, IDbContextFactory<EventsContext> contexts, ILogger<RoomJournal> log) : IRoomJournal
{
    private const int QueueEntries = 16_384;

    private static readonly JsonSerializerOptions ContextJson =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Full only when the disk has stood still for long; a look or report is then dropped rather than a room's tick delayed.
    private readonly Channel<Func<CancellationToken, Task<EventsRule?>>> _queue =
        Channel.CreateBounded<Func<CancellationToken, Task<EventsRule?>>>(new BoundedChannelOptions(QueueEntries) { SingleReader = true });

    public void NoteChat(RoomKey room, ChatLine line) => chat.Append(room.Room, line.Guest, line.Name, line.Text);

    public void NoteReport(ReportRecord report) =>
        Queue(async cancel => (await reports.HandleAsync(
            new(report.Room.Room, report.ReporterGuest, report.ReporterName, report.AccusedGuest, report.AccusedName, report.Reason, ContextOf(report)),
            cancel)).Broken);

    public void NoteLook(string guest, string name, Look look)
    {
        byte[] bytes = look.ToByteArray(); // now, while the caller still owns the message
        Queue(async cancel => (await looks.HandleAsync(guest, name, bytes, cancel)).Broken);
    }

    public void NoteBlock(string guest, string other, bool on) => Queue(async cancel => (await blocks.HandleAsync(guest, other, on, cancel)).Broken);

    public async ValueTask<IReadOnlyList<string>> BlockedByAsync(string guest, CancellationToken cancellation = default) => await blocks.OfAsync(guest, cancellation);

    public async ValueTask<SavedLook?> LastLookAsync(string guest, CancellationToken cancellation = default)
    {
        await using EventsContext context = await contexts.CreateDbContextAsync(cancellation);
        GuestLook? kept = await context.Looks.AsNoTracking().SingleOrDefaultAsync(look => look.GuestId == guest, cancellation);
        if (kept is null) return null;
        try
        {
            return new SavedLook(kept.Name, Look.Parser.ParseFrom(kept.Look));
        }
        catch (InvalidProtocolBufferException)
        {
            return null; // written by a version that meant something else: as if nothing were known
        }
    }

    /// <summary>Carries out what is queued until <paramref name="stop"/>, then what is left.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        using CancellationTokenRegistration closing = stop.Register(() => _queue.Writer.TryComplete());
        await foreach (Func<CancellationToken, Task<EventsRule?>> entry in _queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                if (await entry(CancellationToken.None) is { } rule) Refused(log, rule);
            }
#pragma warning disable CA1031 // Whatever the database throws, the next entry is tried; the loss is logged.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Lost(log, error);
            }
        }
    }

    private void Queue(Func<CancellationToken, Task<EventsRule?>> entry)
    {
        if (!_queue.Writer.TryWrite(entry)) Lost(log, null);
    }

    private static string ContextOf(ReportRecord report)
    {
        for (int skip = 0; ; skip++)
        {
            string json = JsonSerializer.Serialize(
                report.Context.Skip(skip).Select(line => new ReportLine(line.At, line.Guest, line.Name, line.Text)), ContextJson);
            if (json.Length <= FileReport.MaxContextLength) return json;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A note of a room was not kept: {Rule}")]
    private static partial void Refused(ILogger log, EventsRule rule);

    [LoggerMessage(Level = LogLevel.Error, Message = "A note of a room was lost")]
    private static partial void Lost(ILogger log, Exception? error);
}
