using System.Diagnostics;
using System.Threading.Channels;

namespace Kapok.Media.Stage.Ffmpeg;

/// <summary>One run of ffmpeg: takes a broadcast's samples and gives back what it makes of them.</summary>
/// <remarks>Whoever offers never waits: what it is too slow for is dropped, pictures up to the next whole one. <see cref="Offer"/> is for one thread.</remarks>
internal sealed class FfmpegChild : IDisposable
{
    private const int MostWaiting = 512; // samples: some seconds
    private const int MostWaitingBytes = 6 << 20;
    private const int MostWords = 300, MostLines = 8;

    // A limit of address space and no core file; and whatever it does, rooms and voices come first.
    private const string Shell = "/bin/sh", Limits = "ulimit -v 3000000; ulimit -c 0; exec nice -n 10 \"$0\" \"$@\"";

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10), Watch = TimeSpan.FromSeconds(2);

    private readonly FfmpegPlan _plan;
    private readonly StageFormat _format;
    private readonly string _program;
    private readonly MatroskaReader _reader;
    private readonly TimeProvider _time;
    private readonly Channel<StageSample> _waiting = Channel.CreateBounded<StageSample>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Queue<string> _words = new();
    private readonly CancellationTokenSource _end = new();
    private int _waitingBytes;
    private long _silentSince, _isFed;
    private bool _waitsForKey = true;

    /// <summary>Prepares a run.</summary>
    public FfmpegChild(string program, FfmpegPlan plan, StageFormat format, IMatroskaSink sink, TimeProvider time) =>
        (_program, _plan, _format, _reader, _time) = (program, plan, format, new(sink), time);

    /// <summary>The process; 0 while it does not run.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Samples that it was too slow for.</summary>
    public int Dropped { get; private set; }

    /// <summary>What it said last, one line.</summary>
    public string LastWords
    {
        get
        {
            lock (_words) return string.Join(" | ", _words);
        }
    }

    /// <summary>Gives it a sample, if it wants it and has room.</summary>
    public void Offer(in StageSample sample)
    {
        if (sample.IsVideo ? !_plan.TakesVideo : !_plan.TakesAudio) return;
        if (_plan.TakesVideo && _waitsForKey && !(sample.IsVideo && sample.IsKey)) return;
        if (Volatile.Read(ref _waitingBytes) + sample.Data.Length > MostWaitingBytes || !_waiting.Writer.TryWrite(sample))
        {
            Dropped++;
            _waitsForKey |= sample.IsVideo;
            return;
        }
        Interlocked.Add(ref _waitingBytes, sample.Data.Length);
        _waitsForKey = false;
    }

    /// <summary>Runs it until it ends, is ended, or sends what cannot be read.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using CancellationTokenRegistration stopping = stop.Register(End);
        using Process process = new() { StartInfo = StartInfo() };
        process.Start();
        ProcessId = process.Id;
        _silentSince = _time.GetTimestamp();
        using ITimer watch = _time.CreateTimer(_ => EndIfSilent(), null, Watch, Watch);
        try
        {
            Task writing = WriteAsync(process.StandardInput.BaseStream), listening = ListenAsync(process.StandardError);
            await ReadAsync(process.StandardOutput.BaseStream);
            End();
            await Task.WhenAll(writing, listening);
        }
        finally
        {
            ProcessId = 0;
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Ends it.</summary>
    public void End()
    {
        _waiting.Writer.TryComplete();
        _end.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();

    private ProcessStartInfo StartInfo()
    {
        bool hasShell = File.Exists(Shell);
        ProcessStartInfo start = new(hasShell ? Shell : _program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in hasShell ? (string[])["-c", Limits, _program] : []) start.ArgumentList.Add(argument);
        foreach (string argument in _plan.Arguments(_format)) start.ArgumentList.Add(argument);
        return start;
    }

    private async Task WriteAsync(Stream input)
    {
        try
        {
            await input.WriteAsync(MatroskaWriter.Head(_format, _plan.TakesVideo, _plan.TakesAudio), _end.Token);
            await foreach (StageSample sample in _waiting.Reader.ReadAllAsync(_end.Token))
            {
                Interlocked.Add(ref _waitingBytes, -sample.Data.Length);
                await input.WriteAsync(MatroskaWriter.Before(sample), _end.Token);
                await input.WriteAsync(sample.Data, _end.Token);
                await input.FlushAsync(_end.Token);
                Interlocked.Exchange(ref _isFed, 1);
            }
        }
        catch (Exception over) when (over is IOException or OperationCanceledException)
        {
            // it ended, or is to end
        }
        finally
        {
            await CloseAsync(input);
        }
    }

    private static async Task CloseAsync(Stream input)
    {
        try
        {
            await input.DisposeAsync();
        }
        catch (IOException)
        {
            // it is gone already
        }
    }

    private async Task ReadAsync(Stream output)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await output.ReadAsync(buffer, _end.Token) is > 0 and int count)
            {
                Volatile.Write(ref _silentSince, _time.GetTimestamp());
                Interlocked.Exchange(ref _isFed, 0);
                if (_reader.Feed(buffer.AsSpan(0, count))) continue;
                Note("what it sends cannot be read");
                return;
            }
        }
        catch (Exception over) when (over is IOException or OperationCanceledException)
        {
            // as above
        }
    }

    private async Task ListenAsync(StreamReader words)
    {
        char[] buffer = new char[MostWords];
        try
        {
            // By pieces and not by lines: a line could be as long as it likes.
            while (await words.ReadAsync(buffer, _end.Token) is > 0 and int count)
                foreach (string line in new string(buffer, 0, count).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) Note(line);
        }
        catch (Exception over) when (over is IOException or OperationCanceledException)
        {
            // as above
        }
    }

    private void Note(string line)
    {
        lock (_words)
        {
            _words.Enqueue(line);
            if (_words.Count > MostLines) _words.Dequeue();
        }
    }

    private void EndIfSilent()
    {
        if (Interlocked.Read(ref _isFed) == 0 || _time.GetElapsedTime(Volatile.Read(ref _silentSince)) < LongestSilence) return;
        Note("it takes and gives nothing");
        End();
    }
}
