using System.Runtime.InteropServices;

namespace Kapok.Sockets.Native;

/// <summary>How a call on a socket that never waits ended.</summary>
internal enum Outcome
{
    /// <summary>Some bytes went through.</summary>
    Done,

    /// <summary>None did: the call would have had to wait.</summary>
    WouldBlock,

    /// <summary>The peer has ended its half; only of receiving.</summary>
    Ended,

    /// <summary>The connection is gone.</summary>
    Broken,
}

/// <summary>Calls on a connected TCP socket that never wait and never throw.</summary>
internal static unsafe class Descriptor
{
    private const int SocketLevel = 1, SocketError = 4, TcpLevel = 6, TcpNoDelay = 1, TcpUnsentLowWater = 25;

    /// <summary>Takes bytes out of the socket.</summary>
    public static Outcome Receive(int descriptor, Span<byte> to, out int bytes) => Receive(descriptor, to, Libc.DontWait, out bytes);

    /// <summary>Looks at bytes; they stay in the socket.</summary>
    public static Outcome Peek(int descriptor, Span<byte> to, out int bytes) => Receive(descriptor, to, Libc.DontWait | Libc.Peek, out bytes);

    /// <summary>Gives bytes to the socket: all, or as many as it has room for.</summary>
    public static Outcome Send(int descriptor, ReadOnlySpan<byte> from, out int bytes)
    {
        bytes = 0;
        fixed (byte* first = from)
        {
            while (true)
            {
                nint sent = Libc.Send(descriptor, first, (nuint)from.Length, Libc.DontWait | Libc.NoSignal);
                if (sent >= 0)
                {
                    bytes = (int)sent;
                    return Outcome.Done;
                }
                int error = Marshal.GetLastPInvokeError();
                if (error == Libc.Interrupted) continue;
                // The kernel is short of memory for the moment: as with a full buffer, the socket says when it has room again.
                return error is Libc.TryAgain or Libc.NoBuffers or Libc.OutOfMemory ? Outcome.WouldBlock : Outcome.Broken;
            }
        }
    }

    /// <summary>The error that a connect which went on in the background ended with; 0 when it is connected.</summary>
    public static int TakeError(int descriptor)
    {
        int error = 0;
        uint size = sizeof(int);
        return Libc.GetOption(descriptor, SocketLevel, SocketError, &error, &size) == 0 ? error : Marshal.GetLastPInvokeError();
    }

    /// <summary>The number that a new descriptor would have.</summary>
    /// <returns>A very high one when there is none left.</returns>
    public static int NextNumber(int any)
    {
        int number = Libc.Duplicate(any);
        if (number < 0) return int.MaxValue;
        _ = Libc.Close(number);
        return number;
    }

    /// <summary>Small messages leave at once (RFC 9293, section 3.7.4: without Nagle's algorithm).</summary>
    public static void SendAtOnce(int descriptor) => Set(descriptor, TcpNoDelay, 1);

    /// <summary>The socket takes nothing more while it holds so many bytes that were not sent yet (<c>TCP_NOTSENT_LOWAT</c>).</summary>
    public static void LimitUnsent(int descriptor, int bytes) => Set(descriptor, TcpUnsentLowWater, bytes);

    private static void Set(int descriptor, int option, int value) => _ = Libc.SetOption(descriptor, TcpLevel, option, &value, sizeof(int));

    private static Outcome Receive(int descriptor, Span<byte> to, int flags, out int bytes)
    {
        bytes = 0;
        fixed (byte* first = to)
        {
            while (true)
            {
                nint received = Libc.Receive(descriptor, first, (nuint)to.Length, flags);
                if (received > 0)
                {
                    bytes = (int)received;
                    return Outcome.Done;
                }
                if (received == 0) return Outcome.Ended;
                int error = Marshal.GetLastPInvokeError();
                if (error != Libc.Interrupted) return error == Libc.TryAgain ? Outcome.WouldBlock : Outcome.Broken;
            }
        }
    }
}
