using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>Counts what the whole process has open.</summary>
[Collection(nameof(Alone))]
public sealed class DescriptorTests
{
    [Fact]
    public async Task Connections_leave_no_descriptor_behind()
    {
        static int Open() => Directory.GetFiles("/proc/self/fd").Length;
        await using EchoVenue venue = await EchoVenue.StartAsync();
        int before = 0;
        for (int round = 0; round < 4; round++)
        {
            RawPeer[] peers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => RawPeer.OpenAsync(venue.Address)));
            foreach (RawPeer peer in peers) peer.Dispose();
            await EchoVenue.UntilAsync(() => venue.Loop.Count == 0);
            if (round == 0) before = Open();
        }
        Assert.InRange(Open(), 0, before + 25); // what earlier tests left to the collector is closed when it likes
    }
}
