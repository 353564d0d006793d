using Kapok.Protocol.Messages;

namespace Kapok.Cluster;

/// <summary>Says who may come in and as what, and remembers who may not.</summary>
public interface IDoorkeeper
{
    /// <summary>Decides on one visitor. Called for every join, and again when the socket opens.</summary>
    ValueTask<Admission> AdmitAsync(Visitor visitor, CancellationToken cancellation = default);

    /// <summary>Remembers that somebody was kicked or banned. The room removes them itself. Only queues; may be called from a room's loop.</summary>
    /// <returns>Completes once it is committed and would outlive the process. A code when it cannot be kept.</returns>
    Task<MeasureResult> DismissAsync(Dismissal dismissal);
}

/// <summary>Who stands at the door.</summary>
/// <param name="Guest">Identity of the guest, from the cookie.</param>
/// <param name="Address">Network address, as text.</param>
/// <param name="Room">Where they want to go.</param>
/// <param name="Link">Token of a role link, or null.</param>
public sealed record Visitor(string Guest, string Address, RoomKey Room, string? Link);

/// <summary>The doorkeeper's answer.</summary>
/// <param name="Role">What the visitor is; meaningless when refused.</param>
/// <param name="Refusal">Null to come in, otherwise <c>banned</c>, <c>kicked</c> or <c>link-expired</c>.</param>
/// <param name="Link">Id of the role link that gave the role; null when none did.</param>
public sealed record Admission(Role Role, string? Refusal, string? Link = null)
{
    /// <summary>Comes in as an ordinary attendee.</summary>
    public static Admission Attendee { get; } = new(Role.Attendee, null);
}

/// <summary>How somebody was sent away.</summary>
public enum DismissalKind
{
    /// <summary>For a while: hours, not days.</summary>
    Kick,

    /// <summary>Until it is lifted, across restarts.</summary>
    Ban,
}

/// <summary>Somebody was sent away.</summary>
/// <param name="Kind">For how long.</param>
/// <param name="Guest">Their identity.</param>
/// <param name="Name">Their name then.</param>
/// <param name="Address">Their network address, so that a fresh cookie does not help; null when it is shared or an operator's.</param>
/// <param name="Room">Where it happened.</param>
/// <param name="By">Who did it and why.</param>
/// <param name="At">When.</param>
public sealed record Dismissal(
    DismissalKind Kind, string Guest, string Name, string? Address, RoomKey Room, MeasureBy By, DateTimeOffset At);
