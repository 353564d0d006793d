using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Kapok.Cluster;
using Kapok.Events.Organisations;
using Kapok.Media.Stage;
using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>LL-HLS from the real server by HTTP, and its media by a decoder that is not ours.</summary>
public sealed class HlsTests(TestVenue venue) : IClassFixture<TestVenue>
{
    private const string Ffmpeg = "/usr/bin/ffmpeg", Ffprobe = "/usr/bin/ffprobe";
    private const int Seconds = 4; // more would be further ahead of the clock than a publisher may be

    [Fact]
    public async Task A_broadcast_can_be_watched_waited_for_and_decoded()
    {
        Assert.SkipUnless(File.Exists(Ffmpeg) && File.Exists(Ffprobe), "ffmpeg is not installed.");
        byte[] clip = await RunAsync(Ffmpeg,
            $"-loglevel error -f lavfi -i testsrc2=size=320x180:rate=30 -f lavfi -i sine=frequency=440:sample_rate=44100 -t {Seconds} "
            + "-c:v libx264 -preset ultrafast -bf 2 -x264-params b-adapt=0 -g 30 -pix_fmt yuv420p -c:a aac -ac 2 -f flv pipe:1", []);
        (LiveStage live, StagePublication publication) = await BeginAsync("arena");
        FlvClip media = FlvClip.Read(clip);
        publication.Format(media.Format);
        int sent = media.Samples.Count * 3 / 4;
        foreach (StageSample sample in media.Samples.Take(sent)) publication.Send(sample.IsVideo, sample.IsKey, sample.DecodeTime, sample.Shift, sample.Data);

        using HttpClient http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip }) { BaseAddress = new(venue.Address, $"/live/{live.Id}/") };
        string renditions = await http.GetStringAsync("index.m3u8");
        Assert.Contains("RESOLUTION=320x180", renditions, StringComparison.Ordinal);
        Assert.Contains($"CODECS=\"avc1.{Convert.ToHexStringLower(media.Format.VideoConfig.Span[1..4])},mp4a.40.2\"", renditions, StringComparison.Ordinal);
        Assert.Contains("\nfull/index.m3u8\n", renditions, StringComparison.Ordinal);
        Assert.DoesNotContain("360/", renditions, StringComparison.Ordinal);

        string list = await http.GetStringAsync("full/index.m3u8");
        string hint = list.Split("PRELOAD-HINT:TYPE=PART,URI=\"")[1].Split('"')[0];
        string[] numbers = hint[1..].Split('.');
        Task<string> next = http.GetStringAsync($"full/index.m3u8?_HLS_msn={numbers[0]}&_HLS_part={numbers[1]}");
        Task<byte[]> part = http.GetByteArrayAsync($"full/{hint}");
        foreach (StageSample sample in media.Samples.Skip(sent)) publication.Send(sample.IsVideo, sample.IsKey, sample.DecodeTime, sample.Shift, sample.Data);
        Assert.Contains(hint, await next, StringComparison.Ordinal);
        Assert.NotEmpty(await part);
        publication.End();

        list = await http.GetStringAsync("full/index.m3u8");
        List<byte> movie = [.. await http.GetByteArrayAsync("full/i0.mp4")];
        foreach (string line in list.Split('\n').Where(line => line.StartsWith("#EXT-X-PART:", StringComparison.Ordinal)))
            movie.AddRange(await http.GetByteArrayAsync($"full/{line.Split("URI=\"")[1].Split('"')[0]}"));
        List<byte> bySegments = [.. await http.GetByteArrayAsync("full/i0.mp4")];
        foreach (string line in list.Split('\n').Where(line => line.StartsWith('s'))) bySegments.AddRange(await http.GetByteArrayAsync($"full/{line}"));
        Assert.Equal(movie, bySegments);
        string[] counts = await CountAsync([.. movie]);
        Assert.Equal([$"{Seconds * 30}", $"{media.Samples.Count(sample => !sample.IsVideo)}"], counts);
        // Decoding says so when anything is broken or out of order.
        Assert.Empty(await RunAsync(Ffmpeg, "-v warning -xerror -i pipe:0 -f null -", [.. movie], errors: true));
    }

    [Fact]
    public async Task Caches_players_and_strangers_get_what_they_need()
    {
        (LiveStage live, StagePublication publication) = await BeginAsync("forum");
        publication.Format(new() { Audio = StageCodec.Aac, AudioConfig = new byte[] { 0x12, 0x10 }, SampleRate = 44_100, Channels = 2 });
        for (int frame = 0; frame < 180; frame++) publication.Send(false, true, frame * 1024L * 90_000 / 44_100, 0, new byte[100]);
        using HttpClient http = new() { BaseAddress = new(venue.Address, $"/live/{live.Id}/full/") };

        using HttpResponseMessage list = await http.GetAsync("index.m3u8");
        Assert.Equal("application/vnd.apple.mpegurl", list.Content.Headers.ContentType!.MediaType);
        Assert.Equal(TimeSpan.FromSeconds(1), list.Headers.CacheControl!.MaxAge);
        Assert.Equal("*", list.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(list.Headers.Contains("Set-Cookie"));
        using HttpResponseMessage segment = await http.GetAsync("s0.m4s");
        byte[] whole = await segment.Content.ReadAsByteArrayAsync();
        Assert.Equal("public, max-age=600, immutable", segment.Headers.CacheControl!.ToString());

        using HttpResponseMessage head = await http.SendAsync(new(HttpMethod.Head, "s0.m4s"));
        Assert.Equal(whole.Length, head.Content.Headers.ContentLength);
        (string, int, int)[] pieces = [("bytes=5-9", 5, 10), ("bytes=1000-", 1000, whole.Length), ("bytes=-7", whole.Length - 7, whole.Length)];
        foreach ((string range, int from, int to) in pieces)
        {
            using HttpRequestMessage ask = new(HttpMethod.Get, "s0.m4s") { Headers = { Range = RangeHeaderValue.Parse(range) } };
            using HttpResponseMessage piece = await http.SendAsync(ask);
            Assert.Equal(HttpStatusCode.PartialContent, piece.StatusCode);
            Assert.Equal(whole[from..to], await piece.Content.ReadAsByteArrayAsync());
            Assert.Equal($"bytes {from}-{to - 1}/{whole.Length}", piece.Content.Headers.ContentRange!.ToString());
        }
        using HttpRequestMessage beyond = new(HttpMethod.Get, "s0.m4s") { Headers = { Range = RangeHeaderValue.Parse("bytes=9999999-") } };
        using HttpResponseMessage outside = await http.SendAsync(beyond);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, outside.StatusCode);

        Assert.Equal(400, await StatusAsync(http, "index.m3u8?_HLS_msn=50"));
        Assert.Equal(400, await StatusAsync(http, "index.m3u8?_HLS_part=1"));
        Assert.Equal(404, await StatusAsync(http, "s90.m4s"));
        Assert.Equal(404, await StatusAsync(http, "../../nobody/full/index.m3u8"));
        Assert.Equal(405, (int)(await http.PostAsync("index.m3u8", null)).StatusCode);
        live.End();
        Assert.EndsWith("#EXT-X-ENDLIST\n", await http.GetStringAsync("index.m3u8"), StringComparison.Ordinal);
    }

    private static async Task<int> StatusAsync(HttpClient http, string address)
    {
        using HttpResponseMessage response = await http.GetAsync(address);
        return (int)response.StatusCode;
    }

    private async Task<(LiveStage Live, StagePublication Publication)> BeginAsync(string stage)
    {
        IStageDirectory directory = venue.Service<IStageDirectory>();
        LiveStage? live = null;
        directory.Began += began => live = began;
        string? key = await venue.Service<IStages>().KeyAsync(new(OpeningNight.EventSlug, stage));
        StageTicket ticket = (await directory.AdmitAsync(key!))!;
        StagePublication publication = directory.Begin(ticket, StageEntrance.Rtmp, out StageRefusal refusal)!;
        Assert.Equal(StageRefusal.None, refusal);
        return (live!, publication);
    }

    /// <summary>Packets of picture and sound, as ffprobe counts them.</summary>
    private static async Task<string[]> CountAsync(byte[] movie)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, movie);
            byte[] text = await RunAsync(Ffprobe, $"-v error -count_packets -show_entries stream=nb_read_packets -of csv=p=0 {file}", []);
            return System.Text.Encoding.ASCII.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<byte[]> RunAsync(string program, string arguments, byte[] input, bool errors = false)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        using MemoryStream output = new();
        Task<string> said = process.StandardError.ReadToEndAsync(limit.Token);
        Task read = process.StandardOutput.BaseStream.CopyToAsync(output, limit.Token);
        await process.StandardInput.BaseStream.WriteAsync(input, limit.Token);
        process.StandardInput.Close();
        await read;
        await process.WaitForExitAsync(limit.Token);
        string complaints = await said;
        Assert.True(process.ExitCode == 0, complaints);
        return errors ? System.Text.Encoding.UTF8.GetBytes(complaints) : output.ToArray();
    }
}
