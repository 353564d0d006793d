using Kapok.Protocol.Messages;

namespace Kapok.Cluster;

/// <summary>Which stage is meant: stages are of an event, and every room of it has one under the room's own id.</summary>
/// <param name="Event">Id of the event.</param>
/// <param name="Stage">Id of the stage in its event; see <see cref="RoomKey.IsId"/>.</param>
public readonly record struct StageKey(string Event, string Stage)
{
    /// <summary>As <c>EVENT/STAGE</c>.</summary>
    public override string ToString() => $"{Event}/{Stage}";
}

/// <summary>Who may do what with a stage.</summary>
public static class StageRule
{
    /// <summary>Whether somebody may go live: they see the key, and how the broadcast goes.</summary>
    public static bool MayPublish(Role role) => role is Role.Speaker or Role.Performer || MayManage(role);

    /// <summary>Whether somebody may replace the key, say what a second publisher meets, and end a broadcast.</summary>
    public static bool MayManage(Role role) => role is Role.StageManager or Role.Organiser;
}

/// <summary>What a second publisher of a stage meets.</summary>
public enum SecondPublisher
{
    /// <summary>They are refused while somebody is on air.</summary>
    Refused,

    /// <summary>They take over.</summary>
    TakesOver,
}

/// <summary>The stages of events: keys, who is on air, and how it goes. Calls may cross a network, so all take and give plain records.</summary>
public interface IStages
{
    /// <summary>The stages of an event, in the order of its rooms.</summary>
    ValueTask<IReadOnlyList<StageRecord>> ListAsync(string eventId, CancellationToken cancellation = default);

    /// <summary>The key by which a stage is published, made with the first ask. Only for whoever may go live.</summary>
    /// <returns>Null when there is no such stage.</returns>
    ValueTask<string?> KeyAsync(StageKey stage, CancellationToken cancellation = default);

    /// <summary>Makes a new key; the old one is void at once, and whoever publishes by it is off air.</summary>
    ValueTask<MeasureResult> RotateKeyAsync(StageKey stage, MeasureBy by, CancellationToken cancellation = default);

    /// <summary>Says what a second publisher meets.</summary>
    ValueTask<MeasureResult> ChooseSecondAsync(StageKey stage, SecondPublisher second, MeasureBy by, CancellationToken cancellation = default);

    /// <summary>Takes a stage off air; the key stays.</summary>
    ValueTask<MeasureResult> EndAsync(StageKey stage, MeasureBy by, CancellationToken cancellation = default);
}

/// <summary>A stage as whoever runs it sees it.</summary>
/// <param name="Key">Which.</param>
/// <param name="Title">As shown.</param>
/// <param name="Second">What a second publisher meets.</param>
/// <param name="OnAir">How the broadcast goes; null when nobody is on air.</param>
/// <param name="Refused">Who was turned away last; null for nobody in the last five minutes, or since somebody went on air.</param>
public sealed record StageRecord(StageKey Key, string Title, SecondPublisher Second, StageHealth? OnAir, StageRefused? Refused);

/// <summary>Somebody who had a stage's key was turned away.</summary>
/// <param name="Why">What they have to mend, or to wait for; its code begins with <c>stage.refused.</c>.</param>
/// <param name="At">When.</param>
public sealed record StageRefused(StageWarning Why, DateTimeOffset At);

/// <summary>How a broadcast goes.</summary>
/// <param name="Live">Names the broadcast; part of its addresses.</param>
/// <param name="Way">How it comes: <c>whip</c> or <c>rtmp</c>.</param>
/// <param name="Since">When it began.</param>
/// <param name="IsInterrupted">Its performer is gone and may be back.</param>
/// <param name="VideoCodec">As people know it, e.g. <c>H.264</c>; empty without.</param>
/// <param name="AudioCodec">As people know it; empty without.</param>
/// <param name="Width">Pixels, 0 while not known.</param>
/// <param name="Height">Pixels, 0 while not known.</param>
/// <param name="FramesPerSecond">Over the last seconds.</param>
/// <param name="VideoKilobits">A second, over the last seconds.</param>
/// <param name="AudioKilobits">A second, over the last seconds.</param>
/// <param name="KeyframeSeconds">From one whole picture to the next, the longest of the last few; 0 while not known.</param>
/// <param name="Viewers">Who take it now, by way: whep, flv, llhls.</param>
/// <param name="Warnings">Keys of the text catalogue with values, worst first.</param>
public sealed record StageHealth(
    string Live, string Way, DateTimeOffset Since, bool IsInterrupted, string VideoCodec, string AudioCodec, int Width, int Height, double FramesPerSecond,
    double VideoKilobits, double AudioKilobits, double KeyframeSeconds, IReadOnlyDictionary<string, int> Viewers, IReadOnlyList<StageWarning> Warnings);

/// <summary>Something a performer should know.</summary>
/// <param name="Code">Key of the text catalogue, e.g. <c>stage.warning.keyframes</c>.</param>
/// <param name="Values">Values of the text.</param>
public sealed record StageWarning(string Code, IReadOnlyDictionary<string, string> Values);

/// <summary>A broadcast as its audience is told of it.</summary>
/// <param name="Key">Whose.</param>
/// <param name="Live">Names it; part of its addresses.</param>
/// <param name="BeganAt">When its clock was 0, by the time of day of its node then.</param>
/// <param name="ClockMs">Its clock when this was asked, in milliseconds.</param>
/// <param name="IsInterrupted">Its performer is gone and may be back.</param>
/// <param name="MayTakeOver">Its performer came when a second one was let in.</param>
/// <param name="HasVideo">There is a picture.</param>
/// <param name="HasAudio">There is sound.</param>
/// <param name="Width">Pixels, 0 while not known.</param>
/// <param name="Height">Pixels, 0 while not known.</param>
/// <param name="Ways">How it can be had, as <see cref="StageOnAir"/> has it.</param>
public sealed record OnAir(
    StageKey Key, string Live, DateTimeOffset BeganAt, double ClockMs, bool IsInterrupted, bool MayTakeOver, bool HasVideo, bool HasAudio, int Width, int Height,
    IReadOnlyList<StageWay> Ways);
