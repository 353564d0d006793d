using System.Net;
using System.Net.Sockets;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Transport;
using Xunit;

namespace Kapok.Tests.Media;

/// <summary>What goes out in batches arrives as it was, whether the kernel cuts it or not.</summary>
public sealed class SegmentTests
{
    private const int Receivers = 4, MostABatch = 60; // what a socket's memory takes, whatever its limits are

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Datagrams_of_any_lengths_to_anybody_arrive_in_their_order(bool native)
    {
        using IDatagramPort port = Ports.Open(IPAddress.Loopback, 0, 1, native)[0];
        Socket[] receivers = [.. Enumerable.Range(0, Receivers).Select(_ => Receiver())];
        Random random = Fuzz.NewRandom(nameof(SegmentTests));
        byte[] buffer = new byte[65_536];
        for (int round = 0; round < 150; round++)
        {
            List<byte[]>[] expected = [.. receivers.Select(_ => new List<byte[]>())];
            int to = 0, length = 0;
            for (int at = random.Next(MostABatch); at >= 0; at--)
            {
                // Runs of one length to one address, as pictures are, and everything else.
                if (random.Next(4) == 0) to = random.Next(Receivers);
                if (random.Next(3) == 0) length = random.Next(1, 1250);
                Span<byte> next = port.Next()[..length];
                random.NextBytes(next);
                expected[to].Add(next.ToArray());
                port.Commit(length, PeerAddress.Of((IPEndPoint)receivers[to].LocalEndPoint!));
            }
            port.Flush();
            for (int one = 0; one < Receivers; one++)
            {
                foreach (byte[] datagram in expected[one]) Assert.Equal(datagram, buffer[..receivers[one].Receive(buffer)]);
                Assert.Equal(0, receivers[one].Available);
            }
        }
        Assert.Equal(0, port.Unsent);
        foreach (Socket receiver in receivers) receiver.Dispose();
    }

    [Fact]
    public void Datagrams_in_a_row_are_one_message_until_a_shorter_one_or_another_address()
    {
        Assert.SkipUnless(LinuxCalls.AreHere, "Linux");
        using DatagramBatch batch = new();
        using Segments segments = new(areKnown: true), unknown = new(areKnown: false);
        int queued = Queue(batch, (1, 1000), (1, 1000), (1, 300), (1, 300), (2, 300), (2, 301), (1, 5));
        Assert.Equal([(0, 3), (3, 1), (4, 1), (5, 1), (6, 1)], MessagesOf(segments, batch, queued));
        Assert.Equal(7, unknown.Group(batch, queued));
        queued = Queue(batch, [.. Enumerable.Repeat((3, 1200), 100)]);
        Assert.Equal([(0, 40), (40, 40), (80, 20)], MessagesOf(segments, batch, queued));
    }

    [Fact]
    public void Where_messages_of_several_are_refused_again_and_again_all_go_one_by_one()
    {
        Assert.SkipUnless(LinuxCalls.AreHere, "Linux");
        using DatagramBatch batch = new();
        using Segments segments = new(areKnown: true);
        int queued = Queue(batch, (1, 1000), (1, 1000), (2, 500)), tries = 0;
        Assert.Equal(2, segments.Group(batch, queued));
        Assert.False(segments.Refused(1)); // a single one has no other way
        for (int at = 0; at < 1000; at++)
        {
            Assert.True(segments.Refused(0));
            segments.Went(0, 1); // to another address
        }
        Assert.True(segments.AreUsed);
        for (; segments.AreUsed && tries < 1000; tries++) Assert.True(segments.Refused(0));
        Assert.InRange(tries, 2, 100);
        Assert.Equal(3, segments.Group(batch, queued));
    }

    private static Socket Receiver()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20, ReceiveTimeout = 30_000 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static unsafe int Queue(DatagramBatch batch, params (int To, int Length)[] datagrams)
    {
        for (int at = 0; at < datagrams.Length; at++)
        {
            PeerAddress.Of(new IPEndPoint(IPAddress.Loopback, datagrams[at].To)).WriteNative(new(batch.Messages[at].Name, PeerAddress.NativeBytes));
            batch.Vectors[at].Length = (nuint)datagrams[at].Length;
        }
        return datagrams.Length;
    }

    private static (int First, int Count)[] MessagesOf(Segments segments, DatagramBatch batch, int queued) =>
        [.. Enumerable.Range(0, segments.Group(batch, queued)).Select(at => (segments.FirstOf(at), segments.CountOf(at)))];
}
