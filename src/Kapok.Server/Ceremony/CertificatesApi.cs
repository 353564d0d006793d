using Kapok.Console.Texts;
using Kapok.Events.Ceremony;
using Kapok.Server.Api;
using Kapok.Server.Entry;
using Kapok.Server.Identities;

namespace Kapok.Server.Ceremony;

/// <summary>Certificates of attendance: one's own, and the page that says whether one is real (docs/stage.md, Certificate).</summary>
public static class CertificatesApi
{
    /// <summary>What the address of a certificate's page begins with.</summary>
    public const string Page = "/certificate/";

    /// <summary>Maps them.</summary>
    public static IEndpointRouteBuilder MapCertificates(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/v1/events/{event}/certificates/mine", MineAsync).WithName("ListOwnCertificates");
        routes.MapRead($"{Page}{{number}}", VerifyAsync).WithName("VerifyCertificate");
        return routes;
    }

    private static async Task<IResult> MineAsync(string @event, GuestIdentity guests, KeepCertificates certificates, HttpContext http, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        IReadOnlyList<CertificateFacts> own = guests.Read(http) is { } guest ? await certificates.OfAsync(@event, guest, cancel) : [];
        return Results.Json(new
        {
            certificates = own.Select(one => new
            {
                number = one.Number,
                page = Page + one.Number,
                one.Name,
                one.Title,
                @event = Texts(one.Event),
                room = Texts(one.Room),
                one.Organisation,
                atMs = one.At.ToUnixTimeMilliseconds(),
            }),
        });
    }

    private static async Task<IResult> VerifyAsync(string number, KeepCertificates certificates, LookupLimit limit, HttpContext http, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        string language = Language.Of(http);
        if (!limit.TryLook(AddressLimits.Of(http.Connection.RemoteIpAddress)))
        {
            http.Response.Headers.RetryAfter = "60";
            return Html(CertificatePage.TooMany(language), StatusCodes.Status429TooManyRequests);
        }
        CertificateFacts? found = CertificateFacts.TryReadNumber(number, out Guid id) ? await certificates.FindAsync(id, cancel) : null;
        return found is null
            ? Html(CertificatePage.NotOurs(language), StatusCodes.Status404NotFound)
            : Html(CertificatePage.Valid(found, language), StatusCodes.Status200OK);
    }

    private static IResult Html(string page, int status) => Results.Content(page, "text/html; charset=utf-8", statusCode: status);

    private static object Texts(Events.Organisations.LocalText text) => new { en = text.English, zhHans = text.Chinese };
}
