using System.Numerics;
using Kapok.Protocol.Messages;
using Kapok.Tests.World.Show;
using Kapok.World;
using Kapok.World.Ceremony;
using Kapok.World.Show;
using Xunit;

namespace Kapok.Tests.World.Ceremony;

/// <summary>The group photograph in a room: who is put where, who is in it, and what becomes of one that is called off.</summary>
public sealed class PhotographTests
{
    private readonly ShowRoom _show = new();

    [Fact]
    public void Everyone_is_put_before_the_camera_once_and_walks_on_and_whoever_stayed_is_in_it()
    {
        (Resident mei, TestViewer atMei) = _show.Test.Enter("Mei");
        (Resident tom, TestViewer atTom) = _show.Test.Enter("Tom");
        (Resident bot, _) = _show.Test.Enter("Bot", bot: true);
        Begin(seconds: 3);
        Photograph told = Assert.Single(atMei.All(message => message.Photograph));
        Assert.Equal(told, Assert.Single(_show.Desk.All(message => message.Photograph)));
        Assert.Equal(new uint[] { _show.Manager.Id, mei.Id, tom.Id, bot.Id }.Order(), told.People.Order());
        Assert.Equal((told.StartMs + 3000, _show.Manager.Id + 1u), (told.ShutterMs, told.Keeper));
        Placement put = Assert.Single(atTom.All(message => message.PutBack)).Placement;
        Assert.Equal(new Vector3(put.X, put.Y, put.Z), _show.Test.PositionOf(tom));
        Vector3 from = _show.Test.PositionOf(tom), away = from + new Vector3(1.2f, 0f, 0f);
        for (ushort step = 1; step <= 20; step++)
        {
            Vector3 to = Vector3.Lerp(from, away, step / 20f);
            _show.Test.Move(tom, to.X, to.Z, step, to.Y, new(1f, 0f));
            _show.Test.Tick(2);
        }
        Assert.True(Vector3.Distance(from, _show.Test.PositionOf(tom)) > 1f, $"Tom is at {_show.Test.PositionOf(tom)}, and wanted to {away} from {from}");
        Assert.Empty(_show.Test.Events.Photographs);
        _show.Test.Tick(40);
        PhotographTaken taken = Assert.Single(_show.Test.Events.Photographs);
        Assert.Equal((told.Id, "All of us"), (taken.Id, taken.Title));
        Assert.Equal(["Mei", "Stella"], taken.Guests.Order());
        Assert.Single(atMei.All(message => message.PutBack));
    }

    [Fact]
    public void Those_in_it_are_told_when_a_stage_managers_page_has_kept_it()
    {
        (Resident mei, TestViewer atMei) = _show.Test.Enter("Mei");
        Begin();
        string id = Assert.Single(atMei.All(message => message.Photograph)).Id;
        Keep(_show.Manager, id); // too early: it is not taken
        _show.Test.Tick(120);
        (_, TestViewer atLate) = _show.Test.Enter("Late");
        Keep(mei, id);
        Keep(_show.Manager, "another");
        Assert.Empty(atMei.All(message => message.PhotographKept));
        Keep(_show.Manager, id);
        Assert.Equal(id, Assert.Single(atMei.All(message => message.PhotographKept)).Id);
        Assert.Empty(atLate.All(message => message.PhotographKept));
    }

    [Fact]
    public void One_that_is_called_off_is_not_taken_and_the_next_one_is()
    {
        (_, TestViewer atMei) = _show.Test.Enter("Mei");
        Begin();
        _show.Test.Tick(20);
        _show.Do(new() { Play = new() { Actions = { new ShowAction { Ceremony = new() { End = true } } } } });
        _show.Test.Tick(150);
        Assert.Empty(_show.Test.Events.Photographs);
        Begin();
        _show.Test.Tick(150);
        Assert.Equal(atMei.All(message => message.Photograph).Last().Id, Assert.Single(_show.Test.Events.Photographs).Id);
    }

    [Fact]
    public void Whoever_comes_during_the_countdown_is_told_of_it_and_stays_where_they_are()
    {
        (Resident mei, _) = _show.Test.Enter("Mei");
        Begin();
        (Resident late, TestViewer atLate) = _show.Test.Enter("Late");
        Assert.DoesNotContain((uint)late.Id, Assert.Single(atLate.All(message => message.Photograph)).People);
        Assert.Empty(atLate.All(message => message.PutBack));
        _show.Test.Room.Remove(mei, Kapok.Protocol.Ending.Left);
        _show.Test.Tick(150);
        Assert.Equal(["Stella"], Assert.Single(_show.Test.Events.Photographs).Guests);
    }

    [Fact]
    public void A_room_that_is_started_again_gives_up_the_one_that_was_under_way()
    {
        _show.Test.Enter("Mei");
        Begin();
        _show.Test.StartAgain();
        _show.Test.Tick(150);
        Assert.Empty(_show.Test.Events.Photographs);
    }

    [Fact]
    public void Without_anybody_there_the_desk_is_told_why_nothing_happens()
    {
        TestRoom empty = new();
        ShowHand console = new("Stella", "Stella", Role.StageManager);
        Assert.Equal("show-refused", empty.Room.Show.Do(new() { Play = new() { Actions = { Step(0) } } }, console).Code);
        Assert.Equal("show.fault.nobody", empty.Room.Show.Describe(run: false).Fault);
        empty.Tick(150);
        Assert.Empty(empty.Events.Photographs);
        empty.Enter("Mei");
        empty.Tick();
        Assert.Equal("", empty.Room.Show.Do(new() { Play = new() { Actions = { Step(0) } } }, console).Code);
        empty.Tick(150);
        Assert.Equal(["Mei"], Assert.Single(empty.Events.Photographs).Guests);
    }

    private void Begin(uint seconds = 0)
    {
        Assert.Equal("", _show.Do(new() { Play = new() { Actions = { Step(seconds) } } }));
        _show.Test.Tick();
    }

    private void Keep(Resident who, string id) => Assert.True(_show.Test.Room.Hear(who, new() { PhotographKept = new() { Id = id } }));

    private static ShowAction Step(uint seconds) => new() { Ceremony = new() { Kind = CeremonyKind.Photograph, Title = "All of us", Seconds = seconds } };
}
