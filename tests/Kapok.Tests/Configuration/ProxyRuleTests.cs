using System.Net;
using Kapok.Server.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Configuration;

public sealed class ProxyRuleTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly RecordedLog _log = new();

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", "198.51.100.7", "198.51.100.7")]
    [InlineData("127.0.0.1", "::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7")]
    [InlineData("127.0.0.1, 203.0.113.9", "127.0.0.1", "198.51.100.7, 203.0.113.9", "198.51.100.7")] // a network for delivery before a proxy, both named
    [InlineData("127.0.0.1, 203.0.113.0/24", "127.0.0.1", "198.51.100.7, 203.0.113.200, 203.0.113.9", "198.51.100.7")]
    [InlineData("127.0.0.1, 203.0.113.9", "127.0.0.1", "192.0.2.1, 198.51.100.7, 203.0.113.9", "198.51.100.7")] // what a visitor writes before it is not believed
    [InlineData("127.0.0.1", "127.0.0.1", "198.51.100.7, 203.0.113.9", "203.0.113.9")] // one that is not named is who comes
    [InlineData("172.16.0.0/12", "172.20.3.4", "198.51.100.7", "198.51.100.7")]
    [InlineData("172.16.0.0/12", "172.32.0.1", "198.51.100.7", "172.32.0.1")]
    [InlineData("172.20.3.4/12", "172.16.0.1", "198.51.100.7", "198.51.100.7")]
    [InlineData("fd00::/8", "fd12::1", "2001:db8::7", "2001:db8::7")]
    [InlineData("", "127.0.0.1", "198.51.100.7", "127.0.0.1")]
    public void The_last_address_that_is_no_named_proxys_is_the_visitors(string named, string from, string header, string visitor)
    {
        HttpContext http = Request(from, header);
        Rule(named).Apply(http);
        Assert.Equal(IPAddress.Parse(visitor), http.Connection.RemoteIpAddress);
    }

    [Fact]
    public void Headers_of_a_proxy_that_is_not_named_are_told_once_with_what_to_set()
    {
        ProxyRule rule = Rule("127.0.0.1");
        rule.Apply(Request("127.0.0.1", "198.51.100.7"));
        rule.Apply(new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse("198.51.100.7") } });
        Assert.Empty(_log.Lines);
        for (int request = 0; request < 1000; request++) rule.Apply(Request("10.0.0.5", "198.51.100.7"));
        (LogLevel level, string told) = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains("10.0.0.5", told, StringComparison.Ordinal);
        Assert.Contains("Kapok:KnownProxies", told, StringComparison.Ordinal);
        Assert.DoesNotContain("198.51.100.7", told, StringComparison.Ordinal);
        _time.Advance(ProxyRule.TellEvery);
        rule.Apply(Request("10.0.0.5", "198.51.100.7"));
        Assert.Equal(2, _log.Lines.Count);
    }

    [Theory]
    [InlineData("172.16.0.0/33")]
    [InlineData("fd00::/129")]
    [InlineData("172.16.0.0/")]
    [InlineData("172.16.0.0/-1")]
    [InlineData("proxy.example")]
    public void What_is_no_address_and_no_network_is_refused_in_one_line(string named) =>
        Assert.Equal($"Kapok:KnownProxies must hold IP addresses or networks such as 172.16.0.0/12, not '{named}'.",
            Assert.Single(new KapokOptions { KnownProxies = $"127.0.0.1, {named}" }.Errors()));

    private static DefaultHttpContext Request(string from, string header) =>
        new() { Connection = { RemoteIpAddress = IPAddress.Parse(from) }, Request = { Headers = { ["X-Forwarded-For"] = header } } };

    public void Dispose() => _log.Dispose();

    private ProxyRule Rule(string named) => new(new KapokOptions { KnownProxies = named }, _time, _log);
}
