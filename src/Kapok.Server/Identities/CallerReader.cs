using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Server.Entry;

namespace Kapok.Server.Identities;

/// <summary>What a request proves of whoever sends it.</summary>
/// <param name="Guest">Their id; of a bot a new one each time.</param>
/// <param name="Address">Network address as it is counted; <see cref="AddressLimits.Of"/>.</param>
/// <param name="IsBot">They carry the operator's token.</param>
/// <param name="Grant">The role that their browser carries since a link was opened in it; null for none.</param>
public sealed record Caller(string Guest, string Address, bool IsBot, RoleGrant? Grant);

/// <summary>Reads who sends a request. The one place where cookies and tokens become facts; whatever decides by them sees no request.</summary>
public sealed class CallerReader(GuestIdentity guests, OperatorToken operators)
{
    /// <summary>Reads a request whose forwarded headers and authentication were applied. A guest without a cookie is given one.</summary>
    public Caller Read(HttpContext http)
    {
        bool isBot = operators.IsPresentedBy(http);
        Operator? signedIn = OperatorClaims.OperatorOf(http.User);
        return new(
            isBot ? GuestIdentity.NewGuest() : guests.Identify(http),
            AddressLimits.Of(http.Connection.RemoteIpAddress),
            isBot,
            signedIn is null ? null : new(signedIn.Role.ToRole(), signedIn.LinkId?.ToString("N")));
    }
}
