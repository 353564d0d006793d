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

    [Fact]
    public async Task At_the_limit_whoever_says_nothing_makes_room_and_when_all_are_at_work_the_next_is_told_in_a_word()
    {
        // So many that the next dozen connections reach the reserve, whatever the process has open.
        int open = Directory.GetFiles("/proc/self/fd").Length + 40;
        await using EchoVenue venue = await EchoVenue.StartAsync(door: new() { MostDescriptors = open + 256 < 1024 ? open * 4 / 3 : open + 256 });
        List<RawPeer> silent = [], served = [];
        for (int number = 0; number < 200; number++)
        {
            silent.Add(await RawPeer.ConnectAsync(venue.Address));
            await EchoVenue.UntilAsync(() => venue.Door!.Accepted > number);
        }
        Assert.InRange(venue.Door!.Waiting, 1, 100); // both ends of a connection are of this process here
        string answer = "HTTP/1.1 200 OK";
        while (answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
        {
            Assert.InRange(served.Count, 0, 200);
            served.Add(await RawPeer.ConnectAsync(venue.Address));
            await served[^1].SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
            answer = await served[^1].ReadHeadAsync();
        }
        Assert.StartsWith("HTTP/1.1 503", answer, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 5", answer, StringComparison.Ordinal);
        Assert.NotEmpty(served);
        foreach (RawPeer peer in silent.Concat(served)) peer.Dispose();
        await EchoVenue.UntilAsync(() => venue.Door.Addresses == 0);
        using RawPeer again = await RawPeer.OpenAsync(venue.Address);
    }
}
