using System.Net.Security;
using System.Net.Sockets;
using Kapok.Sockets.Buffers;
using Kapok.Sockets.Handshakes;
using Kapok.Sockets.Lines;
using Kapok.Tools.Bots;

namespace Kapok.Tools.Bench.Sockets;

/// <summary>A client's line through TLS: the framework encrypts, and the line frames on its stream. Costs two tasks a line, so thousands of them are slow company.</summary>
internal static class TlsLine
{
    /// <summary>Connects, shakes hands twice and runs the line in the background.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public static async Task ConnectAsync(UpgradeTarget target, RemoteCertificateValidationCallback takes, BufferPool buffers, CrowdGuest guest)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(target.Address);
        SslStream stream = new(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false, takes);
        await stream.AuthenticateAsClientAsync("localhost");
        string key = Handshake.NewKey();
        await stream.WriteAsync(Handshake.Ask(target, key));
        if (await RefusalAsync(stream, target, key) is { } refusal)
        {
            await stream.DisposeAsync();
            throw new InvalidOperationException(refusal);
        }
        StreamLine line = new(stream, isServer: false, LineLink.Limits, buffers, TimeProvider.System);
        guest.Connect(() => line);
        _ = ServeAsync(line, stream, guest);
    }

    // Byte by byte, so that nothing behind the head is taken: once for each line.
    private static async Task<string?> RefusalAsync(SslStream stream, UpgradeTarget target, string key)
    {
        byte[] head = new byte[LineLink.Limits.MaxHeadBytes];
        for (int length = 0; length < head.Length; length++)
        {
            if (await stream.ReadAsync(head.AsMemory(length, 1)) == 0) return "the connection was closed";
            if (HttpHead.FindEnd(head.AsSpan(Math.Max(0, length - 3), Math.Min(length + 1, 4))) < 0) continue;
            return HttpHead.TryRead(head.AsSpan(0, length + 1), LineLink.Limits.MaxHeadFields, out HttpHead? read) ? Handshake.Check(read, target, key) : "the answer is not HTTP";
        }
        return "the answer has no end";
    }

    private static async Task ServeAsync(StreamLine line, SslStream stream, ILineEvents events)
    {
        await using (stream)
        {
            using (line) await line.RunAsync(events);
        }
    }
}
