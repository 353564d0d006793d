using System.Security.Authentication;
using System.Text;
using Kapok.Sockets.Door;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>What a bad handshake costs: its own connection. Somebody who came in before goes on in each test.</summary>
public sealed class TlsHandshakeTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private EchoVenue _venue = null!;
    private RawPeer _witness = null!;

    /// <summary>First bytes that begin as TLS does, and are none.</summary>
    public static TheoryData<string, byte[]> Lies() => new()
    {
        { "rubbish behind the type", [0x16, .. "GET / HTTP/1.1\r\n\r\n"u8] },
        { "a version that never was", [0x16, 9, 9, 0, 40, 1, 0, 0, 36] },
        { "a record of nothing", [0x16, 3, 1, 0, 0] },
        { "a record that is too long", [0x16, 3, 1, 0x40, 1, 1, 0, 0x40] },
        { "another message", HelloBytes.Record(HelloBytes.Message(HelloBytes.Extensions(), type: 2)) },
        { "a message of 64 KiB and more", [0x16, 3, 1, 0x40, 0, 1, 1, 0, 0] },
        { "an extension twice", HelloBytes.Record(HelloBytes.Message(HelloBytes.Extensions(HelloBytes.Extension(23, []), HelloBytes.Extension(23, [])))) },
        { "an extension longer than all", HelloBytes.Record(HelloBytes.Message([0, 4, 0, 23, 0, 9])) },
        { "a record of data", [.. HelloBytes.Record(HelloBytes.Good()[5..50]), .. HelloBytes.Record(new byte[20], type: 23)] },
    };

    public async ValueTask InitializeAsync()
    {
        _venue = await EchoVenue.StartAsync(isSecure: true, time: _time);
        _witness = await RawPeer.OpenAsync(_venue.Address, isSecure: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _witness.SendAsync(Wire.Frame(2, [42]));
        Assert.Equal("Binary:2a", await _witness.NextAsync());
        _witness.Dispose();
        // Nothing is left of anybody.
        await EchoVenue.UntilAsync(() => _venue.Loop.Count == 0 && _venue.Door!.Waiting == 0 && _venue.Door.Addresses == 0);
        await _venue.DisposeAsync();
    }

    [Fact]
    public async Task Every_part_of_a_hello_and_then_nothing_is_waited_for_until_the_limit()
    {
        byte[] hello = await HelloBytes.OfFrameworkAsync("localhost", SslProtocols.Tls13, "http/1.1");
        foreach (int[] lengths in Enumerable.Range(1, hello.Length - 1).Chunk(100))
        {
            RawPeer[] peers = [.. await Task.WhenAll(lengths.Select(_ => RawPeer.ConnectAsync(_venue.Address)))];
            for (int at = 0; at < peers.Length; at++) await peers[at].SendAsync(hello.AsMemory(0, lengths[at]));
            // Who comes after them is served, and what they have said has been looked at by then.
            using (RawPeer after = await RawPeer.OpenAsync(_venue.Address, isSecure: true)) Assert.Equal(lengths.Length, _venue.Door!.Waiting);
            _time.Advance(9 * Second);
            using (RawPeer after = await RawPeer.OpenAsync(_venue.Address, isSecure: true)) Assert.Equal(lengths.Length, _venue.Door.Waiting);
            _time.Advance(2 * Second);
            foreach (RawPeer peer in peers)
            {
                await peer.UntilEndAsync();
                peer.Dispose();
            }
        }
        await EchoVenue.UntilAsync(() => (_venue.Door!.Tls.Failed, _venue.Door.Tls.Refused) == (hello.Length - 1, 0));
    }

    [Fact]
    public async Task Whoever_stops_in_the_middle_of_a_handshake_is_waited_for_until_the_limit()
    {
        byte[] hello = await HelloBytes.OfFrameworkAsync("localhost", SslProtocols.Tls13, "http/1.1");
        using RawPeer peer = await RawPeer.ConnectAsync(_venue.Address);
        await peer.SendAsync(hello);
        byte[] answer = await peer.ReadBodyAsync(6);
        Assert.Equal((0x16, 2), (answer[0], answer[5])); // ServerHello
        _time.Advance(9 * Second);
        using (RawPeer after = await RawPeer.OpenAsync(_venue.Address, isSecure: true)) Assert.Equal(0, _venue.Door!.Tls.Failed);
        _time.Advance(2 * Second);
        await EchoVenue.UntilAsync(() => _venue.Door!.Tls.Failed == 1);
        await peer.UntilEndAsync();
    }

    [Fact]
    public async Task Whoever_says_nothing_behind_the_handshake_is_waited_for_until_the_limit()
    {
        using RawPeer silent = await RawPeer.ConnectTlsAsync(_venue.Address), half = await RawPeer.ConnectTlsAsync(_venue.Address);
        await half.SendAsync("GET /r"u8.ToArray());
        using (RawPeer after = await RawPeer.OpenAsync(_venue.Address, isSecure: true)) _time.Advance(11 * Second);
        Assert.Equal("end", await silent.NextAsync());
        await half.SendAsync("oms HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        Assert.StartsWith("HTTP/1.1 200", await half.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal(0, _venue.Door!.Tls.Failed);
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_lie_is_answered_by_an_alert(string name, byte[] first)
    {
        using RawPeer peer = await RawPeer.ConnectAsync(_venue.Address);
        await peer.SendAsync(first);
        Assert.Equal((name, "15030300020232"), (name, Convert.ToHexString(await peer.ReadBodyAsync(7))));
        await peer.UntilEndAsync();
        await EchoVenue.UntilAsync(() => (_venue.Door!.Tls.Refused, _venue.Door.Tls.Failed) == (1, 0));
    }

    [Fact]
    public async Task A_handshake_that_is_cut_anywhere_costs_its_connection()
    {
        byte[] hello = await HelloBytes.OfFrameworkAsync("localhost", SslProtocols.Tls13, "http/1.1");
        int cut = 0;
        foreach (int bytes in (int[])[1, 5, 6, hello.Length / 2, hello.Length - 1, hello.Length])
            foreach (bool isReset in (bool[])[false, true])
            {
                RawPeer peer = await RawPeer.ConnectAsync(_venue.Address);
                await peer.SendAsync(hello.AsMemory(0, bytes));
                using (RawPeer after = await RawPeer.OpenAsync(_venue.Address, isSecure: true)) peer.Socket.LingerState = new(isReset, 0);
                peer.Dispose();
                cut++;
                await EchoVenue.UntilAsync(() => _venue.Door!.Tls.Failed == cut);
            }
        Assert.Equal(0, _venue.Door!.Tls.Refused);
    }

    [Theory]
    [InlineData(0x0301, 0x0301, "DEFAULT:@SECLEVEL=0", "protocol version")]
    [InlineData(0x0301, 0x0302, "DEFAULT:@SECLEVEL=0", "protocol version")]
    [InlineData(0x0303, 0x0303, "AES128-GCM-SHA256", "handshake failure")] // no forward secrecy
    [InlineData(0x0303, 0x0303, "ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA384", "handshake failure")] // no AEAD
    [InlineData(0x0303, 0x0303, "ECDHE-RSA-AES128-GCM-SHA256", "handshake failure")] // for another kind of key
    public async Task Whoever_offers_only_what_is_refused_is_told_so(int least, int most, string ciphers, string alert)
    {
        using TlsPeer peer = Connect(new() { Least = least, Most = most, Ciphers = ciphers });
        Assert.Contains(alert, peer.Shake(), StringComparison.Ordinal);
        await EchoVenue.UntilAsync(() => _venue.Door!.Tls.Failed == 1);
        Assert.Equal((1, 0, 0), (_venue.Door!.Tls.Full, _venue.Door.Tls.Resumed, _venue.Door.Tls.Refused));
    }

    [Theory]
    [InlineData("ffdhe2048")]
    [InlineData("ffdhe8192")]
    [InlineData("X448")]
    [InlineData("P-521")]
    public async Task Whoever_wants_a_key_exchange_that_is_made_to_cost_is_told_no(string groups)
    {
        using TlsPeer peer = Connect(new() { Least = 0x0304, Groups = groups });
        Assert.Contains("handshake failure", peer.Shake(), StringComparison.Ordinal);
        await EchoVenue.UntilAsync(() => _venue.Door!.Tls.Failed == 1);
    }

    [Theory]
    [InlineData(0x0303, "ECDHE-ECDSA-AES128-GCM-SHA256")]
    [InlineData(0x0303, "ECDHE-ECDSA-AES256-GCM-SHA384")]
    [InlineData(0x0303, "ECDHE-ECDSA-CHACHA20-POLY1305")]
    [InlineData(0x0304, "DEFAULT")]
    public async Task Whoever_offers_what_is_spoken_comes_in(int version, string ciphers)
    {
        using TlsPeer peer = Connect(new() { Most = version, Ciphers = ciphers });
        peer.OpenLine();
        Assert.Equal(version, peer.Version);
        Assert.Equal(2, _venue.Door!.Tls.Full);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("http/1.1", "http/1.1")]
    [InlineData("http/1.1,h2", "h2")]
    [InlineData("spdy/1,http/1.1", "http/1.1")]
    public async Task A_protocol_is_agreed_on(string offered, string agreed)
    {
        using TlsPeer peer = Connect(new() { Protocols = offered.Split(',', StringSplitOptions.RemoveEmptyEntries) });
        Assert.Null(peer.Shake());
        Assert.Equal(agreed, peer.Protocol);
        if (agreed == "h2") peer.OpenPage();
        else Ask(peer);
    }

    [Fact]
    public async Task Whoever_offers_an_unknown_protocol_alone_is_told_so()
    {
        using TlsPeer peer = Connect(new() { Protocols = ["http/0.9"] });
        Assert.Contains("no application protocol", peer.Shake(), StringComparison.Ordinal);
        await EchoVenue.UntilAsync(() => _venue.Door!.Tls.Failed == 1);
    }

    [Fact]
    public async Task Nobody_shakes_hands_twice_on_one_connection()
    {
        using TlsPeer peer = Connect(new() { Most = 0x0303 });
        peer.OpenLine();
        Assert.Contains("no renegotiation", peer.Renegotiate(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_clear_there_is_one_word()
    {
        foreach (string request in (string[])[RawPeer.Request(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", new string('x', 80)])
        {
            using RawPeer peer = await RawPeer.ConnectAsync(_venue.Address);
            await peer.SendAsync(Encoding.ASCII.GetBytes(request));
            string head = await peer.ReadHeadAsync();
            Assert.StartsWith("HTTP/1.1 400", head, StringComparison.Ordinal);
            int bytes = int.Parse(head.Split("Content-Length: ")[1].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal("This address speaks HTTPS: open it with https:// before it.\n", Encoding.ASCII.GetString(await peer.ReadBodyAsync(bytes)));
            Assert.Equal("end", await peer.NextAsync());
        }
        Assert.Single(_venue.Echoes);
        Assert.Empty(_venue.WebRequests);
    }

    [Theory]
    [InlineData(0x0303)]
    [InlineData(0x0304)]
    public async Task A_client_that_comes_again_resumes_its_session_the_page_s_for_the_world_socket_too(int version)
    {
        using TlsPeer page = Connect(new() { Most = version, Protocols = ["h2", "http/1.1"] });
        Assert.Null(page.Shake());
        page.OpenPage(); // by then its ticket has come
        foreach (int number in (int[])[1, 2])
        {
            using TlsPeer line = Connect(new() { Most = version, Session = page.Session });
            line.OpenLine();
            Assert.True(line.IsResumed);
            Assert.Equal((2, number), (_venue.Door!.Tls.Full, _venue.Door.Tls.Resumed));
        }
    }

    private TlsPeer Connect(TlsOffer offer) => new(_venue.Address, offer);

    private static void Ask(TlsPeer peer)
    {
        Assert.Null(peer.Send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8));
        Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(peer.Receive(16)), StringComparison.Ordinal);
    }
}
