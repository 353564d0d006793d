using System.Numerics;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.World;
using Xunit;

namespace Kapok.Tests.World;

public sealed class RoleTests
{
    private readonly TestRoom _test = new();

    [Fact]
    public void Performers_come_in_by_the_stage_and_others_by_the_entrance()
    {
        Assert.True(_test.PositionOf(_test.Enter("Vega", Role.Performer).Who) is { Y: > 0.9f, Z: < -12f });
        Assert.True(_test.PositionOf(_test.Enter("Sam", Role.Speaker).Who) is { Y: < 0.1f, Z: > 0f });
    }

    [Fact]
    public void Who_has_a_role_by_a_link_that_is_withdrawn_is_an_attendee_at_once()
    {
        (Resident vega, TestViewer atVega) = Enter("Vega", Role.Performer, "link-1");
        (Resident rio, _) = Enter("Rio", Role.Performer, "link-2");
        (_, TestViewer atMei) = _test.Enter("Mei");
        _test.Tick();
        _test.Room.Order.EndLink("link-1");
        _test.Tick();
        Assert.Equal((Role.Attendee, Role.Performer), (vega.Role, rio.Role));
        Assert.Contains(atVega.All(message => message.Notice), notice => notice.Code == "notice.role-ended");
        Assert.Equal("put-back.stage", Assert.Single(atVega.All(message => message.PutBack)).Why);
        Assert.True(_test.PositionOf(vega) is { Y: < 0.1f, Z: > 0f }, "still on the stage");
        Assert.True(_test.PositionOf(rio).Y > 0.9f);
        Assert.Equal(Role.Attendee, atMei.People[vega.Id].Role);
        Vector3 place = _test.PositionOf(vega);
        _test.Move(vega, 0f, -12.4f, 1);
        _test.Tick();
        Assert.Equal(place, _test.PositionOf(vega));
    }

    [Fact]
    public void A_moderator_whose_link_is_withdrawn_keeps_no_order()
    {
        (Resident moderator, TestViewer atModerator) = Enter("Mo", Role.Moderator, "link-1");
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        _test.Room.Order.EndLink("link-1");
        _test.Room.Hear(moderator, new() { Moderate = new() { Measure = Measure.Kick, Person = mei.Id } });
        Assert.Null(atMei.Ended);
        Assert.Contains(atModerator.All(message => message.Notice), notice => notice.Code == "notice.not-allowed");
    }

    [Fact]
    public void Who_comes_in_with_a_ticket_from_before_is_an_attendee_after_a_restart_too()
    {
        _test.Room.Order.EndLink("link-1");
        Assert.Equal(Role.Attendee, Enter("Vega", Role.Performer, "link-1").Who.Role);
        _test.StartAgain();
        Assert.Equal(Role.Attendee, Enter("Rio", Role.Performer, "link-1").Who.Role);
        Assert.Equal(Role.Performer, Enter("Nova", Role.Performer, "link-2").Who.Role);
    }

    [Fact]
    public void Who_returns_keeps_the_role_or_has_the_higher_one_of_a_link_opened_meanwhile()
    {
        (Resident sam, TestViewer first) = Enter("Sam", Role.Speaker, "link-1");
        (Resident again, TestViewer second) = _test.Enter("Sam", resume: first.Welcome.Resume);
        Assert.Equal((sam, Role.Speaker), (again, again.Role));
        TestViewer third = new();
        _test.Room.Enter(new("Sam", "Sam", Role.Moderator, LookRules.Plain(), null, false, "", second.Welcome.Resume, "link-2"), third);
        Assert.Equal((Role.Moderator, "link-2"), (again.Role, again.Link));
    }

    private (Resident Who, TestViewer Viewer) Enter(string name, Role role, string link)
    {
        TestViewer viewer = new();
        Resident? who = _test.Room.Enter(new(name, name, role, LookRules.Plain(), null, false, "", "", link), viewer);
        Assert.NotNull(who);
        return (who, viewer);
    }
}
