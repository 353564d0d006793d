using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Kapok.Events.Planning;
using Kapok.Events.Storage;
using Kapok.IntegrationTests.Cluster;
using Kapok.Media.Stage;
using Kapok.Media.Stage.Ffmpeg;
using Kapok.Protocol.Messages;
using Kapok.Server.Rooms;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Kapok.IntegrationTests.Stage;

/// <summary>Keys, who is on air, and what the rooms are told of it.</summary>
public sealed class StageVenueTests
{
    private const string Arena = "/api/v1/events/opening-night/stages/arena";

    private static readonly byte[] Avc = [1, 0x64, 0, 0x1f, 0xff, 0xe1, 0, 0];

    // One block of AAC-LC, 1,024 samples in stereo, in which nothing sounds.
    private static readonly byte[] SilentAac = [0x21, 0x00, 0x49, 0x90, 0x02, 0x19, 0x00, 0x23, 0x80];

    private static readonly StageFormat Format = new()
    {
        Video = StageCodec.H264,
        VideoConfig = Avc,
        Width = 1280,
        Height = 720,
        Audio = StageCodec.Aac,
        AudioConfig = new byte[] { 0x11, 0x90 },
        SampleRate = 48_000,
        Channels = 2,
    };

    [Fact]
    public async Task A_key_is_seen_by_those_who_go_live_and_replaced_by_those_who_run_the_stage()
    {
        await using TestVenue venue = new();
        await venue.InitializeAsync();
        using HttpClient guest = venue.Browser(), performer = await WithRoleAsync(venue, EventRole.Performer), organiser = await WithRoleAsync(venue, EventRole.Organiser);
        Assert.Equal((HttpStatusCode.Forbidden, "not-allowed"), Refusal(await AskAsync(guest, HttpMethod.Get, Arena)));
        JsonNode seen = (await AskAsync(performer, HttpMethod.Get, Arena)).Body!;
        Assert.Equal($"{venue.Address}api/v1/stage/whip", seen["whip"]!.GetValue<string>());
        Assert.Equal($"rtmp://{venue.Address.Host}:{venue.Address.Port}/live", seen["rtmp"]!.GetValue<string>());
        string key = seen["key"]!.GetValue<string>();
        Assert.Matches("^([a-z0-9]{5}-){5}[a-z0-9]{5}$", key);
        Assert.Equal((HttpStatusCode.Forbidden, "not-allowed"), Refusal(await AskAsync(performer, HttpMethod.Post, $"{Arena}/key")));
        Assert.Equal((HttpStatusCode.NotFound, "unknown-stage"), Refusal(await AskAsync(organiser, HttpMethod.Get, "/api/v1/events/opening-night/stages/cellar")));
        Assert.Equal((HttpStatusCode.NotFound, "unknown-stage"), Refusal(await AskAsync(organiser, HttpMethod.Get, "/api/v1/events/other-night/stages/arena")));
        using HttpClient foreign = await WithRoleAsync(venue, EventRole.Organiser, await AnotherEventAsync(venue));
        foreach ((HttpMethod method, string address) in ((HttpMethod, string)[])[(HttpMethod.Get, Arena), (HttpMethod.Get, "/api/v1/events/opening-night/stages"),
            (HttpMethod.Post, $"{Arena}/key"), (HttpMethod.Post, $"{Arena}/end"), (HttpMethod.Put, Arena)])
        {
            object? body = method == HttpMethod.Put ? new { second = "refused" } : null;
            Assert.Equal((HttpStatusCode.NotFound, "unknown-stage"), Refusal(await AskAsync(foreign, method, address, body)));
        }
        Assert.Equal(key, (await AskAsync(performer, HttpMethod.Get, Arena)).Body!["key"]!.GetValue<string>());
        Assert.Equal(["arena", "forum", "terrace"], (await AskAsync(performer, HttpMethod.Get, "/api/v1/events/opening-night/stages")).Body!["stages"]!.AsArray()
            .Select(stage => stage!["stage"]!.GetValue<string>()));

        IStageDirectory directory = venue.Service<IStageDirectory>();
        foreach (string none in (string[])["", "x", new('a', 35), key.ToUpperInvariant(), key + "a"]) Assert.Null(await directory.AdmitAsync(none));
        StagePublication publication = await PublishAsync(venue, key);
        string next = (await AskAsync(organiser, HttpMethod.Post, $"{Arena}/key")).Body!["key"]!.GetValue<string>();
        Assert.NotEqual(key, next);
        Assert.Equal(StageOver.KeyVoid, await publication.Over);
        Assert.Null(await directory.AdmitAsync(key));
        Assert.Equal("arena", (await directory.AdmitAsync(next))!.Stage);

        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(organiser, HttpMethod.Put, Arena, new { second = "both" })).Status);
        Assert.Equal("takes-over", (await AskAsync(organiser, HttpMethod.Put, Arena, new { second = "takes-over" })).Body!["second"]!.GetValue<string>());
        await venue.RestartAsync();
        StageTicket ticket = (await venue.Service<IStageDirectory>().AdmitAsync(next))!;
        Assert.True(ticket.MayTakeOver);
        using HttpClient again = venue.Browser();
        again.DefaultRequestHeaders.Add("X-Kapok-Operator", venue.OperatorToken);
        Assert.Equal(next, (await AskAsync(again, HttpMethod.Get, Arena)).Body!["key"]!.GetValue<string>());
    }

    [Fact]
    public async Task Everyone_in_every_room_is_told_what_is_on_air_and_how_it_goes_is_told_to_those_who_run_it()
    {
        await using TestVenue venue = new();
        await venue.InitializeAsync();
        await using TestPerson mei = await venue.EnterAsync("Mei"), tom = await venue.EnterAsync("Tom", "forum");
        RoomHost arena = venue.Service<LocalRooms>().Find(TestVenue.Key("arena"))!.Host;
        string key = (await venue.Service<IStages>().KeyAsync(new("opening-night", "arena")))!;
        double before = arena.Clock.NowMilliseconds;
        StagePublication publication = await PublishAsync(venue, key);
        StageOnAir told = await ToldAsync(mei, one => one is { IsInterrupted: false, Ways.Count: 2 });
        Assert.InRange(told.ClockMs, before, arena.Clock.NowMilliseconds);
        Assert.InRange(told.UtcMs - (publication.Stage.BeganAt - DateTimeOffset.UnixEpoch).TotalMilliseconds, -1, publication.Stage.Now / 90d);
        Assert.Equal(("arena", publication.Stage.Id, 1280u, true, true), (told.Stage, told.Live, told.Width, told.HasVideo, told.HasAudio));
        Assert.Equal([(StageWayKind.Flv, $"/live/{told.Live}.flv"), (StageWayKind.LlHls, $"/live/{told.Live}/index.m3u8")], told.Ways.Select(way => (way.Kind, way.Address)));
        Assert.Equal(["avc1.64001f", "mp4a.40.2"], told.Ways[1].Codecs);
        Assert.Equal(told.Live, (await ToldAsync(tom, one => one.Ways.Count == 2)).Live);
        await using TestPerson late = await venue.EnterAsync("Ana");
        Assert.Equal(told.Live, (await ToldAsync(late, one => one.Ways.Count == 2)).Live);

        using HttpClient organiser = await WithRoleAsync(venue, EventRole.Organiser);
        publication.Stage.Viewers.Enter(StageExit.Flv);
        JsonNode onAir = (await AskAsync(organiser, HttpMethod.Get, Arena)).Body!["onAir"]!;
        Assert.Equal(("rtmp", "H.264", "AAC", 1), (onAir["way"]!.GetValue<string>(), onAir["videoCodec"]!.GetValue<string>(), onAir["audioCodec"]!.GetValue<string>(),
            onAir["viewers"]!["flv"]!.GetValue<int>()));

        using HttpClient monitor = venue.Browser();
        await TestPerson.HoldsAsync("the metrics", async () =>
        {
            string[] lines = (await monitor.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n');
            bool Say(string name, string label) => lines.Any(line => line.StartsWith($"{name}{{", StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal)
                && line.Split('}')[1].StartsWith(" 1", StringComparison.Ordinal));
            return Say("kapok_stage_on_air", "state=\"published\"") && Say("kapok_stage_viewers", "way=\"flv\"");
        });

        publication.End();
        await ToldAsync(mei, one => one.IsInterrupted);
        StagePublication back = await PublishAsync(venue, key);
        Assert.Same(publication.Stage, back.Stage);
        Assert.Equal(HttpStatusCode.NoContent, (await AskAsync(organiser, HttpMethod.Post, $"{Arena}/end")).Status);
        Assert.Equal(StageOver.Ended, await back.Over);
        foreach (TestPerson person in (TestPerson[])[mei, tom, late])
            await person.UntilAsync("the end", () => person.Messages.LastOrDefault(message => message.Stages is not null)?.Stages.OnAir.Count == 0);
    }

    [Fact]
    public async Task Of_a_broadcast_in_aac_viewers_by_WebRTC_get_opus_where_there_is_ffmpeg_and_where_there_is_none_the_performer_is_told()
    {
        Assert.SkipWhen(FfmpegTool.Find(FfmpegTool.Auto) is null, "There is no ffmpeg on this machine: ./test.sh installs it.");
        await using TestVenue venue = new("--Stage:Renditions=false"), without = new("--Stage:Ffmpeg=none");
        await venue.InitializeAsync();
        await using TestPerson mei = await venue.EnterAsync("Mei");
        StagePublication publication = await PublishAsync(venue, (await venue.Service<IStages>().KeyAsync(new("opening-night", "arena")))!);
        for (int frame = 0; frame < 100; frame++) publication.Send(isVideo: false, isKey: true, frame * 1920, 0, SilentAac);
        StageOnAir told = await ToldAsync(mei, one => one.Ways.Count == 3);
        Assert.Equal((StageWayKind.Whep, $"/live/{told.Live}/whep"), (told.Ways[0].Kind, told.Ways[0].Address));
        Assert.Equal(["avc1.64001f", "opus"], told.Ways[0].Codecs);

        await without.InitializeAsync();
        IStages stages = without.Service<IStages>();
        await PublishAsync(without, (await stages.KeyAsync(new("opening-night", "arena")))!);
        Assert.Contains("stage.warning.no-ffmpeg-sound", (await stages.ListAsync("opening-night"))[0].OnAir!.Warnings.Select(warning => warning.Code));
    }

    [Fact]
    public async Task A_stage_that_comes_in_on_one_node_is_told_in_the_rooms_of_the_other_and_run_from_there()
    {
        await using TwoNodes nodes = await TwoNodes.StartAsync();
        await using TestPerson mei = await nodes.EnterAsync("Mei", "arena"), tom = await nodes.EnterAsync("Tom", "forum");
        IStages stages = nodes.A.Service<IStages>();
        StageKey arena = new("opening-night", "arena");
        StagePublication publication = await PublishAsync(nodes.B, (await stages.KeyAsync(arena))!);
        foreach (TestPerson person in (TestPerson[])[mei, tom])
        {
            StageOnAir told = await ToldAsync(person, one => one.Ways.Count == 2);
            Assert.Equal($"http://localhost:{nodes.B.Address.Port}/live/{told.Live}.flv", told.Ways[0].Address);
        }
        Assert.Equal(publication.Stage.Id, (await stages.ListAsync("opening-night")).Single(stage => stage.Key == arena).OnAir!.Live);

        // Whoever comes to the other node meanwhile does not make a second broadcast of the same stage.
        StagePublication second = await PublishAsync(nodes.A, (await stages.KeyAsync(arena))!);
        Assert.Equal(StageOver.TakenOver, await second.Over);
        Assert.False(publication.Over.IsCompleted);
        Assert.Equal(MeasureResult.Ok, await stages.RotateKeyAsync(arena, new("Olga", "", Role.Organiser)));
        Assert.Equal(StageOver.KeyVoid, await publication.Over);
        Assert.Equal(MeasureResult.NotAllowed, await stages.EndAsync(arena, new("Mo", "", Role.Moderator)));
        Assert.Equal(MeasureResult.Ok, await stages.EndAsync(arena, new("Sam", "", Role.StageManager)));
        await mei.UntilAsync("the end", () => mei.Messages.LastOrDefault(message => message.Stages is not null)?.Stages.OnAir.Count == 0);
    }

    private static async Task<StagePublication> PublishAsync(TestVenue venue, string key)
    {
        IStageDirectory directory = venue.Service<IStageDirectory>();
        StagePublication? publication = directory.Begin((await directory.AdmitAsync(key))!, StageEntrance.Rtmp, out StageRefusal refusal);
        Assert.Equal(StageRefusal.None, refusal);
        Assert.True(publication!.Format(Format));
        publication.Send(isVideo: true, isKey: true, 0, 0, new byte[1000]);
        return publication;
    }

    private static async Task<StageOnAir> ToldAsync(TestPerson person, Func<StageOnAir, bool> wanted) =>
        (await person.HearAsync("what is on air", message => message.Stages?.OnAir.Any(wanted) == true)).Stages.OnAir.First(wanted);

    private static async Task<Event> AnotherEventAsync(TestVenue venue)
    {
        Event current = await venue.Service<CurrentEvent>().FindAsync();
        Event other = new()
        {
            Id = Guid.NewGuid(),
            OrganisationId = current.OrganisationId,
            Slug = "next-year",
            Title = new LocalText("Next year", "明年"),
            State = EventState.Published,
            StartsAt = current.StartsAt.AddYears(1),
            EndsAt = current.EndsAt.AddYears(1),
        };
        await using EventsContext context = await venue.Service<IDbContextFactory<EventsContext>>().CreateDbContextAsync();
        context.Events.Add(other);
        await context.SaveChangesAsync();
        return other;
    }

    private static async Task<HttpClient> WithRoleAsync(TestVenue venue, EventRole role, Event? other = null)
    {
        Event current = other ?? await venue.Service<CurrentEvent>().FindAsync();
        CreateLink.Created link = (await venue.Service<CreateLink>().HandleAsync(new(current.Id, "Test", role, null), Operator.Server)).Value;
        HttpClient browser = venue.Browser();
        using HttpResponseMessage opened = await browser.GetAsync(new Uri($"/link/{link.Token}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
        return browser;
    }

    private static async Task<(HttpStatusCode Status, JsonNode? Body)> AskAsync(HttpClient browser, HttpMethod method, string address, object? body = null)
    {
        using HttpRequestMessage request = new(method, address) { Content = body is null ? null : JsonContent.Create(body) };
        using HttpResponseMessage answer = await browser.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    private static (HttpStatusCode Status, string Code) Refusal((HttpStatusCode Status, JsonNode? Body) answer) => (answer.Status, answer.Body!["code"]!.GetValue<string>());
}
