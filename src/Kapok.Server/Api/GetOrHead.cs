namespace Kapok.Server.Api;

/// <summary>Endpoints that are read.</summary>
internal static class GetOrHead
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps what is asked for by GET, and by HEAD by those who only look whether it is there: monitors do (RFC 9110, section 9.3.2). The web server
    /// leaves out the body.</summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => routes.MapMethods(pattern, Methods, handler);
}
