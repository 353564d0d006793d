using Kapok.Cluster;
using Kapok.Console.Texts;
using Kapok.Media.Stage;
using Kapok.Server.Stage;
using Kapok.Tests.Media.Stage;
using Kapok.Tests.Sockets;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Stage;

public sealed class StageDirectoryTests : IDisposable
{
    private static readonly StageKey Arena = new("night", "arena");

    private static readonly StageFormat Usual = new() { Video = StageCodec.H264, Width = 1280, Height = 720 };

    private readonly FakeTimeProvider _time = new();
    private readonly FakeKeys _keys = new();
    private readonly StageDirectory _directory;

    public StageDirectoryTests() => _directory = new(_keys, new() { MaxOnAir = 2 }, _time);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Whoever_is_back_in_half_a_minute_goes_on_in_the_same_broadcast()
    {
        StagePublication first = await BeginAsync();
        StageLog audience = new();
        first.Stage.Add(audience);
        first.End();
        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.NotNull(_directory.FindLive(first.Stage.Id));
        StagePublication second = await BeginAsync();
        Assert.Same(first.Stage, second.Stage);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(second.Stage.IsOver);
        second.End();
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(second.Stage.IsOver);
        Assert.Null(_directory.FindLive(second.Stage.Id));
        Assert.Equal(["interrupted", "format H264 None", "interrupted", "ended"], audience.Lines.SkipWhile(line => line != "interrupted"));
        Assert.NotEqual(first.Stage.Id, (await BeginAsync()).Stage.Id);
    }

    [Fact]
    public async Task A_second_publisher_is_refused_unless_the_manager_chose_otherwise_or_the_first_is_silent()
    {
        StagePublication first = await BeginAsync();
        StageTicket second = await AdmitAsync();
        Assert.Null(_directory.Begin(second, StageEntrance.Rtmp, out StageRefusal refusal));
        Assert.Equal(StageRefusal.Occupied, refusal);
        Assert.False(first.Over.IsCompleted);

        _keys.TakesOver = true;
        StagePublication third = await BeginAsync();
        Assert.Equal(StageOver.TakenOver, await first.Over);

        _keys.TakesOver = false;
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Same(third.Stage, (await BeginAsync()).Stage);
        Assert.Equal(StageOver.TakenOver, await third.Over);
    }

    [Fact]
    public async Task Whoever_runs_a_stage_is_told_who_was_turned_away_until_somebody_goes_on_air_or_five_minutes_are_over()
    {
        StagePublication first = await BeginAsync();
        Assert.Null(_directory.RefusedOf(Arena));
        StageTicket second = await AdmitAsync();
        Assert.Null(_directory.Begin(second, StageEntrance.Rtmp, out _));
        Assert.Equal(("stage.refused.occupied", _time.GetUtcNow()), (_directory.RefusedOf(Arena)!.Why.Code, _directory.RefusedOf(Arena)!.At));
        first.End();
        await BeginAsync();
        Assert.Null(_directory.RefusedOf(Arena));

        _directory.Turned(second, new("picture-codec", "HEVC"));
        StageWarning why = _directory.RefusedOf(Arena)!.Why;
        Assert.Equal(("stage.refused.picture-codec", "HEVC"), (why.Code, why.Values["value"]));
        Assert.Null(_directory.RefusedOf(new("night", "forum")));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(_directory.RefusedOf(Arena));

        _directory.Void(Arena, second.KeyMark); // a key that holds no more is a stranger's
        Assert.Null(_directory.Begin(second, StageEntrance.Rtmp, out _));
        Assert.Null(_directory.RefusedOf(Arena));
    }

    [Theory]
    [InlineData("picture-codec")]
    [InlineData("sound-codec")]
    [InlineData("picture-format")]
    [InlineData("sound-channels")]
    [InlineData("sound-rate")]
    [InlineData("picture-broken")]
    [InlineData("sound-broken")]
    [InlineData("changes")]
    [InlineData("too-fast")]
    [InlineData("silent")]
    [InlineData("occupied")]
    [InlineData("too-often")]
    [InlineData("full")]
    [InlineData("webrtc-codec")]
    public void Each_reason_has_its_words_in_both_languages(string code) =>
        Assert.All(["en", "zh-Hans"], language => Assert.True(Catalogue.In(language).Has($"stage.refused.{code}"), $"{language} has no words for {code}"));

    [Fact]
    public async Task A_key_that_was_replaced_opens_nothing_even_to_whoever_was_on_their_way()
    {
        StageTicket late = await AdmitAsync();
        StagePublication publication = await BeginAsync();
        _directory.Void(Arena, late.KeyMark);
        _keys.Version++;
        Assert.Equal(StageOver.KeyVoid, await publication.Over);
        Assert.Null(_directory.Begin(late, StageEntrance.Whip, out StageRefusal refusal));
        Assert.Equal(StageRefusal.UnknownKey, refusal);
        Assert.Same(publication.Stage, (await BeginAsync()).Stage);
    }

    [Fact]
    public async Task No_more_stages_are_on_air_than_the_node_carries_and_each_beginning_is_told_once()
    {
        List<string> told = [];
        _directory.Began += live => told.Add(live.Id);
        StagePublication first = await BeginAsync(new("night", "one")), second = await BeginAsync(new("night", "two"));
        Assert.Null(_directory.Begin(await AdmitAsync(), StageEntrance.Whip, out StageRefusal refusal));
        Assert.Equal(StageRefusal.Full, refusal);
        _directory.End(new("night", "one"), StageOver.Ended);
        StagePublication third = await BeginAsync();
        Assert.Equal([first.Stage.Id, second.Stage.Id, third.Stage.Id], told);
    }

    [Fact]
    public async Task Whoever_was_refused_before_anything_was_seen_leaves_nothing_behind_and_whoever_comes_then_begins_anew()
    {
        StagePublication refused = await BeginAsync(format: null);
        refused.End();
        await EchoVenue.UntilAsync(() => refused.Stage.IsOver);
        Assert.Null(_directory.FindLive(refused.Stage.Id));
        Assert.Null(_directory.Find(Arena));
        StagePublication right = await BeginAsync();
        Assert.NotSame(refused.Stage, right.Stage);
        Assert.False(right.Over.IsCompleted);
    }

    [Fact]
    public async Task An_encoder_that_connects_again_and_again_is_held_back_for_a_while_and_the_audience_is_kept()
    {
        StagePublication last = await BeginAsync();
        StageLog audience = new();
        last.Stage.Add(audience);
        for (int begun = 1; begun < StageBegins.Most; begun++)
        {
            last.End();
            _time.Advance(TimeSpan.FromSeconds(1));
            last = await BeginAsync();
        }
        last.End();
        int told = audience.Lines.Count;
        for (int again = 0; again < 1000; again++)
        {
            Assert.Null(_directory.Begin(await AdmitAsync(), StageEntrance.Rtmp, out StageRefusal refusal));
            Assert.Equal(StageRefusal.TooOften, refusal);
        }
        Assert.Equal(told, audience.Lines.Count);
        Assert.NotEmpty(StageWords.Of(StageRefusal.TooOften));
        await BeginAsync(new("night", "forum")); // other stages go on
        _time.Advance(TimeSpan.FromSeconds(29)); // those that began first are a minute ago after 30 s more
        Assert.Null(_directory.Begin(await AdmitAsync(), StageEntrance.Rtmp, out _));
        _time.Advance(TimeSpan.FromSeconds(22));
        await BeginAsync();
    }

    private async Task<StageTicket> AdmitAsync(StageKey? stage = null) => (await _directory.AdmitAsync((stage ?? Arena).ToString()))!;

    private async Task<StagePublication> BeginAsync(StageKey? stage = null) => await BeginAsync(Usual, stage);

    private async Task<StagePublication> BeginAsync(StageFormat? format, StageKey? stage = null)
    {
        StagePublication? publication = _directory.Begin(await AdmitAsync(stage), StageEntrance.Rtmp, out StageRefusal refusal);
        Assert.Equal(StageRefusal.None, refusal);
        if (format is not null) Assert.True(publication!.Format(format));
        return publication!;
    }

    // Every stage's key is its name; where keys are kept is tried with the real storage.
    private sealed class FakeKeys : IStageKeys
    {
        internal bool TakesOver { get; set; }

        internal int Version { get; set; }

        public ValueTask<StageTicket?> FindAsync(string key, CancellationToken cancellation) =>
            new(new StageTicket(key.Split('/')[0], key.Split('/')[1], $"{key} {Version}", TakesOver));
    }
}
