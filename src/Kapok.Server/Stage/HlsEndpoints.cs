using System.Globalization;
using System.IO.Pipelines;
using Kapok.Media.Stage;
using Kapok.Media.Stage.Hls;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Kapok.Server.Stage;

/// <summary>Serves broadcasts by LL-HLS: <c>/live/BROADCAST/index.m3u8</c> and what lies beside it.</summary>
/// <remarks>
/// Before everything else in the pipeline: a viewer asks four times a second, and who they are does not matter. The id of a broadcast is random and told in the world
/// alone; whoever knows it may watch, from any page, so that a cache or a CDN can stand in between.
/// </remarks>
internal static class HlsEndpoints
{
    private const string Root = "/live/";
    private const int LargeBytes = 16 * 1024; // what is less is no burden

    private static readonly HlsLanes Lanes = new();
    private static readonly StringValues Anyone = "*", NoSniffing = "nosniff", Ranges = "bytes", Gzip = "gzip", ByEncoding = "Accept-Encoding";

    /// <summary>Adds what keeps broadcasts as LL-HLS.</summary>
    public static IServiceCollection AddHls(this IServiceCollection services) =>
        services.AddSingleton(provider => new HlsShelf(provider.GetRequiredService<StageSettings>().PartMs, provider.GetRequiredService<TimeProvider>()));

    /// <summary>Serves them. To be called first: what is asked for here passes nothing else.</summary>
    public static void UseHls(this WebApplication app)
    {
        HlsShelf shelf = app.Services.GetRequiredService<HlsShelf>();
        app.Services.GetRequiredService<IStageDirectory>().Began += shelf.Put;
        app.Use(next => http => http.Request.Path.Value is { } path && path.StartsWith(Root, StringComparison.Ordinal) ? Serve(shelf, http, path, next) : next(http));
    }

    private static Task Serve(HlsShelf shelf, HttpContext http, string path, RequestDelegate next)
    {
        ReadOnlySpan<char> rest = path.AsSpan(Root.Length);
        int slash = rest.IndexOf('/');
        if (slash < 0) return next(http);
        ReadOnlySpan<char> id = rest[..slash], place = rest[(slash + 1)..];
        slash = place.IndexOf('/');
        bool isRenditions = place is HlsRequest.PlaylistName, isOurs = isRenditions || (slash > 0 && place[..slash] is HlsBroadcast.FullFolder or HlsBroadcast.SmallFolder);
        if (!isOurs) return next(http);
        if (HttpMethods.IsOptions(http.Request.Method)) return Allow(http);
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method)) return Refuse(http, StatusCodes.Status405MethodNotAllowed);
        // What each request takes is measured for all others; at thousands a second the measuring would take as much as the answer.
        if (http.Features.Get<IHttpMetricsTagsFeature>() is { } metrics) metrics.MetricsDisabled = true;
        if (shelf.Find(id) is not { } broadcast) return Refuse(http, StatusCodes.Status404NotFound);
        if (isRenditions) return Answer(http, broadcast.RenditionsAsync());
        if (HlsRequest.TryRead(place[(slash + 1)..], http.Request.QueryString.Value, out HlsRequest request, out bool isSenseless))
            return Answer(http, broadcast.Find(place[..slash])!.AnswerAsync(request));
        return Refuse(http, isSenseless ? StatusCodes.Status400BadRequest : StatusCodes.Status404NotFound);
    }

    private static Task Answer(HttpContext http, ValueTask<HlsReply> reply) => reply.IsCompletedSuccessfully ? Write(http, reply.Result) : WaitAsync(http, reply);

    private static async Task WaitAsync(HttpContext http, ValueTask<HlsReply> reply) => await Write(http, await reply);

    private static Task Write(HttpContext http, HlsReply reply)
    {
        HttpResponse response = http.Response;
        IHeaderDictionary headers = response.Headers;
        response.StatusCode = reply.Status;
        headers.CacheControl = reply.CacheControl;
        headers.AccessControlAllowOrigin = Anyone;
        headers.XContentTypeOptions = NoSniffing;
        if (reply.ContentType.Length > 0) headers.ContentType = reply.ContentType;
        if (reply.HasRanges)
        {
            headers.AcceptRanges = Ranges;
            StringValues range = http.Request.Headers.Range;
            if (range.Count > 0 && TryReadRange(range, reply.Length, out long from, out long count)) return WriteRange(http, reply, from, count);
        }
        if (!reply.Packed.IsEmpty)
        {
            headers.Vary = ByEncoding;
            if (TakesGzip(http.Request.Headers.AcceptEncoding))
            {
                headers.ContentEncoding = Gzip;
                return WriteBody(http, reply.Packed);
            }
        }
        if (reply.Body.Count == 1) return WriteBody(http, reply.Body[0]);
        headers.ContentLength = reply.Length;
        return HttpMethods.IsHead(http.Request.Method) || reply.Length == 0 ? Task.CompletedTask : WriteAsync(response.BodyWriter, reply, 0, reply.Length);
    }

    private static Task WriteBody(HttpContext http, ReadOnlyMemory<byte> body)
    {
        http.Response.ContentLength = body.Length;
        if (HttpMethods.IsHead(http.Request.Method)) return Task.CompletedTask;
        return body.Length < LargeBytes ? WriteNow(http, body) : WriteInTurnAsync(http, body);
    }

    private static async Task WriteInTurnAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        await Lanes.TurnAsync();
        await WriteNow(http, body);
    }

    // In one write, with the head before it: where it fits into the socket nothing is waited for.
    private static Task WriteNow(HttpContext http, ReadOnlyMemory<byte> body)
    {
        ValueTask<FlushResult> sent = http.Response.BodyWriter.WriteAsync(body);
        return sent.IsCompletedSuccessfully ? Task.CompletedTask : sent.AsTask();
    }

    private static async Task WriteAsync(PipeWriter to, HlsReply reply, long from, long count)
    {
        foreach (ReadOnlyMemory<byte> piece in reply.Body)
        {
            if (from >= piece.Length)
            {
                from -= piece.Length;
                continue;
            }
            int length = (int)Math.Min(piece.Length - from, count);
            if (length == 0) return;
            FlushResult sent = await to.WriteAsync(piece.Slice((int)from, length));
            if (sent.IsCompleted || sent.IsCanceled) return; // they are gone
            (from, count) = (0, count - length);
        }
    }

    private static Task WriteRange(HttpContext http, HlsReply reply, long from, long count)
    {
        if (count == 0)
        {
            http.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{reply.Length}");
            return Refuse(http, StatusCodes.Status416RangeNotSatisfiable);
        }
        http.Response.StatusCode = StatusCodes.Status206PartialContent;
        http.Response.ContentLength = count;
        http.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{from + count - 1}/{reply.Length}");
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : WriteAsync(http.Response.BodyWriter, reply, from, count);
    }

    /// <summary>Reads what piece is asked for (RFC 9110, section 14); several at once, or what cannot be read, are as if none were.</summary>
    /// <param name="header">The header.</param>
    /// <param name="length">Bytes that there are.</param>
    /// <param name="from">Where it begins.</param>
    /// <param name="count">Its bytes; 0 when it lies beyond the end.</param>
    private static bool TryReadRange(StringValues header, long length, out long from, out long count)
    {
        (from, count) = (0, 0);
        if (!RangeHeaderValue.TryParse(header.ToString(), out RangeHeaderValue? value) || value.Unit != "bytes" || value.Ranges.Count != 1) return false;
        RangeItemHeaderValue item = value.Ranges.First();
        from = item.From ?? Math.Max(0, length - (item.To ?? 0));
        long end = item.From is null ? length : Math.Min(length, (item.To ?? (length - 1)) + 1);
        count = Math.Max(0, end - from);
        return true;
    }

    private static bool TakesGzip(StringValues accepted)
    {
        string text = accepted.ToString();
        return text.Contains("gzip", StringComparison.OrdinalIgnoreCase) && !text.Contains("gzip;q=0", StringComparison.OrdinalIgnoreCase);
    }

    private static Task Allow(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        http.Response.Headers.AccessControlAllowOrigin = Anyone;
        http.Response.Headers.AccessControlAllowMethods = "GET, HEAD, OPTIONS";
        http.Response.Headers.AccessControlAllowHeaders = "Range";
        http.Response.Headers.AccessControlMaxAge = "86400";
        return Task.CompletedTask;
    }

    private static Task Refuse(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.ContentLength = 0;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.AccessControlAllowOrigin = Anyone;
        return Task.CompletedTask;
    }
}
