using System.Net;
using System.Text.Json.Nodes;
using Kapok.Server.Identities;
using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>What the server answers to those who look, monitor or type an address by hand.</summary>
public sealed class SiteTests(TestVenue venue) : IClassFixture<TestVenue>
{
    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/api/v1/venue")]
    [InlineData("/api/v1/guest")]
    [InlineData("/api/v1/rooms/arena/floor")]
    [InlineData("/api/v1/rooms/arena/places")]
    [InlineData("/metrics")]
    public async Task Whatever_is_read_by_GET_can_be_asked_for_by_HEAD(string path)
    {
        using HttpResponseMessage whole = await SendAsync(HttpMethod.Get, path), head = await SendAsync(HttpMethod.Head, path);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(whole.Content.Headers.ContentType?.ToString(), head.Content.Headers.ContentType?.ToString());
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_venue_tells_its_build_and_it_is_the_same_each_time()
    {
        JsonNode first = JsonNode.Parse(await TextAsync("/api/v1/venue"))!, second = JsonNode.Parse(await TextAsync("/api/v1/venue"))!;
        Assert.Matches("^[0-9a-f]{12}$", first["build"]!.GetValue<string>());
        Assert.Equal(first["build"]!.GetValue<string>(), second["build"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_room_is_found_with_a_slash_behind_it_and_what_is_no_room_says_so()
    {
        using HttpResponseMessage slash = await SendAsync(HttpMethod.Get, "/r/forum/?lang=zh");
        Assert.Equal((HttpStatusCode.PermanentRedirect, "/r/forum?lang=zh"), (slash.StatusCode, slash.Headers.Location!.OriginalString));
        foreach (string path in (string[])["/r/nosuchroom", "/r/nosuchroom/", "/r/", "/r/Forum"])
        {
            using HttpResponseMessage none = await SendAsync(HttpMethod.Get, path, ("Accept-Language", "zh-CN"));
            string page = await none.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
            Assert.Contains("There is no such room here", page, StringComparison.Ordinal);
            Assert.Contains("<html lang=\"zh-Hans\"", page, StringComparison.Ordinal);
        }
        using HttpResponseMessage room = await SendAsync(HttpMethod.Get, "/r/forum");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, room.StatusCode); // the test's venue has no client
    }

    [Fact]
    public async Task Below_a_path_the_page_says_that_it_cannot_be_there()
    {
        using HttpResponseMessage below = await SendAsync(HttpMethod.Get, "/", ("X-Forwarded-Prefix", "/venue"));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, below.StatusCode);
        Assert.Contains("host name of its own", await below.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_for_this_machine_and_for_whoever_has_the_token_but_not_for_strangers_behind_a_proxy()
    {
        Assert.Contains("# TYPE ", await TextAsync("/metrics"), StringComparison.Ordinal); // which of them depends on the other venues of this process
        foreach (string path in (string[])["/metrics", "/metrics/", "/Metrics", "/METRICS"])
        {
            foreach (string header in (string[])["X-Forwarded-For", "Forwarded", "X-Real-IP"])
            {
                using HttpResponseMessage forwarded = await SendAsync(HttpMethod.Get, path, (header, "203.0.113.9"));
                Assert.Equal(HttpStatusCode.Forbidden, forwarded.StatusCode);
                Assert.DoesNotContain("# TYPE ", await forwarded.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            }
        }
        using HttpResponseMessage token = await SendAsync(HttpMethod.Get, "/metrics", ("X-Forwarded-For", "203.0.113.9"), (OperatorToken.Header, venue.OperatorToken));
        Assert.Equal(HttpStatusCode.OK, token.StatusCode);
    }

    [Fact]
    public async Task Through_a_named_proxy_metrics_are_for_named_addresses_alone()
    {
        await using TestVenue behind = new("--Kapok:KnownProxies=127.0.0.0/8", "--Kapok:MetricsFrom=198.51.100.0/24");
        await behind.InitializeAsync();
        using HttpClient browser = behind.Browser();
        foreach ((string visitor, HttpStatusCode status) in ((string, HttpStatusCode)[])[("198.51.100.7", HttpStatusCode.OK), ("203.0.113.9", HttpStatusCode.Forbidden),
            ("198.51.100.7, 203.0.113.9", HttpStatusCode.Forbidden)])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/metrics") { Headers = { { "X-Forwarded-For", visitor } } };
            using HttpResponseMessage answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal((visitor, status), (visitor, answer.StatusCode));
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using HttpClient browser = venue.Browser();
        using HttpRequestMessage request = new(method, path);
        foreach ((string name, string value) in headers) request.Headers.Add(name, value);
        return await browser.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<string> TextAsync(string path)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Get, path);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
