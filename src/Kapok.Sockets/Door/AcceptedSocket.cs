using System.Net;
using System.Net.Sockets;
using Kapok.Sockets.Lines;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Native;

namespace Kapok.Sockets.Door;

/// <summary>A connection that was accepted and belongs to nobody yet. It is handed on once, or closed.</summary>
public sealed class AcceptedSocket
{
    private LoopSocket? _socket;
    private Action? _ended;

    internal AcceptedSocket(LoopSocket socket, IPEndPoint remote, IPEndPoint local) => (_socket, Remote, Local) = (socket, remote, local);

    /// <summary>Address of the peer.</summary>
    public IPEndPoint Remote { get; }

    /// <summary>Address at which it was accepted.</summary>
    public IPEndPoint Local { get; }

    /// <summary>Is called once, when it is at rest: closed, open as a line, or handed on to whoever counts by themselves. The door's to set.</summary>
    internal Action? Ended
    {
        set => _ended = value;
    }

    /// <summary>The descriptor, for as long as it is not handed on.</summary>
    internal int FileDescriptor => _socket?.Descriptor ?? -1;

    /// <summary>Hands it to an epoll loop as a WebSocket whose request is still to be read.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="options">Limits.</param>
    /// <param name="host">Decides on the request.</param>
    public void OpenLine(EpollLoop loop, LineOptions options, ILineHost host) =>
        ServerLine.Adopt(loop, options, HandOn(), Remote, Local, host, Interlocked.Exchange(ref _ended, null));

    /// <summary>Hands it on as a socket of the framework. It never blocks: use the calls that end in Async.</summary>
    /// <exception cref="InvalidOperationException">It speaks TLS here: only a loop can have it.</exception>
    public Socket ToSocket()
    {
        Interlocked.Exchange(ref _ended, null)?.Invoke();
        return ToSocketStillCounted();
    }

    /// <summary>The same, by somebody who calls what <see cref="TakeEnded"/> gave.</summary>
    internal Socket ToSocketStillCounted()
    {
        if (_socket is not PlainSocket) throw new InvalidOperationException("A socket that speaks TLS cannot be handed on as it is.");
        SafeSocketHandle handle = new(HandOn().HandOn(), ownsHandle: true);
        try
        {
            return new Socket(handle) { NoDelay = true };
        }
        catch (SocketException)
        {
            handle.Dispose(); // the peer is gone already
            throw;
        }
    }

    /// <summary>Closes it, unless it was handed on.</summary>
    public void Close()
    {
        Interlocked.Exchange(ref _ended, null)?.Invoke();
        Interlocked.Exchange(ref _socket, null)?.Close();
    }

    /// <summary>Takes over what is to be called when it has ended.</summary>
    internal Action? TakeEnded() => Interlocked.Exchange(ref _ended, null);

    /// <summary>Closes it with a last word. What has come is taken first: a connection that is closed with bytes unread is reset, and the word is lost with it.</summary>
    internal void CloseWith(ReadOnlySpan<byte> word)
    {
        Span<byte> unread = stackalloc byte[4096];
        for (int reads = 0; reads < 4 && Descriptor.Receive(FileDescriptor, unread, out int bytes) == Outcome.Done && bytes == unread.Length; reads++)
        {
            // of no interest
        }
        _ = Descriptor.Send(FileDescriptor, word, out _); // a new connection has room for it
        _ = Libc.Shutdown(FileDescriptor, Libc.ShutdownSending);
        Close();
    }

    /// <summary>The same connection, of which TLS has been ended here. This one is handed on.</summary>
    internal AcceptedSocket Through(LoopSocket tls)
    {
        HandOn().HandOn();
        return new(tls, Remote, Local) { Ended = TakeEnded() };
    }

    /// <summary>Hands its bytes on: to a line, or to what reads and writes them otherwise.</summary>
    internal LoopSocket HandOn() => Interlocked.Exchange(ref _socket, null) ?? throw new InvalidOperationException("The socket was handed on before.");
}
