using Kapok.Cluster;
using Xunit;

namespace Kapok.Tests.Cluster;

public class RoomKeyTests
{
    [Theory]
    [InlineData("arena")]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("opening-night-2026")]
    public void An_id_is_of_small_letters_digits_and_inner_hyphens(string id) => Assert.True(RoomKey.IsId(id));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Arena")]
    [InlineData("-arena")]
    [InlineData("arena-")]
    [InlineData("are na")]
    [InlineData("arena/x")]
    [InlineData("../arena")]
    [InlineData("aréna")]
    [InlineData("arena\u0660")]
    [InlineData("arena\0")]
    public void Anything_else_is_no_id(string? id) => Assert.False(RoomKey.IsId(id));

    [Fact]
    public void An_id_has_64_characters_at_most()
    {
        Assert.True(RoomKey.IsId(new string('a', RoomKey.MaxIdLength)));
        Assert.False(RoomKey.IsId(new string('a', RoomKey.MaxIdLength + 1)));
    }

    [Fact]
    public void What_a_key_writes_it_reads_again()
    {
        RoomKey key = new("opening-night", "arena");
        Assert.Equal("opening-night/arena", key.ToString());
        Assert.Equal(key, RoomKey.Parse(key.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("arena")]
    [InlineData("/arena")]
    [InlineData("opening-night/")]
    [InlineData("opening-night/arena/")]
    [InlineData("opening-night//arena")]
    public void What_is_no_key_is_not_read(string? text)
    {
        Assert.False(RoomKey.TryParse(text, out _));
        Assert.Throws<FormatException>(() => RoomKey.Parse(text ?? ""));
    }

    [Fact]
    public void Rooms_of_two_events_with_one_name_are_two() => Assert.NotEqual(new RoomKey("one", "arena"), new RoomKey("two", "arena"));
}
