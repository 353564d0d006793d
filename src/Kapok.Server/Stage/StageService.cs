using Kapok.Cluster;

namespace Kapok.Server.Stage;

/// <summary>The stages of events, as whoever runs them sees them: what is kept of them, and what is on air on whichever node.</summary>
public sealed class StageService(StageKeys keys, INodes nodes, IVenueCatalogue catalogue) : IStages
{
    /// <summary>There is no such stage.</summary>
    public static MeasureResult Unknown { get; } = new(false, "stage-unknown");

    /// <summary>The storage did not take it, and nothing was changed.</summary>
    public static MeasureResult NotStored { get; } = new(false, "stage-not-stored");

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StageRecord>> ListAsync(string eventId, CancellationToken cancellation = default)
    {
        Venue venue = await catalogue.CurrentAsync(cancellation);
        if (venue.Event != eventId) return [];
        IReadOnlyDictionary<string, SecondPublisher> seconds = await keys.SecondsAsync(eventId, cancellation);
        List<StageRecord> stages = [];
        foreach (VenueRoom room in venue.Rooms)
        {
            StageKey key = new(eventId, room.Id);
            stages.Add(new(key, room.Title, seconds.GetValueOrDefault(room.Id, SecondPublisher.Refused), await HealthAsync(key, cancellation),
                await RefusedAsync(key, cancellation)));
        }
        return stages;
    }

    /// <inheritdoc/>
    public async ValueTask<string?> KeyAsync(StageKey stage, CancellationToken cancellation = default) => await keys.OfAsync(stage, cancellation);

    /// <inheritdoc/>
    public async ValueTask<MeasureResult> RotateKeyAsync(StageKey stage, MeasureBy by, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!StageRule.MayManage(by.Role)) return MeasureResult.NotAllowed;
        string? old = await keys.MarkAsync(stage, cancellation);
        MeasureResult result = await keys.RotateAsync(stage, cancellation);
        if (result.Done && old is not null) await EndAsync(stage, old, cancellation);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask<MeasureResult> ChooseSecondAsync(StageKey stage, SecondPublisher second, MeasureBy by, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        return StageRule.MayManage(by.Role) ? await keys.ChooseAsync(stage, second, cancellation) : MeasureResult.NotAllowed;
    }

    /// <inheritdoc/>
    public async ValueTask<MeasureResult> EndAsync(StageKey stage, MeasureBy by, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!StageRule.MayManage(by.Role)) return MeasureResult.NotAllowed;
        await EndAsync(stage, voidMark: null, cancellation);
        return MeasureResult.Ok;
    }

    private async Task EndAsync(StageKey stage, string? voidMark, CancellationToken cancellation)
    {
        foreach (INode node in nodes.All) await node.EndStageAsync(stage, voidMark, cancellation);
    }

    private async Task<StageRefused?> RefusedAsync(StageKey stage, CancellationToken cancellation)
    {
        StageRefused? last = null;
        foreach (INode node in nodes.All)
            if (await node.StageRefusedAsync(stage, cancellation) is { } one && (last is null || one.At > last.At)) last = one;
        return last;
    }

    private async Task<StageHealth?> HealthAsync(StageKey stage, CancellationToken cancellation)
    {
        foreach (INode node in nodes.All)
            if (await node.StageHealthAsync(stage, cancellation) is { } health) return health;
        return null;
    }
}
