using Kapok.Sockets.Native;
using Kapok.Sockets.Tls;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>TLS with somebody in the middle, who is slow or changes what passes.</summary>
public sealed class TlsRelayTests : IDisposable
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 40_000).Select(at => (byte)(at * 37 / 5))];

    private readonly TrialCertificates _certificates = new();
    private readonly TlsContext _client = TlsContext.ForClient(takesAny: true), _old = TlsContext.ForClient(takesAny: true);

    public TlsRelayTests() => _old.MostVersion = 0x0303;

    private TlsContext ServerContext => _certificates.Choose(null);

    public void Dispose()
    {
        _client.Dispose();
        _old.Dispose();
        _certificates.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_comes_byte_by_byte_comes(bool isOld)
    {
        using TlsPair pair = TlsPair.Relayed(ServerContext, isOld ? _old : _client, out Relay relay);
        using Relay _ = relay;
        TlsHandshake server = TlsHandshake.Going, client = pair.Client.Handshake();
        for (int flight = 0; (server, client) != (TlsHandshake.Done, TlsHandshake.Done); flight++)
        {
            Assert.InRange(flight, 0, 5);
            foreach (byte one in relay.FromClient())
            {
                relay.ToServer([one]);
                if (server == TlsHandshake.Going) server = pair.Server.Handshake();
            }
            foreach (byte one in relay.FromServer())
            {
                relay.ToClient([one]);
                if (client == TlsHandshake.Going) client = pair.Client.Handshake();
            }
        }
        byte[] got = new byte[300];
        int bytes = 0;
        Assert.Equal(Outcome.Done, pair.Client.Send(Bytes.AsSpan(0, got.Length), out int _));
        foreach (byte one in relay.FromClient())
        {
            relay.ToServer([one]);
            if (pair.Server.Receive(got.AsSpan(bytes), out int more, out bool _) == Outcome.Done) bytes += more;
        }
        Assert.Equal(Bytes[..300], got);
    }

    [Fact]
    public void A_client_of_ours_says_first_what_the_door_reads()
    {
        foreach ((TlsContext context, int version) in ((TlsContext, int)[])[(_client, 0x0304), (_old, 0x0303)])
        {
            using TlsPair pair = TlsPair.Relayed(ServerContext, context, out Relay relay);
            using Relay _ = relay;
            Assert.Equal(TlsHandshake.Going, pair.Client.Handshake());
            Assert.Equal(HelloReading.Whole, ClientHello.TryRead(relay.FromClient(), out ClientHello hello));
            Assert.Equal(("localhost", (ushort)version), (hello.ServerName, hello.MostVersion));
            Assert.False(hello.OffersHttp2);
        }
    }

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void A_handshake_that_was_changed_on_the_way_is_refused_or_as_good_as_before()
    {
        Random random = Fuzz.NewRandom("tls handshake");
        long began = TimeProvider.System.GetTimestamp();
        int[] ends = new int[3];
        for (int attempt = 0; Fuzz.GoesOn(began, attempt, 600); attempt++)
        {
            using TlsPair pair = TlsPair.Relayed(ServerContext, attempt % 2 == 0 ? _client : _old, out Relay relay);
            using Relay _ = relay;
            int changed = random.Next(4); // this flight
            TlsHandshake server = TlsHandshake.Going, client = TlsHandshake.Going;
            for (int flight = 0; flight < 6; flight += 2)
            {
                if (client == TlsHandshake.Going) client = pair.Client.Handshake();
                relay.ToServer(flight == changed ? Fuzz.Mutate(random, relay.FromClient(), 20_000) : relay.FromClient());
                if (server == TlsHandshake.Going) server = pair.Server.Handshake();
                relay.ToClient(flight + 1 == changed ? Fuzz.Mutate(random, relay.FromServer(), 20_000) : relay.FromServer());
            }
            ends[(int)server]++;
            if (server != TlsHandshake.Done || client != TlsHandshake.Done) continue;
            AssertPrefix(pair.Client, pair.Server, relay.FromClient, relay.ToServer, static bytes => bytes);
            AssertPrefix(pair.Server, pair.Client, relay.FromServer, relay.ToClient, static bytes => bytes);
        }
        if (Fuzz.Seconds < 0) Assert.All(ends, count => Assert.True(count > 20)); // each kind of end was among them
    }

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void What_was_changed_on_the_way_is_not_received()
    {
        Random random = Fuzz.NewRandom("tls records");
        long began = TimeProvider.System.GetTimestamp();
        int whole = 0, attempt = 0;
        for (; Fuzz.GoesOn(began, attempt, 600); attempt++)
        {
            using TlsPair pair = TlsPair.Relayed(ServerContext, attempt % 2 == 0 ? _client : _old, out Relay relay);
            using Relay _ = relay;
            for (int flight = 0; flight < 3; flight++)
            {
                Assert.NotEqual(TlsHandshake.Failed, pair.Client.Handshake());
                relay.ToServer(relay.FromClient());
                Assert.NotEqual(TlsHandshake.Failed, pair.Server.Handshake());
                relay.ToClient(relay.FromServer());
            }
            if (AssertPrefix(pair.Client, pair.Server, relay.FromClient, relay.ToServer, bytes => Fuzz.Mutate(random, bytes, 60_000))) whole++;
            if (AssertPrefix(pair.Server, pair.Client, relay.FromServer, relay.ToClient, bytes => Fuzz.Mutate(random, bytes, 60_000))) whole++;
        }
        if (Fuzz.Seconds < 0) Assert.InRange(whole, 100, (2 * attempt) - 100); // some were changed by nothing
    }

    // Sends some messages through a change: what arrives is what was sent, perhaps without its end.
    private static bool AssertPrefix(TlsSocket from, TlsSocket to, Func<byte[]> take, Relaying give, Func<byte[], byte[]> change)
    {
        byte[] got = new byte[Bytes.Length];
        int sent = 0, bytes = 0;
        foreach (int size in (int[])[5, 600, 17_000]) sent += from.Send(Bytes.AsSpan(sent, size), out int more) == Outcome.Done ? more : 0;
        give(change(take()));
        for (int calls = 0; to.Receive(got.AsSpan(bytes), out int more, out _) == Outcome.Done; calls++)
        {
            bytes += more;
            Assert.InRange(calls, 0, 100);
        }
        Assert.InRange(bytes, 0, sent);
        Assert.True(Bytes.AsSpan(0, bytes).SequenceEqual(got.AsSpan(0, bytes)));
        return bytes == sent;
    }

    private delegate void Relaying(ReadOnlySpan<byte> bytes);
}
