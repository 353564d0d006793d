using System.Net;
using Kapok.Cluster;
using Kapok.Console.Access;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Kapok.Protocol.Messages;
using Kapok.Server.Api;
using Kapok.Server.Background;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Kapok.IntegrationTests.Storage;

/// <summary>A role link, its cookie and the door, over HTTP.</summary>
public sealed class RoleLinkTests : IAsyncLifetime
{
    private static readonly Operator Organiser = new(null, "Olga", EventRole.Organiser);

    private readonly string _folder = Directory.CreateTempSubdirectory("kapok-links-").FullName;
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddVenueStorage(new StorageOptions { DataFolder = _folder });
        builder.Services.AddRoleCookie();
        _app = builder.Build();
        await _app.Services.OpenVenueStorageAsync();
        _app.UseAuthentication();
        _app.MapLinks();
        _app.MapGet("/who", (HttpContext http) => RoleCookie.OperatorOf(http.User)?.Role.ToString() ?? "nobody");
        _app.MapGet("/door", async (IDoorkeeper door, string guest) => (await door.AdmitAsync(new Visitor(guest, "127.0.0.1", TestVenue.Key("arena"), null))).Role.ToString());
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_organisers_link_opens_the_console()
    {
        using HttpResponseMessage answer = await GetAsync(await Service<IOrganiserLink>().PathAsync() ?? "");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/console", answer.Headers.Location!.OriginalString);
        string cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("kapok-role=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Organiser", await WhoAsync(cookie));
    }

    [Fact]
    public async Task A_speaker_is_led_to_the_venue_and_is_a_speaker_at_the_door()
    {
        CreateLink.Created made = await MakeAsync(EventRole.Speaker);
        using HttpResponseMessage answer = await GetAsync($"/link/{made.Token}");
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        using HttpResponseMessage door = await GetAsync("/door?guest=g1", answer.Headers.GetValues("Set-Cookie").Single());
        Assert.Equal(nameof(Role.Speaker), await door.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Revoking_ends_the_role_at_the_next_use()
    {
        CreateLink.Created made = await MakeAsync(EventRole.Moderator);
        using HttpResponseMessage answer = await GetAsync($"/link/{made.Token}");
        string cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Equal("Moderator", await WhoAsync(cookie));
        await Service<RevokeLink>().HandleAsync(made.Link.Id, Organiser);
        Assert.Equal("nobody", await WhoAsync(cookie));
    }

    [Fact]
    public async Task A_link_that_does_not_work_says_so_in_both_languages()
    {
        using HttpResponseMessage answer = await GetAsync("/link/nonsense");
        string page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("This link does not work", page, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode("此链接无法使用"), page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_forged_cookie_is_nobody() => Assert.Equal("nobody", await WhoAsync("kapok-role=CfDJ8forged"));

    [Fact]
    public async Task The_door_refuses_the_banned_the_kicked_and_ended_links()
    {
        IDoorkeeper door = Service<IDoorkeeper>();
        DateTimeOffset now = Service<TimeProvider>().GetUtcNow();
        await door.DismissAsync(new Dismissal(DismissalKind.Ban, "g-ban", "Troll", "203.0.113.9", TestVenue.Key("arena"), new MeasureBy("Mo", "spam"), now));
        await door.DismissAsync(new Dismissal(DismissalKind.Kick, "g-kick", "Loud", null, TestVenue.Key("arena"), new MeasureBy("Mo", ""), now));
        Assert.Equal("banned", (await door.AdmitAsync(new Visitor("g-ban", "198.51.100.1", TestVenue.Key("forum"), null))).Refusal);
        Assert.Equal("banned", (await door.AdmitAsync(new Visitor("g-new", "203.0.113.9", TestVenue.Key("forum"), null))).Refusal);
        Assert.Equal("kicked", (await door.AdmitAsync(new Visitor("g-kick", "198.51.100.1", TestVenue.Key("arena"), null))).Refusal);
        Assert.Equal("link-expired", (await door.AdmitAsync(new Visitor("g-ok", "198.51.100.1", TestVenue.Key("arena"), "nonsense"))).Refusal);
        Assert.Equal(Admission.Attendee, await door.AdmitAsync(new Visitor("g-ok", "198.51.100.1", TestVenue.Key("arena"), null)));
    }

    private async Task<CreateLink.Created> MakeAsync(EventRole role)
    {
        Event current = await Service<OpeningNight>().EnsureAsync();
        return (await Service<CreateLink>().HandleAsync(new(current.Id, "Test", role, null), Organiser)).Value;
    }

    private async Task<string> WhoAsync(string cookie)
    {
        using HttpResponseMessage answer = await GetAsync("/who", cookie);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? cookie = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (cookie is not null) request.Headers.Add("Cookie", cookie.Split(';')[0]);
        return await _app.GetTestClient().SendAsync(request);
    }

    private T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();
}
