using System.Net;
using System.Text.Json;
using Kapok.Tests.Sockets;
using Kapok.Tools.Bench.Tls;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Kapok.Tests.Tools;

/// <summary>The bench of TLS handshakes: that its clients do the kind that is counted, and what its report makes of the counts.</summary>
public sealed class HandshakeBenchTests
{
    private const int InFlight = 4;
    private static readonly MachineShare Quiet = new(1, 0.5);
    private static readonly HandshakeFigures Server = new(2, 1, 5000, 10_000_000);
    private static readonly ClientFigures Clients = new(2, 1.2, 5000, 0, 0, null);

    [Theory]
    [InlineData(HandshakeWay.Door, 0x0304)]
    [InlineData(HandshakeWay.Door, 0x0303)]
    [InlineData(HandshakeWay.Kestrel, 0x0304)]
    [InlineData(HandshakeWay.Kestrel, 0x0303)]
    public async Task Clients_do_full_handshakes_or_resume_as_they_are_told(HandshakeWay way, int version)
    {
        using HandshakeServer server = new(way);
        await using WebApplication web = await server.StartAsync();
        IPEndPoint address = new(IPAddress.Loopback, new Uri(web.Urls.First()).Port);
        using (HandshakeClients full = new(address, InFlight, 1, version, resumes: false))
        {
            await EchoVenue.UntilAsync(() => full.Now.Opened >= 20);
            Assert.Equal((0L, 0L), (full.Now.Resumed, full.Now.Failed));
        }
        using HandshakeClients again = new(address, InFlight, 1, version, resumes: true);
        await EchoVenue.UntilAsync(() => again.Now.Resumed >= 20);
        HandshakeClients.Moment now = again.Now;
        Assert.True(now.Resumed * 2 > now.Opened, $"{now.Resumed} of {now.Opened} were resumed"); // all but the first ones, which have no session yet
        Assert.Equal(0, now.Failed);
    }

    [Fact]
    public void Of_a_core_is_by_the_processor_that_the_server_used()
    {
        HandshakeRun run = HandshakeRun.Of(HandshakeWay.Door, "TLS 1.3", false, Server, Clients, Quiet);
        Assert.Equal((2500d, 5000d, 0.5, 0.6, 2000d), (run.HandshakesPerSecond, run.PerCore, run.ServerCores, run.GeneratorCores, run.AllocatedBytesEach));
    }

    [Theory]
    [InlineData(1.9, 1.2, 1, 0.96, "server: 0.95 of one core")]
    [InlineData(1.9, 1.9, 1, 0.96, "server: 0.95 of one core")] // both are full: the server was not kept waiting
    [InlineData(1.0, 1.9, 1, 0.5, "generator: 0.95 of 1 cores")]
    [InlineData(1.0, 1.9, 3, 0.5, "neither")]
    [InlineData(1.0, 1.2, 1, 0.9, "machine: others used 0.40 of the server's core")]
    [InlineData(1.0, 1.2, 1, double.NaN, "neither")]
    public void What_was_used_up_is_the_limit(double server, double clients, int cores, double busy, string limit)
    {
        HandshakeRun run = HandshakeRun.Of(HandshakeWay.Door, "TLS 1.3", false, Server with { CpuSeconds = server }, Clients with { CpuSeconds = clients }, new(cores, busy));
        Assert.StartsWith(limit, run.LimitedBy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_not_of_its_kind_says_so()
    {
        static string Title(bool resumes, long resumed) =>
            HandshakesCommand.TitleOf(HandshakeRun.Of(HandshakeWay.Kestrel, "TLS 1.2", resumes, Server, Clients with { Resumed = resumed }, Quiet));
        Assert.Equal("kestrel, TLS 1.2, full", Title(false, 0));
        Assert.Equal("kestrel, TLS 1.2, resumed", Title(true, 4990));
        Assert.Equal("kestrel, TLS 1.2, resumed (50 % resumed)", Title(true, 2500));
        Assert.Equal("kestrel, TLS 1.2, full (100 % resumed)", Title(false, 5000));
    }

    [Fact]
    public void A_run_in_which_nothing_was_opened_is_no_zero()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => HandshakeRun.Of(HandshakeWay.Door, "TLS 1.3", false, Server with { Upgrades = 0 }, Clients with { LastFailure = "it is closed" }, Quiet));
        Assert.Contains("it is closed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_of_its_fields_are_those_that_scripts_read()
    {
        HandshakeReport report = new(10, 64, [HandshakeRun.Of(HandshakeWay.Door, "TLS 1.3", true, Server, Clients, Quiet)]);
        JsonElement run = JsonDocument.Parse(report.ToJson()).RootElement.GetProperty("runs")[0];
        Assert.Equal(("door", "TLS 1.3", "resumed"), (run.GetProperty("way").GetString(), run.GetProperty("protocol").GetString(), run.GetProperty("kind").GetString()));
        string[] numbers = ["handshakesPerSecond", "perCore", "serverCores", "generatorCores", "allocatedBytesEach", "resumedShare"];
        Assert.All(numbers, name => Assert.Equal(JsonValueKind.Number, run.GetProperty(name).ValueKind));
        Assert.Equal(JsonValueKind.String, run.GetProperty("limitedBy").ValueKind);
    }
}
