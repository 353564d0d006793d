using Kapok.Console.Texts;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Server.Identities;

namespace Kapok.Server.Api;

/// <summary>Role links: opening one gives the browser its role and leads on.</summary>
public static class Links
{
    public static IEndpointRouteBuilder MapLinks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/link/{token}", OpenAsync).WithName("OpenLink").ExcludeFromDescription();
        return routes;
    }

    private static async Task<IResult> OpenAsync(string token, OpenLink open, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer"; // the address is a secret
        Outcome<RoleLink> outcome = await open.HandleAsync(token, counts: true, cancel);
        if (!outcome.Succeeded(out RoleLink? link, out EventsRule rule))
            return Results.Content(PlainPage.EndedLink(rule, Language.Of(http)), "text/html; charset=utf-8", statusCode: StatusCodes.Status404NotFound);
        await RoleCookie.SignInAsync(http, link, time.GetUtcNow());
        return Results.Redirect(link.Role switch
        {
            EventRole.Moderator or EventRole.Organiser => "/console",
            EventRole.StageManager => "/console/stages",
            _ => "/",
        });
    }
}
