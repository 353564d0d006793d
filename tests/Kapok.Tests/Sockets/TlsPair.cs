using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kapok.Sockets.Native;
using Kapok.Sockets.Tls;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>A server's and a client's end of TLS in one process, over a pair of connected sockets: what one has sent is there for the other, so nothing is waited for.</summary>
internal sealed unsafe partial class TlsPair : IDisposable
{
    /// <summary>There is room in a socket (<c>POLLOUT</c>).</summary>
    internal const int PollOut = 4;

    private const int Unix = 1, Stream = 1, SocketLevel = 1, SendBuffer = 7;

    private TlsPair(TlsSocket server, TlsSocket client) => (Server, Client) = (server, client);

    internal TlsSocket Server { get; }

    internal TlsSocket Client { get; }

    /// <summary>Both ends, connected with each other; hands are not shaken yet.</summary>
    /// <param name="server">The server's context.</param>
    /// <param name="client">The client's.</param>
    /// <param name="bufferBytes">What a socket holds for its peer; 0 for what is usual.</param>
    internal static TlsPair Connect(TlsContext server, TlsContext client, int bufferBytes = 0)
    {
        (int one, int other) = Sockets(bufferBytes);
        return new(new(one, server), new(other, client, "localhost"));
    }

    /// <summary>Both ends behind their handshake.</summary>
    internal static TlsPair Shaken(TlsContext server, TlsContext client, int bufferBytes = 0)
    {
        TlsPair pair = Connect(server, client, bufferBytes);
        pair.Shake();
        return pair;
    }

    /// <summary>A pair of sockets that are connected and never wait.</summary>
    internal static (int One, int Other) Sockets(int bufferBytes = 0)
    {
        int* two = stackalloc int[2];
        Assert.Equal(0, SocketPair(Unix, Stream | Libc.NonBlocking | Libc.CloseOnExec, 0, two));
        for (int at = 0; bufferBytes > 0 && at < 2; at++) Assert.Equal(0, Libc.SetOption(two[at], SocketLevel, SendBuffer, &bufferBytes, sizeof(int)));
        return (two[0], two[1]);
    }

    internal void Shake()
    {
        TlsHandshake server = TlsHandshake.Going, client = TlsHandshake.Going;
        for (int round = 0; server != TlsHandshake.Done || client != TlsHandshake.Done; round++)
        {
            Assert.InRange(round, 0, 1000);
            if (client != TlsHandshake.Done) client = Client.Handshake();
            Assert.NotEqual(TlsHandshake.Failed, client);
            if (server != TlsHandshake.Done) server = Server.Handshake();
            Assert.NotEqual(TlsHandshake.Failed, server);
        }
    }

    /// <summary>A relay between two ends that are not connected otherwise.</summary>
    internal static TlsPair Relayed(TlsContext server, TlsContext client, out Relay relay)
    {
        (int one, int near) = Sockets();
        (int other, int far) = Sockets();
        relay = new(near, far);
        return new(new(one, server), new(other, client, "localhost"));
    }

    /// <summary>Sends all of some bytes while the other end takes them, into rooms of the sizes that are asked for.</summary>
    /// <remarks>What was not taken is given again out of other memory, as a line does.</remarks>
    internal static byte[] Carry(TlsSocket from, TlsSocket to, ReadOnlySpan<byte> bytes, Func<int> room)
    {
        byte[] taken = new byte[bytes.Length];
        int sent = 0, got = 0;
        for (int round = 0; got < bytes.Length; round++)
        {
            int before = sent + got;
            if (sent < bytes.Length && from.Send(bytes[sent..].ToArray(), out int more) is not Outcome.Broken) sent += more;
            while (got < taken.Length && to.Receive(taken.AsSpan(got, Math.Clamp(room(), 1, taken.Length - got)), out more, out _) == Outcome.Done) got += more;
            // With small buffers a record may need many rounds in which nothing of it can be taken yet.
            if (sent + got == before) Assert.InRange(round, 0, 1000);
            else round = 0;
        }
        Assert.Equal(Outcome.WouldBlock, to.Receive(new byte[1], out _, out _));
        return taken;
    }

    /// <summary>Waits until a socket can be read from or written to, when a call on it would have had to.</summary>
    internal static void WaitUnlessDone(TlsSocket socket, Outcome outcome, int what)
    {
        if (outcome == Outcome.Done) return;
        Assert.Equal(Outcome.WouldBlock, outcome);
        Libc.PollEntry entry = new() { Descriptor = socket.Descriptor, Wanted = (short)what };
        Assert.Equal(1, Libc.Poll(&entry, 1, 60_000));
    }

    /// <summary>Sends that new keys are used from now on (RFC 8446, section 4.6.3): a record that carries nothing for whoever reads.</summary>
    internal static void UseNewKeys(TlsSocket from)
    {
        const int notRequested = 0;
        nint ssl = Raw(from);
        Assert.Equal((1, 1), (KeyUpdate(ssl, notRequested), OpenSsl.DoHandshake(ssl)));
    }

    public void Dispose()
    {
        Server.Close();
        Client.Close();
    }

    [LibraryImport("libc", EntryPoint = "socketpair")]
    private static partial int SocketPair(int family, int type, int protocol, int* two);

    [LibraryImport("libssl.so.3", EntryPoint = "SSL_key_update")]
    private static partial int KeyUpdate(nint ssl, int type);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_ssl")]
    private static extern ref nint Raw(TlsSocket socket);
}

/// <summary>Somebody between two ends of TLS. Its sides are those of the server and of the client.</summary>
internal sealed class Relay(int server, int client) : IDisposable
{
    private readonly byte[] _room = new byte[200_000];

    /// <summary>What the client has sent.</summary>
    internal byte[] FromClient() => Take(client);

    /// <summary>What the server has sent.</summary>
    internal byte[] FromServer() => Take(server);

    internal void ToServer(ReadOnlySpan<byte> bytes) => Give(server, bytes);

    internal void ToClient(ReadOnlySpan<byte> bytes) => Give(client, bytes);

    public void Dispose()
    {
        _ = Libc.Close(server);
        _ = Libc.Close(client);
    }

    private byte[] Take(int from) => Descriptor.Receive(from, _room, out int bytes) == Outcome.Done ? _room[..bytes] : [];

    // Whoever has given up takes nothing more.
    private static void Give(int to, ReadOnlySpan<byte> bytes)
    {
        if (Descriptor.Send(to, bytes, out int sent) == Outcome.Done) Assert.Equal(bytes.Length, sent);
    }
}
