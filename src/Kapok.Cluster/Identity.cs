using Kapok.Protocol;
using Kapok.Protocol.Messages;

namespace Kapok.Cluster;

/// <summary>Why somebody is believed more, or less, than anyone who comes by.</summary>
public enum Trust
{
    /// <summary>Anyone with a guest's cookie.</summary>
    Visitor,

    /// <summary>Holds a link of a moderator or organiser: what an address did is not held against them, for they may share it.</summary>
    Steward,

    /// <summary>Carries the operator's token: a new guest each time, against whom nothing can have been kept.</summary>
    Bot,
}

/// <summary>
/// Who somebody is. Decided once, when they ask to come in, by whatever they bring (cookie, link, pass or token); it travels in their ticket, and later checks ask only what was
/// revoked since.
/// </summary>
/// <param name="Issuer">Venue that vouches for the subject; <see cref="Here"/> for this one.</param>
/// <param name="Subject">Their id with the issuer; a guest's is 32 hexadecimal digits.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Link">Id of the role link that gave the role, 32 hexadecimal digits; null when none did.</param>
/// <param name="Trust">How far they are believed.</param>
public sealed record Identity(string Issuer, string Subject, Role Role, string? Link, Trust Trust)
{
    /// <summary>The issuer that is this venue.</summary>
    public const string Here = "";

    /// <summary>A guest of this venue without a role.</summary>
    public static Identity Visitor(string subject) => new(Here, subject, Role.Attendee, null, Trust.Visitor);

    /// <summary>A bot of this venue.</summary>
    public static Identity Bot(string subject) => new(Here, subject, Role.Attendee, null, Trust.Bot);

    /// <summary>The same person with a role, and the trust that comes with it.</summary>
    /// <param name="role">The role.</param>
    /// <param name="link">Id of the link that gives it; null when none does.</param>
    public Identity As(Role role, string? link) => this with
    {
        Role = role,
        Link = role > Role.Attendee ? link : null,
        Trust = Trust == Trust.Bot ? Trust.Bot : Rank.KeepsOrder(role) ? Trust.Steward : Trust.Visitor,
    };

    /// <summary>The same person with the higher of their role and another.</summary>
    public Identity AtLeast(RoleGrant? grant) => grant is not null && Rank.HeightOf(grant.Role) > Rank.HeightOf(Role) ? As(grant.Role, grant.Link) : this;
}

/// <summary>A role that a link gives, or gave.</summary>
/// <param name="Role">The role.</param>
/// <param name="Link">Id of the link, 32 hexadecimal digits; null when no link stands behind it.</param>
public sealed record RoleGrant(Role Role, string? Link);
