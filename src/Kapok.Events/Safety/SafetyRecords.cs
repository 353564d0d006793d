using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Safety;

/// <summary>What moderators look through: reports, bans, kicks and mutes.</summary>
public sealed class SafetyRecords(IDbContextFactory<EventsContext> contexts, EventPlaces places, TimeProvider time)
{
    private const int MostReports = 200, MostMeasures = 500;

    /// <summary>Reports of an event: open ones first, of each the newest first; at most 200.</summary>
    public async Task<IReadOnlyList<Report>> ReportsAsync(string eventName, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return [];
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        return await context.Reports.AsNoTracking().Where(report => report.EventId == place.EventId)
            .OrderBy(report => report.Status).ThenByDescending(report => report.FiledAt).Take(MostReports).ToListAsync(cancel);
    }

    /// <summary>How many reports of an event are open.</summary>
    public async Task<int> OpenReportsAsync(string eventName, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return 0;
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        return await context.Reports.CountAsync(report => report.EventId == place.EventId && report.Status == ReportStatus.Open, cancel);
    }

    /// <summary>Bans of the event's organisation: those that hold first, of each the newest first; at most 500.</summary>
    public async Task<IReadOnlyList<Ban>> BansAsync(string eventName, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return [];
        DateTimeOffset now = time.GetUtcNow();
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        List<Ban> bans = await context.Bans.AsNoTracking().Where(ban => ban.OrganisationId == place.OrganisationId).OrderByDescending(ban => ban.BannedAt)
            .Take(MostMeasures).ToListAsync(cancel);
        return [.. bans.OrderBy(ban => ban.HoldsAt(now) ? 0 : 1)];
    }

    /// <summary>Kicks of an event that hold now, the newest first; at most 500.</summary>
    public async Task<IReadOnlyList<Kick>> KicksAsync(string eventName, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return [];
        DateTimeOffset now = time.GetUtcNow();
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        return await context.Kicks.AsNoTracking().Where(kick => kick.EventId == place.EventId && kick.LiftedAt == null && kick.Until > now)
            .OrderByDescending(kick => kick.KickedAt).Take(MostMeasures).ToListAsync(cancel);
    }

    /// <summary>Mutes of an event that hold now, the newest first; at most 500.</summary>
    public async Task<IReadOnlyList<Mute>> MutesAsync(string eventName, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return [];
        DateTimeOffset now = time.GetUtcNow();
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        return await context.Mutes.AsNoTracking().Where(mute => mute.EventId == place.EventId && mute.LiftedAt == null && mute.Until > now)
            .OrderByDescending(mute => mute.MutedAt).Take(MostMeasures).ToListAsync(cancel);
    }
}
