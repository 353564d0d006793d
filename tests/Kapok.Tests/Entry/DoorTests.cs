using Kapok.Cluster;
using Kapok.Events.Safety;
using Kapok.Events.Storage;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Entry;
using Kapok.Server.Measures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Entry;

/// <summary>The door while a measure is on its way into the storage.</summary>
public sealed class DoorTests : IDisposable
{
    private static readonly RoomKey Arena = new("opening-night", "arena");

    private readonly string _folder = Directory.CreateTempSubdirectory("kapok-door-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(MeasureKind.Ban, EntryBar.Banned)]
    [InlineData(MeasureKind.Kick, EntryBar.Kicked)]
    public async Task What_is_stored_while_the_storage_is_asked_holds_all_the_same(MeasureKind kind, EntryBar bar)
    {
        MeasureBook book = new(new AddressHasher(new StorageOptions { DataFolder = _folder }), new FakeTimeProvider());
        TakenMeasure taken = new(Guid.NewGuid(), kind, new("guest-1", "Troll", Role.Attendee, null, Arena), Role.Moderator, DateTimeOffset.MaxValue);
        book.Note(taken);
        Door door = new(new StoringMeanwhile(() => book.Forget(taken.Id)), book);
        Assert.Equal(bar, (await door.CheckAsync(Identity.Visitor("guest-1"), "198.51.100.7", Arena, TestContext.Current.CancellationToken)).Bar);
        Assert.Equal(EntryBar.None, (await door.CheckAsync(Identity.Visitor("guest-2"), "198.51.100.7", Arena, TestContext.Current.CancellationToken)).Bar);
    }

    // Answers by what was there when it was asked.
    private sealed class StoringMeanwhile(Action store) : IDoorkeeper
    {
        public ValueTask<RoleGrant?> OpenLinkAsync(string link, CancellationToken cancellation = default) => new((RoleGrant?)null);

        public ValueTask<Standing> CheckAsync(Identity who, string address, RoomKey room, CancellationToken cancellation = default)
        {
            store();
            return new(new Standing(who, EntryBar.None));
        }
    }
}
