using System.Buffers.Binary;
using System.Diagnostics;
using Kapok.Media.Rtc.Client;
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Rtp;

namespace Kapok.Tools.Bench.Voice;

/// <summary>How a voice bench is run.</summary>
/// <param name="Listeners">Sessions.</param>
/// <param name="Slots">Voice slots of each.</param>
/// <param name="Seconds">Time measured, after three seconds of warm-up.</param>
/// <param name="Shards">Sockets of the server.</param>
/// <param name="PayloadBytes">Length of a frame; 80 is Opus at 32 kbit/s.</param>
public sealed record VoiceBenchOptions(int Listeners, int Slots, int Seconds, int Shards, int PayloadBytes = 80)
{
    /// <summary>More than any server forwards.</summary>
    public const int NoBudget = 100_000_000;

    /// <summary>How many talk; 0 is one more than the slots, so that every slot carries somebody.</summary>
    public int Talkers { get; init; }

    /// <summary>Packets that the server may forward each second.</summary>
    public int Budget { get; init; } = NoBudget;

    /// <summary>How many talk of those who are there.</summary>
    public int TalkersHere => Math.Min(Listeners, Talkers > 0 ? Talkers : Slots + 1);
}

/// <summary>Real clients against a server in a process of its own: ICE, DTLS and SRTP as browsers have them, but opaque payloads.</summary>
public sealed class VoiceBench(VoiceBenchOptions options)
{
    // FallMs: in which the limit falls by one slot; LatestMs: what is later than that a microphone has thrown away
    private const int FrameMs = 20, WarmUpMs = 3000, FallMs = 600, ReadMs = 500, LatestMs = 5 * FrameMs;

    private readonly Distribution _forwardMs = new(0.1, 5000);
    private readonly List<RtcClient> _bots = [];
    private readonly List<VoiceReading> _readings = [];
    private bool _measures;
    private double _talkedMs;
    private long _skipped;

    /// <summary>Runs it.</summary>
    public VoiceBenchReport Run()
    {
        using VoiceHostProcess host = new(options);
        try
        {
            ConnectAll(host, 8, warmUp: true); // compiles the code and loads the libraries, which are no session's memory
            VoiceHostState before = host.State(collects: true);
            ConnectAll(host, options.Listeners, warmUp: false);
            VoiceHostState connected = host.State();
            double bytes = (host.State(collects: true).MemoryBytes - before.MemoryBytes) / (double)options.Listeners;
            double handshakes = options.Listeners / ((connected.CpuMs - before.CpuMs) / 1000d);
            Talk(host, options.Budget < VoiceBenchOptions.NoBudget ? WarmUpMs + (options.Slots * FallMs) : WarmUpMs);
            long missingBefore = _bots.Sum(bot => bot.Lost);
            VoiceHostState began = host.State();
            long at = Stopwatch.GetTimestamp();
            _measures = true;
            _skipped = 0;
            Talk(host, options.Seconds * 1000);
            VoiceHostState ended = host.State();
            double seconds = Stopwatch.GetElapsedTime(at).TotalSeconds;
            long packets = ended.Forwarded - began.Forwarded, lost = ended.Lost + ended.KernelDrops - began.Lost - began.KernelDrops;
            return new(
                options.Listeners, options.Slots, options.Shards, Math.Round((ended.CpuMs - began.CpuMs) * 1000d / Math.Max(1, packets), 2), Math.Round(packets / seconds / 50d),
                Math.Round(packets / seconds), lost, _bots.Sum(bot => bot.Lost) - missingBefore, new(_forwardMs.Percentile(0.5), _forwardMs.Percentile(0.99)),
                Math.Round(bytes), Math.Round(handshakes), Math.Round((ended.CpuMs - began.CpuMs) / 1000d / seconds, 3))
            {
                Talkers = options.TalkersHere,
                Budget = options.Budget,
                SlotLimit = Math.Min(options.Slots, ended.SlotLimit),
                SkippedFrames = _skipped,
                Readings = _readings.Count > 0 ? _readings : null,
            };
        }
        finally
        {
            foreach (RtcClient bot in _bots) bot.Dispose();
        }
    }

    private void ConnectAll(VoiceHostProcess host, int count, bool warmUp)
    {
        DtlsIdentity identity = DtlsIdentity.Generate(TimeProvider.System);
        RtcClient[] made = new RtcClient[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 12 }, at =>
        {
            RtcClient bot = new(new() { Slots = warmUp ? 0 : options.Slots }, identity, TimeProvider.System);
            made[at] = bot;
            string answer = host.Offer((uint)(at + (warmUp ? 1_000_000 : 1)), options.Slots, bot.Offer());
            if (!bot.Connect(answer, TimeSpan.FromSeconds(30))) throw new InvalidOperationException($"A bot did not connect: {bot.Failure}");
        });
        if (warmUp)
        {
            foreach (RtcClient bot in made) bot.Dispose();
            return;
        }
        foreach (RtcClient bot in made) bot.Received = Receive;
        _bots.AddRange(made);
        while (host.State().Connected < count)
        {
            foreach (RtcClient bot in made) bot.Pump(TimeSpan.FromMilliseconds(1));
        }
    }

    /// <summary>Lets the first bots talk, evenly over each frame's time, and everyone listen.</summary>
    private void Talk(VoiceHostProcess host, int milliseconds)
    {
        int talkers = options.TalkersHere;
        byte[] payload = new byte[options.PayloadBytes];
        long began = Stopwatch.GetTimestamp();
        double Now() => Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        double[] due = [.. Enumerable.Range(0, talkers).Select(at => at * (double)FrameMs / talkers)];
        double nextTick = 0, nextReading = ReadMs;
        VoiceHostState? before = options.Budget < VoiceBenchOptions.NoBudget ? host.State() : null;
        double readAt = Now();
        while (Now() < milliseconds)
        {
            for (int at = 0; at < talkers; at++)
            {
                if (Now() < due[at]) continue;
                due[at] += FrameMs;
                for (; due[at] < Now() - LatestMs; due[at] += FrameMs) _skipped++;
                BinaryPrimitives.WriteInt64LittleEndian(payload, Stopwatch.GetTimestamp());
                _bots[at].SendFrame(0, payload, new AudioLevel(30, true));
            }
            int received = 0;
            bool ticks = Now() >= nextTick;
            if (ticks) nextTick = Now() + FrameMs;
            foreach (RtcClient bot in _bots)
            {
                received += bot.Pump(TimeSpan.Zero);
                if (ticks) bot.Tick();
            }
            if (before is not null && Now() >= nextReading)
            {
                VoiceHostState state = host.State();
                double now = Now();
                _readings.Add(new(Math.Round((_talkedMs + now) / 1000d, 1), Math.Min(options.Slots, state.SlotLimit),
                    Math.Round((state.Forwarded - before.Forwarded) * 1000d / (now - readAt)), state.Lost + state.KernelDrops - before.Lost - before.KernelDrops));
                (before, readAt, nextReading) = (state, now, now + ReadMs);
            }
            if (received == 0) _bots[0].Pump(TimeSpan.FromMilliseconds(0.2));
        }
        _talkedMs += Now();
    }

    private void Receive(int slot, in RtpHeader header, ReadOnlySpan<byte> payload)
    {
        if (_measures && payload.Length >= 8) _forwardMs.Add(Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64LittleEndian(payload)).TotalMilliseconds);
    }
}
