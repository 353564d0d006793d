using System.Net;
using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Api;
using Kapok.Server.Configuration;
using Kapok.Server.Identities;
using Kapok.Server.Keeping;
using Kapok.Server.Measures;
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
        builder.Services.AddRoleCookie().AddSingleton(DataFolder.Open(_folder)).AddSingleton<GuestIdentity>().AddSingleton<OperatorToken>().AddSingleton<CallerReader>();
        _app = builder.Build();
        await _app.Services.OpenVenueStorageAsync();
        _app.UseAuthentication();
        _app.MapLinks();
        _app.MapGet("/who", (HttpContext http) => OperatorClaims.OperatorOf(http.User)?.Role.ToString() ?? "nobody");
        _app.MapGet("/door", (CallerReader callers, HttpContext http) => callers.Read(http).Grant?.Role.ToString() ?? "nobody");
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
        using HttpResponseMessage door = await GetAsync("/door", answer.Headers.GetValues("Set-Cookie").Single());
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
    public async Task The_door_refuses_the_banned_and_the_kicked_and_knows_what_was_revoked()
    {
        IDoorkeeper door = Service<IDoorkeeper>();
        MeasureBy moderator = new("Mo", "", Role.Moderator);
        Assert.Null(await Service<MeasureStore>().KeepAsync(MeasureKind.Ban, new("g-ban", "Troll", Role.Attendee, "203.0.113.9", TestVenue.Key("arena")), moderator));
        Assert.Null(await Service<MeasureStore>().KeepAsync(MeasureKind.Kick, new("g-kick", "Loud", Role.Attendee, null, TestVenue.Key("arena")), moderator));
        Assert.Equal(EntryBar.Banned, (await door.CheckAsync(Identity.Visitor("g-ban"), "198.51.100.1", TestVenue.Key("forum"))).Bar);
        Assert.Equal(EntryBar.Banned, (await door.CheckAsync(Identity.Visitor("g-new"), "203.0.113.9", TestVenue.Key("forum"))).Bar);
        Assert.Equal(EntryBar.Kicked, (await door.CheckAsync(Identity.Visitor("g-kick"), "198.51.100.1", TestVenue.Key("arena"))).Bar);
        Assert.Null(await door.OpenLinkAsync("nonsense"));
        Assert.Equal(new(Identity.Visitor("g-ok"), EntryBar.None), await door.CheckAsync(Identity.Visitor("g-ok"), "198.51.100.1", TestVenue.Key("arena")));

        // An address that is banned does not keep out those who keep order, until their link is withdrawn.
        CreateLink.Created link = await MakeAsync(EventRole.Moderator);
        RoleGrant grant = (await door.OpenLinkAsync(link.Token))!;
        Identity mo = Identity.Visitor("g-mo").AtLeast(grant);
        Assert.Equal(new(mo, EntryBar.None), await door.CheckAsync(mo, "203.0.113.9", TestVenue.Key("forum")));
        await Service<RevokeLink>().HandleAsync(link.Link.Id, Organiser);
        Assert.Equal(new(Identity.Visitor("g-mo"), EntryBar.Banned), await door.CheckAsync(mo, "203.0.113.9", TestVenue.Key("forum")));
    }

    private async Task<CreateLink.Created> MakeAsync(EventRole role)
    {
        Event current = await Service<CurrentEvent>().FindAsync();
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
