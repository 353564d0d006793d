using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Kapok.Cluster;
using Kapok.Media.Rtc.Client;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Stage;
using Xunit;

namespace Kapok.IntegrationTests.Stage;

/// <summary>Going live by WHIP and watching by WHEP, over the real server's HTTP and media port.</summary>
public sealed class WhipTests(TestVenue venue) : IClassFixture<TestVenue>
{
    private const string Whip = "/api/v1/stage/whip", Sdp = "application/sdp", Fragment = "application/trickle-ice-sdpfrag";

    private static readonly DtlsIdentity Identity = DtlsIdentity.Generate(TimeProvider.System);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly byte[] KeyPicture = [0x10, 0x10, 2, 0, 0x9D, 0x01, 0x2A, 0x00, 0x05, 0xD0, 0x02];

    [Fact]
    public async Task Somebody_goes_live_and_another_watches_until_each_says_that_it_is_over()
    {
        using HttpClient http = venue.Browser();
        string key = (await venue.Service<IStages>().KeyAsync(new(TestVenue.Key("arena").Event, "arena")))!;
        using RtcClient camera = new(new() { SendsVideo = RtpCodec.Vp8 }, Identity, TimeProvider.System),
            viewer = new(new() { SendsVoice = false, Slots = 1, VideoSlots = 1 }, Identity, TimeProvider.System);

        LiveStage? begun = null;
        venue.Service<IStageDirectory>().Began += one => begun = one;
        using HttpResponseMessage created = await PostAsync(http, Whip, camera.Offer(), key);
        Assert.Equal((HttpStatusCode.Created, Sdp), (created.StatusCode, created.Content.Headers.ContentType!.MediaType));
        string session = created.Headers.Location!.ToString();
        Assert.StartsWith($"{Whip}/", session, StringComparison.Ordinal);
        Assert.NotNull(created.Headers.ETag);
        Assert.Equal("*", created.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.True(camera.Connect(await created.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), Limit), camera.Failure);

        using RtcClient other = new(new() { SendsVideo = RtpCodec.Vp8 }, Identity, TimeProvider.System);
        await RefusedAsync(http, Whip, other.Offer(), key, HttpStatusCode.Conflict, "refused");

        LiveStage live = begun!;
        await FilmAsync(camera, () => live.Format is not null);
        using HttpResponseMessage seat = await PostAsync(http, $"/live/{live.Id}/whep", viewer.Offer());
        Assert.Equal(HttpStatusCode.Created, seat.StatusCode);
        Assert.True(viewer.Connect(await seat.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), Limit), viewer.Failure);
        (int sound, int pictures) = (0, 0);
        viewer.Received = (int slot, in RtpHeader _, ReadOnlySpan<byte> _) => (sound, pictures) = slot == 0 ? (sound + 1, pictures) : (sound, pictures + 1);
        await FilmAsync(camera, () => sound > 5 && pictures > 5 && live.Viewers.Of(StageExit.Whep) == 1, viewer);

        await RestartAsync(http, camera, session);
        int before = pictures;
        await FilmAsync(camera, () => camera.IsChecked && pictures > before + 5, viewer);

        Assert.Equal(HttpStatusCode.OK, (await http.DeleteAsync(new Uri(seat.Headers.Location!.ToString(), UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.DeleteAsync(new Uri(session, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        await TestPerson.HoldsAsync("nobody is on air, and nobody watches", () => Task.FromResult(!live.IsPublished && live.Viewers.Of(StageExit.Whep) == 0));
        Assert.Equal(HttpStatusCode.NotFound, (await http.DeleteAsync(new Uri(session, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_is_said_to_whoever_asks()
    {
        using HttpClient http = venue.Browser();
        string key = (await venue.Service<IStages>().KeyAsync(new(TestVenue.Key("forum").Event, "forum")))!;
        using RtcClient camera = new(new() { SendsVideo = RtpCodec.Vp8 }, Identity, TimeProvider.System),
            modern = new(new() { SendsVideo = RtpCodec.Av1 }, Identity, TimeProvider.System);
        string offer = camera.Offer();
        await RefusedAsync(http, Whip, offer, "not-a-key", HttpStatusCode.Unauthorized, "key");
        await RefusedAsync(http, Whip, offer, null, HttpStatusCode.Unauthorized, "key");
        await RefusedAsync(http, Whip, offer, key, HttpStatusCode.UnsupportedMediaType, "content-type", "text/plain");
        await RefusedAsync(http, Whip, offer + new string('x', 65_536), key, HttpStatusCode.RequestEntityTooLarge, "too-large");
        await RefusedAsync(http, Whip, "hello", key, HttpStatusCode.BadRequest, "sdp");
        await RefusedAsync(http, Whip, offer.Replace("sha-256", "sha-1", StringComparison.Ordinal), key, HttpStatusCode.BadRequest, "sdp");
        await RefusedAsync(http, Whip, modern.Offer(), key, HttpStatusCode.NotAcceptable, "codec");
        await RefusedAsync(http, "/live/nothing/whep", offer, null, HttpStatusCode.NotFound, "no-broadcast");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await http.GetAsync(new Uri(Whip, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);

        using HttpRequestMessage preflight = new(HttpMethod.Options, Whip);
        preflight.Headers.Add("Origin", "https://elsewhere.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        using HttpResponseMessage allowed = await http.SendAsync(preflight, TestContext.Current.CancellationToken);
        Assert.True(allowed.IsSuccessStatusCode);
        Assert.Contains("Authorization", allowed.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        Assert.Equal(Sdp, allowed.Headers.GetValues("Accept-Post").Single());
    }

    // RFC 9725, section 4.3: candidates are refused, a restart is answered.
    private static async Task RestartAsync(HttpClient http, RtcClient camera, string session)
    {
        string restart = camera.Restart();
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await PatchAsync(http, session, restart, null)).Status);
        (HttpStatusCode status, string answer) = await PatchAsync(http, session, restart, "*");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PatchAsync(http, session, restart, "*")).Status); // the same again tells nothing but candidates
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PatchAsync(http, session, restart, "*", Sdp)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PatchAsync(http, session, "a=candidate", "*")).Status);
        camera.Restarted(answer);
    }

    private static async Task FilmAsync(RtcClient camera, Func<bool> until, params RtcClient[] others)
    {
        double end = camera.NowMs + Limit.TotalMilliseconds, next = 0;
        while (!until())
        {
            Assert.True(camera.NowMs < end, "It did not come to pass.");
            if (camera.NowMs >= next)
            {
                next = camera.NowMs + 10;
                camera.SendFrame(0, [0xFC, 1, 2], new(30, true));
                camera.SendPicture(1, KeyPicture, endsPicture: true);
            }
            foreach (RtcClient client in (RtcClient[])[camera, .. others])
            {
                client.Pump(TimeSpan.FromMilliseconds(1));
                client.Tick();
            }
            await Task.Yield();
        }
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string address, string offer, string? key = null, string type = Sdp)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = new StringContent(offer, Encoding.UTF8, type) };
        if (key is not null) request.Headers.Authorization = new("Bearer", key);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task RefusedAsync(HttpClient http, string address, string offer, string? key, HttpStatusCode status, string code, string type = Sdp)
    {
        using HttpResponseMessage response = await PostAsync(http, address, offer, key, type);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, body);
        JsonNode problem = JsonNode.Parse(body)!;
        Assert.Equal(code, problem["code"]!.GetValue<string>());
        Assert.NotEmpty(problem["title"]!.GetValue<string>());
        if (status == HttpStatusCode.Unauthorized) Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    private static async Task<(HttpStatusCode Status, string Body)> PatchAsync(HttpClient http, string address, string body, string? condition, string type = Fragment)
    {
        using HttpRequestMessage request = new(HttpMethod.Patch, address) { Content = new StringContent(body, Encoding.UTF8, type) };
        if (condition is not null) request.Headers.IfMatch.Add(EntityTagHeaderValue.Any);
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
