using Kapok.Server.Files.Content;
using Xunit;

namespace Kapok.Tests.Files;

/// <summary>The parsers of uploads under mutated files: nothing is thrown, nothing beyond the file is read, and what is taken has sensible figures.</summary>
[Trait(Fuzz.Category, Fuzz.Name)]
public sealed class ContentFuzzTests
{
    private const int Attempts = 4000;

    [Theory]
    [InlineData("tone.ogg")]
    [InlineData("vbr.mp3")]
    [InlineData("tone.aac")]
    [InlineData("tone.m4a")]
    [InlineData("tone.flac")]
    [InlineData("tone.wav")]
    [InlineData("film.mp4")]
    [InlineData("fragments.mp4")]
    [InlineData("film.webm")]
    [InlineData("live.webm")]
    [InlineData("picture.png")]
    [InlineData("picture.jpg")]
    [InlineData("picture.webp")]
    public void Mutated(string name)
    {
        byte[] good = File.ReadAllBytes(Path.Combine(ContentTests.Folder, name));
        // Most of a file is samples, at which nobody looks: the heads are mutated more often.
        Random random = Fuzz.NewRandom(name);
        long began = TimeProvider.System.GetTimestamp();
        int taken = 0;
        for (int attempt = 0; Fuzz.GoesOn(began, attempt, Attempts); attempt++)
        {
            int head = random.Next(2) == 0 ? Math.Min(good.Length, 1200) : good.Length;
            byte[] bytes = [.. Fuzz.Mutate(random, good[..head], good.Length * 2), .. good[head..]];
            if (ContentCheck.Read(new MemoryBytes(bytes), out FileFacts facts) != ContentFault.None) continue;
            taken++;
            Assert.InRange(facts.DurationMs, 0, FileFacts.LongestSeconds * 1000);
            Assert.InRange(facts.Width, 0, FileFacts.MostSide);
            Assert.InRange(facts.Height, 0, FileFacts.MostSide);
            Assert.NotEmpty(facts.Type);
        }
        Assert.True(taken > 0, "No mutated file was taken: the fuzzer tries nothing behind the first header.");
    }
}
