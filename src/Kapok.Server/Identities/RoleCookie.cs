using Kapok.Events.Links;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Kapok.Server.Identities;

/// <summary>The cookie that carries a role after a role link was opened: sealed by the server, out of reach of scripts.</summary>
/// <remarks>It says by which link its holder came, and every request asks whether that link still holds.</remarks>
public static class RoleCookie
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>Adds the cookie as the way in which browsers are signed in.</summary>
    public static IServiceCollection AddRoleCookie(this IServiceCollection services)
    {
        services.AddAuthentication(OperatorClaims.Scheme).AddCookie(OperatorClaims.Scheme, cookie =>
        {
            cookie.Cookie.Name = OperatorClaims.Scheme;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax; // Strict would lose it on the very click that opens a link from a mail
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = Lifetime;
            cookie.SlidingExpiration = false;
            cookie.Events.OnValidatePrincipal = RejectWhenLinkEndedAsync;
        });
        return services;
    }

    /// <summary>Gives the browser the role of a link, for 30 days or as long as the link lasts.</summary>
    public static Task SignInAsync(HttpContext http, RoleLink link, DateTimeOffset now)
    {
        DateTimeOffset end = now + Lifetime;
        if (link.ExpiresAt < end) end = link.ExpiresAt.Value;
        return http.SignInAsync(OperatorClaims.Scheme, OperatorClaims.Of(link), new AuthenticationProperties { IsPersistent = true, IssuedUtc = now, ExpiresUtc = end });
    }

    private static async Task RejectWhenLinkEndedAsync(CookieValidatePrincipalContext context)
    {
        CheckLink check = context.HttpContext.RequestServices.GetRequiredService<CheckLink>();
        if (OperatorClaims.LinkOf(context.Principal) is { } link && (await check.HandleAsync(link, context.HttpContext.RequestAborted)).Broken is null) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(OperatorClaims.Scheme);
    }
}
