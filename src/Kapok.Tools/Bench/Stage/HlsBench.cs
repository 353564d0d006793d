using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kapok.Tools.Bench.Sockets;

namespace Kapok.Tools.Bench.Stage;

/// <summary>
/// How many viewers a core serves by LL-HLS until a part comes more than half a second late: more and more of them watch what is published by RTMP. Then nginx serves the
/// same list and parts from files, to as many as it can in the same time.
/// </summary>
internal sealed class HlsBench : IStageMeasure
{
    private const string Stage = "arena", Event = "opening-night";
    private const double MostLateMs = 500;
    private const int First = 1000, Step = 250, NginxStep = 1000;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2), PartLength = TimeSpan.FromMilliseconds(500), StartTime = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public string Name => "hls";

    /// <inheritdoc/>
    public async Task MeasureAsync(StageBenchOptions options, JsonObject figures, CancellationToken cancel)
    {
        Processors.LeaveFirst();
        string folder = Directory.CreateTempSubdirectory("kapok-bench-hls-").FullName;
        try
        {
            string clip = await StagePublisher.EncodeAsync(folder, cancel);
            string www = Path.Combine(folder, "www");
            HlsRequests requests;
            List<HlsCrowdFigures> steps;
            await using (BenchVenue venue = await BenchVenue.StartStageAsync(cancel))
            {
                using HttpClient http = new() { BaseAddress = venue.Client.Address };
                http.DefaultRequestHeaders.Add("X-Kapok-Operator", venue.Client.OperatorToken);
                JsonObject stage = (await http.GetFromJsonAsync<JsonObject>($"/api/v1/events/{Event}/stages/{Stage}", cancel))!;
                if (stage["rtmp"]?.GetValue<string>() is not { } rtmp) throw new InvalidOperationException("The server takes no RTMP.");
                using StagePublisher publisher = StagePublisher.Start(clip, $"{rtmp.TrimEnd('/')}/{stage["key"]!.GetValue<string>()}");
                string live = await UntilOnAirAsync(http, cancel);
                requests = new(venue.Client.Address.Authority, $"/live/{live}/full/");
                steps = Climb(options, requests, new(IPAddress.Loopback, venue.Client.Address.Port), venue);
                await CopyAsync(http, requests.Folder, Path.Combine(www, requests.Folder.Trim('/')), cancel);
            }
            (double? nginx, bool isCrowdFull) = await ClimbNginxAsync(options, requests, folder, cancel);
            Tell(figures, steps, nginx, isCrowdFull);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static void Tell(JsonObject figures, List<HlsCrowdFigures> steps, double? nginx, bool isCrowdFull)
    {
        int held = steps.Where(IsHeld).Select(step => step.Viewers).DefaultIfEmpty(0).Max();
        figures["hlsViewersPerCore"] = held;
        figures["hls"] = new JsonObject
        {
            ["nginxViewersPerCore"] = nginx,
            ["shareOfNginx"] = nginx is > 0 ? Math.Round(held / nginx.Value, 2) : null,
            ["nginxLimitedBy"] = isCrowdFull ? "generator" : "nginx",
            ["steps"] = new JsonArray([.. steps.Select(step => (JsonNode)new JsonObject
            {
                ["viewers"] = step.Viewers,
                ["lost"] = step.Lost,
                ["partsPerSecond"] = Math.Round(step.PartsPerSecond),
                ["lateMs"] = new JsonObject { ["p99"] = Math.Round(step.LateP99Ms), ["worst"] = Math.Round(step.LateWorstMs) },
                ["serverCores"] = Math.Round(step.ServerCores, 2),
                ["generatorCores"] = Math.Round(step.OwnCores, 2),
            })]),
        };
    }

    private static void Say(FormattableString line) => Console.Error.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static bool IsHeld(HlsCrowdFigures step) => step.Lost == 0 && step.LateWorstMs <= MostLateMs;

    private static List<HlsCrowdFigures> Climb(StageBenchOptions options, HlsRequests requests, IPEndPoint server, BenchVenue venue)
    {
        using HlsCrowd crowd = new(requests);
        List<HlsCrowdFigures> steps = [];
        for (int viewers = First; viewers <= options.MostViewers; viewers += Step)
        {
            crowd.Add(server, viewers - crowd.Viewers);
            crowd.Watch(Settle);
            double cpu = venue.CpuSeconds;
            HlsCrowdFigures step = crowd.Watch(TimeSpan.FromSeconds(options.Seconds));
            step = step with { ServerCores = (venue.CpuSeconds - cpu) / options.Seconds };
            steps.Add(step);
            Say($"{step.Viewers} viewers: worst part {step.LateWorstMs:0} ms late, server {step.ServerCores:0.00} cores, lost {step.Lost} {crowd.WhyLost}");
            if (!IsHeld(step)) break;
        }
        return steps;
    }

    private static async Task<(double? Viewers, bool IsCrowdFull)> ClimbNginxAsync(StageBenchOptions options, HlsRequests requests, string folder, CancellationToken cancel)
    {
        using HlsNginx nginx = await HlsNginx.StartAsync(folder, cancel);
        using HlsCrowd crowd = new(requests);
        crowd.Pace();
        double held = 0;
        for (int viewers = First; viewers <= options.MostViewers; viewers += NginxStep)
        {
            crowd.Add(nginx.Address, viewers - crowd.Viewers);
            crowd.WatchPaced(Settle, PartLength);
            HlsCrowdFigures step = crowd.WatchPaced(TimeSpan.FromSeconds(options.Seconds), PartLength);
            Say($"nginx, {step.Viewers} viewers: worst part {step.LateWorstMs:0} ms late, generator {step.OwnCores:0.00} cores, lost {step.Lost} {crowd.WhyLost}");
            if (!IsHeld(step)) return (held, step.OwnCores > 0.9);
            held = viewers;
        }
        return (held, true);
    }

    private static async Task<string> UntilOnAirAsync(HttpClient http, CancellationToken cancel)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(StartTime);
        try
        {
            while (true)
            {
                JsonObject stage = (await http.GetFromJsonAsync<JsonObject>($"/api/v1/events/{Event}/stages/{Stage}", limit.Token))!;
                if (stage["onAir"]?["live"]?.GetValue<string>() is { } live)
                {
                    using HttpResponseMessage list = await http.GetAsync($"/live/{live}/full/index.m3u8?_HLS_msn=1", limit.Token);
                    if (list.IsSuccessStatusCode) return live;
                }
                await Task.Delay(200, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new InvalidOperationException("What is published by RTMP does not come on air.");
        }
    }

    /// <summary>The list as it is sent, packed, and the parts that it names.</summary>
    private static async Task CopyAsync(HttpClient http, string folder, string to, CancellationToken cancel)
    {
        Directory.CreateDirectory(to);
        // Where nginx is started by root its worker is somebody else, who may read it.
        for (string? path = to; !OperatingSystem.IsWindows() && path is not null && path != Path.GetTempPath().TrimEnd('/'); path = Path.GetDirectoryName(path))
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        using HttpRequestMessage ask = new(HttpMethod.Get, $"{folder}index.m3u8");
        ask.Headers.AcceptEncoding.ParseAdd("gzip");
        using HttpResponseMessage answer = await http.SendAsync(ask, cancel);
        byte[] packed = await answer.Content.ReadAsByteArrayAsync(cancel);
        await File.WriteAllBytesAsync(Path.Combine(to, "index.m3u8"), packed, cancel);
        HlsList list = HlsList.Read(packed, new("localhost", folder)) ?? throw new InvalidOperationException("The list of parts cannot be read.");
        foreach (HlsListPart part in list.Parts.TakeLast(4))
            await File.WriteAllBytesAsync(Path.Combine(to, part.Name), await http.GetByteArrayAsync(folder + part.Name, cancel), cancel);
    }
}
