using Kapok.Events;
using Kapok.Events.Links;
using Xunit;

namespace Kapok.Tests.Events;

public sealed class RoleLinkRuleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_token_has_160_random_bits_and_fits_into_an_address()
    {
        string[] tokens = [.. Enumerable.Range(0, 200).Select(_ => LinkToken.Create())];
        Assert.Equal(200, tokens.Distinct().Count());
        Assert.All(tokens, token => Assert.Matches("^[A-Za-z0-9_-]{27}$", token));
        Assert.Equal(32, LinkToken.Hash(tokens[0]).Length);
    }

    [Fact]
    public void A_token_too_long_to_be_one_is_no_other_tokens_hash() =>
        Assert.Equal(LinkToken.Hash(""), LinkToken.Hash(new string('x', 100_000)));

    [Fact]
    public void A_link_stops_when_it_is_revoked_or_its_time_is_over()
    {
        RoleLink link = Link(ends: Noon.AddHours(1));
        Assert.Null(link.StoppedBy(Noon));
        Assert.Null(link.StoppedBy(Noon.AddHours(1).AddMilliseconds(-1)));
        Assert.Equal(EventsRule.LinkExpired, link.StoppedBy(Noon.AddHours(1)));
        link.RevokedAt = Noon;
        Assert.Equal(EventsRule.LinkRevoked, link.StoppedBy(Noon));
        Assert.Null(Link(ends: null).StoppedBy(DateTimeOffset.MaxValue));
    }

    [Theory]
    [InlineData(EventRole.Organiser, EventRole.Organiser, true)]
    [InlineData(EventRole.Moderator, EventRole.Performer, true)]
    [InlineData(EventRole.Moderator, EventRole.Moderator, false)]
    [InlineData(EventRole.Speaker, EventRole.Attendee, false)]
    public void A_role_is_handed_on_downwards_only(EventRole from, EventRole to, bool may) =>
        Assert.Equal(may, CreateLink.MayGive(new Operator(null, "x", from), to));

    private static RoleLink Link(DateTimeOffset? ends) => new()
    {
        Id = Guid.NewGuid(),
        EventId = Guid.NewGuid(),
        Label = "x",
        Role = EventRole.Speaker,
        TokenHash = [],
        CreatedBy = "x",
        CreatedAt = Noon,
        ExpiresAt = ends,
    };
}
