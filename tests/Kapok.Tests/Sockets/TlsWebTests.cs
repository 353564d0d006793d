using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>The web server behind a door that ends TLS: what it is asked, and what it answers.</summary>
public sealed class TlsWebTests : IAsyncLifetime
{
    private const int Megabyte = 1 << 20;
    private const string Page = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private readonly TaskCompletionSource _asked = New(), _aborted = New();
    private EchoVenue _venue = null!;

    public async ValueTask InitializeAsync() => _venue = await EchoVenue.StartAsync(isSecure: true, more: web =>
    {
        web.MapGet("/big/{bytes:int}", (HttpContext http, int bytes) => http.Response.Body.WriteAsync(Content(bytes)).AsTask());
        web.MapPost("/count", async (HttpContext http) =>
        {
            http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = Megabyte / 2;
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] part = new byte[10_000];
            for (int bytes; (bytes = await http.Request.Body.ReadAsync(part)) > 0;) hash.AppendData(part, 0, bytes);
            await http.Response.WriteAsync(Convert.ToHexString(hash.GetHashAndReset()));
        });
        web.MapGet("/hang", async (HttpContext http) =>
        {
            http.RequestAborted.Register(() => _aborted.TrySetResult());
            _asked.TrySetResult();
            await _aborted.Task;
        });
        web.MapGet("/break", async (HttpContext http) =>
        {
            http.Response.ContentLength = 2000;
            await http.Response.Body.WriteAsync(Content(1000));
            await http.Response.Body.FlushAsync();
            http.Abort();
        });
        web.MapGet("/scheme", (HttpContext http) => $"{http.Request.Scheme} {http.Request.Protocol} {http.Connection.RemoteIpAddress} {http.Connection.LocalPort == _venue.Address.Port}");
    });

    public async ValueTask DisposeAsync()
    {
        await EchoVenue.UntilAsync(() => _venue.Door!.Addresses == 0); // every connection was given back
        await _venue.DisposeAsync();
    }

    [Theory]
    [InlineData(1, "https HTTP/1.1 127.0.0.1 True")]
    [InlineData(2, "https HTTP/2 127.0.0.1 True")]
    public async Task Requests_are_known_as_what_they_are(int version, string scheme)
    {
        using HttpClient http = Client(version);
        Assert.Equal(scheme, await http.GetStringAsync(new Uri("/scheme", UriKind.Relative)));
        Assert.Equal(["localhost"], _venue.Certificates.Asked.Distinct());
    }

    [Fact]
    public async Task Requests_follow_each_other_on_one_connection_also_before_the_answers()
    {
        using RawPeer peer = await RawPeer.ConnectTlsAsync(_venue.Address);
        for (int round = 0; round < 3; round++)
        {
            await peer.SendAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /big/5 HTTP/1.1\r\nHost: localhost\r\n\r\n", 1 + (round * 20)))));
            for (int number = 0; number < 1 + (round * 20); number++)
            {
                // Without a length the body comes in a chunk: 5, the bytes, and the end of all chunks.
                Assert.StartsWith("HTTP/1.1 200", await peer.ReadHeadAsync(), StringComparison.Ordinal);
                Assert.Equal((byte[])[.. "5\r\n"u8, .. Content(5), .. "\r\n0\r\n\r\n"u8], await peer.ReadBodyAsync(15));
            }
        }
        Assert.Equal(1, _venue.Door!.Tls.Full);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Ten_megabytes_reach_a_reader_who_takes_their_time(int version)
    {
        using HttpClient http = Client(version);
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"/big/{10 * Megabyte}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using Stream body = await answer.Content.ReadAsStreamAsync();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] part = new byte[16 * 1024];
        int all = 0, reads = 0;
        for (int bytes; (bytes = await body.ReadAsync(part)) > 0; all += bytes)
        {
            hash.AppendData(part, 0, bytes);
            // Others are served while the server waits for this reader.
            if (reads++ % 200 == 0) Assert.Equal("web", await http.GetStringAsync(new Uri("/", UriKind.Relative)));
        }
        Assert.Equal((10 * Megabyte, Convert.ToHexString(SHA256.HashData(Content(10 * Megabyte)))), (all, Convert.ToHexString(hash.GetHashAndReset())));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_is_sent_up_arrives(int version)
    {
        using HttpClient http = Client(version);
        byte[] sent = Content(Megabyte / 2);
        using HttpResponseMessage answer = await http.PostAsync(new Uri("/count", UriKind.Relative), new ByteArrayContent(sent));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(sent)), await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_upload_beyond_the_limit_is_refused()
    {
        using RawPeer peer = await RawPeer.ConnectTlsAsync(_venue.Address);
        await peer.SendAsync(Encoding.ASCII.GetBytes($"POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Megabyte}\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 413", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        for (int part = 0; part < 64; part++) await peer.TrySendAsync(new byte[Megabyte / 64]);
        await peer.UntilEndAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whoever_goes_in_the_middle_is_noticed(int version)
    {
        using (HttpClient http = Client(version))
        {
            Task<string> hanging = http.GetStringAsync(new Uri("/hang", UriKind.Relative));
            await _asked.Task;
            http.CancelPendingRequests();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        }
        await _aborted.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Whoever_goes_with_their_last_word_is_noticed()
    {
        RawPeer peer = await RawPeer.ConnectTlsAsync(_venue.Address);
        await peer.SendAsync("GET /hang HTTP/1.1\r\nHost: localhost\r\n"u8.ToArray());
        await EchoVenue.UntilAsync(() => _venue.Door!.Waiting == 0);
        // The door's thread is kept busy, so that it is told of the rest and of the end at once. A process that is killed ends so: without a word of TLS.
        using ManualResetEventSlim isChoosing = new(), mayGoOn = new();
        _venue.Certificates.Choosing = () =>
        {
            isChoosing.Set();
            mayGoOn.Wait(TimeSpan.FromSeconds(60));
        };
        Task<RawPeer> other = RawPeer.ConnectTlsAsync(_venue.Address);
        Assert.True(isChoosing.Wait(TimeSpan.FromSeconds(60)));
        await peer.SendAsync("\r\n"u8.ToArray());
        peer.Socket.Shutdown(SocketShutdown.Send);
        mayGoOn.Set();
        (await other).Dispose();
        await EchoVenue.UntilAsync(() => _venue.Door!.Addresses == 0);
        peer.Dispose();
    }

    [Fact]
    public async Task An_answer_that_breaks_off_does_not_end_as_one_that_is_whole()
    {
        using TlsPeer peer = new(_venue.Address, new());
        Assert.Null(peer.Shake());
        Assert.Null(peer.Send("GET /break HTTP/1.1\r\nHost: localhost\r\n\r\n"u8));
        byte[] all = peer.Receive(100_000);
        Assert.False(peer.HasHeardEnd);
        Assert.InRange(all.Length, 0, 1999);
    }

    [Fact]
    public async Task An_answer_after_which_the_server_closes_ends_with_a_word_of_TLS()
    {
        using TlsPeer peer = new(_venue.Address, new());
        Assert.Null(peer.Shake());
        Assert.Null(peer.Send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8));
        Assert.EndsWith("web\r\n0\r\n\r\n", Encoding.ASCII.GetString(peer.Receive(100_000)), StringComparison.Ordinal);
        Assert.True(peer.HasHeardEnd);
    }

    [Fact]
    public async Task Many_streams_share_one_connection()
    {
        using HttpClient http = Client(2);
        Assert.Equal("web", await http.GetStringAsync(new Uri("/", UriKind.Relative))); // it is open before they ask all at once
        byte[][] all = await Task.WhenAll(Enumerable.Range(0, 90).Select(number => http.GetByteArrayAsync(new Uri($"/big/{100_000 + number}", UriKind.Relative))));
        for (int number = 0; number < all.Length; number++) Assert.Equal(Content(100_000 + number), all[number]);
        Assert.Equal(1, _venue.Door!.Tls.Full);
    }

    [Fact]
    public async Task A_server_that_stops_lets_go_of_all_who_are_connected()
    {
        EchoVenue venue = await EchoVenue.StartAsync(isSecure: true);
        using RawPeer silent = await RawPeer.ConnectAsync(venue.Address), shaken = await RawPeer.ConnectTlsAsync(venue.Address),
            kept = await RawPeer.ConnectTlsAsync(venue.Address), half = await RawPeer.ConnectTlsAsync(venue.Address), line = await RawPeer.OpenAsync(venue.Address, isSecure: true);
        await kept.SendAsync(Encoding.ASCII.GetBytes(Page));
        Assert.StartsWith("HTTP/1.1 200", await kept.ReadHeadAsync(), StringComparison.Ordinal);
        await half.SendAsync("GET /r"u8.ToArray());
        using HttpClient http = Client(2, venue);
        Assert.Equal("web", await http.GetStringAsync(new Uri("/", UriKind.Relative)));
        await venue.DisposeAsync();
        foreach (RawPeer peer in (RawPeer[])[silent, shaken, kept, half, line]) await peer.UntilEndAsync();
        Assert.Equal(0, venue.Door!.Addresses);
    }

    [Fact]
    public async Task Whoever_speaks_while_the_server_stops_is_let_go_at_once()
    {
        TaskCompletionSource asked = New(), done = New();
        WebApplication? server = null;
        await using EchoVenue venue = await EchoVenue.StartAsync(isSecure: true, more: web => (server = web).MapGet("/wait", () =>
        {
            asked.SetResult();
            return done.Task;
        }));
        using RawPeer busy = await RawPeer.ConnectTlsAsync(venue.Address), late = await RawPeer.ConnectTlsAsync(venue.Address);
        await busy.SendAsync("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        await asked.Task;
        Task stopping = server!.StopAsync(); // it waits for the one who is being served
        await EchoVenue.UntilAsync(() => !CanConnect(venue));
        await late.SendAsync(Encoding.ASCII.GetBytes(Page));
        await late.UntilEndAsync();
        Assert.False(stopping.IsCompleted);
        done.SetResult();
        Assert.StartsWith("HTTP/1.1 200", await busy.ReadHeadAsync(), StringComparison.Ordinal);
        await stopping;
    }

    private static bool CanConnect(EchoVenue venue)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(venue.Address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static byte[] Content(int bytes)
    {
        byte[] content = GC.AllocateUninitializedArray<byte>(bytes);
        for (int at = 0; at < bytes; at++) content[at] = (byte)((at * 31) ^ (at >> 8));
        return content;
    }

    private static SocketsHttpHandler Handler() => new()
    {
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost" },
    };

    private HttpClient Client(int version, EchoVenue? venue = null) => new(Handler())
    {
        BaseAddress = new($"https://localhost:{(venue ?? _venue).Address.Port}"),
        DefaultRequestVersion = new(version, version == 1 ? 1 : 0),
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
}
