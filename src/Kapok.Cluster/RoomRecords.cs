using Kapok.Protocol.Messages;

namespace Kapok.Cluster;

/// <summary>One person in a room at one moment.</summary>
/// <param name="Person">Id in the room, as on the wire.</param>
/// <param name="Guest">Identity of the guest over rooms and visits.</param>
/// <param name="Name">As shown to others.</param>
/// <param name="Role">What they may do.</param>
/// <param name="X">Metres, room coordinates.</param>
/// <param name="Y">Metres, up.</param>
/// <param name="Z">Metres.</param>
/// <param name="Yaw">Radians; 0 faces +Z.</param>
/// <param name="Seat">Index of the seat, −1 when standing.</param>
/// <param name="Muted">Muted in chat.</param>
/// <param name="Away">The connection is lost and may return.</param>
/// <param name="Bot">Came with the operator's token.</param>
/// <param name="Since">When they came in.</param>
public sealed record PersonHere(
    uint Person, string Guest, string Name, Role Role, float X, float Y, float Z, float Yaw, int Seat,
    bool Muted, bool Away, bool Bot, DateTimeOffset Since)
{
    /// <summary>They have a voice connection.</summary>
    public bool HasVoice { get; init; }

    /// <summary>They speak now.</summary>
    public bool IsSpeaking { get; init; }

    /// <summary>A moderator took their voice away.</summary>
    public bool IsSilenced { get; init; }
}

/// <summary>The voices of a room at one moment.</summary>
/// <param name="IsOffered">There are voices here.</param>
/// <param name="Slots">Voices that one person hears at once now.</param>
/// <param name="IsReduced">Fewer than usual, since this server's budget of packets is reached.</param>
/// <param name="IsEveryoneSilenced">Everyone is silent but the stage and the holder of the microphone.</param>
/// <param name="SilencedZones">How many zones are.</param>
/// <param name="Hands">Ids of those who wait for the microphone, who asked first comes first.</param>
/// <param name="Holder">Who has the microphone; null for nobody.</param>
/// <param name="Left">For how long they have it yet.</param>
public sealed record VoicesHere(
    bool IsOffered, int Slots, bool IsReduced, bool IsEveryoneSilenced, int SilencedZones, IReadOnlyList<uint> Hands, uint? Holder, TimeSpan Left)
{
    /// <summary>No voices.</summary>
    public static VoicesHere None { get; } = new(false, 0, false, false, 0, [], null, TimeSpan.Zero);
}

/// <summary>A room at one moment.</summary>
/// <param name="Room">Which room.</param>
/// <param name="Capacity">The most people it holds.</param>
/// <param name="People">Everyone in it, away ones included.</param>
/// <param name="MinX">Smallest x of the floor, metres: the map's edge.</param>
/// <param name="MinZ">Smallest z of the floor.</param>
/// <param name="MaxX">Largest x of the floor.</param>
/// <param name="MaxZ">Largest z of the floor.</param>
public sealed record RoomSnapshot(
    RoomKey Room, int Capacity, IReadOnlyList<PersonHere> People, float MinX, float MinZ, float MaxX, float MaxZ)
{
    /// <summary>Its voices.</summary>
    public VoicesHere Voices { get; init; } = VoicesHere.None;
}

/// <summary>How hard a room works.</summary>
/// <param name="People">In the room, bots included.</param>
/// <param name="Bots">Of them, bots.</param>
/// <param name="TickMilliseconds">Length of the last tick; the budget is 50.</param>
/// <param name="BytesSent">State and control bytes queued since the room started.</param>
/// <param name="FramesDropped">State frames skipped because a viewer was still busy with the one before.</param>
/// <param name="Restarts">How often the loop failed and was started again.</param>
public sealed record RoomLoad(int People, int Bots, double TickMilliseconds, long BytesSent, long FramesDropped, int Restarts);

/// <summary>An open room, as its node tells of it.</summary>
/// <param name="Room">Which room.</param>
/// <param name="Title">As shown.</param>
/// <param name="Scene">Name of the scene.</param>
/// <param name="Capacity">The most people.</param>
/// <param name="Load">How hard it works.</param>
/// <param name="Silence">Time since its last tick ended.</param>
public sealed record RoomState(RoomKey Room, string Title, string Scene, int Capacity, RoomLoad Load, TimeSpan Silence);

/// <summary>Whether a measure was taken.</summary>
/// <param name="Done">It was.</param>
/// <param name="Code">Empty when done and kept, <c>not-stored-yet</c> when done and not kept yet; otherwise a key of the text catalogue such as
/// <c>person-gone</c>, <c>not-allowed</c>, <c>text-empty</c>.</param>
public sealed record MeasureResult(bool Done, string Code)
{
    /// <summary>The measure was taken, and outlives the process.</summary>
    public static MeasureResult Ok { get; } = new(true, "");

    /// <summary>The rule of rank does not allow it.</summary>
    public static MeasureResult NotAllowed { get; } = new(false, "not-allowed");

    /// <summary>They are not there any more.</summary>
    public static MeasureResult Gone { get; } = new(false, "person-gone");

    /// <summary>The measure holds, but the storage has not taken it yet: it is tried again until it does.</summary>
    public static MeasureResult NotStoredYet { get; } = new(true, "not-stored-yet");
}

/// <summary>One line of chat as the room itself heard it.</summary>
/// <param name="Id">Rises from line to line; unique in its room.</param>
/// <param name="At">When.</param>
/// <param name="Person">Id in the room of who said it.</param>
/// <param name="Guest">Their identity.</param>
/// <param name="Name">Their name then.</param>
/// <param name="Text">Cleaned text.</param>
public sealed record ChatLine(long Id, DateTimeOffset At, uint Person, string Guest, string Name, string Text);

/// <summary>A report by an attendee, with what the room itself held at that moment.</summary>
/// <param name="Room">Where.</param>
/// <param name="At">When.</param>
/// <param name="ReporterGuest">Identity of who reports.</param>
/// <param name="ReporterName">Their name.</param>
/// <param name="AccusedGuest">Identity of who is reported.</param>
/// <param name="AccusedName">Their name.</param>
/// <param name="AccusedRole">Their role.</param>
/// <param name="Reason">Cleaned, 0 to 500 characters.</param>
/// <param name="Context">The newest lines of whoever is reported and of those that the reporter read, oldest first.</param>
public sealed record ReportRecord(
    RoomKey Room, DateTimeOffset At, string ReporterGuest, string ReporterName, string AccusedGuest, string AccusedName, Role AccusedRole,
    string Reason, IReadOnlyList<ChatLine> Context);
