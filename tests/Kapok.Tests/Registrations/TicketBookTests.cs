using CsCheck;
using Kapok.Events;
using Kapok.Events.Organisations;
using Kapok.Events.Planning;
using Kapok.Events.Registrations;
using Xunit;

namespace Kapok.Tests.Registrations;

/// <summary>Tickets of an event: never more than there are, no seat twice, in the order in which people came.</summary>
public sealed class TicketBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_free_ticket_counts_at_once_and_the_same_form_sent_again_gives_the_same()
    {
        Hall hall = new();
        Registration mei = hall.Ask(hall.Free, "mei").Value;
        Assert.Equal((RegistrationState.Confirmed, 1, 1), (mei.State, mei.Number, hall.Free.Taken));
        Assert.Same(mei, hall.Book.Register(hall.Last!).Value);
        Assert.Equal(1, hall.Free.Taken);
        Assert.Equal(EventsRule.RegistrationAlready, hall.Ask(hall.Free, "MEI").Broken); // the same address
    }

    [Fact]
    public void Whoever_comes_when_all_are_taken_waits_and_moves_up_in_order()
    {
        Hall hall = new(limit: 2);
        Registration[] five = [.. Enumerable.Range(0, 5).Select(guest => hall.Ask(hall.Free, $"guest{guest}").Value)];
        Assert.Equal([3, 3, 4, 4, 4], five.Select(one => (int)one.State));
        hall.Step(five[0], RegistrationStep.Cancel);
        Assert.Equal(RegistrationState.Confirmed, five[2].State);
        hall.Free.Limit = 3;
        hall.MoveUp();
        Assert.Equal([6, 3, 3, 3, 4], five.Select(one => (int)one.State));
        Registration late = hall.Ask(hall.Free, "late").Value;
        Assert.Equal((RegistrationState.Waiting, 2), (late.State, hall.Free.Waiting));
    }

    [Fact]
    public void A_ticket_that_costs_waits_for_money_and_then_for_nobody()
    {
        Hall hall = new(limit: 1);
        Registration first = hall.Ask(hall.Paid, "first").Value, second = hall.Ask(hall.Paid, "second").Value;
        Assert.Equal((RegistrationState.Unpaid, Now.AddHours(24), RegistrationState.Waiting), (first.State, first.PayBy, second.State));
        Assert.Equal(EventsRule.RegistrationStepNotAllowed, hall.Step(first, RegistrationStep.Expire).Broken); // there is time yet
        hall.Later(TimeSpan.FromHours(24));
        hall.Step(first, RegistrationStep.Expire);
        Assert.Equal((RegistrationState.Expired, RegistrationState.Unpaid, Now.AddHours(48)), (first.State, second.State, second.PayBy));
        Assert.Equal(RegistrationState.Confirmed, hall.Step(second, RegistrationStep.Pay).Value.State);
        Assert.Equal(EventsRule.RegistrationStepNotAllowed, hall.Step(second, RegistrationStep.Pay).Broken);
        Assert.Null(second.PayBy);
    }

    [Fact]
    public void An_organiser_looks_at_each_where_she_wants_to()
    {
        Hall hall = new();
        hall.Free.NeedsApproval = true;
        Registration yes = hall.Ask(hall.Free, "yes").Value, no = hall.Ask(hall.Free, "no").Value;
        Assert.Equal(RegistrationState.Pending, yes.State);
        Assert.Equal(RegistrationState.Confirmed, hall.Step(yes, RegistrationStep.Approve).Value.State);
        Assert.Equal(RegistrationState.Declined, hall.Step(no, RegistrationStep.Decline).Value.State);
        Assert.Equal(1, hall.Free.Taken);
    }

    [Fact]
    public void A_code_is_good_for_its_ticket_and_as_often_as_it_says()
    {
        Hall hall = new();
        Assert.Equal(EventsRule.CodeUnknown, hall.Ask(hall.Invited, "none").Broken);
        Assert.Equal(EventsRule.CodeUnknown, hall.Ask(hall.Free, "other", code: Hall.Code).Broken);
        Registration one = hall.Ask(hall.Invited, "one", code: " jade - night\t7 ").Value;
        hall.Ask(hall.Invited, "two", code: Hall.Code);
        Assert.Equal(EventsRule.CodeUsedUp, hall.Ask(hall.Invited, "three", code: Hall.Code).Broken);
        hall.Step(one, RegistrationStep.Cancel);
        Assert.Null(hall.Ask(hall.Invited, "three", code: Hall.Code).Broken);
    }

    [Fact]
    public void A_seat_that_is_chosen_is_given_once_and_who_does_not_choose_has_the_best()
    {
        Hall hall = new();
        Registration chosen = hall.Ask(hall.Seated, "a", "arena", seat: "A-2").Value;
        Assert.Equal("A-2", chosen.SeatId);
        Assert.Equal(EventsRule.SeatTaken, hall.Ask(hall.Seated, "b", "arena", seat: "A-2").Broken);
        Assert.Equal(EventsRule.SeatUnknown, hall.Ask(hall.Seated, "b", "arena", seat: "Z-9").Broken);
        Assert.Equal(["A-1", "A-3"], [hall.Ask(hall.Seated, "b").Value.SeatId, hall.Ask(hall.Seated, "c").Value.SeatId]);
        hall.Step(chosen, RegistrationStep.Cancel);
        Assert.Null(chosen.SeatId);
        Assert.Equal("A-2", hall.Ask(hall.Seated, "d").Value.SeatId);
    }

    [Theory]
    [InlineData("", EventsRule.RegistrationEmailInvalid)]
    [InlineData("mei", EventsRule.RegistrationEmailInvalid)]
    [InlineData("Mei <mei@example.com>", EventsRule.RegistrationEmailInvalid)]
    [InlineData("mei@example.com, tom@example.com", EventsRule.RegistrationEmailInvalid)]
    [InlineData("mei@example.com\r\nBcc: all@example.com", EventsRule.RegistrationEmailInvalid)]
    [InlineData(" mei@example.com ", null)]
    [InlineData("梅@例子.中国", null)]
    public void An_address_is_one_and_nothing_around_it(string text, EventsRule? rule)
    {
        Hall hall = new();
        Assert.Equal(rule, hall.Book.Register(new(Guid.NewGuid(), hall.Free.Id, "Mei", text, "en")).Broken);
    }

    [Fact]
    public void Nothing_is_given_out_before_after_or_without_a_name()
    {
        Hall hall = new();
        hall.Free.SalesFrom = Now.AddHours(1);
        hall.Paid.SalesUntil = Now;
        Assert.Equal(EventsRule.TicketNotOnSale, hall.Ask(hall.Free, "a").Broken);
        Assert.Equal(EventsRule.TicketNotOnSale, hall.Ask(hall.Paid, "a").Broken);
        Assert.Equal(EventsRule.RegistrationNameMissing, hall.Book.Register(new(Guid.NewGuid(), hall.Seated.Id, " \u200b ", "a@b.example", "en")).Broken);
        Assert.Equal(EventsRule.TicketUnknown, hall.Book.Register(new(Guid.NewGuid(), Guid.NewGuid(), "A", "a@b.example", "en")).Broken);
        hall.Held.State = EventState.Postponed;
        Assert.Equal(EventsRule.EventNotOpen, hall.Ask(hall.Seated, "a").Broken);
    }

    [Fact]
    public void Whatever_is_asked_in_whatever_order_the_counts_are_right_and_nothing_is_given_twice() => Gen.Select(Gen.Int[0, 6], Gen.Int[0, 99].Array[0, 120]).Sample(
        (limit, steps) =>
        {
            Hall hall = new(limit);
            foreach (int step in steps)
            {
                hall.Do(step);
                hall.Check();
            }
        },
        iter: 3000);
}
