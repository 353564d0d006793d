using System.IO.Pipelines;
using System.Net;
using Kapok.Media.Stage.Rtmp;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Kapok.Server.Stage;

/// <summary>Finds RTMP among what reaches the web server: what came through TLS (<c>rtmps://</c>), and everything where there is no front door.</summary>
/// <remarks>What is looked at stays in the pipe, so that HTTP is read as if nobody had looked.</remarks>
/// <param name="rtmp">Who takes it.</param>
/// <param name="time">The clock.</param>
internal sealed class RtmpBehindWeb(RtmpServer rtmp, TimeProvider time)
{
    // Whoever is silent for longer is the web server's, which has limits of its own.
    private static readonly TimeSpan LookTime = TimeSpan.FromSeconds(10);

    /// <summary>Looks at each connection before the web server does.</summary>
    public ConnectionDelegate Before(ConnectionDelegate web) => async connection =>
    {
        if (!IsHttp2(connection) && await IsRtmpAsync(connection)) await ServeAsync(connection);
        else await web(connection);
    };

    private static bool IsHttp2(ConnectionContext connection) =>
        connection.Features.Get<ITlsApplicationProtocolFeature>() is { } chosen && chosen.ApplicationProtocol.Span.SequenceEqual("h2"u8);

    private async ValueTask<bool> IsRtmpAsync(ConnectionContext connection)
    {
        PipeReader input = connection.Transport.Input;
        using CancellationTokenSource patience = new(LookTime, time);
        try
        {
            while (true)
            {
                ReadResult read = await input.ReadAsync(patience.Token);
                bool? isRtmp = IsRtmp(read);
                bool isUndecided = isRtmp is null && !read.IsCompleted && !read.IsCanceled;
                input.AdvanceTo(read.Buffer.Start, isUndecided ? read.Buffer.End : read.Buffer.Start);
                if (!isUndecided) return isRtmp == true;
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            return false; // the web server meets the same, and knows what to do
        }
    }

    private static bool? IsRtmp(in ReadResult read)
    {
        Span<byte> first = stackalloc byte[RtmpHandshake.BytesToDecide];
        int bytes = 0;
        foreach (ReadOnlyMemory<byte> piece in read.Buffer)
        {
            int take = Math.Min(piece.Length, first.Length - bytes);
            piece.Span[..take].CopyTo(first[bytes..]);
            bytes += take;
        }
        return RtmpHandshake.IsRtmp(first[..bytes]);
    }

    private Task ServeAsync(ConnectionContext connection) => rtmp.ServeAsync(
        connection.Transport.Input.AsStream(leaveOpen: true), connection.Transport.Output.AsStream(leaveOpen: true),
        (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None, () => connection.Transport.Output.Complete());
}
