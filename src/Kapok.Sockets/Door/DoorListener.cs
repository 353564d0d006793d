using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Native;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Kapok.Sockets.Door;

/// <summary>One endpoint of a front door: accepts, and keeps whoever has not said yet what they want.</summary>
internal sealed partial class DoorListener : ILoopItem, IConnectionListener
{
    private const int MostAcceptedAtOnce = 256;

    private readonly Socket _socket;
    private readonly FrontDoorOptions _options;
    private readonly EpollLoop _loop;
    private readonly ILogger _log;
    private readonly SocketConnectionContextFactory _web;
    private readonly Channel<ConnectionContext> _forWeb = Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<Visitor> _waiting = [];
    private readonly Queue<Visitor> _order = new(); // who waits longest comes first; those who were decided on meanwhile are passed over
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IPEndPoint _local;
    private readonly int _firstReserved = Descriptor.FirstReserved();
    private bool _isPaused;
    private double _resumeMs;

    private DoorListener(Socket socket, FrontDoorOptions options, IConnectionTaker[] takers, SocketTransportOptions sockets, EpollLoop loop, ILogger log)
    {
        (_socket, _options, Takers, _loop, _log, _local) = (socket, options, takers, loop, log, (IPEndPoint)socket.LocalEndPoint!);
        _web = new(
            new SocketConnectionFactoryOptions
            {
                IOQueueCount = sockets.IOQueueCount,
                WaitForDataBeforeAllocatingBuffer = sockets.WaitForDataBeforeAllocatingBuffer,
                MaxReadBufferSize = sockets.MaxReadBufferSize,
                MaxWriteBufferSize = sockets.MaxWriteBufferSize,
                UnsafePreferInlineScheduling = sockets.UnsafePreferInlineScheduling,
            },
            log);
    }

    /// <inheritdoc/>
    public int Number { get; set; }

    /// <inheritdoc/>
    public EndPoint EndPoint => _local;

    /// <summary>Connections that are undecided. Any thread.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Connections accepted so far.</summary>
    public long Accepted { get; private set; }

    /// <summary>Who takes connections.</summary>
    public IConnectionTaker[] Takers { get; }

    public Readiness Wanted => _isPaused ? Readiness.None : Readiness.Readable;

    private int FileDescriptor => (int)_socket.SafeHandle.DangerousGetHandle(); // closed by this class only

    /// <summary>Listens at an address.</summary>
    /// <exception cref="AddressInUseException">Somebody else does.</exception>
    public static DoorListener Bind(EndPoint endpoint, FrontDoorOptions options, IConnectionTaker[] takers, SocketTransportOptions sockets, EpollLoop loop, ILogger log)
    {
        Socket socket;
        try
        {
            socket = sockets.CreateBoundListenSocket(endpoint);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(error.Message, error);
        }
        socket.Listen(options.Backlog);
        socket.Blocking = false;
        DoorListener listener = new(socket, options, takers, sockets, loop, log);
        loop.Post(() => loop.Add(listener, listener.FileDescriptor));
        return listener;
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _forWeb.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_forWeb.Reader.TryRead(out ConnectionContext? connection)) return connection;
        }
        return null;
    }

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _loop.Post(Abandon);
        return new(_closed.Task);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        while (_forWeb.Reader.TryRead(out ConnectionContext? connection)) await connection.DisposeAsync();
        _web.Dispose();
    }

    public void Ready(Readiness happened)
    {
        int accepted = 0;
        for (; !_isPaused && accepted < MostAcceptedAtOnce && TryAccept(out AcceptedSocket? socket); accepted++)
        {
            Visitor visitor = new(socket, this);
            if (visitor.TryDecide()) continue; // most have spoken by the time they are accepted
            _waiting.Add(visitor);
            _order.Enqueue(visitor);
            _loop.Add(visitor, socket.FileDescriptor);
        }
        while (_waiting.Count > _options.MostWaiting && _order.TryDequeue(out Visitor? oldest))
        {
            if (_waiting.Contains(oldest)) oldest.GiveToWeb();
        }
        while (_order.TryPeek(out Visitor? first) && !_waiting.Contains(first)) _order.Dequeue();
        Accepted += accepted;
    }

    public void Sweep(double nowMs)
    {
        if (!_isPaused || nowMs < _resumeMs || Descriptor.NextNumber(FileDescriptor) >= _firstReserved) return;
        _isPaused = false;
        _loop.Rewatch(this, FileDescriptor);
    }

    public void Abandon()
    {
        if (_closed.Task.IsCompleted) return;
        foreach (Visitor visitor in _waiting.ToArray()) visitor.Abandon();
        _loop.Remove(this, FileDescriptor);
        _socket.Dispose();
        _forWeb.Writer.TryComplete();
        _closed.TrySetResult();
    }

    /// <summary>Somebody was decided on.</summary>
    internal void Forget(Visitor visitor, int descriptor)
    {
        _waiting.Remove(visitor);
        _loop.Remove(visitor, descriptor);
    }

    /// <summary>Gives a connection to the web server.</summary>
    internal void GiveToWeb(AcceptedSocket socket)
    {
        try
        {
            ConnectionContext connection = _web.Create(socket.ToSocket());
            if (!_forWeb.Writer.TryWrite(connection)) connection.Abort();
        }
        catch (SocketException)
        {
            // gone already
        }
    }

    /// <summary>Until when somebody may stay undecided who is silent, or who spoke just now.</summary>
    internal double DeadlineMs(bool hasSpoken) => _loop.NowMs + (hasSpoken ? _options.UndecidedTime : _options.SilenceTime).TotalMilliseconds;

    private unsafe bool TryAccept([NotNullWhen(true)] out AcceptedSocket? socket)
    {
        socket = null;
        byte* address = stackalloc byte[KernelAddress.MaxBytes];
        while (true)
        {
            uint addressBytes = KernelAddress.MaxBytes;
            int descriptor = Libc.Accept(FileDescriptor, address, &addressBytes, Libc.NonBlocking | Libc.CloseOnExec);
            if (descriptor >= 0)
            {
                if (descriptor >= _firstReserved) Pause("only those are left that are reserved"); // this one is served, the next ones wait
                socket = new(descriptor, KernelAddress.Read(new(address, (int)addressBytes)) ?? new(IPAddress.None, 0), _local);
                return true;
            }
            int error = Marshal.GetLastPInvokeError();
            if (error == Libc.Interrupted) continue;
            if (error is Libc.TooManyInProcess or Libc.TooManyInSystem or Libc.NoBuffers or Libc.OutOfMemory) Pause(Marshal.GetPInvokeErrorMessage(error));
            return false; // none is left, or that one has failed: of others the loop is told again
        }
    }

    // The connection stays in the backlog and would be told of again at once: without a pause the thread would spin until a descriptor is free.
    private void Pause(string why)
    {
        NoDescriptor(_log, why);
        (_isPaused, _resumeMs) = (true, _loop.NowMs + _options.PauseTime.TotalMilliseconds);
        _loop.Rewatch(this, FileDescriptor);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "New connections have to wait for a file descriptor: {Why}. More may be allowed with LimitNOFILE or ulimit -n")]
    private static partial void NoDescriptor(ILogger log, string why);
}
