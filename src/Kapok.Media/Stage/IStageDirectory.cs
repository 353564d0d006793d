namespace Kapok.Media.Stage;

/// <summary>How a performer's stream comes in.</summary>
public enum StageEntrance
{
    /// <summary>WebRTC, by WHIP (RFC 9725).</summary>
    Whip,

    /// <summary>RTMP.</summary>
    Rtmp,
}

/// <summary>Why somebody may not publish.</summary>
public enum StageRefusal
{
    /// <summary>They may.</summary>
    None,

    /// <summary>The key is no stage's, or not any more.</summary>
    UnknownKey,

    /// <summary>Somebody else is on air, and the manager chose that they stay.</summary>
    Occupied,

    /// <summary>As many stages are on air here as the node carries.</summary>
    Full,

    /// <summary>The stage was begun too often lately: an encoder connects again and again.</summary>
    TooOften,
}

/// <summary>Whose key it is. Of use at once: the key may be void a moment later, and then <see cref="IStageDirectory.Begin"/> says so.</summary>
/// <param name="Event">Id of the event.</param>
/// <param name="Stage">Id of the stage in its event.</param>
/// <param name="KeyMark">Stands for the key without giving it away.</param>
/// <param name="MayTakeOver">Whoever is on air makes way.</param>
public sealed record StageTicket(string Event, string Stage, string KeyMark, bool MayTakeOver);

/// <summary>The stages that are on air on this node. Thread-safe.</summary>
public interface IStageDirectory
{
    /// <summary>A broadcast began: told once for each, before its first sample. Must not block and not throw.</summary>
    event Action<LiveStage>? Began;

    /// <summary>Whose key this is.</summary>
    /// <param name="key">As a stranger gave it; anything of any length.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null for no stage's: answer it as <see cref="StageRefusal.UnknownKey"/>.</returns>
    ValueTask<StageTicket?> AdmitAsync(string key, CancellationToken cancellation = default);

    /// <summary>Goes on air: in the broadcast that goes on, or in a new one.</summary>
    /// <param name="ticket">From <see cref="AdmitAsync"/>.</param>
    /// <param name="entrance">How they come.</param>
    /// <param name="refusal">Why not, where the answer is null.</param>
    /// <returns>To be ended when the publisher goes; <see cref="StagePublication.Over"/> says when somebody else ends it.</returns>
    StagePublication? Begin(StageTicket ticket, StageEntrance entrance, out StageRefusal refusal);

    /// <summary>Somebody who has the key was turned away for what they send: whoever runs the stage is to be told. Why they may not begin is known here already.</summary>
    /// <param name="ticket">From <see cref="AdmitAsync"/>.</param>
    /// <param name="why">What is wrong.</param>
    void Turned(StageTicket ticket, StageFault why);

    /// <summary>A broadcast by its random id, as addresses have it.</summary>
    /// <returns>Null when there is none, or it is over.</returns>
    LiveStage? FindLive(string live);
}

/// <summary>What is wrong with what a publisher sends.</summary>
/// <param name="Code">Names it in the catalogues of texts, there after <c>stage.refused.</c>.</param>
/// <param name="Value">What was found, e.g. the name of a codec as the server knows it; never a text that somebody sent. Empty without one.</param>
public readonly record struct StageFault(string Code, string Value = "");

/// <summary>What whoever wants to publish is told, in words that go into an answer of RTMP or HTTP.</summary>
public static class StageWords
{
    /// <summary>Why they may not.</summary>
    public static string Of(StageRefusal refusal) => refusal switch
    {
        StageRefusal.UnknownKey => "This stream key is not valid. Copy the current key of the stage and try again.",
        StageRefusal.Occupied => "Somebody else is on air on this stage. Wait until they end, or ask the stage manager to let you take over.",
        StageRefusal.TooOften => "This stage went on air again and again within a minute. Stop the encoder, look why it connects anew, and begin again in a minute.",
        StageRefusal.Full => "This server carries no more stages at once. Try again when another one has ended.",
        _ => "",
    };

    /// <summary>Why they are off air.</summary>
    public static string Of(StageOver over) => over switch
    {
        StageOver.TakenOver => "Somebody else took the stage over.",
        StageOver.KeyVoid => "The stream key was replaced. Copy the new key of the stage.",
        StageOver.Ended => "The stage manager ended the broadcast.",
        StageOver.Stopping => "The server stops.",
        _ => "",
    };
}
