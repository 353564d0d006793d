using System.Text.Json;
using Kapok.Tools.Bots;

namespace Kapok.Tools.Bench.Voice;

/// <summary>What a voice bench measured. The field names are a contract; scripts read them.</summary>
/// <param name="Listeners">Sessions, each with as many slots.</param>
/// <param name="Slots">Voice slots of each.</param>
/// <param name="Shards">Sockets of the server.</param>
/// <param name="CpuMicrosPerPacket">Processor time of the whole server process for each packet it forwarded.</param>
/// <param name="Streams">Streams of 50 packets/s that were forwarded.</param>
/// <param name="PacketsPerSecond">Packets forwarded a second.</param>
/// <param name="LostByServer">Packets lost in the server: its counters, and what the kernel dropped at its sockets.</param>
/// <param name="MissingAtBots">Packets that bots missed by their sequence numbers, whoever lost them.</param>
/// <param name="ForwardMs">From a bot's send to another's receive.</param>
/// <param name="BytesPerSession">Growth of the server's resident memory for each connected session.</param>
/// <param name="HandshakesPerSecond">Sessions connected for each second of the server's processor time, ICE and SDP included.</param>
/// <param name="ServerCores">Processor time of the server for each second.</param>
public sealed record VoiceBenchReport(
    int Listeners, int Slots, int Shards, double CpuMicrosPerPacket, double Streams, double PacketsPerSecond, long LostByServer, long MissingAtBots,
    Percentiles ForwardMs, double BytesPerSession, double HandshakesPerSecond, double ServerCores)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>How many talked.</summary>
    public int Talkers { get; init; }

    /// <summary>Packets that the server was allowed to forward each second.</summary>
    public int Budget { get; init; }

    /// <summary>Voices that each heard at most in the end: <see cref="Slots"/> where the budget held.</summary>
    public int SlotLimit { get; init; }

    /// <summary>Frames that bots did not send since they came to it too late: where there are any, the bots are what limits.</summary>
    public long SkippedFrames { get; init; }

    /// <summary>How the number of voices fell, from the first word on, warm-up included.</summary>
    public IReadOnlyList<VoiceReading>? Readings { get; init; }

    /// <summary>2 × the cost of a packet with one shard ÷ that with two; null in <c>voice-core</c>, as are all that follow.</summary>
    public double? ScalingTwoCores { get; init; }

    /// <summary>From a burst of tone at one browser's microphone to the other's loudspeaker.</summary>
    public MedianAndP95? MouthToEarMs { get; init; }

    /// <summary>From the first step of a browser's connection until it stands and sound can pass.</summary>
    public MedianAndP95? ConnectMs { get; init; }

    /// <summary>What <see cref="MouthToEarMs"/> is of.</summary>
    public BurstFigures? Bursts { get; init; }

    /// <summary>What <see cref="ConnectMs"/> is of.</summary>
    public ConnectionFigures? Connections { get; init; }

    /// <summary>The figures of several runs with one shard and of as many with two: those of the middle run by the cost of a packet, with the losses of all.</summary>
    public static VoiceBenchReport Combine(IReadOnlyCollection<VoiceBenchReport> one, IReadOnlyCollection<VoiceBenchReport> two)
    {
        VoiceBenchReport middle = Middle(one);
        return middle with
        {
            LostByServer = one.Sum(run => run.LostByServer),
            MissingAtBots = one.Sum(run => run.MissingAtBots),
            ScalingTwoCores = Math.Round(2d * middle.CpuMicrosPerPacket / Middle(two).CpuMicrosPerPacket, 2),
        };
    }

    /// <summary>The same with what browsers measured.</summary>
    public VoiceBenchReport With(BrowserFigures browsers) => this with
    {
        MouthToEarMs = browsers.MouthToEarMs,
        ConnectMs = browsers.ConnectMs,
        Bursts = browsers.Bursts,
        Connections = browsers.Connections,
    };

    /// <summary>The report as JSON text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private static VoiceBenchReport Middle(IReadOnlyCollection<VoiceBenchReport> runs) => runs.OrderBy(run => run.CpuMicrosPerPacket).ElementAt(runs.Count / 2);
}

/// <summary>What the server did since the reading before.</summary>
/// <param name="Seconds">Since the first word.</param>
/// <param name="SlotLimit">Voices that each hears at most.</param>
/// <param name="PacketsPerSecond">Packets forwarded a second.</param>
/// <param name="Lost">Packets lost by the server: its counters, and what the kernel dropped at its sockets.</param>
public sealed record VoiceReading(double Seconds, int SlotLimit, double PacketsPerSecond, long Lost);

/// <summary>Median and 95th percentile.</summary>
public sealed record MedianAndP95(double P50, double P95);

/// <summary>Bursts of tone between two browsers.</summary>
/// <param name="Said">How many were said.</param>
/// <param name="Unheard">Of those, how many were not heard; they count as long as the least pause after a burst.</param>
/// <param name="JitterBufferMs">Part of the way: the listener's jitter buffer, mean.</param>
/// <param name="LoudspeakerMs">Part of the way: from the page's mix to the loudspeaker.</param>
public sealed record BurstFigures(int Said, int Unheard, double JitterBufferMs, double LoudspeakerMs);

/// <summary>Connections of browsers.</summary>
/// <param name="Made">How many were made.</param>
/// <param name="AnsweredMs">Part of the time: until the venue's answer came, median.</param>
public sealed record ConnectionFigures(int Made, double AnsweredMs);

/// <summary>What the server's process tells of itself.</summary>
/// <param name="CpuMs">Processor time since its start.</param>
/// <param name="MemoryBytes">Resident memory after a collection.</param>
/// <param name="Connected">Sessions connected.</param>
/// <param name="Forwarded">Packets forwarded.</param>
/// <param name="Lost">Packets lost by the server.</param>
/// <param name="KernelDrops">Datagrams the kernel dropped at the server's sockets.</param>
/// <param name="SlotLimit">Voices that each hears at most.</param>
/// <param name="Text">All counters, to be read by people.</param>
public sealed record VoiceHostState(double CpuMs, long MemoryBytes, int Connected, long Forwarded, long Lost, long KernelDrops, int SlotLimit, string Text);
