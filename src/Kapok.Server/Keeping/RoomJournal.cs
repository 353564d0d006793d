using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Chat;
using Kapok.Events.Guests;
using Kapok.Events.Safety;
using Kapok.Events.Storage;
using Kapok.Protocol.Messages;
using Kapok.Server.Identities;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Server.Keeping;

/// <summary>Takes what rooms say is worth keeping and hands it to the storage, off their loops.</summary>
/// <remarks>May be called from any thread and never waits; <see cref="JournalWriter"/> writes what is queued.</remarks>
public sealed partial class RoomJournal(
    ChatLog chat, FileReport reports, SaveLook looks, KeepBlock blocks, PendingWrites queue, IDbContextFactory<EventsContext> contexts, ILogger<RoomJournal> log) : IRoomJournal
{
    private static readonly JsonSerializerOptions ContextJson =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void NoteChat(RoomKey room, ChatLine line) => chat.Append(room.Event, room.Room, line.Guest, line.Name, line.Text);

    public async Task<MeasureResult> KeepReportAsync(ReportRecord report)
    {
        FileReport.Request request = new(
            report.Room.Event, report.Room.Room, report.ReporterGuest, report.ReporterName, report.AccusedGuest, report.AccusedName, report.AccusedRole.ToEventRole(),
            report.Reason, ContextOf(report));
        if (!reports.Prepare(request).Succeeded(out Events.Safety.Report? prepared, out EventsRule rule)) return Refuse(rule);
        return await KeepAsync(async cancel => (await reports.KeepAsync(prepared, report.Room.Event, cancel)).Broken);
    }

    public void NoteLook(string guest, string name, Look look)
    {
        byte[] bytes = look.ToByteArray(); // now, while the caller still owns the message
        _ = queue.KeepAsync(async cancel => (await looks.HandleAsync(guest, name, bytes, cancel)).Broken, isDispensable: true);
    }

    public Task<MeasureResult> KeepBlockAsync(string guest, string other, bool on) => KeepAsync(async cancel => (await blocks.HandleAsync(guest, other, on, cancel)).Broken);

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

    private async Task<MeasureResult> KeepAsync(Func<CancellationToken, Task<EventsRule?>> write) =>
        await queue.KeepAsync(write) is { } rule ? Refuse(rule) : MeasureResult.Ok;

    private MeasureResult Refuse(EventsRule rule)
    {
        Refused(log, rule);
        return KeptResult.Of(rule);
    }

    private static string ContextOf(ReportRecord report)
    {
        for (int skip = 0; ; skip++)
        {
            string json = JsonSerializer.Serialize(
                report.Context.Skip(skip).Select(line => new ReportLine(line.At, line.Guest, line.Name, line.Text, line.Id)), ContextJson);
            if (json.Length <= FileReport.MaxContextLength) return json;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A note of a room was not kept: {Rule}")]
    private static partial void Refused(ILogger log, EventsRule rule);
}
