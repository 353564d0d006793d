using System.Diagnostics;
using System.Net;
using Kapok.Sockets.Framing;
using Kapok.Sockets.Handshakes;
using Kapok.Sockets.Lines;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Tls;
using Kapok.Tools.Bench.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kapok.Tools.Bench.Tls;

/// <summary>Clients that open WebSockets through TLS one after the other: each up to the answer that opens it, then it is closed and the next begun.</summary>
internal sealed class HandshakeClients : IDisposable
{
    private static readonly LineOptions Limits = new() { HandshakeTime = TimeSpan.FromSeconds(10) };

    private readonly EpollLoop[] _loops;
    private readonly TlsContext _tls;
    private readonly UpgradeTarget _target;
    private long _opened, _resumed, _failed;
    private volatile string? _lastFailure;
    private volatile bool _isEnding;

    /// <summary>Begins.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="inFlight">How many are being opened at any moment.</param>
    /// <param name="loops">Threads that they share.</param>
    /// <param name="version">The newest version that is offered, 0x0303 or 0x0304.</param>
    /// <param name="resumes">Whether each begins with a session from before.</param>
    public HandshakeClients(IPEndPoint server, int inFlight, int loops, int version, bool resumes)
    {
        _tls = TlsContext.ForClient(takesAny: true);
        (_tls.Resumes, _tls.MostVersion) = (resumes, version);
        _target = new(server, $"localhost:{server.Port}", BenchWeb.SocketPath, null, []);
        _loops = [.. Enumerable.Range(0, loops).Select(_ => new EpollLoop(new("clients") { Rest = TimeSpan.Zero }, TimeProvider.System, NullLogger.Instance))];
        for (int number = 0; number < inFlight; number++)
        {
            Visitor visitor = new(this, _loops[number % loops]);
            visitor.Loop.Post(visitor.Begin);
        }
    }

    /// <summary>What was done since another moment.</summary>
    /// <param name="before">That moment, from <see cref="Now"/>.</param>
    public ClientFigures Since(in Moment before)
    {
        Moment now = Now;
        return new(
            Stopwatch.GetElapsedTime(before.At, now.At).TotalSeconds, (now.Cpu - before.Cpu).TotalSeconds, now.Opened - before.Opened, now.Resumed - before.Resumed,
            now.Failed - before.Failed, _lastFailure);
    }

    /// <summary>What has been done so far.</summary>
    public Moment Now => new(
        Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, Interlocked.Read(ref _opened), Interlocked.Read(ref _resumed), Interlocked.Read(ref _failed));

    /// <inheritdoc/>
    public void Dispose()
    {
        _isEnding = true;
        foreach (EpollLoop loop in _loops) loop.Dispose();
        _tls.Dispose();
    }

    /// <summary>Counts at one moment.</summary>
    internal readonly record struct Moment(long At, TimeSpan Cpu, long Opened, long Resumed, long Failed);

    /// <summary>One after the other, all on one loop's thread.</summary>
    private sealed class Visitor(HandshakeClients all, EpollLoop loop) : ILineEvents
    {
        private ClientLine? _line;
        private bool _isOpen;

        public EpollLoop Loop => loop;

        public void Begin() => (_isOpen, _line) = (false, ClientLine.Connect(loop, Limits, all._target, this, all._tls));

        public void Opened()
        {
            _isOpen = true;
            Interlocked.Increment(ref all._opened);
            if (_line!.IsResumed) Interlocked.Increment(ref all._resumed);
            _line.Abort();
        }

        public void Received(Opcode kind, ReadOnlySpan<byte> message)
        {
            // the server says nothing
        }

        public void Faulted(FrameFault fault)
        {
            // told by the end
        }

        public void Ended(LineEnd end)
        {
            if (all._isEnding) return;
            if (!_isOpen)
            {
                all._lastFailure = end.Reason;
                Interlocked.Increment(ref all._failed);
            }
            Begin();
        }
    }
}
