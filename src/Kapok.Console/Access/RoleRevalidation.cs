using Kapok.Events.Links;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Logging;

namespace Kapok.Console.Access;

/// <summary>Looks every few seconds whether the link of an open console still holds, since an open circuit makes no new requests.</summary>
public sealed class RoleRevalidation(ILoggerFactory log, CheckLink check) : RevalidatingServerAuthenticationStateProvider(log)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(3);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        OperatorClaims.OperatorOf(authenticationState.User) is { LinkId: { } link } && (await check.HandleAsync(link, cancellationToken)).Broken is null;
}
