using Kapok.Server.Configuration;
using Xunit;

namespace Kapok.Tests.Configuration;

public sealed class CommandLineTests
{
    [Fact]
    public void Options_are_read_in_every_form()
    {
        Dictionary<string, string?> read = CommandLine.Parse(["--port", "80", "--host=0.0.0.0", "--self-signed", "--Kapok:Capacity=20", "--Storage:KickMinutes", "5",
            "--Logging:LogLevel:Default=Debug"]);
        Assert.Equal(
            [("Kapok:Capacity", "20"), ("Kapok:Host", "0.0.0.0"), ("Kapok:Port", "80"), ("Kapok:SelfSigned", "true"), ("Logging:LogLevel:Default", "Debug"),
                ("Storage:KickMinutes", "5")],
            read.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)));
    }

    [Theory]
    [InlineData("--colour")]
    [InlineData("--Kapk:Port=80")] // a section nobody reads
    [InlineData("port")]
    [InlineData("--port")]
    public void What_is_not_known_is_refused(string argument) => Assert.Throws<StartRefusedException>(() => CommandLine.Parse([argument]));

    [Theory]
    [InlineData("text", 0)]
    [InlineData("json", 0)]
    [InlineData("xml", 1)]
    public void The_log_has_two_formats(string format, int errors) => Assert.Equal(errors, new KapokOptions { LogFormat = format }.Errors().Count());
}
