using System.Text;
using Kapok.Media.Stage.Hls;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>Addresses as strangers write them.</summary>
[Trait(Fuzz.Category, Fuzz.Name)]
public sealed class HlsRequestTests
{
    private const int Attempts = 200_000;

    [Theory]
    [InlineData("index.m3u8", "", HlsThing.Playlist, -1, -1, false)]
    [InlineData("index.m3u8", "?_HLS_msn=12&_HLS_part=3&_HLS_skip=YES", HlsThing.Playlist, 12, 3, true)]
    [InlineData("index.m3u8", "?a=b&_HLS_msn=0", HlsThing.Playlist, 0, -1, false)]
    [InlineData("i0.mp4", "?whatever", HlsThing.Map, 0, -1, false)]
    [InlineData("s123.m4s", "", HlsThing.Segment, 123, -1, false)]
    [InlineData("p123.4.m4s", "", HlsThing.Part, 123, 4, false)]
    public void Addresses_are_read(string file, string query, HlsThing thing, long number, int part, bool maySkip)
    {
        Assert.True(HlsRequest.TryRead(file, query, out HlsRequest request, out _));
        Assert.Equal(new(thing, number, part, maySkip), request);
    }

    [Theory]
    [InlineData("?_HLS_part=3")]
    [InlineData("?_HLS_msn=-1")]
    [InlineData("?_HLS_msn=1.5")]
    [InlineData("?_HLS_msn=")]
    [InlineData("?_HLS_msn=99999999999")]
    [InlineData("?_HLS_msn=1&_HLS_part=x")]
    public void Directives_without_sense_are_refused(string query)
    {
        Assert.False(HlsRequest.TryRead("index.m3u8", query, out _, out bool isSenseless));
        Assert.True(isSenseless);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s.m4s")]
    [InlineData("s01.m4s")]
    [InlineData("s+1.m4s")]
    [InlineData("p1.m4s")]
    [InlineData("p1.2.3.m4s")]
    [InlineData("i1.m4s")]
    [InlineData("index.m3u")]
    [InlineData("s1.m4s/")]
    public void Other_addresses_are_nobodys(string file)
    {
        Assert.False(HlsRequest.TryRead(file, "", out _, out bool isSenseless));
        Assert.False(isSenseless);
    }

    [Fact]
    public void Whatever_is_asked_nothing_is_thrown()
    {
        Random random = Fuzz.NewRandom("hls-request");
        byte[][] good = [.. ((string[])["index.m3u8?_HLS_msn=12&_HLS_part=3&_HLS_skip=YES", "s123.m4s?x", "p12.3.m4s?", "i7.mp4?"]).Select(Encoding.Latin1.GetBytes)];
        long began = TimeProvider.System.GetTimestamp();
        int read = 0;
        for (int attempts = 0; Fuzz.GoesOn(began, attempts, Attempts); attempts++)
        {
            string text = Encoding.Latin1.GetString(Fuzz.Mutate(random, good[random.Next(good.Length)], 100));
            int mark = text.IndexOf('?', StringComparison.Ordinal);
            if (!HlsRequest.TryRead(mark < 0 ? text : text[..mark], mark < 0 ? "" : text[mark..], out HlsRequest request, out bool isSenseless)) continue;
            read++;
            Assert.False(isSenseless);
            Assert.InRange(request.Number, -1, 999_999_999);
            Assert.InRange(request.Part, -1, 999_999_999);
        }
        Assert.True(read > 0);
    }
}
