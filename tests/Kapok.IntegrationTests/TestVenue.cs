using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kapok.Cluster;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Kapok.Server;
using Kapok.Server.Identities;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>The real server on a free port, with storage of its own and the small scene in all three rooms.</summary>
/// <remarks>Started as Program does, so that options, storage and pipeline are the real ones.</remarks>
public class TestVenue : IAsyncLifetime
{
    private readonly string[] _options;
    private WebApplication? _app;
    private string _folder = "";

    public TestVenue()
        : this([])
    {
    }

    internal TestVenue(params string[] options) => _options = options;

    /// <summary>The nodes that it is one of; null for itself alone.</summary>
    internal InProcessCluster? Cluster { get; init; }

    /// <summary>Another one, whose database and keys it has too; null for its own.</summary>
    internal TestVenue? Beside { get; init; }

    internal Uri Address { get; private set; } = new("http://localhost");

    internal WebApplication App => _app ?? throw new InvalidOperationException("The venue is not started.");

    internal string Data => Path.Combine(_folder, "data");

    public async ValueTask InitializeAsync()
    {
        if (_folder.Length == 0) _folder = Directory.CreateTempSubdirectory("kapok-test-").FullName;
        if (Beside is not null)
        {
            Beside.Service<GuestIdentity>(); // makes its key
            LinkTo(Beside.Data);
        }
        string scenes = Path.Combine(_folder, "assets", "scenes");
        Directory.CreateDirectory(scenes);
        foreach (string room in (string[])["arena", "forum", "terrace"])
            File.WriteAllText(Path.Combine(scenes, $"{room}.gltf"), SceneOf(File.ReadAllText(Path.Combine(RepositoryRoot(), "tests", "vectors", "scene-small.gltf"))));
        _app = await VenueServer.CreateAsync(
        [
            "--port", "0", "--data", Data, "--assets", Path.Combine(_folder, "assets"), "--client", Path.Combine(_folder, "client"), "--Kapok:JoinsPerMinute=10000",
            "--Kapok:SampleShow=false", .. _options,
        ], Cluster);
        await _app.StartAsync();
        Address = new(_app.Urls.First());
    }

    /// <summary>The key of a room of the event that a first start makes.</summary>
    internal static RoomKey Key(string room) => new(OpeningNight.EventSlug, room);

    /// <summary>The token of its operator.</summary>
    internal string OperatorToken => File.ReadAllText(Path.Combine(Data, "operator.token")).Trim();

    /// <summary>Stops the server and starts it again on the same data.</summary>
    internal async Task RestartAsync()
    {
        await App.DisposeAsync();
        await InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, true);
    }

    internal T Service<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>A browser of its own: it keeps its cookies.</summary>
    internal HttpClient Browser(CookieContainer? cookies = null) =>
        new(new HttpClientHandler
        {
            CookieContainer = cookies ?? new(),
            UseCookies = true,
            AllowAutoRedirect = false,
            // A test's venue has signed its certificate itself.
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        })
        { BaseAddress = Address };

    internal static Task<(HttpStatusCode Status, JsonNode Body)> JoinAsync(HttpClient browser, object body, RoomKey room) =>
        JoinAtAsync(browser, body, $"/api/v1/events/{room.Event}/rooms/{room.Room}/join");

    internal static Task<(HttpStatusCode Status, JsonNode Body)> JoinAsync(HttpClient browser, object body, string room = "arena", string? origin = null,
        string? operatorToken = null) =>
        JoinAtAsync(browser, body, $"/api/v1/rooms/{room}/join", origin, operatorToken);

    private static async Task<(HttpStatusCode Status, JsonNode Body)> JoinAtAsync(HttpClient browser, object body, string address, string? origin = null,
        string? operatorToken = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        if (origin is not null) request.Headers.Add("Origin", origin);
        if (operatorToken is not null) request.Headers.Add("X-Kapok-Operator", operatorToken);
        using HttpResponseMessage response = await browser.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>Joins and enters.</summary>
    internal async Task<TestPerson> EnterAsync(string name, string room = "arena", HttpClient? browser = null, string resume = "", string? link = null)
    {
        HttpClient own = browser ?? Browser();
        (HttpStatusCode status, JsonNode body) = await JoinAsync(own, new { name, resume, link }, room);
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        TestPerson person = new(name, own);
        await person.ConnectAsync(Address, body["ticket"]!.GetValue<string>());
        return person;
    }

    /// <summary>The place of all rooms, made of the small one.</summary>
    protected virtual string SceneOf(string small) => small;

    // A data folder is one process's; what two nodes must have in common lies in it all the same.
    private void LinkTo(string data)
    {
        Directory.CreateDirectory(Data);
        foreach (string file in (string[])[StorageOptions.SqliteFileName, "guest.key"]) // on PostgreSQL there is no file of a database
            if (File.Exists(Path.Combine(data, file))) File.CreateSymbolicLink(Path.Combine(Data, file), Path.Combine(data, file));
        Directory.CreateSymbolicLink(Path.Combine(Data, "keys"), Path.Combine(data, "keys"));
    }

    internal static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kapok.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}

/// <summary>The same venue with world sockets served through Kestrel, as where there is no epoll.</summary>
public sealed class KestrelVenue() : TestVenue("--Kapok:FrontDoor=kestrel");

/// <summary>The same venue by HTTPS, whose TLS the front door ends.</summary>
public sealed class TlsVenue() : TestVenue("--self-signed");
