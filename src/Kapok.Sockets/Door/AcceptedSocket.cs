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

    internal AcceptedSocket(int descriptor, IPEndPoint remote, IPEndPoint local) => (_descriptor, Remote, Local) = (descriptor, remote, local);

    /// <summary>Address of the peer.</summary>
    public IPEndPoint Remote { get; }

    /// <summary>Address at which it was accepted.</summary>
    public IPEndPoint Local { get; }

    /// <summary>The descriptor, for as long as it is not handed on.</summary>
    internal int FileDescriptor => _descriptor;

    /// <summary>Hands it to an epoll loop as a WebSocket whose request is still to be read.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="options">Limits.</param>
    /// <param name="host">Decides on the request.</param>
    public void OpenLine(EpollLoop loop, LineOptions options, ILineHost host) => ServerLine.Adopt(loop, options, HandOn(), Remote, Local, host);

    /// <summary>Hands it on as a socket of the framework. It never blocks: use the calls that end in Async.</summary>
    public Socket ToSocket()
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
        int descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0) _ = Libc.Close(descriptor);
    }

    private int HandOn()
    {
        int descriptor = Interlocked.Exchange(ref _descriptor, -1);
        return descriptor >= 0 ? descriptor : throw new InvalidOperationException("The socket was handed on before.");
    }
}
