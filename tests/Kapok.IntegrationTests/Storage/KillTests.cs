using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kapok.Events.Storage;
using Kapok.Protocol.Messages;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Kapok.IntegrationTests.Storage;

/// <summary>What somebody was told is done is there after <c>kill -9</c>, whenever it comes.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 26, Lanes = 2;

    private readonly string _folder = Directory.CreateTempSubdirectory("kapok-kill-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, true);
    }

    // Two servers take turns, each on a folder of its own: one starts while the other is used and killed. In four parts, so that each ends in time on a slow machine too.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task What_was_acknowledged_before_the_server_was_killed_is_kept(int part)
    {
        string assets = Path.Combine(_folder, "assets");
        Directory.CreateDirectory(Path.Combine(assets, "scenes"));
        foreach (string room in (string[])["arena", "forum", "terrace"])
            File.Copy(Path.Combine(TestVenue.RepositoryRoot(), "tests", "vectors", "scene-small.gltf"), Path.Combine(assets, "scenes", $"{room}.gltf"));
        CancellationToken stop = TestContext.Current.CancellationToken;
        int[] acknowledged = await Task.WhenAll(Enumerable.Range(part * Lanes, Lanes).Select(lane => Task.Run(() => KillOftenAsync(lane, assets, stop))));
        Assert.True(acknowledged.Sum() >= Kills, $"Of {Kills} kills only {acknowledged.Sum()} things were acknowledged before: the test tests nothing.");
    }

    private async Task<int> KillOftenAsync(int lane, string assets, CancellationToken stop)
    {
        string data = Path.Combine(_folder, $"data-{lane}");
        Random random = new(20261130 + lane);
        List<string> acknowledged = [];
        for (int round = 0; round < Kills / Lanes; round++)
        {
            stop.ThrowIfCancellationRequested();
            await using ServerProcess server = await ServerProcess.StartAsync(data, assets);
            acknowledged.AddRange(await ActAsync(server, data, round, random));
            Assert.Empty(acknowledged.Except(await KeptAsync(data)));
        }
        return acknowledged.Count;
    }

    /// <summary>Lets a moderator ban one and kick another, and a guest report and block; kills the server while it does so.</summary>
    /// <returns>What was acknowledged.</returns>
    private static async Task<List<string>> ActAsync(ServerProcess server, string data, int round, Random moment)
    {
        string link = (await File.ReadAllTextAsync(Path.Combine(data, "organiser.link"))).Trim();
        await using TestPerson mo = await EnterAsync(server, "Mo", link), mei = await EnterAsync(server, $"Mei {round}"),
            troll = await EnterAsync(server, $"Troll {round}"), loud = await EnterAsync(server, $"Loud {round}");
        await mei.SendAsync(new ClientMessage { Report = new() { Person = troll.Id, Reason = "spam" } });
        await mo.SendAsync(new ClientMessage { Moderate = new() { Measure = Measure.Kick, Person = loud.Id, Reason = "loud" } });
        await mei.SendAsync(new ClientMessage { Block = new() { Person = mo.Id, On = true } });
        await mo.SendAsync(new ClientMessage { Moderate = new() { Measure = Measure.Ban, Person = troll.Id, Reason = "spam" } });
        TestPerson told = moment.Next(2) == 0 ? mo : mei;
        int times = moment.Next(3);
        await told.UntilAsync("so many acknowledgements", () => Acknowledged(told).Count >= times);
        long more = moment.Next(20_000) * (Stopwatch.Frequency / 1_000_000); // microseconds
        for (long until = Stopwatch.GetTimestamp() + more; Stopwatch.GetTimestamp() < until;) Thread.SpinWait(20); // the moment, to the microsecond
        await server.KillAsync();
        await Task.WhenAll(mo.UntilEndedAsync(), mei.UntilEndedAsync()); // what was sent before the end is read before the end
        return [.. Acknowledged(mo), .. Acknowledged(mei)];
    }

    private static List<string> Acknowledged(TestPerson person) =>
        [.. person.Messages.Select(message => message.Notice).OfType<Notice>()
            .Where(notice => notice.Code is "notice.reported" or "notice.blocked" or "notice.banned" or "notice.kicked")
            .Select(notice => notice.Code == "notice.blocked" ? $"{notice.Code} by {person.Name}" : $"{notice.Code} {notice.Values["name"]}")];

    private static async Task<TestPerson> EnterAsync(ServerProcess server, string name, string? link = null)
    {
        HttpClient browser = new(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = server.Address };
        using HttpResponseMessage response = await browser.PostAsJsonAsync("/api/v1/rooms/arena/join", new { name, link });
        JsonNode body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True(response.StatusCode == HttpStatusCode.OK, body.ToJsonString());
        TestPerson person = new(name, browser);
        await person.ConnectAsync(server.Address, body["ticket"]!.GetValue<string>());
        return person;
    }

    private static async Task<HashSet<string>> KeptAsync(string data)
    {
        await using SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(data, StorageOptions.SqliteFileName),
            Pooling = false
        }.ConnectionString);
        await connection.OpenAsync();
        HashSet<string> kept = [];
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT 'notice.reported ' || "SubjectName" FROM reports UNION ALL SELECT 'notice.banned ' || "Name" FROM bans UNION ALL SELECT 'notice.kicked ' || "Name" FROM kicks
            UNION ALL SELECT 'notice.blocked by ' || looks."Name" FROM blocks JOIN looks ON looks."GuestId" = blocks."GuestId"
            """;
        await using SqliteDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) kept.Add(rows.GetString(0).ToString(CultureInfo.InvariantCulture));
        return kept;
    }
}
