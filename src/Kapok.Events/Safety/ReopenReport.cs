using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Safety;

/// <summary>A moderator takes up a closed report again. A measure that was taken stays as it is; it is lifted where it is kept.</summary>
public sealed class ReopenReport(IDbContextFactory<EventsContext> contexts)
{
    /// <summary>Rules: <see cref="EventsRule.NotAllowed"/> below moderator; <see cref="EventsRule.ReportUnknown"/>. An open report stays open.</summary>
    public async Task<Outcome<Report>> HandleAsync(Guid reportId, Operator by, CancellationToken cancel = default)
    {
        if (!by.MayModerate) return EventsRule.NotAllowed;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        await context.Reports.Where(one => one.Id == reportId && one.Status == ReportStatus.Closed).ExecuteUpdateAsync(set => set
            .SetProperty(one => one.Status, ReportStatus.Open)
            .SetProperty(one => one.ClosedAt, (DateTimeOffset?)null)
            .SetProperty(one => one.ClosedBy, (string?)null)
            .SetProperty(one => one.Outcome, (string?)null), cancel);
        Report? found = await context.Reports.AsNoTracking().SingleOrDefaultAsync(one => one.Id == reportId, cancel);
        return found is null ? EventsRule.ReportUnknown : found;
    }
}
