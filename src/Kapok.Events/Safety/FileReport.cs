using Kapok.Events.Guests;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Kapok.Protocol.Text;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Safety;

/// <summary>An attendee reports another. The context is the server's own; the browser gives only whom and why.</summary>
public sealed class FileReport(IDbContextFactory<EventsContext> contexts, EventPlaces places, TimeProvider time)
{
    public const int MaxReasonLength = 500, MaxContextLength = 32_768;

    /// <summary>A flood of reports would bury the true ones: so many open ones each reporter may have.</summary>
    public const int MaxOpenForEach = 20;

    /// <param name="Event">Name of the event.</param>
    /// <param name="RoomId">Where.</param>
    /// <param name="ReporterId">The guest who reports.</param>
    /// <param name="ReporterName">Their name.</param>
    /// <param name="SubjectId">The guest who is reported.</param>
    /// <param name="SubjectName">Their name.</param>
    /// <param name="SubjectRole">Their role.</param>
    /// <param name="Reason">What the reporter wrote, 0 to 500 characters.</param>
    /// <param name="Context">Recent chat and so on that the server held, as JSON.</param>
    public sealed record Request(
        string Event, string RoomId, string ReporterId, string ReporterName, string SubjectId, string SubjectName, EventRole SubjectRole, string Reason, string Context);

    /// <summary>
    /// Rules: <see cref="EventsRule.ReportSubjectMissing"/> without a subject or about oneself;
    /// <see cref="EventsRule.ReportContextTooLarge"/>; <see cref="EventsRule.ReportTooMany"/> open by one reporter.
    /// </summary>
    public async Task<Outcome<Report>> HandleAsync(Request request, CancellationToken cancel = default) =>
        Prepare(request).Succeeded(out Report? report, out EventsRule broken) ? await KeepAsync(report, request.Event, cancel) : broken;

    /// <summary>Checks what can be checked without the database, and dates the report.</summary>
    public Outcome<Report> Prepare(Request request)
    {
        if (!IsGuest(request.SubjectId) || !IsGuest(request.ReporterId) || request.SubjectId == request.ReporterId)
            return EventsRule.ReportSubjectMissing;
        if (request.Context.Length > MaxContextLength) return EventsRule.ReportContextTooLarge;
        DateTimeOffset now = time.GetUtcNow();
        return new Report
        {
            Id = Guid.CreateVersion7(now),
            RoomId = request.RoomId,
            ReporterId = request.ReporterId,
            ReporterName = PlainText.CleanLine(request.ReporterName, SaveLook.MaxNameLength),
            SubjectId = request.SubjectId,
            SubjectName = PlainText.CleanLine(request.SubjectName, SaveLook.MaxNameLength),
            SubjectRole = request.SubjectRole,
            Reason = PlainText.CleanLine(request.Reason, MaxReasonLength),
            Context = request.Context,
            FiledAt = now,
            Status = ReportStatus.Open,
        };
    }

    /// <summary>Writes a prepared report; again makes no second one. Rules: <see cref="EventsRule.ReportTooMany"/>, <see cref="EventsRule.EventUnknown"/>.</summary>
    public async Task<Outcome<Report>> KeepAsync(Report report, string eventName, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return EventsRule.EventUnknown;
        (report.EventId, report.OrganisationId) = (place.EventId, place.OrganisationId);
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Reports.AnyAsync(one => one.Id == report.Id, cancel)) return report;
        int open = await context.Reports.CountAsync(one => one.ReporterId == report.ReporterId && one.Status == ReportStatus.Open, cancel);
        if (open >= MaxOpenForEach) return EventsRule.ReportTooMany;
        context.Reports.Add(report);
        await context.SaveChangesAsync(cancel);
        return report;
    }

    private static bool IsGuest(string? id) => id is { Length: > 0 and <= GuestIdLength.Max };
}
