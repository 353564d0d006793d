using Kapok.Server.Configuration;

namespace Kapok.Server.Site;

/// <summary>Serves the client and the generated assets.</summary>
public static class SiteRegistration
{
    // Styles are set from script by the console's components, hence 'unsafe-inline' for them and for them only. glTF loaders read textures through blob addresses.
    private const string ContentPolicy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Sets the headers that keep pages from being framed, sniffed or scripted by others.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        IHeaderDictionary headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(self), microphone=(self), xr-spatial-tracking=(self), geolocation=(), payment=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        return next(http);
    });

    /// <summary>Serves files of the built client and, under <c>/assets</c>, scenes and avatars. What is no file goes on to the endpoints.</summary>
    public static void UseSite(this WebApplication app, KapokOptions options)
    {
        StaticFolder client = new(options.Client, "/app/"), assets = new(options.Assets, "");
        PageAddresses pages = app.Services.GetRequiredService<PageAddresses>();
        app.Use(async (http, next) =>
        {
            if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            {
                await next(http);
                return;
            }
            string path = http.Request.Path.Value ?? "/";
            if (IsPage(path) && await pages.RefuseAsync(http, path) is { } refusal)
            {
                await refusal.ExecuteAsync(http);
                return;
            }
            IResult? file = path.StartsWith("/assets/", StringComparison.Ordinal) ? assets.Find(http, path["/assets".Length..])
                : IsPage(path) ? client.Find(http, "/index.html") : client.Find(http, path);
            if (file is not null) await file.ExecuteAsync(http);
            else if (IsPage(path)) await Results.Text("The client is not built: run ./run.sh.", statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(http);
            else await next(http);
        });
    }

    // The client's own addresses: the venue, and a room of it. With a slash behind it, an address is meant as it is without.
    private static bool IsPage(string path) => path == "/"
        || (path.StartsWith(PageAddresses.Rooms, StringComparison.Ordinal) && !path.AsSpan(PageAddresses.Rooms.Length).TrimEnd('/').Contains('/'));
}
