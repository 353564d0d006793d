using System.Buffers;
using System.IO.Pipelines;
using Kapok.Media.Stage;
using Kapok.Media.Stage.Flv;
using Kapok.Server.Api;

namespace Kapok.Server.Stage;

/// <summary>Serves broadcasts as FLV over HTTP: <c>GET /live/{live}.flv</c>.</summary>
/// <remarks>Whoever knows the random id of a broadcast may watch it; so no cookie is read, and a page of another origin may ask.</remarks>
internal static class FlvEndpoint
{
    // As long as the audience waits for a performer who dropped.
    private static readonly TimeSpan FirstTime = TimeSpan.FromSeconds(30);

    /// <summary>Adds what it needs.</summary>
    public static IServiceCollection AddFlv(this IServiceCollection services) => services.AddSingleton<FlvFeeds>();

    /// <summary>Maps the address.</summary>
    public static void MapFlv(this WebApplication app)
    {
        app.Services.GetRequiredService<FlvFeeds>(); // follows what goes on air from here on
        app.MapGet("/live/{live}.flv", WatchAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> WatchAsync(string live, HttpContext http, FlvFeeds feeds, StageSettings settings, TimeProvider time)
    {
        HttpResponse response = http.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.AccessControlAllowOrigin = "*";
        if (feeds.Find(live) is not { } feed) return Over;
        if (feed.IsForeign) return Foreign;
        if (feed.Live.Viewers.Of(StageExit.Flv) >= settings.FlvViewers)
        {
            response.Headers.RetryAfter = "30";
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "stage-full", "As many watch this way as this server carries. Take LL-HLS.");
        }
        using FlvViewer viewer = feed.Enter();
        List<ReadOnlyMemory<byte>> bytes = [];
        try
        {
            using CancellationTokenSource patience = new(FirstTime, time);
            using CancellationTokenSource first = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, patience.Token);
            while (bytes.Count == 0)
                if (!await viewer.TakeAsync(bytes, first.Token)) return feed.IsForeign ? Foreign : Over;
        }
        catch (OperationCanceledException)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "stage-silent", "Nobody sends anything now.");
        }
        response.ContentType = "video/x-flv";
        response.Headers["X-Accel-Buffering"] = "no"; // a proxy would gather what is to be seen at once
        await response.StartAsync(http.RequestAborted);
        await CopyAsync(viewer, bytes, response.BodyWriter, http.RequestAborted);
        return Results.Empty;
    }

    private static IResult Foreign => Problems.Of(
        StatusCodes.Status404NotFound, "stage-foreign", "FLV carries H.264 and AAC, and this broadcast is in other codecs. Take LL-HLS or WHEP.");

    private static IResult Over => Problems.Of(StatusCodes.Status404NotFound, "stage-over", "There is no such broadcast, or it is over.");

    private static async Task CopyAsync(FlvViewer viewer, List<ReadOnlyMemory<byte>> bytes, PipeWriter to, CancellationToken cancellation)
    {
        try
        {
            do
            {
                foreach (ReadOnlyMemory<byte> piece in bytes) to.Write(piece.Span);
                bytes.Clear();
                FlushResult flushed = await to.FlushAsync(cancellation);
                if (flushed.IsCompleted || flushed.IsCanceled) return;
            }
            while (await viewer.TakeAsync(bytes, cancellation));
        }
        catch (OperationCanceledException)
        {
            // they went
        }
    }
}
