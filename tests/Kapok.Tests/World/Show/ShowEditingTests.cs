using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.World;
using Xunit;
using static Kapok.Tests.World.Show.ShowRoom;
using static Kapok.Tests.World.Show.ShowSamples;

namespace Kapok.Tests.World.Show;

/// <summary>Two who write the run of show at once see each other and do not fight.</summary>
public sealed class ShowEditingTests
{
    private readonly ShowRoom _show = new();
    private readonly Resident _olga;
    private readonly TestViewer _atOlga;

    public ShowEditingTests() => (_olga, _atOlga) = _show.Test.Enter("Olga", Role.Organiser);

    [Fact]
    public void Whoever_changes_a_cue_that_another_has_changed_is_told_who_and_nothing_is_lost()
    {
        _show.Load(Cue("1"), Cue("2"));
        Cue mine = Named("1", "Mine"), hers = Named("1", "Hers");
        Assert.Equal("", Olga(new() { Put = new() { Cue = hers, Expected = 1 } }));
        Assert.Equal("notice.show-conflict", _show.Do(new() { Put = new() { Cue = mine, Expected = 1 } }));
        Assert.Equal("Olga", _show.Desk.All(message => message.Notice).Last().Values["name"]);
        Assert.Equal(("Hers", 2u), (_show.Run.Run.Cues[0].Name, _show.Run.Run.Cues[0].Version));
        Assert.Equal("", _show.Do(new() { Put = new() { Cue = Named("2", "Two"), Expected = 1 } })); // another cue is another matter
        Assert.Equal("notice.show-conflict", _show.Do(new() { Remove = new() { Cue = "1", Expected = 1 } }));
        Assert.Equal("notice.show-conflict", Olga(new() { Replace = new() { Run = List(), Expected = 1 } }));
    }

    [Fact]
    public void Each_takes_back_their_own_last_change_and_not_the_other_ones()
    {
        _show.Load(Cue("1"), Cue("2"), Cue("3"));
        _show.Do(new() { Put = new() { Cue = Named("1", "Mine"), Expected = 1 } });
        Olga(new() { Put = new() { Cue = Named("2", "Hers"), Expected = 1 } });
        Assert.Equal("", _show.Do(new() { Undo = new() }));
        Assert.Equal(("Cue 1", "Hers"), (_show.Run.Run.Cues[0].Name, _show.Run.Run.Cues[1].Name));
        Assert.True(_show.Run.Run.Cues[0].Version > 2); // who still has the one that was taken back is told so
        Assert.Equal("notice.show-nothing-to-undo", _show.Do(new() { Undo = new() }));
        Olga(new() { Remove = new() { Cue = "3", Expected = 1 } });
        _show.Do(new() { Rename = new() { Title = "Gala" } });
        Assert.Equal("", Olga(new() { Undo = new() }));
        Assert.Equal(["1", "2", "3"], _show.Run.Run.Cues.Select(cue => cue.Id));
        Olga(new() { Move = new() { Cue = "3" } });
        _show.Do(new() { Put = new() { Cue = Named("1", "Again"), Expected = _show.Run.Run.Cues[1].Version } });
        Assert.Equal("notice.show-conflict", Olga(new() { Undo = new() }));
        Assert.Equal(["3", "1", "2"], _show.Run.Run.Cues.Select(cue => cue.Id));
    }

    [Fact]
    public void The_desk_tells_who_else_is_there_what_they_edit_and_what_is_not_on_disk()
    {
        _show.Load(Cue("1"));
        _show.Do(new() { Watch = new() { On = true } });
        Olga(new() { Watch = new() { On = true } });
        Olga(new() { Editing = new() { Cue = "1" } });
        _show.Test.Tick();
        ShowDesk desk = Told();
        Assert.Equal((null, "Olga", "1", true), (desk.Run, desk.Hands.Single().Name, desk.Hands.Single().Editing, desk.Unkept));
        Assert.Equal("Night", _show.Desk.All(message => message.ShowDesk).Single(told => told.Run is not null).Run.Title);
        _show.Test.Room.Show.Kept(_show.Test.Events.Show!.Value.Change);
        _show.Test.Room.Remove(_olga, Ending.Left);
        _show.Test.Tick();
        Assert.Equal((0, false), (Told().Hands.Count, Told().Unkept));
        int before = _show.Desk.All(message => message.ShowDesk).Count();
        _show.Test.Tick(20);
        Assert.Equal(before, _show.Desk.All(message => message.ShowDesk).Count());
    }

    [Fact]
    public void A_long_list_comes_in_messages_that_are_short_enough()
    {
        _show.Do(new() { Watch = new() { On = true } });
        _show.Load([.. Enumerable.Range(0, 500).Select(number => Named($"c{number}", new string('x', 80), new string('y', 500)))]);
        _show.Test.Tick();
        ShowDesk[] parts = [.. _show.Desk.All(message => message.ShowDesk).Where(desk => desk.Run is { Version: 1 })];
        Assert.True(parts.Length > 3);
        Assert.Equal(500, parts.Sum(part => part.Run.Cues.Count));
        Assert.Equal([false, .. Enumerable.Repeat(true, parts.Length - 1)], parts.Select(part => part.More));
        Assert.Equal("notice.show-refused", _show.Do(new() { Put = new() { Cue = Cue("one-more") } }));
    }

    [Fact]
    public void What_plays_and_what_is_next_survive_changes_of_the_list()
    {
        _show.Load(Cue("1"), Cue("2"), Cue("3"));
        _show.Go("1");
        Olga(new() { Remove = new() { Cue = "2", Expected = 1 } });
        Assert.Equal(("1", "3"), (_show.Run.Current, _show.Run.Standby));
        Olga(new() { Put = new() { Cue = Cue("2b"), After = "1" } });
        Assert.Equal(["1", "2b", "3"], _show.Run.Run.Cues.Select(cue => cue.Id));
        Assert.Equal("", _show.Go("3"));
        Assert.Equal("", _show.Run.Standby);
    }

    [Theory]
    [InlineData("intensity", "range")]
    [InlineData("nan", "range")]
    [InlineData("file", "length")]
    [InlineData("none", "unknown")]
    [InlineData("many", "many")]
    [InlineData("number", "length")]
    [InlineData("kind", "unknown")]
    [InlineData("until", "range")]
    public void A_cue_that_says_what_cannot_be_is_refused_with_what_is_wrong_of_it(string what, string fault)
    {
        Cue cue = what switch
        {
            "intensity" => Cue("7", null, Light(Red, 3)),
            "nan" => Cue("7", null, Light(Red, float.NaN)),
            "file" => Cue("7", null, Play("../etc/passwd")),
            "none" => Cue("7", null, new ShowAction()),
            "many" => Cue("7", null, [.. Enumerable.Repeat(Light(Red), 17)]),
            "kind" => Cue("7", null, Fire((EffectKind)99)),
            "until" => Cue("7", null, Screen("", new() { Countdown = new() { UntilMs = double.PositiveInfinity, Seconds = 5 } })),
            _ => new() { Id = "7", Number = new string('7', 13) },
        };
        Assert.Equal("notice.show-refused", _show.Do(new() { Put = new() { Cue = cue } }));
        Notice told = _show.Desk.All(message => message.Notice).Last();
        Assert.Equal((fault, what == "number" ? "" : "7"), (told.Values["fault"], told.Values["cue"]));
        Assert.Empty(_show.Run.Run.Cues);
    }

    private ShowDesk Told() => _show.Desk.All(message => message.ShowDesk).Last();

    private string Olga(ShowCommand command) => _show.Ask(_olga, _atOlga, command);

    private static Cue Named(string id, string name, string note = "") => new() { Id = id, Number = id, Name = name, Note = note, Actions = { Light(Blue) } };
}
