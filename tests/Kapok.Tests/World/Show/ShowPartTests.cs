using Kapok.Protocol.Messages;
using Kapok.World;
using Kapok.World.Show;
using Xunit;
using static Kapok.Tests.World.Show.ShowRoom;
using static Kapok.Tests.World.Show.ShowSamples;

namespace Kapok.Tests.World.Show;

/// <summary>Running a show in a room: Standby, Go, Back, Hold, Panic, triggers, and what everyone is sent.</summary>
public sealed class ShowPartTests
{
    private readonly ShowRoom _show = new();

    [Fact]
    public void A_cue_is_one_message_for_each_viewer_and_plays_a_quarter_of_a_second_ahead()
    {
        (_, TestViewer mei) = _show.Test.Enter("Mei");
        _show.Load(Cue("1", null, Light(Red), Screen("*", Text("Hello")), Fire(EffectKind.Confetti)), Cue("2"));
        _show.Test.Tick();
        double nowMs = _show.NowMs;
        Assert.Equal("", _show.Go("1"));
        _show.Test.Tick(40);
        ShowCue cue = Assert.Single(mei.All(message => message.ShowCue));
        Assert.Equal((nowMs + ShowRun.LeadMs, 3, "2"), (cue.AtMs, cue.Actions.Count, _show.Run.Standby));
        Assert.Empty(mei.All(message => message.ShowState).Concat<object>(mei.All(message => message.ShowDesk)));
        (_, TestViewer late) = _show.Test.Enter("Late");
        Assert.Equal(Picture(mei, _show.NowMs), Picture(late, _show.NowMs));
        Assert.Empty(late.All(message => message.ShowCue));
    }

    [Fact]
    public void Closed_doors_know_who_was_inside_over_a_restart_and_open_ones_know_nobody()
    {
        _show.Test.Enter("Mei");
        Assert.Equal("", _show.Do(new() { Play = new() { Actions = { new ShowAction { Doors = new() } } } }));
        _show.Test.Tick();
        ulong[] inside = [ShowDoors.MarkOf("Mei")];
        Assert.Equal(inside, _show.Test.Events.Show!.Value.Kept.Inside);
        ShowRoom next = new(new ShowSettings(_show.Run.Run, _show.Test.Events.Show!.Value.Kept, ShowSettings.None.Catalogue));
        Assert.Equal("", next.Do(new() { Play = new() { Actions = { Light(Red) } } }));
        next.Test.Tick();
        Assert.Equal(inside, next.Test.Events.Show!.Value.Kept.Inside); // those who are not back yet are not forgotten with the next cue
        Assert.Equal("", next.Do(new() { Play = new() { Actions = { new ShowAction { Doors = new() { Open = true } } } } }));
        next.Test.Tick();
        Assert.Empty(next.Test.Events.Show!.Value.Kept.Inside);
    }

    [Fact]
    public void Stage_managers_and_organisers_run_it_speakers_turn_slides_and_nobody_else_does_anything()
    {
        _show.Load(Cue("1"));
        ShowCommand turn = new() { Play = new() { Actions = { Turn("deck", 3) } } }, both = new() { Play = new() { Actions = { Turn("deck", 3), Light(Red) } } };
        foreach ((Role role, bool turns) in new[] { (Role.Attendee, false), (Role.Moderator, false), (Role.Speaker, true), (Role.Performer, true) })
        {
            (Resident who, TestViewer at) = _show.Test.Enter(role.ToString(), role);
            Assert.Equal(turns ? "" : "notice.not-allowed", _show.Ask(who, at, turn));
            ShowCommand[] others = [both, new() { Go = new() { Cue = "1" } }, new() { Panic = new() }, new() { Watch = new() { On = true } }, new() { Undo = new() }];
            foreach (ShowCommand command in others)
                Assert.Equal("notice.not-allowed", _show.Ask(who, at, command));
        }
        (Resident olga, TestViewer atOlga) = _show.Test.Enter("Olga", Role.Organiser);
        Assert.Equal("", _show.Ask(olga, atOlga, new() { Go = new() { Cue = "1" } }));
    }

    [Fact]
    public void Who_is_on_stage_brings_slides_there_and_who_performs_plays_music_and_films()
    {
        ShowCommand Play(params ReadOnlySpan<ShowAction> actions) => new() { Play = new() { Actions = { actions.ToArray() } } };
        ShowAction Screen(Picture picture) => new() { Screen = new() { Content = picture } };
        ShowCommand slides = Play(Screen(new() { Slides = new() { Deck = "deck" } }), Turn("deck", 0)), dark = Play(Screen(new() { Dark = new() }));
        ShowCommand film = Play(Screen(new() { Film = new() { File = "film" } }), new ShowAction { Playback = new() { Deed = PlaybackDeed.Play, File = "film" } });
        foreach ((Role role, string mayFilm) in new[] { (Role.Speaker, "notice.not-allowed"), (Role.Performer, "") })
        {
            (Resident who, TestViewer at) = _show.Test.Enter(role.ToString(), role);
            Assert.Equal("", _show.Ask(who, at, slides));
            Assert.Equal(mayFilm, _show.Ask(who, at, film));
            Assert.Equal("notice.not-allowed", _show.Ask(who, at, dark));
        }
    }

    [Fact]
    public void Two_who_press_at_once_play_the_cue_once()
    {
        (Resident olga, TestViewer atOlga) = _show.Test.Enter("Olga", Role.Organiser);
        _show.Load(Cue("1"), Cue("2"), Cue("3"));
        Assert.Equal("", _show.Go("1"));
        Assert.Equal("", _show.Ask(olga, atOlga, new() { Go = new() { Cue = "1" } }));
        Assert.Equal(("1", "2"), (_show.Run.Current, _show.Run.Standby));
        Assert.Single(Moments(atOlga));
        Assert.Equal("notice.show-not-next", _show.Go("3"));
    }

    [Fact]
    public void What_follows_by_itself_plays_at_its_very_moment_and_hold_stops_it()
    {
        _show.Load(Cue("1"), Cue("2", With(0)), Cue("3", With(700)), Cue("4", After(1500)), Cue("5", After(0)));
        _show.Go("1");
        double began = _show.NowMs + ShowRun.LeadMs;
        Assert.Equal(2, _show.Desk.All(message => message.ShowCue).Single().Actions.Count); // what begins together is one message
        _show.Test.Tick(60);
        Assert.Equal([began, began + 700, began + 2200, began + 2200], Moments(_show.Desk));
        _show.Load(Cue("1"), Cue("2", After(1000)));
        _show.Do(new() { Standby = new() { Cue = "1" } });
        _show.Go("1");
        double again = _show.NowMs + ShowRun.LeadMs;
        _show.Test.Tick(5);
        _show.Hold(true);
        _show.Test.Tick(100);
        Assert.Equal((again, true), (Moments(_show.Desk)[^1], _show.Run.IsHeld));
        _show.Hold(false);
        _show.Test.Tick(40);
        Assert.Equal(again + 1000 + 5000, Moments(_show.Desk)[^1]);
    }

    [Fact]
    public void A_cue_plays_at_a_time_of_day_and_at_a_time_of_the_track_and_one_of_yesterday_waits()
    {
        _show.Test.Time.Advance(TimeSpan.FromHours(1)); // the test's clock begins in 1970
        _show.Test.Tick();
        double utcMs = _show.Test.Clock.Today.ToUnixTimeMilliseconds();
        _show.Load(Cue("1", At(utcMs + 3000), Play("song")), Cue("2", new() { Track = new() { File = "song", PositionMs = 2500 } }), Cue("3", At(utcMs - 60_000)));
        double nowMs = _show.NowMs;
        _show.Test.Tick(200);
        Assert.Equal([nowMs + 3000, nowMs + 5500], Moments(_show.Desk));
        Assert.Equal(("3", 0), (_show.Run.Standby, _show.Run.DueMs));
        Assert.Equal("", _show.Go("3"));
    }

    [Fact]
    public void A_track_that_is_paused_or_sought_moves_what_waits_for_it()
    {
        _show.Load(Cue("1", null, Play("song")), Cue("2", new() { Track = new() { File = "song", PositionMs = 10_000 } }));
        _show.Go("1");
        _show.Test.Tick(40);
        _show.Do(new() { Play = new() { Actions = { Track(PlaybackDeed.Pause) } } });
        _show.Test.Tick(400);
        Assert.Equal((2, 0d), (Moments(_show.Desk).Length, _show.Run.DueMs));
        _show.Do(new() { Play = new() { Actions = { Track(PlaybackDeed.Resume) } } });
        _show.Do(new() { Play = new() { Actions = { Track(PlaybackDeed.Seek, 9000) } } });
        double nowMs = _show.NowMs;
        _show.Test.Tick(40);
        Assert.Equal(nowMs + ShowRun.LeadMs + 1000, Moments(_show.Desk)[^1]);
    }

    [Fact]
    public void Back_shows_what_was_before_the_last_cue_which_is_next_again()
    {
        _show.Load(Cue("1", null, Light(Red), Screen("", Text("one"))), Cue("2", null, Light(Blue), Screen("", Text("two")), Fire(EffectKind.Fog)), Cue("3", After(5000)));
        _show.Go("1");
        _show.Test.Tick(40);
        ShowState one = _show.Run.State;
        _show.Go("2");
        _show.Test.Tick(40);
        Assert.Equal("", _show.Back());
        _show.Test.Tick(400);
        Assert.Equal(("1", "2", 0), (_show.Run.Current, _show.Run.Standby, _show.Run.DueMs)); // nothing follows by itself on the way back
        ShowState picture = Picture(_show.Desk, _show.NowMs);
        Assert.Equal(ShowLights.At(one, LightGroup.Stage, _show.NowMs), ShowLights.At(picture, LightGroup.Stage, _show.NowMs));
        Assert.Equal(one.Screens[0].Content.Content, picture.Screens[0].Content.Content);
        Assert.Empty(picture.Effects);
        Assert.Equal("", _show.Back());
        Assert.Equal("notice.show-no-way-back", _show.Back());
    }

    [Fact]
    public void Panic_is_white_light_and_silence_and_nothing_goes_on_by_itself()
    {
        ShowAction[] all = [Light(Red, 1, 0, LightGroup.Beams, LightMove.Flash), Play("song"), Fire(EffectKind.Fog), Sticks(0, Red), Screen("*", Dark())];
        _show.Load(Cue("1", null, all), Cue("2", After(1000)));
        _show.Go("1");
        _show.Test.Tick(10);
        Assert.Equal("", _show.Do(new() { Panic = new() }));
        _show.Test.Tick(300);
        ShowState picture = Picture(_show.Desk, _show.NowMs);
        Assert.Equal((null, 0, 0, 0, "1"), (picture.Track, picture.Effects.Count, picture.Sticks.Count, picture.Screens.Count, _show.Run.Current));
        Assert.Equal(White, ShowLights.At(picture, LightGroup.Beams, _show.NowMs).Look!.Primary);
    }

    [Fact]
    public void What_fails_of_a_cue_is_told_on_the_desk_and_the_rest_is_played()
    {
        ShowRoom show = new(new(new(), null, new Shelf()));
        show.Do(new() { Watch = new() { On = true } });
        show.Load(Cue("1", null, Light(Red), Play("gone"), Screen("*", new() { Film = new() { File = "film" } })));
        show.Go("1");
        show.Test.Tick();
        Assert.Equal(2, show.Desk.All(message => message.ShowCue).Single().Actions.Count);
        Assert.Equal("show.fault.file", show.Desk.All(message => message.ShowDesk).Last().Fault);
        show.Do(new() { Play = new() { Actions = { new ShowAction { Playback = new() { Deed = PlaybackDeed.Play, File = "film" } } } } });
        Assert.Equal(("A film", 90_000d), (show.Run.State.Track.Title, show.Run.State.Track.DurationMs)); // the room knows what it is called and how long it is
    }

    [Fact]
    public void An_announcement_is_one_and_doors_are_told_to_whoever_keeps_them()
    {
        (_, TestViewer mei) = _show.Test.Enter("Mei");
        _show.Load(Cue("1", null, new() { Announce = new() { Text = "Welcome" } }, new() { Doors = new() }));
        _show.Go("1");
        Assert.Equal(("Welcome", "Night"), mei.All(message => message.Announcement).Select(one => (one.Text, one.From)).Single());
        Assert.Contains("doors closed", _show.Test.Events.Lines);
        _show.Back();
        Assert.Contains("doors open", _show.Test.Events.Lines);
    }

    [Fact]
    public void A_show_that_plays_by_itself_begins_when_somebody_comes_and_again_at_its_end()
    {
        RunOfShow list = List(Cue("1"), Cue("2", After(2000)), Cue("3", After(1000)));
        (list.Autoplay, list.Cues[2].DurationMs) = (true, 4000);
        TestRoom test = new(show: new(list, null, ShowSettings.None.Catalogue));
        Assert.False(test.Room.HasSomethingToDo);
        test.Tick(20);
        (_, TestViewer mei) = test.Enter("Mei");
        test.Tick(1);
        double began = test.Clock.NowMilliseconds + ShowRun.LeadMs;
        test.Tick(200);
        Assert.Equal([began, began + 2000, began + 3000, began + 7000, began + 9000, began + 10_000], Moments(mei));
    }

    [Fact]
    public void A_room_that_is_started_again_goes_on_where_it_was()
    {
        (_, TestViewer mei) = _show.Test.Enter("Mei");
        _show.Load(Cue("1", null, Light(Red, 1, 8000)), Cue("2", With(900)), Cue("3", After(2000)), Cue("4"));
        _show.Go("1");
        double began = _show.NowMs + ShowRun.LeadMs;
        _show.Test.Tick(10);
        _show.Test.StartAgain();
        _show.Test.Tick(100);
        Assert.Equal([began, began + 900, began + 2900], Moments(mei));
        Assert.Equal(ShowModel.ToPresent(_show.Run.State, _show.NowMs), Picture(mei, _show.NowMs));
        Assert.Equal("4", _show.Run.Standby);
        _show.Back();
        Assert.Equal("3", _show.Run.Standby);
    }

    // Knows one film.
    private sealed class Shelf : IShowCatalogue
    {
        public bool TryFile(string id, out ShowFile file)
        {
            file = new("A film", 90_000);
            return id == "film";
        }

        public bool HasDeck(string id) => false;

        public bool HasStage(string id) => false;
    }
}
