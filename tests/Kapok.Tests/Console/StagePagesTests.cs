using Kapok.Console.Access;
using Kapok.Events;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Xunit;

namespace Kapok.Tests.Console;

/// <summary>What a stage manager may do, beside those whose numbers are lower and who may more.</summary>
public sealed class StagePagesTests
{
    [Theory]
    [InlineData("/console/stages", true)]
    [InlineData("/console/rooms/arena/show", true)]
    [InlineData("/console", false)]
    [InlineData("/console/rooms/arena", false)]
    [InlineData("/console/safety", false)]
    [InlineData("/console/links", false)]
    [InlineData("/console/stages/../safety", false)]
    public void A_stage_manager_sees_stages_and_shows_of_the_console_and_nothing_of_people(string path, bool isTheirs) => Assert.Equal(isTheirs, StagePages.Has(path));

    [Fact]
    public void A_stage_manager_runs_shows_and_keeps_no_order()
    {
        Operator stella = new(null, "Stella", EventRole.StageManager), mo = new(null, "Mo", EventRole.Moderator);
        Assert.Equal((true, true, false), (stella.MayRunShows, stella.MayUseConsole, stella.MayModerate));
        Assert.Equal((false, true, true), (mo.MayRunShows, mo.MayUseConsole, mo.MayModerate));
        Assert.False(Rank.KeepsOrder(Role.StageManager) || Rank.MayActOn(Role.StageManager, Role.Attendee));
        Assert.True(Rank.MayActOn(Role.Moderator, Role.StageManager));
        Role[] byHeight = [Role.Unspecified, Role.Attendee, Role.Speaker, Role.Performer, Role.StageManager, Role.Moderator, Role.Organiser];
        Assert.Equal(byHeight, Enum.GetValues<Role>().OrderBy(Rank.HeightOf));
        Assert.Equal([EventRole.Attendee, EventRole.Speaker, EventRole.Performer, EventRole.StageManager],
            Enum.GetValues<EventRole>().Where(role => Kapok.Events.Links.CreateLink.MayGive(mo, role)).OrderBy(role => Rank.HeightOf(role.ToRole())));
    }
}
