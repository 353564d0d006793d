using Kapok.Console.Show;
using Kapok.Console.Texts;
using Kapok.Protocol.Messages;
using Kapok.World.Show;
using Xunit;

namespace Kapok.Tests.Console;

/// <summary>The runs of show that an empty list offers are such as a stage manager could have written, in each language.</summary>
public sealed class ExampleShowsTests
{
    public static TheoryData<string, string> Examples
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (string language in new[] { Language.English, Language.Chinese })
                foreach (string example in ExampleShows.All) all.Add(language, example);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void They_keep_the_rules_and_each_cue_has_a_name(string language, string example)
    {
        Catalogue texts = Catalogue.In(language);
        RunOfShow run = ExampleShows.Write(texts, example);
        Assert.Null(ShowRules.Check(run));
        Assert.False(run.Autoplay);
        Assert.Equal(run.Cues.Count, texts[$"show.example.{example}.cues"].Split('|').Length);
        Assert.All(run.Cues, cue => Assert.NotEmpty(cue.Name));
        // They need nothing that a venue may not have.
        Assert.DoesNotContain(run.Cues.SelectMany(cue => cue.Actions), action => action.Playback is not null || action.Slide is not null);
    }
}
