using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Kapok.Tests.Sockets;
using Kapok.Tools.Bots;
using Xunit;

namespace Kapok.Tests.Tools;

/// <summary>How bots come to a venue that speaks TLS, and what is said when its certificate is not believed.</summary>
public sealed class VenueClientTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bot_s_link_through_TLS_carries_messages_both_ways()
    {
        await using EchoVenue echo = await EchoVenue.StartAsync(isSecure: true);
        using VenueClient venue = Client(echo, insecure: true);
        Assert.True(venue.HasLines);
        Assert.True(await venue.IsReadyAsync(Cancel));
        TaskCompletionSource<byte[]> came = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using WorldLink link = await WorldLink.OpenAsync(venue, "/rt", message => came.TrySetResult(message.ToArray()), Cancel);
        Assert.IsType<LineLink>(link);
        Assert.True(link.TrySend([1, 2, 3]));
        Assert.Equal([1, 2, 3], await came.Task.WaitAsync(Cancel));
        await (await echo.OpenedAsync()).CloseAsync();
        Assert.Equal("enough", await link.Ended.WaitAsync(Cancel));
    }

    [Fact]
    public async Task A_certificate_that_is_not_believed_is_told_in_one_line()
    {
        await using EchoVenue echo = await EchoVenue.StartAsync(isSecure: true);
        using VenueClient venue = Client(echo, insecure: false);
        Assert.False(await venue.IsReadyAsync(Cancel));
        Assert.True(venue.IsDistrusted);
        Assert.Matches($@"^The certificate of https://localhost:{echo.Address.Port}/ is not believed: .+\. For a trial on this machine --insecure takes any\.$", venue.NotReady);
        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() => WorldLink.OpenAsync(venue, "/rt", _ => { }, Cancel));
        Assert.StartsWith("the certificate is not believed: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_venue_that_does_not_answer_is_no_matter_of_certificates()
    {
        using Socket closed = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound, and nobody listens
        using VenueClient venue = new(new($"https://127.0.0.1:{((IPEndPoint)closed.LocalEndPoint!).Port}"), null, insecure: false);
        Assert.False(await venue.IsReadyAsync(Cancel));
        Assert.False(venue.IsDistrusted);
        Assert.StartsWith("No venue answers at https://127.0.0.1:", venue.NotReady, StringComparison.Ordinal);
    }

    private static VenueClient Client(EchoVenue echo, bool insecure) => new(new($"https://localhost:{echo.Address.Port}"), null, insecure);
}

/// <summary>Ends a line as a server does that has had enough.</summary>
file static class Endings
{
    public static Task CloseAsync(this Echo echo)
    {
        echo.Line.Close(1000, "enough");
        return EchoVenue.UntilAsync(() => echo.End is not null);
    }
}
