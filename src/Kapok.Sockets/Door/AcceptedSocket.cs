using System.Net;
using System.Net.Sockets;
using Kapok.Sockets.Lines;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Native;

namespace Kapok.Sockets.Door;

/// <summary>A connection that was accepted and belongs to nobody yet. It is handed on once, or closed.</summary>
public sealed class AcceptedSocket
{
    private int _descriptor;
    private Action? _ended;

    internal AcceptedSocket(int descriptor, IPEndPoint remote, IPEndPoint local) => (_descriptor, Remote, Local) = (descriptor, remote, local);

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
    internal int FileDescriptor => _descriptor;

    /// <summary>Hands it to an epoll loop as a WebSocket whose request is still to be read.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="options">Limits.</param>
    /// <param name="host">Decides on the request.</param>
    public void OpenLine(EpollLoop loop, LineOptions options, ILineHost host) =>
        ServerLine.Adopt(loop, options, HandOn(), Remote, Local, host, Interlocked.Exchange(ref _ended, null));

    /// <summary>Hands it on as a socket of the framework. It never blocks: use the calls that end in Async.</summary>
    public Socket ToSocket()
    {
        Interlocked.Exchange(ref _ended, null)?.Invoke();
        return ToSocketStillCounted();
    }

    /// <summary>The same, by somebody who calls what <see cref="TakeEnded"/> gave.</summary>
    internal Socket ToSocketStillCounted()
    {
        SafeSocketHandle handle = new(HandOn(), ownsHandle: true);
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
        int descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0) _ = Libc.Close(descriptor);
    }

    /// <summary>Takes over what is to be called when it has ended.</summary>
    internal Action? TakeEnded() => Interlocked.Exchange(ref _ended, null);

    /// <summary>Closes it with a last word. What has come is taken first: a connection that is closed with bytes unread is reset, and the word is lost with it.</summary>
    internal void CloseWith(ReadOnlySpan<byte> word)
    {
        Span<byte> unread = stackalloc byte[4096];
        for (int reads = 0; reads < 4 && Descriptor.Receive(_descriptor, unread, out int bytes) == Outcome.Done && bytes == unread.Length; reads++)
        {
            // of no interest
        }
        _ = Descriptor.Send(_descriptor, word, out _); // a new connection has room for it
        _ = Libc.Shutdown(_descriptor, Libc.ShutdownSending);
        Close();
    }

    private int HandOn()
    {
        int descriptor = Interlocked.Exchange(ref _descriptor, -1);
        return descriptor >= 0 ? descriptor : throw new InvalidOperationException("The socket was handed on before.");
    }
}
