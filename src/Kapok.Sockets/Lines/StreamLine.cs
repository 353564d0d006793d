using Kapok.Sockets.Buffers;

namespace Kapok.Sockets.Lines;

/// <summary>A WebSocket on a stream that somebody else has opened: a web server, behind its TLS or in HTTP/2; or the client of one.</summary>
/// <remarks>Two tasks, one that reads and one that writes. What is sent goes into a pooled buffer first; the writer holds the buffer while the stream reads from it.</remarks>
/// <param name="stream">The stream, after the handshake. It stays the caller's.</param>
/// <param name="isServer">This is the server of it.</param>
/// <param name="options">Limits.</param>
/// <param name="buffers">Where buffers come from.</param>
/// <param name="time">Clock of the limits.</param>
public sealed class StreamLine(Stream stream, bool isServer, LineOptions options, BufferPool buffers, TimeProvider time)
    : WebSocketLine(options, buffers, isServer, LineState.Open), IDisposable
{
    private const int ReceiveBytes = 1024; // a message of everyday is 20 to 60 bytes; what is longer comes in pieces

    private static readonly TimeSpan FlushAfter = TimeSpan.FromMilliseconds(80);

    private readonly SemaphoreSlim _mayWrite = new(0), _mayRead = new(0);
    private readonly CancellationTokenSource _dead = new();
    private readonly long _began = time.GetTimestamp();
    private int _given, _queued;

    private protected override double NowMs => time.GetElapsedTime(_began).TotalMilliseconds;

    /// <summary>Serves the line until it ends.</summary>
    /// <param name="events">Whoever uses it; told of the end in any case.</param>
    public async Task RunAsync(ILineEvents events)
    {
        Task writing = WriteAsync();
        try
        {
            Open(events);
            await ReadAsync();
        }
        finally
        {
            EndLost();
            await writing;
        }
    }

    /// <inheritdoc/>
    public override void Queued()
    {
        if (Interlocked.Exchange(ref _queued, 1) == 0) _mayWrite.Release();
    }

    /// <inheritdoc/>
    public override void Resume() => _mayRead.Release();

    /// <inheritdoc/>
    public override void Abort()
    {
        try
        {
            _dead.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // it has ended by itself
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The semaphores are left to the collector, which is all they need: whoever sends may hold the line for longer than its connection lives, and must not be thrown at for it.
        _dead.Dispose();
    }

    // All of it is written by the task: the stream may wait, and whoever sends may not.
    private protected override int Give(ReadOnlySpan<byte> bytes)
    {
        if (Interlocked.Exchange(ref _given, 1) == 0) _mayWrite.Release();
        return 0;
    }

    private protected override void LimitClose(TimeSpan time)
    {
        try
        {
            _dead.CancelAfter(time);
        }
        catch (ObjectDisposedException)
        {
            // it has ended by itself
        }
    }

    private protected override void EndSending()
    {
        // A stream has no half of an end; the peer sees it when it answers, or when the time for the close is over.
    }

    private protected override void LetGo() => Abort();

    private async Task ReadAsync()
    {
        PooledBuffer buffer = Buffers.Rent(ReceiveBytes);
        try
        {
            while (State != LineState.Ended)
            {
                int bytes = await stream.ReadAsync(buffer.Memory, _dead.Token);
                if (bytes == 0) return;
                TakeFrames(buffer.Span[..bytes]);
                while (IsPaused && State != LineState.Ended)
                {
                    await _mayRead.WaitAsync(_dead.Token);
                    GoOn();
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // the peer is gone, or the time is over
        }
        finally
        {
            buffer.Release();
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (true)
            {
                await _mayWrite.WaitAsync(_dead.Token);
                // What is only queued waits for a batch that takes it along, though not for long.
                if (Volatile.Read(ref _given) == 0) await _mayWrite.WaitAsync(FlushAfter, _dead.Token);
                Volatile.Write(ref _given, 0);
                if (Interlocked.Exchange(ref _queued, 0) != 0) Flush();
                while (TryHoldUnsent(out PooledBuffer? buffer, out Memory<byte> unsent))
                {
                    try
                    {
                        await stream.WriteAsync(unsent, _dead.Token);
                    }
                    finally
                    {
                        buffer.Release();
                    }
                    WasSent(unsent.Length);
                }
                if (IsDone) Abort(); // both closes are through; whoever reads waits for nothing any more
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
        {
            Abort(); // whoever reads ends the line
        }
    }
}
