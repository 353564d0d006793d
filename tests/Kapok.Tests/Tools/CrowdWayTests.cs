using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kapok.Tools.Bench;
using Kapok.Tools.Bench.Sockets;
using Kapok.Tools.Bots;
using Xunit;

namespace Kapok.Tests.Tools;

/// <summary>By which way a crowd comes to its server, and what nginx is told that stands before it.</summary>
public sealed partial class CrowdWayTests
{
    private static readonly NginxConfiguration Nginx = new("/a/folder", 8443, new("http://127.0.0.1:5081"), 8000, "/a/folder/certificate.pem", "/a/folder/key.pem");

    [Fact]
    public void Nginx_passes_on_just_what_the_sample_for_venues_passes_on()
    {
        string sample = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "kapok-proxy.conf"));
        string[] wanted = [.. sample.Split('\n').Where(line => line.StartsWith("proxy_", StringComparison.Ordinal)).Select(OneSpaced)];
        Assert.NotEmpty(wanted);
        string[] given = [.. Nginx.Text.Split('\n').Select(line => OneSpaced(line.Trim())).Where(line => line.StartsWith("proxy_", StringComparison.Ordinal)
            && !line.StartsWith("proxy_pass", StringComparison.Ordinal) && !line.StartsWith("proxy_temp", StringComparison.Ordinal))];
        Assert.Equal(wanted.Order(), given.Order());
    }

    [Fact]
    public void Nginx_has_one_worker_with_room_for_both_sides_of_everyone()
    {
        Assert.Contains("worker_processes 1;", Nginx.Text, StringComparison.Ordinal);
        int connections = int.Parse(WorkerConnections().Match(Nginx.Text).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        int files = int.Parse(WorkerFiles().Match(Nginx.Text).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(connections, 16_001, 20_000); // and no more than a machine with the usual limit gives
        Assert.Equal(connections, files);
    }

    [Fact]
    public void Nginx_ends_TLS_with_tickets_and_keeps_all_its_files_in_its_folder()
    {
        string[] lines = ["listen 127.0.0.1:8443 ssl http2", "ssl_protocols TLSv1.2 TLSv1.3;", "ssl_session_tickets on;", "server 127.0.0.1:5081;", "access_log off;"];
        foreach (string line in lines)
            Assert.Contains(line, Nginx.Text, StringComparison.Ordinal);
        Assert.Equal(9, Paths().Count(Nginx.Text)); // process number, log, five temporary folders, certificate and key
        Assert.All(Paths().Matches(Nginx.Text), path => Assert.StartsWith("/a/folder/", path.Groups[1].Value, StringComparison.Ordinal));
        Assert.Equal(Nginx.Text.Count(letter => letter == '{'), Nginx.Text.Count(letter => letter == '}'));
    }

    [Theory]
    [InlineData("http://localhost:1", CrowdFront.None, 0, "clear")]
    [InlineData("https://localhost:1", CrowdFront.None, 0, "tls")]
    [InlineData("http://localhost:1", CrowdFront.None, 700, "kestrel")]
    [InlineData("https://localhost:1", CrowdFront.None, 700, "kestrel-tls")]
    [InlineData("http://localhost:1", CrowdFront.Nginx, 0, "nginx")]
    [InlineData("http://localhost:1", CrowdFront.Nginx, 700, "nginx-kestrel")]
    public void A_report_says_by_which_way_people_came(string server, CrowdFront front, int byWeb, string way)
    {
        ServerMetrics metrics = ServerMetrics.Parse(
            $"""
            kapok_sockets{"{"}otel_scope_name="Kapok",way="door"{"}"} 20 1700000000000
            kapok_sockets{"{"}otel_scope_name="Kapok",way="web"{"}"} {byWeb} 1700000000000
            """,
            "arena");
        Assert.Equal(way, CrowdWay.Of(new(server), front, metrics.SocketsByWeb > 500));
    }

    [Fact]
    public void The_server_believes_what_stands_before_it_and_nobody_else()
    {
        Assert.Equal(["--Kapok:FrameBudget=2000"], new ServerOptions(["Kapok:FrameBudget=2000"], CrowdFront.None).Arguments);
        Assert.Equal(["--Kapok:Port=1", "--Kapok:KnownProxies=127.0.0.1"], new ServerOptions(["--Kapok:Port=1"], CrowdFront.Nginx).Arguments);
    }

    [Theory]
    [InlineData("--front nginx", "--front needs --sockets")]
    [InlineData("--front nginx --sockets --server Kapok:SelfSigned=true", "leave Kapok:SelfSigned")]
    [InlineData("--front nginx --sockets --server --Kapok:Cert=a.pem", "leave Kapok:SelfSigned")]
    [InlineData("--sockets --warm-up 601", "--warm-up must be from 0 to 600")]
    [InlineData("--front nginx --sockets", null)]
    [InlineData("--sockets --server Kapok:SelfSigned=true", null)]
    public void What_does_not_go_together_is_refused_with_one_line(string options, string? complaint)
    {
        string[] errors = [.. BenchCommand.Create().Parse(["crowd", .. options.Split(' ')]).Errors.Select(error => error.Message)];
        if (complaint is null) Assert.Empty(errors);
        else Assert.Contains(complaint, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_of_the_fields_are_those_that_scripts_read()
    {
        JsonElement json = JsonDocument.Parse(Report(CrowdWay.Nginx, 0.5).ToJson()).RootElement;
        Assert.Equal(("nginx", 0.5, 0.75), (json.GetProperty("way").GetString(), json.GetProperty("frontCores").GetDouble(), json.GetProperty("cpuCores").GetDouble()));
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(Report(CrowdWay.Clear, null).ToJson()).RootElement.GetProperty("frontCores").ValueKind);
    }

    private static BenchReport Report(string way, double? front) => new(
        100, "concert", true, way, 0.75, front, new(1, 2), new(1, 2), new(10, 9), new(new(0, 0), new(0, 0), new(0, 0)), new(0, 0), 0, new(1, 1), 1, new(1, 1),
        0, 0.5, "nothing yet");

    private static string OneSpaced(string line) => Spaces().Replace(line, " ");

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [GeneratedRegex("worker_connections ([0-9]+);")]
    private static partial Regex WorkerConnections();

    [GeneratedRegex("worker_rlimit_nofile ([0-9]+);")]
    private static partial Regex WorkerFiles();

    [GeneratedRegex("^ *[a-z_]+ (/[^ ;]+)[^;{]*;", RegexOptions.Multiline)]
    private static partial Regex Paths();
}
