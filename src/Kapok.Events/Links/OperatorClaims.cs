using System.Security.Claims;

namespace Kapok.Events.Links;

/// <summary>What a signed-in browser carries after a role link was opened: by which link its holder came, and as what.</summary>
public static class OperatorClaims
{
    /// <summary>Name of the authentication scheme, and of the cookie that carries the claims.</summary>
    public const string Scheme = "kapok-role";

    private const string LinkClaim = "kapok:link", LabelClaim = "kapok:label";

    /// <summary>The claims of whoever opened a link.</summary>
    public static ClaimsPrincipal Of(RoleLink link) => new(new ClaimsIdentity(
        [new(LinkClaim, link.Id.ToString("N")), new(LabelClaim, link.Label), new(ClaimTypes.Role, link.Role.ToString())], Scheme));

    /// <summary>Who a signed-in person is; null for a guest without a role link.</summary>
    public static Operator? OperatorOf(ClaimsPrincipal? person) =>
        LinkOf(person) is { } link && Enum.TryParse(person!.FindFirst(ClaimTypes.Role)?.Value, out EventRole role)
            ? new Operator(link, person!.FindFirst(LabelClaim)?.Value ?? "", role)
            : null;

    /// <summary>Id of the link by which a person is signed in; null for a guest.</summary>
    public static Guid? LinkOf(ClaimsPrincipal? person) => Guid.TryParse(person?.FindFirst(LinkClaim)?.Value, out Guid link) ? link : null;
}
