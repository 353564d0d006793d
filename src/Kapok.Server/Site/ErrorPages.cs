using Kapok.Console.Texts;
using Microsoft.Net.Http.Headers;

namespace Kapok.Server.Site;

/// <summary>What is answered where there is nothing, or where the server failed: a page to a person, problem details to a program.</summary>
public static class ErrorPages
{
    public static void UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler(failed => failed.Run(http => AnswerAsync(http, StatusCodes.Status500InternalServerError)));
        app.UseStatusCodePages(pages => AnswerAsync(pages.HttpContext, pages.HttpContext.Response.StatusCode));
    }

    private static async Task AnswerAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        if (IsForPerson(http) && status is StatusCodes.Status404NotFound or >= StatusCodes.Status500InternalServerError)
        {
            string language = Language.Of(http);
            string page = status == StatusCodes.Status404NotFound ? PlainPage.NotThere(language) : PlainPage.Failed(language);
            await Results.Content(page, "text/html; charset=utf-8", statusCode: status).ExecuteAsync(http);
        }
        else
        {
            await Results.Problem(statusCode: status).ExecuteAsync(http);
        }
    }

    // A browser that opens an address names HTML first; one that loads a part of a page, or a program, does not.
    private static bool IsForPerson(HttpContext http) =>
        !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && http.Request.GetTypedHeaders().Accept.FirstOrDefault() is MediaTypeHeaderValue first && first.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase);
}
