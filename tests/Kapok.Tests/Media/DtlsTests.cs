using System.Security.Cryptography;
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Srtp;
using Xunit;

namespace Kapok.Tests.Media;

public sealed class DtlsTests
{
    private static readonly DtlsIdentity Identity = DtlsIdentity.Generate(TimeProvider.System);
    private static readonly PlatformCrypto Crypto = new();
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(new[] { 7, 1 }, new[] { 7, 1 }, SrtpProfile.AeadAes128Gcm)]
    [InlineData(new[] { 7, 1 }, new[] { 1 }, SrtpProfile.Aes128CmSha1)]
    [InlineData(new[] { 1, 7 }, new[] { 7, 1 }, SrtpProfile.Aes128CmSha1)]
    public void Both_sides_agree_on_the_profile_and_the_keys(int[] ours, int[] theirs, SrtpProfile expected)
    {
        (DtlsAssociation client, DtlsAssociation server) = Pair(theirs, ours, null);
        (DtlsEnd clientEnd, DtlsEnd serverEnd) = Shake(client, server);
        Assert.Equal((DtlsEnd.None, DtlsEnd.None), (clientEnd, serverEnd));
        Assert.Equal(expected, server.Outcome!.Profile);
        Assert.Equal(client.Outcome!.Material, server.Outcome.Material);
        client.Dispose();
        Assert.Equal(DtlsEnd.Closed, server.Read());
        server.Dispose();
    }

    [Fact]
    public void Without_a_common_profile_there_is_no_handshake()
    {
        (DtlsAssociation client, DtlsAssociation server) = Pair([1], [7], null);
        Assert.Equal((DtlsEnd.Failed, DtlsEnd.Failed), Shake(client, server));
        client.Dispose();
        server.Dispose();
    }

    [Fact]
    public async Task A_lost_last_flight_is_sent_again()
    {
        int toClient = 0;
        List<byte[]> kept = [];
        // The server's second flight holds its Finished: the first time it is lost, after the server believes that it is done.
        (DtlsAssociation client, DtlsAssociation server) = Pair([7], [7], datagram =>
        {
            bool isSecondFlight = datagram.Span[0] == 20; // change of cipher
            if (isSecondFlight) kept.Add(datagram.ToArray());
            return isSecondFlight && ++toClient == 1;
        });
        Task<DtlsEnd> shaking = Task.Run(() => client.Shake(out _));
        Assert.Equal(DtlsEnd.None, server.Shake(out _));
        Assert.True(SpinWait.SpinUntil(() => server.Read() == DtlsEnd.None && shaking.IsCompleted, Limit));
        Assert.Equal(DtlsEnd.None, await shaking);
        client.Dispose();
        server.Dispose();
    }

    [Fact]
    public void A_fingerprint_is_that_of_the_certificate_and_each_start_has_its_own()
    {
        using DtlsIdentity other = DtlsIdentity.Generate(TimeProvider.System);
        Assert.NotEqual(other.Fingerprint, Identity.Fingerprint);
        Assert.Matches("^([0-9A-F]{2}:){31}[0-9A-F]{2}$", other.Fingerprint);
    }

    [Fact]
    public void A_full_pool_refuses_and_works_on()
    {
        using HandshakePool pool = new(1, 2, new());
        using ManualResetEventSlim hold = new();
        int done = 0;
        Assert.True(pool.TryRun(hold.Wait));
        Assert.True(SpinWait.SpinUntil(() => pool.Busy == 1, Limit));
        Assert.True(pool.TryRun(() => Interlocked.Increment(ref done)));
        Assert.True(pool.TryRun(() => Interlocked.Increment(ref done)));
        Assert.False(pool.TryRun(() => Interlocked.Increment(ref done)));
        hold.Set();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref done) == 2, Limit));
    }

    /// <summary>Two that have shaken hands, and what the client sent for it.</summary>
    internal static (DtlsAssociation Client, DtlsAssociation Server, List<byte[]> ClientFlights) Connected()
    {
        List<byte[]> flights = [];
        DtlsAssociation? server = null, client = null;
        client = New(true, Limit, datagram =>
        {
            lock (flights) flights.Add(datagram.ToArray());
            server!.Pipe.Feed(datagram.Span);
        });
        server = New(false, Limit, datagram => client.Pipe.Feed(datagram.Span));
        Assert.Equal((DtlsEnd.None, DtlsEnd.None), Shake(client, server));
        return (client, server, flights);
    }

    internal static DtlsAssociation New(bool isClient, TimeSpan limit, Action<ReadOnlyMemory<byte>> send, int[]? profiles = null) =>
        new(Crypto, new(Identity, SHA256.HashData(Identity.Certificate), limit, profiles ?? [7, 1]), isClient, send);

    private static (DtlsAssociation Client, DtlsAssociation Server) Pair(int[] clientProfiles, int[] serverProfiles, Func<ReadOnlyMemory<byte>, bool>? losesToClient)
    {
        DtlsAssociation? server = null, client = null;
        client = New(true, Limit, datagram => server!.Pipe.Feed(datagram.Span), clientProfiles);
        server = New(false, Limit, datagram =>
        {
            if (losesToClient?.Invoke(datagram) != true) client.Pipe.Feed(datagram.Span);
        }, serverProfiles);
        return (client, server);
    }

    private static (DtlsEnd Client, DtlsEnd Server) Shake(DtlsAssociation client, DtlsAssociation server)
    {
        Task<DtlsEnd> shaking = Task.Factory.StartNew(() => client.Shake(out _), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        DtlsEnd end = server.Shake(out _);
        return (shaking.GetAwaiter().GetResult(), end);
    }
}
