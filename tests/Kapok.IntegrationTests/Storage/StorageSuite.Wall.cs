using Kapok.Events;
using Kapok.Events.Ceremony;
using Kapok.Events.Safety;
using Xunit;

namespace Kapok.IntegrationTests.Storage;

public abstract partial class StorageSuite
{
    [Fact]
    public async Task A_signing_wall_is_kept_by_event_and_room_and_a_change_may_be_written_twice()
    {
        await using StorageHome home = await OpenAsync();
        KeepWall walls = home.Get<KeepWall>();
        KeepWall.Row[] put = [Row(1, "mei"), Row(2, "tom"), Row(3, "mei")];
        Assert.Null(await walls.SaveAsync(home.Event.Slug, "arena", put, []));
        Assert.Null(await walls.SaveAsync(home.Event.Slug, "arena", put, []));
        Assert.Null(await walls.SaveAsync(home.Event.Slug, "forum", [Row(1, "ann")], []));
        Assert.Null(await walls.SaveAsync(home.Event.Slug, "arena", [Row(4, "mei")], [2]));
        Assert.Null(await walls.SaveAsync(home.Event.Slug, "arena", [Row(4, "mei")], [2]));
        Assert.Equal(EventsRule.EventUnknown, await walls.SaveAsync("nowhere", "arena", put, []));
        await home.RestartAsync();
        walls = home.Get<KeepWall>();
        IReadOnlyList<WallStroke> kept = await walls.ListAsync(home.Event.Slug, "arena");
        Assert.Equal([1L, 3L, 4L], kept.Select(stroke => stroke.Number));
        Assert.Equal(("mei", "MEI", 0xfff7e4), (kept[0].GuestId, kept[0].Name, kept[0].Colour));
        Assert.Equal<byte>([0, 6, 0, 0, 1], kept[0].Stroke);
        Assert.Equal([1L], (await walls.ListAsync(home.Event.Slug, "forum")).Select(stroke => stroke.Number));
        await walls.SaveAsync(home.Event.Slug, "arena", [Row(2, "tom")], []);
        await home.Get<KeepBlock>().HandleAsync("ann", "mei", true);
        Assert.Equal([2L], (await walls.ListAsync(home.Event.Slug, "arena", "ann")).Select(stroke => stroke.Number));
        Assert.Equal(4, (await walls.ListAsync(home.Event.Slug, "arena", "mei")).Count);
    }

    private static KeepWall.Row Row(long number, string guest) => new(number, guest, guest.ToUpperInvariant(), 0xfff7e4, [0, 6, 0, 0, (byte)number]);
}
