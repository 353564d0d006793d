using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Native;
using Kapok.Sockets.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Kapok.Sockets.Door;

/// <summary>One endpoint of a front door: accepts, and keeps whoever has not said yet what they want.</summary>
internal sealed partial class DoorListener : ILoopItem, IConnectionListener
{
    private const int MostAcceptedAtOnce = 256, MostRefusedAtOnce = 32;
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);

    private readonly Socket _socket;
    private readonly FrontDoorOptions _options;
    private readonly EpollLoop _loop;
    private readonly ILogger _log;
    private readonly SocketConnectionContextFactory _web;
    private readonly Channel<ConnectionContext> _forWeb = Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions { SingleReader = true });
    private readonly AddressGroups _groups;
    private readonly LinkedList<Visitor> _waiting = []; // who waits longest comes first
    private readonly LinkedList<Visitor> _refused = []; // likewise; they wait to be answered
    private readonly LinkedList<Visitor> _held = []; // likewise; their handshakes wait for their turn
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IPEndPoint _local;
    private readonly int _firstReserved, _mostWaiting, _mostWaitingOfAddress, _mostOfAddress, _mostHeld, _mostHeldOfAddress;
    private long _secureConnections;
    private bool _isPaused;
    private double _resumeMs, _tellMs;

    private DoorListener(Socket socket, FrontDoorOptions options, IConnectionTaker[] takers, TlsEntrance? tls, AddressGroups groups, SocketTransportOptions sockets, EpollLoop loop,
        ILogger log)
    {
        (_socket, _options, Takers, Tls, _groups, _loop, _log, _local) = (socket, options, takers, tls, groups, loop, log, (IPEndPoint)socket.LocalEndPoint!);
        _firstReserved = DescriptorLimit.FirstReserved(options.MostDescriptors);
        _mostWaiting = Math.Min(options.MostWaiting, _firstReserved / 2);
        (_mostWaitingOfAddress, _mostOfAddress) = (Math.Min(options.MostWaitingOfAddress, _firstReserved / 4), Math.Min(options.MostOfAddress, _firstReserved / 4));
        if (tls is not null) (_mostHeld, _mostHeldOfAddress) = (ServedInTime(tls.Options.Rate.PerSecond), ServedInTime(tls.Options.Rate.PerSecondOfAddress));
        _web = new(OptionsOf(sockets), log);
    }

    // What the transport's own listener makes them by: it is not public. Through the public way connections get their buffers from the shared pool of arrays, which keeps
    // eight of a size: with a thousand viewers of a stage it allocated 275 MB a second.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern SocketConnectionFactoryOptions OptionsOf(SocketTransportOptions sockets);

    /// <summary>What is answered to whoever finds no room.</summary>
    public static ReadOnlySpan<byte> Refusal =>
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\nContent-Length: 51\r\n\r\nThis server is full. Please try again in a moment.\n"u8;

    /// <summary>What is answered to whoever speaks in the clear where TLS is spoken.</summary>
    public static ReadOnlySpan<byte> SpeaksTls =>
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\nContent-Length: 60\r\n\r\nThis address speaks HTTPS: open it with https:// before it.\n"u8;

    /// <inheritdoc/>
    public int Number { get; set; }

    /// <inheritdoc/>
    public EndPoint EndPoint => _local;

    /// <summary>Connections that are undecided. Any thread.</summary>
    public int Waiting => _waiting.Count + _held.Count;

    /// <summary>Connections accepted so far.</summary>
    public long Accepted { get; private set; }

    /// <summary>Who takes connections.</summary>
    public IConnectionTaker[] Takers { get; }

    /// <summary>Ends TLS; null where nobody does, or the web server does.</summary>
    public TlsEntrance? Tls { get; }

    public Readiness Wanted => _isPaused ? Readiness.None : Readiness.Readable;

    private int FileDescriptor => (int)_socket.SafeHandle.DangerousGetHandle(); // closed by this class only

    /// <summary>Listens at an address.</summary>
    /// <exception cref="AddressInUseException">Somebody else does.</exception>
    public static DoorListener Bind(EndPoint endpoint, FrontDoorOptions options, IConnectionTaker[] takers, TlsEntrance? tls, AddressGroups groups,
        SocketTransportOptions sockets, EpollLoop loop, ILogger log)
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
        DoorListener listener = new(socket, options, takers, tls, groups, sockets, loop, log);
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
        for (; !_isPaused && accepted < MostAcceptedAtOnce && TryAccept(out AcceptedSocket? socket); accepted++) Receive(socket);
        Accepted += accepted;
    }

    public void Sweep(double nowMs)
    {
        for (LinkedListNode<Visitor>? one = _held.First, next; one is not null; one = next)
        {
            next = one.Next;
            one.Value.TryDecide(); // its turn may have come, the oldest first
        }
        HasQueue = Tls?.Rate.IsSpent(nowMs) == true;
        if (!_isPaused || nowMs < _resumeMs || Descriptor.NextNumber(FileDescriptor) >= _firstReserved) return;
        _isPaused = false;
        _loop.Rewatch(this, FileDescriptor);
    }

    public void Abandon()
    {
        if (_closed.Task.IsCompleted) return;
        while ((_waiting.First ?? _held.First ?? _refused.First) is { Value: { } visitor }) visitor.Abandon();
        _loop.Remove(this, FileDescriptor);
        _socket.Dispose();
        _forWeb.Writer.TryComplete();
        _closed.TrySetResult();
    }

    /// <summary>Somebody was decided on.</summary>
    internal void Forget(Visitor visitor)
    {
        LeaveOrder(visitor);
        if (visitor.IsHeld) visitor.Group.Held--;
        _groups.Tidy(visitor.Group);
        _loop.Remove(visitor, visitor.FileDescriptor);
    }

    /// <summary>Lets somebody wait for their turn, behind those who wait already; nobody who comes later takes it from them.</summary>
    /// <returns>False when so many wait that theirs would come too late, or too many of the address.</returns>
    internal bool TryHold(Visitor visitor, AcceptedSocket socket)
    {
        bool isLimited = !Tls!.Rate.IsExempt(socket.Remote.Address);
        if (_held.Count >= _mostHeld || (isLimited && visitor.Group.Held >= _mostHeldOfAddress) || !TryCount(socket, visitor.Group)) return false;
        visitor.Group.Held++;
        LeaveOrder(visitor);
        _held.AddLast(visitor.InOrder);
        return true;
    }

    /// <summary>Counts a connection against its address until it has ended.</summary>
    /// <returns>False when there are too many of it.</returns>
    internal bool TryCount(AcceptedSocket socket, AddressGroup group)
    {
        if (!_groups.TryCount(group, IsExempt(socket) ? int.MaxValue : _mostOfAddress)) return false;
        socket.Ended = () => _groups.Discount(group);
        return true;
    }

    /// <summary>Gives a connection to the web server.</summary>
    internal void GiveToWeb(AcceptedSocket socket)
    {
        Action? ended = socket.TakeEnded();
        try
        {
            TryOffer(_web.Create(socket.ToSocketStillCounted()), ended);
        }
        catch (SocketException)
        {
            ended?.Invoke(); // gone already
        }
    }

    /// <summary>The same of a connection whose TLS was ended here.</summary>
    internal void GiveToWeb(AcceptedSocket socket, TlsSocket tls, EpollLoop loop)
    {
        Action? ended = socket.TakeEnded();
        socket.HandOn();
        TlsWebConnection connection = new(CorrelationOf(Interlocked.Increment(ref _secureConnections)), tls, loop, socket.Remote, socket.Local);
        connection.Start();
        if (!TryOffer(connection, ended)) _ = connection.DisposeAsync().AsTask(); // it has a socket of its own, which nobody else would close
    }

    /// <summary>Handshakes wait for what all have in common: whoever comes now waits behind them.</summary>
    internal bool HasQueue { get; private set; }

    /// <summary>Room to look at a ClientHello; the door's thread owns it.</summary>
    internal Span<byte> LookRoom => _loop.ReceiveBuffer;

    /// <summary>Milliseconds of the door's clock.</summary>
    internal double NowMs => _loop.NowMs;

    /// <summary>Until when somebody is waited for.</summary>
    internal double DeadlineMs(Patience patience) => _loop.NowMs + (patience switch
    {
        Patience.Silent => _options.SilenceTime,
        Patience.Undecided => _options.UndecidedTime,
        Patience.Turn => Tls!.Options.HandshakeTime,
        _ => _options.RefusalTime,
    }).TotalMilliseconds;

    private static void LeaveOrder(Visitor visitor)
    {
        visitor.InOrder.List?.Remove(visitor.InOrder);
        visitor.InGroup.List?.Remove(visitor.InGroup);
    }

    /// <returns>False when nobody accepts any more: it is aborted.</returns>
    private bool TryOffer(ConnectionContext connection, Action? ended)
    {
        if (ended is not null) connection.ConnectionClosed.UnsafeRegister(static state => ((Action)state!)(), ended);
        if (_forWeb.Writer.TryWrite(connection)) return true;
        connection.Abort();
        return false;
    }

    private int ServedInTime(double handshakesPerSecond) => (int)Math.Clamp(handshakesPerSecond * Tls!.Options.HandshakeTime.TotalSeconds, 1d, _firstReserved / 2d);

    private bool IsExempt(AcceptedSocket socket) => _options.IsExempt?.Invoke(socket.Remote.Address) == true;

    private void Receive(AcceptedSocket socket)
    {
        // At the limit whoever says nothing makes room; when all are at work, there is none, and that is said.
        bool isRefused = socket.FileDescriptor >= _firstReserved && !TryMakeRoom();
        Visitor visitor = new(socket, this, _groups.Of(socket.Remote.Address), isRefused);
        if (visitor.TryDecide()) return; // most have spoken by the time they are accepted
        LinkedList<Visitor> order = isRefused ? _refused : _waiting;
        if (!visitor.IsHeld) order.AddLast(visitor.InOrder);
        if (!visitor.IsHeld && !isRefused) visitor.Group.Waiting.AddLast(visitor.InGroup);
        _loop.Add(visitor, socket.FileDescriptor);
        if (visitor.Group.Waiting.Count > _mostWaitingOfAddress && !IsExempt(socket)) visitor.Group.Waiting.First!.Value.Abandon();
        else if (order.Count > (isRefused ? MostRefusedAtOnce : _mostWaiting)) order.First!.Value.Abandon();
    }

    private string CorrelationOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{_local.Port}-{number}");

    private bool TryMakeRoom()
    {
        if (_loop.NowMs >= _tellMs)
        {
            _tellMs = _loop.NowMs + TellEvery.TotalMilliseconds;
            NoDescriptor(_log, "only those are left that are reserved");
        }
        if (_waiting.First is not { Value: { } oldest }) return false;
        oldest.Abandon();
        return true;
    }

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
                socket = new(new PlainSocket(descriptor), KernelAddress.Read(new(address, (int)addressBytes)) ?? new(IPAddress.None, 0), _local);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "New connections find no file descriptor: {Why}. More may be allowed with LimitNOFILE or ulimit -n")]
    private static partial void NoDescriptor(ILogger log, string why);
}
