using Kapok.Protocol.Messages;
using Kapok.World;
using Kapok.World.Show;
using Xunit;
using static Kapok.Tests.World.Show.ShowRoom;
using static Kapok.Tests.World.Show.ShowSamples;

namespace Kapok.Tests.World.Show;

/// <summary>A show that is open: anybody starts it, nobody but who runs it does anything else, and it goes back to its beginning.</summary>
public sealed class ShowTryTests
{
    private const int Ticks = 20; // a second

    private readonly ShowRoom _show = new();
    private readonly Resident _mei;
    private readonly TestViewer _atMei;

    public ShowTryTests() => (_mei, _atMei) = _show.Test.Enter("Mei");

    [Fact]
    public void It_is_closed_until_whoever_runs_it_opens_it_and_guests_can_do_nothing_else()
    {
        _show.Load(Long("1", 3), Long("2", 3));
        Seconds(2);
        Assert.Empty(_atMei.All(message => message.ShowOffer));
        Assert.Equal("notice.show-not-open", Try());
        Open();
        Assert.Equal(new ShowOffer { Open = true, Ready = true, Title = "Night" }, Offer());
        foreach (ShowCommand other in new ShowCommand[] { new() { Go = new() { Cue = "1" } }, new() { Panic = new() }, new() { Rename = new() { Open = true } } })
            Assert.Equal("notice.not-allowed", _show.Ask(_mei, _atMei, other));
        Assert.Equal("", _show.Do(new() { Rename = new() { Title = "Gala" } }));
        Assert.True(_show.Run.Run.Open); // who renames it says nothing of that
        Assert.Equal("", _show.Do(new() { Rename = new() { Title = "Gala", Open = false } }));
        Seconds(2);
        Assert.False(Offer().Open);
        Assert.Equal("notice.show-not-open", Try());
    }

    [Fact]
    public void It_plays_by_itself_by_what_its_cues_last_and_goes_back_to_its_beginning()
    {
        ShowState before = Picture(_atMei, _show.NowMs);
        _show.Load(Long("1", 3, Light(Red), new ShowAction { Doors = new() }), Long("2", 5, Light(Red), Screen("*", Text("Hello"))), Cue("3", After(2000)));
        Open();
        double beganMs = _show.NowMs + ShowRun.LeadMs;
        Assert.Equal("", Try());
        Seconds(1);
        Assert.Equal(("Mei", false), (Offer().By, Offer().Ready));
        Assert.Equal("notice.show-not-open", Try()); // one at a time
        Seconds(60);
        Assert.Equal([beganMs, beganMs + 3000, beganMs + 5000], Moments(_atMei));
        Assert.Equal(("", "1", ""), (_show.Run.Current, _show.Run.Standby, _show.Run.TriedBy));
        ShowState after = Picture(_atMei, _show.NowMs);
        Assert.False(after.Running || after.DoorsClosed);
        Assert.Equal(before.Screens, after.Screens);
        Assert.True(Offer().Ready);
        (_, TestViewer late) = _show.Test.Enter("Late");
        Assert.Equal(after, Picture(late, _show.NowMs));
        Assert.True(late.All(message => message.ShowOffer).Single().Ready);
    }

    [Fact]
    public void It_rests_before_it_can_be_started_again()
    {
        _show.Load(Long("1", 2));
        Open();
        Assert.Equal("", Try());
        for (int tick = 0; _show.Run.TriedBy.Length > 0; tick++)
        {
            Assert.True(tick < 10 * Ticks, "it ends");
            _show.Test.Tick();
        }
        _show.Test.Tick((int)(ShowRun.TryRestMs / 1000 * Ticks) - 1);
        Assert.Equal("notice.show-not-open", Try());
        Seconds(2);
        Assert.Equal("", Try());
    }

    [Fact]
    public void Whoever_runs_the_show_wins()
    {
        foreach (ShowCommand command in new ShowCommand[]
        {
            new() { Hold = new() { On = true } }, new() { Panic = new() }, new() { Standby = new() { Cue = "3" } }, new() { Go = new() { Cue = "2" } }, new() { Back = new() },
            new() { Play = new() { Actions = { Light(Red) } } },
        })
        {
            ShowRoom show = new();
            (Resident mei, TestViewer atMei) = show.Test.Enter("Mei");
            show.Load(Long("1", 3), Long("2", 3), Long("3", 3));
            show.Do(new() { Rename = new() { Title = "Night", Open = true } });
            Assert.Equal("", show.Ask(mei, atMei, new() { Try = new() }));
            show.Test.Tick(Ticks);
            Assert.Equal("", show.Do(command));
            string standby = show.Run.Standby;
            int played = Moments(atMei).Length;
            show.Test.Tick(60 * Ticks);
            Assert.Equal((standby, "", played), (show.Run.Standby, show.Run.TriedBy, Moments(atMei).Length)); // it waits for them, and does not go back
        }
    }

    [Fact]
    public void While_something_is_shown_or_held_nobody_starts_it()
    {
        _show.Load(Long("1", 3), Long("2", 3));
        Open();
        Assert.Equal("", _show.Go("1"));
        Seconds(2);
        Assert.False(Offer().Ready);
        Assert.Equal("notice.show-not-open", Try());
        ShowRoom held = new();
        (Resident mei, TestViewer atMei) = held.Test.Enter("Mei");
        held.Load(Long("1", 3));
        held.Do(new() { Rename = new() { Title = "Night", Open = true } });
        held.Hold(true);
        Assert.Equal("notice.show-not-open", held.Ask(mei, atMei, new() { Try = new() }));
    }

    [Fact]
    public void A_cue_that_waits_for_what_never_comes_does_not_keep_the_place()
    {
        _show.Load(Long("1", 3), Cue("2", At(_show.Test.Clock.Today.ToUnixTimeMilliseconds() + 86_400_000d)));
        Open();
        Assert.Equal("", Try());
        Seconds((int)(ShowRun.MostTriedMs / 1000) + 10);
        Assert.Equal(("", "1", 1), (_show.Run.TriedBy, _show.Run.Standby, Moments(_atMei).Length));
        Assert.False(Picture(_atMei, _show.NowMs).Running);
    }

    [Fact]
    public void After_a_restart_it_goes_on_and_back_all_the_same()
    {
        _show.Load(Long("1", 30), Long("2", 30));
        Open();
        Assert.Equal("", Try());
        Seconds(2);
        ShowRoom next = new(new ShowSettings(_show.Run.Run, _show.Test.Events.Show!.Value.Kept, ShowSettings.None.Catalogue));
        Assert.Equal(("Mei", "1"), (next.Run.TriedBy, next.Run.Current));
        next.Test.Tick(120 * Ticks);
        Assert.Equal(("", "", "1"), (next.Run.TriedBy, next.Run.Current, next.Run.Standby));
        Assert.False(ShowModel.ToPresent(next.Run.State, next.NowMs).Running);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_is_done_meanwhile_everyone_sees_the_same_and_what_was_tried_ends(int seed)
    {
        Random random = new(seed);
        _show.Load(Long("1", 2), Cue("2", After(1000)), Cue("3", With(500)), Long("4", 3), Cue("5", null, Fire(EffectKind.Confetti)));
        Open();
        for (int turn = 0; turn < 60; turn++)
        {
            switch (random.Next(10))
            {
                case < 5: Try(); break;
                case 5: _show.Go(_show.Run.Standby); break;
                case 6: _show.Back(); break;
                case 7: _show.Hold(random.Next(2) == 0); break;
                case 8: _show.Do(new() { Standby = new() { Cue = "1" } }); break;
                default: _show.Test.StartAgain(); break;
            }
            _show.Test.Tick(random.Next(5 * Ticks));
        }
        Seconds(120);
        Assert.Equal("", _show.Run.TriedBy);
        (_, TestViewer late) = _show.Test.Enter("Late");
        ShowState picture = Picture(_atMei, _show.NowMs);
        Assert.Equal(picture, Picture(late, _show.NowMs));
        Assert.Equal(picture, ShowModel.ToPresent(_show.Run.State, _show.NowMs));
    }

    private static Cue Long(string id, uint seconds, params ShowAction[] actions)
    {
        Cue cue = Cue(id, null, actions);
        cue.DurationMs = seconds * 1000;
        return cue;
    }

    private ShowOffer Offer() => _atMei.All(message => message.ShowOffer).Last();

    private string Try() => _show.Ask(_show.Test.Room.Find(_mei.Id)!, _atMei, new() { Try = new() });

    private void Open()
    {
        Assert.Equal("", _show.Do(new() { Rename = new() { Title = "Night", Open = true } }));
        Seconds(2);
    }

    private void Seconds(int seconds) => _show.Test.Tick(seconds * Ticks);
}
