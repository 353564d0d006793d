using System.Security.Claims;
using Kapok.Events;
using Kapok.Events.Links;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kapok.Console.Access;

/// <summary>The cookie that carries a role after a role link was opened: sealed by the server, out of reach of scripts.</summary>
/// <remarks>It says by which link its holder came, and every request asks whether that link still holds.</remarks>
public static class RoleCookie
{
    /// <summary>Name of the authentication scheme and of the cookie.</summary>
    public const string Scheme = "kapok-role";

    private const string LinkClaim = "kapok:link", LabelClaim = "kapok:label";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public static IServiceCollection AddRoleCookie(this IServiceCollection services)
    {
        services.AddAuthentication(Scheme).AddCookie(Scheme, cookie =>
        {
            cookie.Cookie.Name = Scheme;
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
        ClaimsIdentity identity = new(
            [new(LinkClaim, link.Id.ToString("N")), new(LabelClaim, link.Label), new(ClaimTypes.Role, link.Role.ToString())], Scheme);
        return http.SignInAsync(Scheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true, IssuedUtc = now, ExpiresUtc = end });
    }

    /// <summary>Who a signed-in person is; null for a guest without a role link.</summary>
    public static Operator? OperatorOf(ClaimsPrincipal? person) =>
        LinkOf(person) is { } link && Enum.TryParse(person!.FindFirstValue(ClaimTypes.Role), out EventRole role)
            ? new Operator(link, person!.FindFirstValue(LabelClaim) ?? "", role)
            : null;

    private static Guid? LinkOf(ClaimsPrincipal? person) => Guid.TryParse(person?.FindFirstValue(LinkClaim), out Guid link) ? link : null;

    private static async Task RejectWhenLinkEndedAsync(CookieValidatePrincipalContext context)
    {
        CheckLink check = context.HttpContext.RequestServices.GetRequiredService<CheckLink>();
        if (LinkOf(context.Principal) is { } link && (await check.HandleAsync(link, context.HttpContext.RequestAborted)).Broken is null) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);
    }
}
