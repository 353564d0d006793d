using Kapok.Cluster;
using Kapok.Media.Stage;

namespace Kapok.Server.Stage;

/// <summary>The stages of the event, as whoever runs them sees them.</summary>
public sealed class StageService(StageKeys keys, StageDirectory directory, IVenueCatalogue catalogue) : IStages
{
    private static readonly MeasureResult Unknown = new(false, "stage-unknown");

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StageRecord>> ListAsync(string eventId, CancellationToken cancellation = default)
    {
        Venue venue = await catalogue.CurrentAsync(cancellation);
        return venue.Event != eventId ? [] : [.. venue.Rooms.Select(room => Record(new(venue.Event, room.Id), room.Title))];
    }

    /// <inheritdoc/>
    public async ValueTask<string?> KeyAsync(StageKey stage, CancellationToken cancellation = default) =>
        await IsKnownAsync(stage, cancellation) ? keys.Of(stage) : null;

    /// <inheritdoc/>
    public async ValueTask<MeasureResult> RotateKeyAsync(StageKey stage, MeasureBy by, CancellationToken cancellation = default)
    {
        if (!await IsKnownAsync(stage, cancellation)) return Unknown;
        keys.Rotate(stage);
        directory.End(stage, StageOver.KeyVoid);
        return MeasureResult.Ok;
    }

    /// <inheritdoc/>
    public async ValueTask<MeasureResult> ChooseSecondAsync(StageKey stage, SecondPublisher second, MeasureBy by, CancellationToken cancellation = default)
    {
        if (!await IsKnownAsync(stage, cancellation)) return Unknown;
        keys.Choose(stage, second);
        return MeasureResult.Ok;
    }

    /// <inheritdoc/>
    public async ValueTask<MeasureResult> EndAsync(StageKey stage, MeasureBy by, CancellationToken cancellation = default)
    {
        if (!await IsKnownAsync(stage, cancellation)) return Unknown;
        directory.End(stage, StageOver.Ended);
        return MeasureResult.Ok;
    }

    private async ValueTask<bool> IsKnownAsync(StageKey stage, CancellationToken cancellation) =>
        (await ListAsync(stage.Event, cancellation)).Any(one => one.Key == stage);

    private StageRecord Record(StageKey key, string title) => new(key, title, keys.SecondOf(key), directory.Find(key) is not { } broadcast ? null
        : new(broadcast.Live.Id, broadcast.Entrance == StageEntrance.Whip ? "whip" : "rtmp", broadcast.Live.BeganAt, !broadcast.Live.IsPublished,
            "", "", 0, 0, 0, 0, 0, 0, new Dictionary<string, int>(), []));
}
