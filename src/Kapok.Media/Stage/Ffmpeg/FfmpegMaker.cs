namespace Kapok.Media.Stage.Ffmpeg;

/// <summary>Makes what some viewers of a broadcast lack, by one ffmpeg at a time: started with the publisher, started again when it fails, ended with them.</summary>
public sealed class FfmpegMaker : IStageSink
{
    private const int FailuresThatShow = 2;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(30), LongRun = TimeSpan.FromMinutes(1);

    private readonly LiveStage _live;
    private readonly string _program;
    private readonly bool _makesSmall;
    private readonly TimeProvider _time;
    private readonly Action<string> _failed;
    private StageFormat? _format;
    private Run? _run;
    private int _failures;
    private string _lastWords = "";

    private FfmpegMaker(LiveStage live, string program, bool makesSmall, TimeProvider time, Action<string> failed) =>
        (_live, _program, _makesSmall, _time, _failed) = (live, program, makesSmall, time, failed);

    /// <summary>Whether it works.</summary>
    public StageMaking State => Volatile.Read(ref _failures) >= FailuresThatShow ? StageMaking.Failing : StageMaking.Works;

    /// <summary>What ffmpeg said when it ended by itself last; empty before.</summary>
    public string LastWords => Volatile.Read(ref _lastWords);

    /// <summary>The process that runs now; 0 for none.</summary>
    public int ProcessId => _run?.Child?.ProcessId ?? 0;

    /// <summary>Begins to make what a broadcast lacks, as long as it lasts.</summary>
    /// <param name="live">The broadcast.</param>
    /// <param name="program">Path of ffmpeg.</param>
    /// <param name="makesSmall">A smaller rendition is wanted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="failed">Is told what ffmpeg said last, each time it ends by itself.</param>
    public static FfmpegMaker Attach(LiveStage live, string program, bool makesSmall, TimeProvider time, Action<string> failed)
    {
        ArgumentNullException.ThrowIfNull(live);
        FfmpegMaker maker = new(live, program, makesSmall, time, failed);
        live.Add(maker);
        return maker;
    }

    /// <inheritdoc/>
    public void Formatted(StageFormat format)
    {
        FfmpegPlan plan = FfmpegPlan.Of(format, _makesSmall);
        if (_run is not null && _format is { } before && FfmpegPlan.Of(before, _makesSmall) == plan && IsSame(plan, before, format)) return;
        Stop();
        _format = format;
        if (plan.IsEmpty) return;
        Run run = new(plan, format);
        Prepare(run); // so that it gets what comes while the process starts
        _run = run;
        _ = Task.Run(() => KeepRunningAsync(run));
    }

    /// <inheritdoc/>
    public void Take(in StageSample sample) => _run?.Child?.Offer(sample);

    /// <inheritdoc/>
    public void Interrupted() => Stop();

    /// <inheritdoc/>
    public void Ended() => Stop();

    private void Stop()
    {
        Run? run = _run;
        _run = null;
        // Not here: what listens to the end must not run under the broadcast's lock.
        if (run is not null) _ = run.Stopping.CancelAsync();
    }

    // A camera over WebRTC changes its size as it goes; a decoder follows it, but another configuration needs a new one.
    private static bool IsSame(FfmpegPlan plan, StageFormat one, StageFormat other) =>
        (!plan.TakesVideo || (one.Video == other.Video && one.VideoConfig.Span.SequenceEqual(other.VideoConfig.Span)))
        && (!plan.TakesAudio || (one.Audio == other.Audio && one.AudioConfig.Span.SequenceEqual(other.AudioConfig.Span)));

    private async Task KeepRunningAsync(Run run)
    {
        CancellationToken stop = run.Stopping.Token;
        for (TimeSpan pause = FirstPause; !stop.IsCancellationRequested; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            long began = _time.GetTimestamp();
            string words = await RunOnceAsync(run, stop);
            if (stop.IsCancellationRequested) break;
            if (_time.GetElapsedTime(began) >= LongRun) (pause, _failures) = (FirstPause, 0);
            Interlocked.Increment(ref _failures);
            Volatile.Write(ref _lastWords, words);
            _failed(words);
            await Task.WhenAny(Task.Delay(pause, _time, stop)); // no exception when stopped: the loop looks at the token
        }
        run.Stopping.Dispose();
    }

    private void Prepare(Run run)
    {
        run.Output = new(_live, run.Plan, run.Format, () => Volatile.Write(ref _failures, 0));
        run.Child = new(_program, run.Plan, run.Format, run.Output, _time);
    }

    private async Task<string> RunOnceAsync(Run run, CancellationToken stop)
    {
        if (run.Child is null) Prepare(run);
        using FfmpegChild child = run.Child!;
        try
        {
            await child.RunAsync(stop);
            return child.LastWords;
        }
#pragma warning disable CA1031 // Whatever keeps it from running, the broadcast goes on without what it makes.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error.Message;
        }
        finally
        {
            run.Child = null;
            run.Output?.End();
        }
    }

    private sealed class Run(FfmpegPlan plan, StageFormat format)
    {
        private FfmpegChild? _child;

        public FfmpegPlan Plan { get; } = plan;

        public StageFormat Format { get; } = format;

        public CancellationTokenSource Stopping { get; } = new();

        public FfmpegOutput? Output { get; set; }

        public FfmpegChild? Child
        {
            get => Volatile.Read(ref _child);
            set => Volatile.Write(ref _child, value);
        }
    }
}
