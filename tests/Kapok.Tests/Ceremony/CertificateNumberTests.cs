using System.Diagnostics;
using System.Text;
using Kapok.Events.Ceremony;
using Xunit;

namespace Kapok.Tests.Ceremony;

/// <summary>The number of a certificate as it is asked for by an address.</summary>
public sealed class CertificateNumberTests
{
    private static readonly byte[] Good = Encoding.Latin1.GetBytes("00112233445566778899aabbccddeeff");

    [Fact]
    public void A_number_is_read_in_small_and_in_capital_letters()
    {
        Guid id = new("00112233-4455-6677-8899-aabbccddeeff");
        Assert.True(CertificateFacts.TryReadNumber("00112233445566778899aabbccddeeff", out Guid read));
        Assert.Equal(id, read);
        Assert.True(CertificateFacts.TryReadNumber("00112233445566778899AABBCCDDEEFF", out read));
        Assert.Equal(id, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00112233445566778899aabbccddeef")]
    [InlineData("00112233445566778899aabbccddeeff0")]
    [InlineData("00112233-4455-6677-8899-aabbccddeeff")]
    [InlineData("{00112233445566778899aabbccddee}")]
    [InlineData(" 0112233445566778899aabbccddeef ")]
    [InlineData("+0112233445566778899aabbccddeeff")]
    [InlineData("00112233445566778899aabbccddeefg")]
    [InlineData("００１１２２３３４４５５６６７７８８９９ａａｂｂｃｃｄｄｅｅｆｆ")]
    public void Nothing_else_is_a_number(string text) => Assert.False(CertificateFacts.TryReadNumber(text, out _));

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void What_is_read_is_the_number_that_was_written_and_nothing_throws()
    {
        Random random = Fuzz.NewRandom(nameof(CertificateNumberTests));
        long began = Stopwatch.GetTimestamp();
        for (int attempt = 0; Fuzz.GoesOn(began, attempt, 50_000); attempt++)
        {
            string text = Encoding.Latin1.GetString(Fuzz.Mutate(random, Good, 48));
            bool isNumber = text.Length == 32 && text.All(char.IsAsciiHexDigit);
            Assert.Equal(isNumber, CertificateFacts.TryReadNumber(text, out Guid id));
            if (isNumber) Assert.Equal(text.ToLowerInvariant(), id.ToString("N"));
        }
    }
}
