using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Native;
using Kapok.Sockets.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Kapok.Sockets.Door;

/// <summary>A connection of the web server whose TLS the door has ended: two pipes of decrypted bytes.</summary>
/// <remarks>
/// The loop's thread fills the one with what comes, for as long as the web server takes it; a task empties the other into the socket. Features tell the web server that there is
/// TLS outside, and whether it speaks HTTP/2.
/// </remarks>
internal sealed class TlsWebConnection : DefaultConnectionContext, ILoopItem, ITlsConnectionFeature, ITlsApplicationProtocolFeature
{
    private const int RecordBytes = 16 * 1024, PipeBytes = 64 * 1024, FillsAtOnce = 8;
    private static readonly TimeSpan LastWordTime = TimeSpan.FromSeconds(10);
    private static readonly PipeOptions PipeLimits = new(pauseWriterThreshold: PipeBytes, resumeWriterThreshold: PipeBytes / 2, useSynchronizationContext: false);

    private readonly EpollLoop _loop;
    private readonly TlsSocket _tls;
    private readonly Pipe _received = new(PipeLimits), _sent = new(PipeLimits);
    private readonly CancellationTokenSource _closed = new(); // it and the next hold nothing but memory, and are left to the collector: others may still come to them
    private readonly SemaphoreSlim _mayWrite = new(0);
    private Task _sending = Task.CompletedTask;
    private bool _isFull, _hasPeerEnded, _hasAllReceived, _isGone; // the loop's thread only
    private volatile bool _isAborted;

    public TlsWebConnection(string id, TlsSocket tls, EpollLoop loop, IPEndPoint remote, IPEndPoint local)
        : base(id)
    {
        (_tls, _loop, RemoteEndPoint, LocalEndPoint, ConnectionClosed) = (tls, loop, remote, local, _closed.Token);
        Transport = new Ends(_received.Reader, _sent.Writer);
        IsHttp2 = tls.IsHttp2;
        Features.Set<ITlsConnectionFeature>(this);
        Features.Set<ITlsApplicationProtocolFeature>(this);
    }

    /// <inheritdoc/>
    public int Number { get; set; }

    public Readiness Wanted => Readiness.Readable | Readiness.Writable | Readiness.PeerEnded | Readiness.OnChange;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> ApplicationProtocol => IsHttp2 ? "h2"u8.ToArray() : "http/1.1"u8.ToArray();

    /// <summary>Nobody is asked for one.</summary>
    public X509Certificate2? ClientCertificate { get; set; }

    private bool IsHttp2 { get; }

    /// <inheritdoc/>
    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult<X509Certificate2?>(null);

    /// <summary>Begins. Any thread.</summary>
    public void Start()
    {
        _sending = SendAsync();
        _loop.Post(() =>
        {
            _loop.Add(this, _tls.Descriptor);
            if (_tls.HasHeld && Number != 0) _loop.Again(this);
        });
    }

    public void Ready(Readiness happened)
    {
        // The end of what comes is told of once only, and perhaps together with the last of it.
        _hasPeerEnded |= (happened & (Readiness.PeerEnded | Readiness.HungUp | Readiness.Failed)) != 0;
        if ((happened & Readiness.Writable) != 0) LetWrite();
        if ((happened & ~Readiness.Writable) != 0 || _tls.HasHeld) Fill(); // receiving may have waited for room to answer
    }

    public void Sweep(double nowMs)
    {
        // the web server has limits of its own
    }

    public void Abandon()
    {
        _loop.Remove(this, _tls.Descriptor);
        Abort(new ConnectionAbortedException("The server ends."));
    }

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        _isAborted = true;
        _sent.Reader.CancelPendingRead();
        LetWrite();
        _loop.Post(() => EndReceiving(abortReason));
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await Transport.Input.CompleteAsync();
        await Transport.Output.CompleteAsync();
        try
        {
            await _sending.WaitAsync(LastWordTime);
        }
        catch (TimeoutException)
        {
            Abort(new ConnectionAbortedException("The peer does not take what it asked for."));
            await _sending;
        }
        TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() =>
        {
            LetGo();
            gone.TrySetResult();
        });
        await gone.Task;
        await base.DisposeAsync();
    }

    private void Fill()
    {
        for (int fills = 0; !_isFull && !_hasAllReceived; fills++)
        {
            if (fills == FillsAtOnce)
            {
                _loop.Again(this); // nobody keeps the others waiting
                return;
            }
            Outcome outcome = _tls.Receive(_received.Writer.GetSpan(), out int bytes, out bool isMore);
            if (outcome == Outcome.WouldBlock) return;
            if (outcome != Outcome.Done)
            {
                EndReceiving(outcome == Outcome.Ended ? null : new ConnectionResetException(_tls.Fault ?? "The connection was cut."));
                return;
            }
            _received.Writer.Advance(bytes);
            ValueTask<FlushResult> flush = _received.Writer.FlushAsync();
            if (!flush.IsCompleted) _ = WaitForRoomAsync(flush);
            else if (flush.GetAwaiter().GetResult().IsCompleted) EndReceiving(null);
            else if (!isMore && !_hasPeerEnded) return;
        }
    }

    private async Task WaitForRoomAsync(ValueTask<FlushResult> flush)
    {
        _isFull = true;
        FlushResult flushed = await flush;
        _loop.Post(() =>
        {
            _isFull = false;
            if (flushed.IsCompleted) EndReceiving(null);
            else Fill(); // nothing tells of what came meanwhile
        });
    }

    // On the loop's thread, or after its end.
    private void EndReceiving(Exception? why)
    {
        if (_hasAllReceived) return;
        _hasAllReceived = true;
        _received.Writer.Complete(why);
        if (why is not null)
        {
            _isAborted = true;
            _sent.Reader.CancelPendingRead();
            LetWrite();
        }
        ThreadPool.UnsafeQueueUserWorkItem(static closed => closed.Cancel(), _closed, preferLocal: false);
    }

    private void LetGo()
    {
        EndReceiving(null);
        if (_isGone) return;
        _isGone = true;
        _loop.Remove(this, _tls.Descriptor);
        if (!_isAborted) _tls.EndSending();
        else _tls.Cut();
        _tls.Close();
    }

    private void LetWrite()
    {
        if (_mayWrite.CurrentCount == 0) _mayWrite.Release();
    }

    private async Task SendAsync()
    {
        byte[] record = ArrayPool<byte>.Shared.Rent(RecordBytes);
        bool isFirst = IsHttp2;
        try
        {
            while (!_isAborted)
            {
                ReadResult read = await _sent.Reader.ReadAsync();
                ReadOnlySequence<byte> rest = read.Buffer;
                while (!rest.IsEmpty && !_isAborted)
                {
                    int bytes = (int)Math.Min(rest.Length, RecordBytes);
                    rest.Slice(0, bytes).CopyTo(record);
                    if (isFirst) FirstSettings.WithoutWebSockets(record.AsSpan(0, bytes));
                    isFirst = false;
                    if (!await TrySendAsync(record.AsMemory(0, bytes))) return;
                    rest = rest.Slice(bytes);
                }
                _sent.Reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(record);
            await _sent.Reader.CompleteAsync();
        }
    }

    private async ValueTask<bool> TrySendAsync(ReadOnlyMemory<byte> record)
    {
        while (!_isAborted)
        {
            Outcome outcome = _tls.Send(record.Span, out int bytes);
            if (outcome == Outcome.Broken) return false; // the loop is told of it too, and ends what comes
            if (bytes == record.Length) return true;
            record = record[bytes..];
            await _mayWrite.WaitAsync();
        }
        return false;
    }

    private sealed class Ends(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
