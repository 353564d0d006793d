using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kapok.IntegrationTests.Voice;
using Kapok.Media.Rtc;
using Kapok.Protocol.Messages;
using Kapok.Server.Sockets;
using Kapok.Server.Voice;
using Kapok.Sockets.Door;
using Kapok.Tests.Sockets;
using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>A venue whose door ends TLS: what else comes by its port, and its certificate renewed while people are there.</summary>
public sealed class TlsVenueTests
{
    private const int People = 200;

    [Fact]
    public async Task A_renewed_certificate_is_for_newcomers_and_nobody_inside_notices()
    {
        string folder = Directory.CreateTempSubdirectory("kapok-certificate-").FullName;
        string old = Renew(folder);
        await using TestVenue venue = new("--cert", Path.Combine(folder, "site.crt"), "--key", Path.Combine(folder, "site.key"), "--Kapok:SocketsPerAddress=1000");
        await venue.InitializeAsync();
        List<TestPerson> people = [];
        foreach (int[] some in Enumerable.Range(0, People).Chunk(20)) people.AddRange(await Task.WhenAll(some.Select(number => venue.EnterAsync($"Guest {number}"))));
        Assert.Equal(old, await ServedAsync(venue));
        string renewed = Renew(folder);
        // The venue looks by itself every ten seconds; all go on meanwhile, and once more afterwards.
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        using PeriodicTimer pace = new(TimeSpan.FromSeconds(1)); // pings have a limit
        int round = 0;
        for (bool isTaken = false, isLast = false; !isLast; isLast = isTaken, isTaken = isTaken || await ServedAsync(venue) == renewed)
        {
            round++;
            await Task.WhenAll(people.Select(person => person.SendAsync(new ClientMessage { Ping = new() { ClientMs = round } })));
            await Task.WhenAll(people.Select(person => person.HearAsync($"the answer of round {round}", message => message.Pong?.ClientMs == round)));
            await pace.WaitForNextTickAsync(limit.Token);
        }
        Assert.All(people, person => Assert.Equal((null, 1), (person.Closed, person.Welcomes)));
        await using TestPerson newcomer = await venue.EnterAsync("Newcomer");
        Assert.Equal((People + 1, People + 1), (venue.Service<SocketEndpoint>().Count, venue.Service<SocketEndpoint>().Lines));
        await people[0].UntilAsync("the newcomer", () => people[0].People.ContainsKey(newcomer.Id));
        Assert.Equal(0, venue.Service<FrontDoor>().Tls.Failed);
        foreach (TestPerson person in people) await person.DisposeAsync();
        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task Voices_by_TCP_are_told_apart_on_the_port_of_TLS()
    {
        await using VoiceVenue venue = new("--self-signed");
        await venue.InitializeAsync();
        await using TestPerson mei = await venue.EnterAtAsync("Mei", VoiceVenue.Entrance), tom = await venue.EnterAtAsync("Tom", VoiceVenue.Entrance);
        await using VoicePeer meis = await VoicePeer.ConnectAsync(mei, tcp: true), toms = await VoicePeer.ConnectAsync(tom, tcp: true);
        meis.Speak();
        await toms.HearsAsync(meis);
        RtcServer server = venue.Service<VoiceService>().Rtc!;
        Assert.True(server.Count().Checks > 0);
        Assert.Equal((2, 2), (venue.Service<SocketEndpoint>().Lines, venue.Service<SocketEndpoint>().Count));
    }

    [Theory]
    [InlineData("/rt")]
    [InlineData("/")]
    public async Task In_the_clear_nothing_is_served_on_the_port_of_TLS(string path)
    {
        await using TlsVenue venue = new();
        await venue.InitializeAsync();
        using RawPeer peer = await RawPeer.ConnectAsync(new DnsEndPoint(venue.Address.Host, venue.Address.Port));
        await peer.SendAsync(Encoding.ASCII.GetBytes(RawPeer.Request(path, "Sec-WebSocket-Protocol: kapok.v1\r\n")));
        Assert.StartsWith("HTTP/1.1 400", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal("This address speaks HTTPS: open it with https:// before it.\n", Encoding.ASCII.GetString(await peer.ReadBodyAsync(1000)));
        Assert.Equal(0, venue.Service<SocketEndpoint>().Count);
    }

    /// <summary>Makes a certificate, and puts it in the place of the one before: first the key, as certbot does.</summary>
    /// <returns>How it is known.</returns>
    private static string Renew(string folder)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        foreach ((string name, string text) in ((string, string)[])[("site.key", key.ExportPkcs8PrivateKeyPem()), ("site.crt", made.ExportCertificatePem())])
        {
            string path = Path.Combine(folder, name);
            File.WriteAllText(path + ".new", text);
            File.Move(path + ".new", path, overwrite: true);
        }
        return made.GetCertHashString();
    }

    private static async Task<string> ServedAsync(TestVenue venue)
    {
        using RawPeer peer = await RawPeer.ConnectTlsAsync(new IPEndPoint(IPAddress.Loopback, venue.Address.Port));
        return peer.Tls!.RemoteCertificate!.GetCertHashString();
    }
}
