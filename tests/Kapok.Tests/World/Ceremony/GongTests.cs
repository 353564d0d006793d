using System.Numerics;
using System.Text.Json;
using Kapok.Protocol.Messages;
using Kapok.Tests.World.Show;
using Kapok.World;
using Kapok.World.Ceremony;
using Kapok.World.Scenes;
using Kapok.World.Show;
using Xunit;

namespace Kapok.Tests.World.Ceremony;

/// <summary>The gong: who strikes it, when it counts, and that everyone sees the same of it.</summary>
public sealed class GongTests
{
    private readonly ShowRoom _show = new();

    [Fact]
    public void Strokes_within_the_window_of_the_first_are_in_time_and_everyone_is_told_who_they_were()
    {
        (_, TestViewer mei) = _show.Test.Enter("Mei");
        Begin(seconds: 2);
        (Resident ada, TestViewer atAda) = _show.Test.Enter("Ada", Role.Speaker);
        (Resident bo, TestViewer atBo) = _show.Test.Enter("Bo", Role.Performer);
        (Resident cy, TestViewer atCy) = _show.Test.Enter("Cy", Role.Organiser);
        double nowMs = _show.NowMs;
        Assert.Equal("", Strike(ada, atAda));
        _show.Test.Tick(40);
        Assert.Equal("", Strike(bo, atBo)); // two seconds later: just in time
        _show.Test.Tick();
        Assert.Equal("notice.gong-late", Strike(cy, atCy));
        _show.Test.Tick(10);
        Stroke[] strokes = [.. ShowRoom.Picture(mei, _show.NowMs).Ceremony.Strokes];
        Assert.Equal([("Ada", true), ("Bo", true), ("Cy", false)], strokes.Select(one => (one.Name, one.InTime)));
        Assert.Equal([nowMs + ShowRun.LeadMs, nowMs + 2000 + ShowRun.LeadMs, nowMs + 2050 + ShowRun.LeadMs], strokes.Select(one => one.AtMs));
        Assert.Equal(ada.Id, strokes[0].Person);
    }

    [Fact]
    public void A_step_that_says_nothing_leaves_a_second()
    {
        Assert.Equal(1000, ShowCeremony.WindowMs(new()));
        Assert.Equal(3000, ShowCeremony.WindowMs(new() { Seconds = 3 }));
    }

    [Fact]
    public void Only_the_first_stroke_sets_off_light_and_confetti_in_its_own_moment()
    {
        (_, TestViewer mei) = _show.Test.Enter("Mei");
        Begin();
        (Resident ada, TestViewer atAda) = _show.Test.Enter("Ada", Role.Speaker);
        (Resident bo, TestViewer atBo) = _show.Test.Enter("Bo", Role.Speaker);
        Strike(ada, atAda);
        Strike(bo, atBo);
        _show.Test.Tick(8);
        ShowState state = ShowRoom.Picture(mei, _show.NowMs);
        Assert.Equal([EffectKind.LightWave, EffectKind.Confetti], state.Effects.Select(one => one.Effect.Kind));
        Assert.All(state.Effects, one => Assert.Equal(state.Ceremony.Strokes[0].AtMs, one.StartMs));
        Assert.Equal(2, state.Ceremony.Strokes.Count);
    }

    [Fact]
    public void Who_is_near_or_on_stage_strikes_it_once_and_others_are_told_why_not()
    {
        ShowRoom show = new();
        SceneLayout layout = SmallScene.Layout with { Gong = new(SmallScene.Layout.Spawns[0].Position + new Vector3(0f, 2f, 0f), 1f) };
        TestRoom near = new(layout: layout);
        (Resident mei, TestViewer atMei) = show.Test.Enter("Mei");
        (Resident max, TestViewer atMax) = show.Test.Enter("Max", Role.Moderator);
        Assert.Equal("notice.gong-none", Strike(show.Test, show.Manager, show.Desk));
        show.Test.Tick();
        show.Do(Step(1));
        Assert.Equal("notice.gong-far", Strike(show.Test, mei, atMei));
        Assert.Equal("notice.gong-far", Strike(show.Test, max, atMax));
        Assert.Equal("", Strike(show.Test, show.Manager, show.Desk));
        Assert.Equal("notice.gong-once", Strike(show.Test, show.Manager, show.Desk));

        (Resident stella, _) = near.Enter("Stella", Role.StageManager);
        (Resident guest, TestViewer atGuest) = near.Enter("Guest");
        near.Tick();
        near.Room.Hear(stella, new() { Show = Step(1) });
        Assert.Equal("", Strike(near, guest, atGuest));
        (Resident again, TestViewer atAgain) = near.Enter("Guest", guest: "Guest", resume: guest.ResumeToken);
        Assert.Equal("notice.gong-once", Strike(near, again, atAgain)); // another page of the same guest
        near.Tick(10);
        near.Room.Hear(stella, new() { Show = Step(1) });
        Assert.Equal("", Strike(near, again, atAgain)); // another gong
    }

    [Fact]
    public void A_crowd_that_strikes_costs_everyone_a_few_messages_and_no_more_than_so_many_are_kept()
    {
        Begin(seconds: 3);
        (_, TestViewer mei) = _show.Test.Enter("Mei");
        _show.Test.Tick();
        int before = mei.All(message => message.ShowState).Count(), full = 0;
        for (int i = 0; i < ShowCeremony.MostStrokes + 6; i++)
        {
            (Resident who, TestViewer at) = _show.Test.Enter($"P{i}", Role.Speaker);
            full += Strike(who, at) == "notice.gong-full" ? 1 : 0;
            if (i % 4 == 3) _show.Test.Tick();
        }
        _show.Test.Tick(10);
        Assert.Equal(6, full);
        Assert.Equal(ShowCeremony.MostStrokes, ShowRoom.Picture(mei, _show.NowMs).Ceremony.Strokes.Count);
        Assert.InRange(mei.All(message => message.ShowState).Count() - before, 2, 6);
    }

    [Fact]
    public void Strokes_that_nobody_was_told_of_end_with_their_step()
    {
        Begin();
        Strike(_show.Manager, _show.Desk);
        _show.Do(new() { Play = new() { Actions = { new ShowAction { Ceremony = new() { End = true } } } } });
        _show.Test.Tick(10);
        Assert.Null(_show.Run.State.Ceremony);
        Assert.Empty(_show.Run.State.Effects);
    }

    [Fact]
    public void After_a_restart_it_is_still_known_who_struck_and_nobody_is_taken_for_another()
    {
        Begin(seconds: 60);
        (Resident ada, TestViewer atAda) = _show.Test.Enter("Ada", Role.Speaker);
        Strike(ada, atAda);
        _show.Test.Tick(2);
        ShowRoom next = new(new ShowSettings(_show.Run.Run, _show.Test.Events.Show!.Value.Kept, ShowSettings.None.Catalogue));
        (Resident bo, TestViewer atBo) = next.Test.Enter("Bo", Role.Speaker);
        (Resident again, TestViewer atAgain) = next.Test.Enter("Ada", Role.Speaker);
        Assert.Equal("notice.gong-once", Strike(next.Test, again, atAgain));
        Assert.Equal("", Strike(next.Test, bo, atBo));
        next.Test.Tick(10);
        Stroke[] strokes = [.. ShowRoom.Picture(atBo, next.NowMs).Ceremony.Strokes];
        Assert.Equal([("Ada", true), ("Bo", true)], strokes.Select(one => (one.Name, one.InTime)));
        Assert.Null(next.Test.Room.Find(strokes[0].Person));
        Assert.Equal(bo.Id, strokes[1].Person);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whoever_comes_late_and_whoever_was_there_see_the_same_also_in_a_room_that_was_started_again(int seed)
    {
        Random random = new(seed);
        (_, TestViewer mei) = _show.Test.Enter("Mei");
        Begin(seconds: 1);
        for (int turn = 0; turn < 40; turn++)
        {
            (Resident who, TestViewer at) = _show.Test.Enter($"P{turn}", random.Next(2) == 0 ? Role.Speaker : Role.Attendee);
            Strike(who, at);
            if (random.Next(3) == 0) _show.Do(new() { Play = new() { Actions = { ShowSamples.Light((uint)random.Next(0xffffff)) } } });
            if (random.Next(12) == 0) _show.Do(Step((uint)random.Next(3)));
            _show.Test.Tick(random.Next(4));
            if (random.Next(12) == 0) _show.Test.StartAgain();
        }
        _show.Test.Tick(10);
        (_, TestViewer late) = _show.Test.Enter("Late");
        ShowState picture = ShowRoom.Picture(mei, _show.NowMs);
        Assert.Equal(picture, ShowRoom.Picture(late, _show.NowMs));
        Assert.Equal(picture, ShowModel.ToPresent(_show.Run.State, _show.NowMs));
        Assert.NotEmpty(picture.Ceremony.Strokes);
        Assert.Equal(picture.Ceremony.Strokes.OrderBy(one => one.AtMs), picture.Ceremony.Strokes);
        ShowRoom next = new(new ShowSettings(_show.Run.Run, _show.Test.Events.Show!.Value.Kept, ShowSettings.None.Catalogue));
        Assert.Equal(picture.Ceremony.Strokes.Select(one => (one.Name, one.InTime)), next.Run.State.Ceremony.Strokes.Select(one => (one.Name, one.InTime)));
    }

    [Fact]
    public void A_scene_says_where_its_gong_is_and_clients_are_told_where_a_ceremony_has_its_things()
    {
        SceneLayout small = SmallScene.Layout;
        Zone stage = small.Zones.First(zone => zone.Rule == ZoneRule.Stage);
        CeremonyPlaces places = CeremonyPlaces.Of(small)!.Value;
        foreach (Vector2 place in new[] { places.Gong, places.Plaque, places.Lift })
            Assert.True(stage.Box.Contains(new(place.X, stage.Box.Centre.Y, place.Y)), $"{place} is on the stage");
        Assert.True(Vector2.Distance(places.Gong, places.Plaque) > 1.5f);
        Assert.Null(CeremonyPlaces.Of(small with { Zones = [] }));
        JsonElement none = JsonDocument.Parse(PlacesJson.Write(small with { Zones = [] })).RootElement;
        Assert.Equal(JsonValueKind.Null, none.GetProperty("ceremony").ValueKind);

        JsonElement told = JsonDocument.Parse(PlacesJson.Write(small with { Gong = new(new(1f, 4f, -2f), 1.5f) })).RootElement.GetProperty("ceremony").GetProperty("gong");
        Assert.Equal([1f, 4f, -2f, 1.5f], ((string[])["x", "y", "z", "radius"]).Select(name => told.GetProperty(name).GetSingle()));
        string marked = System.Text.Encoding.UTF8.GetString(SmallScene.File).Replace("\"name\": \"zone.Stage\"", "\"name\": \"gong\"", StringComparison.Ordinal);
        Assert.True(SceneReader.TryRead(System.Text.Encoding.UTF8.GetBytes(marked), SceneLimits.Default, out SceneLayout? read, out _));
        Assert.Equal(new GongMark(new(0f, 2f, -15f), 1f), read.Gong);
    }

    private static ShowCommand Step(uint seconds) =>
        new() { Play = new() { Actions = { new ShowAction { Ceremony = new() { Kind = CeremonyKind.Gong, Title = "Dawn", Seconds = seconds } } } } };

    private static string Strike(TestRoom room, Resident who, TestViewer at)
    {
        int before = at.All(message => message.Notice).Count();
        Assert.True(room.Room.Hear(room.Room.Find(who.Id)!, new() { Strike = new() }), room.Events.Failure?.ToString());
        return at.All(message => message.Notice).Skip(before).FirstOrDefault()?.Code ?? "";
    }

    private string Strike(Resident who, TestViewer at) => Strike(_show.Test, who, at);

    private void Begin(uint seconds = 1)
    {
        _show.Test.Tick();
        Assert.Equal("", _show.Do(Step(seconds)));
        _show.Test.Tick(10);
    }
}
