using Kapok.Console.Show;
using Kapok.Console.Texts;
using Kapok.Protocol.Messages;
using Xunit;

namespace Kapok.Tests.Console;

/// <summary>In the form of a cue files are chosen by their names, and kept by their ids.</summary>
public sealed class CueFilesTests
{
    private static readonly ShowAction[] Named =
    [
        new() { Playback = new() { Deed = PlaybackDeed.Play } },
        new() { Slide = new() },
        new() { Screen = new() { Content = new() { Slides = new() }, Beside = new() { Slides = new() } } },
        new() { Screen = new() { Content = new() { Picture_ = new() }, Beside = new() { Film = new() } } },
        new() { Screen = new() { Content = new() { Film = new() }, Beside = new() { Picture_ = new() } } },
    ];

    [Fact]
    public void A_label_tells_two_of_the_same_name_apart()
    {
        CueFile track = new("a", Holding.Track, "Dawn") { DurationMs = 204_000 }, film = new("b", Holding.Film, "Dawn") { DurationMs = 65_000, Width = 1280, Height = 720 };
        CueFile picture = new("c", Holding.Picture, "Dawn") { Width = 1920, Height = 1080 }, deck = new("d", Holding.Deck, "Dawn") { Pages = 12 };
        Catalogue english = Catalogue.In(Language.English), chinese = Catalogue.In(Language.Chinese);
        Assert.Equal(["Dawn · 3:24", "Dawn · 1:05", "Dawn · 1920 × 1080", "Dawn · pages: 12"], new[] { track, film, picture, deck }.Select(file => file.Label(english)));
        Assert.Equal("Dawn · 12 页", deck.Label(chinese));
        Assert.Equal("Dawn", (track with { DurationMs = 0 }).Label(english));
    }

    [Fact]
    public void Whatever_names_a_file_is_chosen_from_those_of_its_kind_and_kept_by_id()
    {
        foreach (ShowAction action in Named)
        {
            ActionField[] fields = [.. ActionForms.Of(action)!.Fields.Where(field => field.Kind == FieldKind.File && field.Applies(action))];
            Assert.Equal(action.Screen is null ? 1 : 2, fields.Length);
            Assert.Equal(fields.Length, fields.Select(field => field.Key).Distinct().Count());
            foreach (ActionField field in fields)
            {
                Assert.Equal("", field.TextOf(action));
                field.Write(action, $"id-{field.Key}");
                Assert.Equal($"id-{field.Key}", field.TextOf(action));
            }
        }
        Assert.Equal("id-file", Named[0].Playback.File);
        Assert.Equal("id-deck", Named[1].Slide.Deck);
        Assert.Equal(("id-deck", "id-beside.deck"), (Named[2].Screen.Content.Slides.Deck, Named[2].Screen.Beside.Slides.Deck));
        Assert.Equal(("id-file", "id-beside.file"), (Named[3].Screen.Content.Picture_.File, Named[3].Screen.Beside.Film.File));
        Assert.Equal(("id-file", "id-beside.file"), (Named[4].Screen.Content.Film.File, Named[4].Screen.Beside.Picture_.File));
    }
}
