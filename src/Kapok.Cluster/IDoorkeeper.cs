using Kapok.Protocol.Messages;

namespace Kapok.Cluster;

/// <summary>Says who may come in and as what.</summary>
public interface IDoorkeeper
{
    /// <summary>The role that a link gives to whoever brings it.</summary>
    /// <param name="link">Token of the link.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null when the link is unknown, has expired or was withdrawn.</returns>
    ValueTask<RoleGrant?> OpenLinkAsync(string link, CancellationToken cancellation = default);

    /// <summary>Looks what was revoked of an identity: a ban, a kick, a link that was withdrawn. Called for every join, and again when the socket opens, with
    /// the same facts.</summary>
    /// <param name="who">Who comes.</param>
    /// <param name="address">Network address, as text.</param>
    /// <param name="room">Where they want to go.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<Standing> CheckAsync(Identity who, string address, RoomKey room, CancellationToken cancellation = default);
}

/// <summary>Why somebody may not come in.</summary>
public enum EntryBar
{
    /// <summary>They may.</summary>
    None,

    /// <summary>They, or an address that is not shared, are banned.</summary>
    Banned,

    /// <summary>They were asked to leave, not long ago.</summary>
    Kicked,
}

/// <summary>What holds of an identity now.</summary>
/// <param name="Who">The identity; an attendee's where the link behind its role has ended.</param>
/// <param name="Bar">Why they may not come in.</param>
public sealed record Standing(Identity Who, EntryBar Bar);
