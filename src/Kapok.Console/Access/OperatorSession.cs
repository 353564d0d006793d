using Kapok.Events;
using Kapok.Events.Links;
using Microsoft.AspNetCore.Components.Authorization;

namespace Kapok.Console.Access;

/// <summary>Who operates this console, asked again before each command.</summary>
public sealed class OperatorSession(AuthenticationStateProvider authentication, CheckLink check)
{
    /// <summary>The operator as the cookie names them, for what is shown.</summary>
    public async Task<Operator?> CurrentAsync() => OperatorClaims.OperatorOf((await authentication.GetAuthenticationStateAsync()).User);

    /// <summary>The operator, after their link was checked; null when it has ended and nothing may be done. What they may do is each command's to say.</summary>
    public async Task<Operator?> CheckedAsync(CancellationToken cancel = default) =>
        await CurrentAsync() is { MayUseConsole: true, LinkId: { } link } found && (await check.HandleAsync(link, cancel)).Broken is null ? found : null;
}
