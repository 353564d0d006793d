using System.Buffers;

namespace Kapok.Media.Stage.Rtmp;

/// <summary>One RTMP connection, from its first byte to its last.</summary>
/// <remarks>
/// One task reads, obeys and answers in turn, so a peer that does not read its answers, or sends ahead of time, is held up by its own line. Nothing is thrown out of
/// <see cref="ServeAsync"/>: whatever goes wrong ends this connection.
/// </remarks>
/// <param name="input">What comes.</param>
/// <param name="output">What goes; may be the same.</param>
/// <param name="endSending">Ends what is sent, while the peer may still read it.</param>
/// <param name="directory">Who may publish.</param>
/// <param name="options">Limits.</param>
/// <param name="time">The clock.</param>
/// <param name="published">Told once, when it is on air.</param>
internal sealed class RtmpConnection(
    Stream input, Stream output, Action endSending, IStageDirectory directory, RtmpOptions options, TimeProvider time, Action published) : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly RtmpSession _session = new(directory, time);
    private readonly ChunkReader _chunks = new();
    private readonly CancellationTokenSource _ended = new(options.BeginTime, time);
    private readonly long _began = time.GetTimestamp();
    private long _received, _rateBytes, _rateBegan = time.GetTimestamp();
    private volatile bool _isCut;

    /// <summary>Whose stage it is or was, once that was known.</summary>
    public StageTicket? Ticket => _session.Ticket;

    /// <summary>It was on air.</summary>
    public bool WasOnAir { get; private set; }

    /// <summary>Why it ended; empty when the peer went.</summary>
    public string Farewell => _session.Farewell ?? "";

    /// <summary>Closes it soon. Any thread.</summary>
    public void Cut()
    {
        _isCut = true;
        Cancel();
    }

    /// <summary>Serves it until it ends.</summary>
    public async Task ServeAsync()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            if (await ShakeHandsAsync(buffer).ConfigureAwait(false)) await ReadAsync(buffer).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (!_isCut) Explain();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // the peer is gone
        }
        finally
        {
            _session.Publication?.End();
            if (!_isCut) await SayFarewellAsync(buffer).ConfigureAwait(false);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ended.Dispose();

    private async ValueTask<bool> ShakeHandsAsync(byte[] buffer)
    {
        await input.ReadExactlyAsync(buffer.AsMemory(0, RtmpHandshake.HelloBytes), _ended.Token).ConfigureAwait(false);
        byte[] answer = new byte[RtmpHandshake.AnswerBytes];
        if (!RtmpHandshake.TryAnswer(buffer.AsSpan(0, RtmpHandshake.HelloBytes), (uint)time.GetElapsedTime(_began).TotalMilliseconds, answer)) return false;
        await output.WriteAsync(answer, _ended.Token).ConfigureAwait(false);
        await input.ReadExactlyAsync(buffer.AsMemory(0, RtmpHandshake.PartBytes), _ended.Token).ConfigureAwait(false);
        _received = RtmpHandshake.HelloBytes + RtmpHandshake.PartBytes;
        _session.Count((int)_received);
        return Rearm(options.BeginTime);
    }

    private async Task ReadAsync(byte[] buffer)
    {
        int held = 0;
        while (true)
        {
            int bytes = await input.ReadAsync(buffer.AsMemory(held, BufferBytes - held), _ended.Token).ConfigureAwait(false);
            if (bytes == 0 || !MayCome(bytes)) return;
            _session.Count(bytes);
            (int at, int end) = (0, held + bytes);
            bool goesOn = true;
            while (goesOn && TryNext(buffer, ref at, end, out RtmpMessage message, out goesOn)) goesOn = await TakeAsync(message).ConfigureAwait(false);
            await SendAsync().ConfigureAwait(false);
            if (!goesOn) return;
            held = end - at; // of a header that is not whole: a few bytes
            buffer.AsSpan(at, held).CopyTo(buffer);
        }
    }

    private bool TryNext(byte[] buffer, ref int at, int end, out RtmpMessage message, out bool goesOn)
    {
        ReadOnlySpan<byte> bytes = buffer.AsSpan(at, end - at);
        ChunkReading reading = _chunks.Read(ref bytes, out message);
        at = end - bytes.Length;
        goesOn = reading != ChunkReading.Broken || _session.Refuse(RtmpWords.NoRtmp);
        return reading == ChunkReading.Message;
    }

    private async ValueTask<bool> TakeAsync(RtmpMessage message)
    {
        if (!await _session.TakeAsync(message, _ended.Token).ConfigureAwait(false)) return false;
        if (_session.Publication is not { } publication)
        {
            if (!WasOnAir || _chunks.MostBytes < ChunkReader.MostMessageBytes) return true;
            _chunks.MostBytes = 16 * 1024;
            return Rearm(options.BeginTime); // it may publish again
        }
        if (_chunks.MostBytes < ChunkReader.MostMessageBytes) Publishes(publication);
        bool isSample = message.Type is RtmpType.Audio or RtmpType.Video;
        if (!isSample && message.Type != RtmpType.Command) return true;
        if (!Rearm(options.SilenceTime)) return false;
        if (!isSample || _session.Wait <= TimeSpan.Zero) return true;
        await SendAsync().ConfigureAwait(false);
        await Task.Delay(_session.Wait, time, _ended.Token).ConfigureAwait(false);
        return true;
    }

    private void Publishes(StagePublication publication)
    {
        _chunks.MostBytes = ChunkReader.MostMessageBytes;
        if (!WasOnAir) published();
        WasOnAir = true;
        (_rateBegan, _rateBytes) = (time.GetTimestamp(), 0);
        // A takeover or a new key ends it at once, and not only with the next sample.
        _ = CancelWhenOverAsync(publication);
    }

    private async Task CancelWhenOverAsync(StagePublication publication)
    {
        if (await publication.Over.ConfigureAwait(false) != StageOver.Left) Cancel();
    }

    private bool MayCome(int bytes)
    {
        _received += bytes;
        if (_session.Publication is null) return WasOnAir || _received <= options.MostBytesBefore;
        _rateBytes += bytes;
        TimeSpan passed = time.GetElapsedTime(_rateBegan);
        if (8 * _rateBytes > options.MostBitsPerSecond * options.RateTime.TotalSeconds) return _session.Refuse(RtmpWords.TooFast);
        if (passed >= options.RateTime) (_rateBegan, _rateBytes) = (time.GetTimestamp(), 0);
        return true;
    }

    private async ValueTask SendAsync()
    {
        if (_session.Answers.WrittenCount == 0) return;
        await output.WriteAsync(_session.Answers.WrittenMemory, _ended.Token).ConfigureAwait(false);
        _session.Answers.ResetWrittenCount();
        await output.FlushAsync(_ended.Token).ConfigureAwait(false);
    }

    // Whose time is up is told so, where they have come far enough to understand it.
    private void Explain()
    {
        if (_session.Publication is { Over.IsCompletedSuccessfully: true }) _session.RefuseOver();
        else if (WasOnAir) _session.Refuse(RtmpWords.Silent);
        else if (_received > 0) _session.Refuse(RtmpWords.NotInTime);
    }

    // A connection that is closed with bytes unread is reset, and the last word is lost with it: so what still comes is read for a moment.
    private async Task SayFarewellAsync(byte[] buffer)
    {
        if (_session.Farewell is null) return;
        using CancellationTokenSource patience = new(options.FarewellTime, time);
        try
        {
            await output.WriteAsync(_session.Answers.WrittenMemory, patience.Token).ConfigureAwait(false);
            await output.FlushAsync(patience.Token).ConfigureAwait(false);
            endSending();
            while (await input.ReadAsync(buffer, patience.Token).ConfigureAwait(false) > 0)
            {
                // of no interest
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // gone already
        }
    }

    private bool Rearm(TimeSpan patience)
    {
        if (_ended.IsCancellationRequested) return false;
        _ended.CancelAfter(patience);
        return true;
    }

    private void Cancel()
    {
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // it has ended by itself
        }
    }
}
