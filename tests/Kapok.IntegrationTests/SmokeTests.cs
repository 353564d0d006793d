using Xunit;

namespace Kapok.IntegrationTests;

public sealed class SmokeTests
{
    [Fact]
    public void The_protocol_agrees_with_itself() =>
        Assert.Equal(Kapok.Protocol.ProtocolVersion.Max, Kapok.Protocol.ProtocolVersion.Agree(Kapok.Protocol.ProtocolVersion.Min, Kapok.Protocol.ProtocolVersion.Max));
}
