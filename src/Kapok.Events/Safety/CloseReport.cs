using Kapok.Events.Storage;
using Kapok.Protocol.Text;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Safety;

/// <summary>A moderator has dealt with a report.</summary>
public sealed class CloseReport(IDbContextFactory<EventsContext> contexts, TimeProvider time)
{
    public const int MaxOutcomeLength = 500;

    /// <summary>Rules: <see cref="EventsRule.NotAllowed"/> below moderator; <see cref="EventsRule.ReportUnknown"/>; <see cref="EventsRule.ReportAlreadyClosed"/>.</summary>
    public async Task<Outcome<Report>> HandleAsync(Guid reportId, string outcome, Operator by, CancellationToken cancel = default)
    {
        if (!by.MayModerate) return EventsRule.NotAllowed;
        DateTimeOffset now = time.GetUtcNow();
        string done = PlainText.CleanLine(outcome, MaxOutcomeLength);
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        int closed = await context.Reports.Where(one => one.Id == reportId && one.Status == ReportStatus.Open).ExecuteUpdateAsync(set => set
            .SetProperty(one => one.Status, ReportStatus.Closed)
            .SetProperty(one => one.ClosedAt, now)
            .SetProperty(one => one.ClosedBy, by.Label)
            .SetProperty(one => one.Outcome, done), cancel);
        Report? found = await context.Reports.AsNoTracking().SingleOrDefaultAsync(one => one.Id == reportId, cancel);
        if (found is null) return EventsRule.ReportUnknown;
        return closed == 0 ? EventsRule.ReportAlreadyClosed : found;
    }
}
