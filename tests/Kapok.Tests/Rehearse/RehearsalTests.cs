using CsCheck;
using Kapok.Tools.Rehearse;
using Xunit;

namespace Kapok.Tests.Rehearse;

public sealed class RehearsalTests
{
    private const double GiB = 1073741824d;

    private static readonly RehearsalLimits Limits = new(1d, 2d * GiB, 1000d, 10_000, 1d);

    [Fact]
    public void Everyone_arrives_in_time_and_most_about_the_middle() => Gen.Select(Gen.Int[1, 5000], Gen.Double[10d, 3600d]).Sample((people, seconds) =>
    {
        ArrivalCurve curve = new(people, seconds);
        double[] times = [.. Enumerable.Range(0, people).Select(curve.ArrivesAt)];
        return times.SequenceEqual(times.Order()) && times[0] >= 0d && times[^1] <= seconds && curve.ArrivedAfter(seconds) == people
            && times.Count(time => time < seconds * 0.2) <= people * 0.1;
    });

    [Fact]
    public void Who_has_arrived_is_who_arrives_before_then()
    {
        ArrivalCurve curve = new(1000, 100d);
        Assert.InRange(curve.ArrivedAfter(0d), 0, 10);
        for (int number = 37; number < 1000; number += 37) Assert.InRange(curve.ArrivedAfter(curve.ArrivesAt(number)), number + 1, number + 2);
    }

    [Fact]
    public void A_server_that_has_enough_holds()
    {
        RehearsalVerdict verdict = RehearsalVerdict.Of(Evening(1000, people => Moment(people)), 1000, Limits);
        Assert.True(verdict.Holds);
        Assert.Equal(1000, verdict.Held);
        Assert.Contains(verdict.Advice, advice => advice.StartsWith("There is room to spare", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Resource.Processor, 4000)] // 0.8 of a core at 0.2 for each thousand
    [InlineData(Resource.Tick, 8000)]      // 40 ms at 5 for each thousand
    [InlineData(Resource.Link, 10_000)]    // 800 Mbit/s at 10 kB each
    [InlineData(Resource.Capacity, 10_000)]
    public void What_would_be_spent_is_told_with_its_number(Resource what, int people)
    {
        RehearsalVerdict verdict = RehearsalVerdict.Of(Evening(1000, inside => Moment(inside)), 1000, Limits);
        int? told = verdict.Reaches.Single(reach => reach.What == what).People;
        Assert.InRange(told ?? -1, people - 2, people + 2);
        Assert.Equal(Resource.Processor, verdict.Reaches[0].What);
    }

    [Fact]
    public void A_number_with_whom_it_held_is_never_told_as_one_too_many()
    {
        RehearsalVerdict verdict = RehearsalVerdict.Of(Evening(1000, inside => Moment(inside) with { TickMs = inside > 300 ? 150d : 39d }), 1000, Limits);
        Assert.InRange(verdict.Reaches.Single(reach => reach.What == Resource.Tick).People ?? -1, 301, 330);
    }

    [Fact]
    public void Where_it_broke_is_the_most_people_with_whom_all_was_well()
    {
        RehearsalVerdict verdict = RehearsalVerdict.Of(Evening(1000, inside => Moment(inside) with { StaleNearMs = inside > 600 ? 900d : 80d }), 1000, Limits);
        Assert.False(verdict.Holds);
        Assert.InRange(verdict.Held, 590, 600);
        Assert.Contains("at most", verdict.Advice[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_busy_generator_is_named()
    {
        RehearsalVerdict verdict = RehearsalVerdict.Of(Evening(1000, inside => Moment(inside) with { BotCores = 0.99 }), 1000, Limits);
        Assert.True(verdict.IsLimitedByBots);
        Assert.Contains("stronger machine", verdict.Advice[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_server_does_not_tell_is_not_guessed()
    {
        RehearsalVerdict verdict = RehearsalVerdict.Of(Evening(1000, inside => Moment(inside) with { TickMs = null, ServerCores = null, ServerBytes = null }), 1000, Limits);
        Assert.All([Resource.Processor, Resource.Tick, Resource.Memory], what => Assert.Null(verdict.Reaches.Single(reach => reach.What == what).People));
        Assert.True(verdict.Holds);
    }

    [Fact]
    public void Nobody_inside_is_a_plain_answer()
    {
        RehearsalReport report = RehearsalReport.Of("arena", 100, 1d, Limits, []);
        Assert.False(report.Verdict.Holds);
        Assert.Null(report.Full);
        Assert.Contains("at no time", RehearsalPage.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_shows_the_figures_and_lets_no_markup_through()
    {
        RehearsalReport report = RehearsalReport.Of("<b>arena", 1000, 3d, Limits, Evening(1000, inside => Moment(inside)));
        string page = RehearsalPage.Write(report);
        Assert.Contains("It holds: 1,000 people", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>arena", page, StringComparison.Ordinal);
        Assert.Equal(6, page.Split("<svg").Length - 1);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.Contains("\"people\": 1000", report.ToJson(), StringComparison.Ordinal);
    }

    private static RehearsalMoment[] Evening(int attendees, Func<int, RehearsalMoment> moment) =>
        [.. Enumerable.Range(1, 120).Select(second => moment(Math.Min(attendees, second * attendees / 60)) with { Seconds = second, Expected = attendees })];

    private static RehearsalMoment Moment(int people) => new(0d, people, people, 0, 10d, 80d, people * 0.005, people * 0.0002, 1e8 + (people * 1e4), 10_000d, 0.3);
}
