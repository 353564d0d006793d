using Kapok.Protocol.Messages;
using Kapok.Server.Show.Samples;
using Kapok.World.Show;
using Xunit;

namespace Kapok.Tests.Show;

/// <summary>The sample event's runs of show are such as an organiser could have written.</summary>
public sealed class SampleShowTests
{
    private const string Deck = "0123456789abcdef0123456789abcdef";

    private static readonly string Track = new('a', 64);

    public static TheoryData<string> Shows => ["arena", "terrace", "forum"];

    [Theory]
    [MemberData(nameof(Shows))]
    public void They_keep_the_rules(string room)
    {
        RunOfShow run = Of(room);
        Assert.Null(ShowRules.Check(run));
        Assert.All(run.Cues, cue => Assert.NotEmpty(cue.Name));
        Assert.Equal(run.Cues.Count, run.Cues.Select(cue => cue.Id).Distinct().Count());
    }

    [Fact]
    public void The_concert_follows_its_track_and_comes_round()
    {
        RunOfShow run = Of("arena");
        Assert.True(run.Autoplay);
        double[] moments = [.. run.Cues.Where(cue => cue.Trigger.Track is not null).Select(cue => cue.Trigger.Track.PositionMs)];
        Assert.Equal(moments.Order(), moments);
        Assert.InRange(moments.Length, 10, 40);
        // Its last cue comes when the track is over, 128 s after its begin: then the first one plays again.
        Assert.Equal(128_000, moments[^1] + run.Cues[^1].Trigger.After.DelayMs);
        Assert.Equal(PlaybackDeed.Play, run.Cues[0].Actions.Single(action => action.Playback is not null).Playback.Deed);
    }

    [Fact]
    public void The_ceremony_waits_for_whoever_runs_it()
    {
        RunOfShow run = Of("terrace");
        Assert.False(run.Autoplay);
        CeremonyKind[] steps = [.. run.Cues.SelectMany(cue => cue.Actions).Where(action => action.Ceremony is { End: false }).Select(action => action.Ceremony.Kind)];
        Assert.Equal(
            [CeremonyKind.Countdown, CeremonyKind.Gong, CeremonyKind.Unveiling, CeremonyKind.Signing, CeremonyKind.Photograph, CeremonyKind.Certificate], steps);
    }

    [Fact]
    public void The_talk_has_a_cue_and_notes_for_each_of_its_pages()
    {
        RunOfShow run = Of("forum");
        Assert.False(run.Autoplay);
        uint[] pages = [.. run.Cues.SelectMany(cue => cue.Actions).Where(action => action.Slide is not null).Select(action => action.Slide.Page)];
        Assert.Equal(Enumerable.Range(0, SampleTalk.Pages).Select(page => (uint)page), pages);
        for (int page = 0; page < SampleTalk.Pages; page++)
        {
            foreach (bool isLarge in new[] { true, false })
            {
                using Stream picture = SampleTalk.Picture(page, isLarge);
                Assert.InRange(picture.Length, 1_000, 100_000);
            }
        }
    }

    private static RunOfShow Of(string room) => room switch
    {
        "arena" => OpeningShows.Arena(Track),
        "terrace" => OpeningShows.Terrace(Track),
        _ => OpeningShows.Forum(Deck),
    };
}
