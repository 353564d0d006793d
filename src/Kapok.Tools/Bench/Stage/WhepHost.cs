using System.Net;
using System.Text;
using System.Text.Json;
using Kapok.Media.Rtc;
using Kapok.Media.Stage;
using Kapok.Media.Stage.WebRtc;

namespace Kapok.Tools.Bench.Stage;

/// <summary>What the server of the bench tells of itself.</summary>
/// <param name="CpuMs">Processor time so far.</param>
/// <param name="Connected">Sessions.</param>
/// <param name="Forwarded">Packets sent to viewers.</param>
/// <param name="Lost">Packets that it did not send, or did not take.</param>
/// <param name="IsReady">The broadcast can be watched.</param>
internal sealed record WhepHostState(double CpuMs, int Connected, long Forwarded, long Lost, bool IsReady);

/// <summary>The child process of <see cref="WhepPart"/>: one stage that is published by WHIP and watched by WHEP, without HTTP, so that its processor time is
/// the media's alone.</summary>
/// <remarks>Lines in: <c>publish BASE64</c>, <c>watch BASE64</c>, <c>state</c>, <c>quit</c>. One line out for each.</remarks>
internal sealed class WhepHost : IStageDirectory
{
    private const string Name = "bench";

    private readonly LiveStage _live = new(Name, TimeProvider.System);

    /// <inheritdoc/>
    public event Action<LiveStage>? Began;

    /// <summary>Serves until it is told to quit, or its input ends.</summary>
    public static async Task<int> RunAsync(TextReader input, TextWriter output)
    {
        await using RtcServer rtc = new(new() { Advertised = [IPAddress.Loopback], MaxSessions = 20_000, HandshakesPerSecond = 10_000 }, TimeProvider.System);
        rtc.Faulted += (newest, _) => Console.Error.WriteLine(newest);
        WhepHost host = new();
        WhipDesk whip = new(() => rtc, host, TimeProvider.System);
        using WhepDesk whep = new(() => rtc, host, 20_000);
        host.Began?.Invoke(host._live);
        while (await input.ReadLineAsync().ConfigureAwait(false) is { } line && line != "quit")
        {
            string[] words = line.Split(' ');
            string answer = words[0] switch
            {
                "publish" => Answer(whip.Publish(new(Name, Name, Name, MayTakeOver: true), Text(words[1]))),
                "watch" => Answer(whep.Watch(Name, Text(words[1]), Name)),
                _ => host.State(rtc),
            };
            await output.WriteLineAsync(answer).ConfigureAwait(false);
            await output.FlushAsync().ConfigureAwait(false);
        }
        return 0;
    }

    /// <inheritdoc/>
    public ValueTask<StageTicket?> AdmitAsync(string key, CancellationToken cancellation = default) => new(default(StageTicket));

    /// <inheritdoc/>
    public void Turned(StageTicket ticket, StageFault why) => Console.Error.WriteLine($"The publisher was turned away: {why.Code}");

    /// <inheritdoc/>
    public StagePublication? Begin(StageTicket ticket, StageEntrance entrance, out StageRefusal refusal)
    {
        refusal = StageRefusal.None;
        return _live.Publish();
    }

    /// <inheritdoc/>
    public LiveStage? FindLive(string live) => _live;

    private string State(RtcServer rtc)
    {
        RtcCounters counters = rtc.Count();
        return JsonSerializer.Serialize(new WhepHostState(
            Environment.CpuUsage.TotalTime.TotalMilliseconds, counters.Connected, counters.Forwarded, counters.Lost, _live.Format is not null));
    }

    private static string Answer(OfferAnswer answer) => answer.Fault == OfferFault.None ? Convert.ToBase64String(Encoding.UTF8.GetBytes(answer.Answer)) : $"! {answer.Fault}";

    private static string Text(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));
}
