using Kapok.Console.Access;
using Kapok.Console.Layout;
using Kapok.Console.Live;
using Kapok.Console.Show;
using Kapok.Console.Texts;
using Kapok.Events.Links;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Kapok.Console;

/// <summary>Registers the organiser's console.</summary>
public static class ConsoleRegistration
{
    public static IServiceCollection AddKapokConsole(this IServiceCollection services)
    {
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight; // in the middle it would lie on what can be done about a person
            mud.SnackbarConfiguration.VisibleStateDuration = 6000; // long enough to reach for Undo
            mud.SnackbarConfiguration.ShowTransitionDuration = 150;
            mud.SnackbarConfiguration.HideTransitionDuration = 150;
            mud.SnackbarConfiguration.PreventDuplicates = false;
        });
        services.AddScoped<AuthenticationStateProvider, RoleRevalidation>();
        services.AddScoped<OperatorSession>().AddScoped<Feedback>().AddScoped<RoomMeasures>().AddScoped<Browser>();
        services.AddSingleton<CueFiles>();
        services.AddSingleton<IEffectiveOptions, StorageEffectiveOptions>();
        services.AddSingleton<RoomHistory>().AddHostedService(provider => provider.GetRequiredService<RoomHistory>());
        return services;
    }

    /// <summary>Serves the console under <c>/console</c>, and the files it needs. After authentication in the pipeline.</summary>
    public static IEndpointRouteBuilder MapKapokConsole(this IEndpointRouteBuilder routes)
    {
        routes.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        routes.MapGet("/console/language/{language}", ChooseLanguage).ExcludeFromDescription();
        routes.MapGet("/console/leave", (Delegate)LeaveAsync).ExcludeFromDescription();
        return routes;
    }

    private static IResult ChooseLanguage(string language, string? back, HttpContext http)
    {
        if (Language.IsKnown(language)) http.Response.Cookies.Append(Language.Cookie, language, ChoiceCookie(http));
        return Results.LocalRedirect(back is not null && back.StartsWith("/console", StringComparison.Ordinal) ? back : "/console");
    }

    private static async Task<IResult> LeaveAsync(HttpContext http)
    {
        await http.SignOutAsync(OperatorClaims.Scheme);
        return Results.LocalRedirect("/");
    }

    private static CookieOptions ChoiceCookie(HttpContext http) =>
        new() { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true };
}
