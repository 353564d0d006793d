using Kapok.Protocol.Messages;
using static Kapok.Server.Show.Samples.CueScript;

namespace Kapok.Server.Show.Samples;

/// <summary>The runs of show of the sample event: a concert that plays by itself, a ceremony and a talk that one button starts.</summary>
internal static class OpeningShows
{
    private const uint Indigo = 0x2A2F8F, Rose = 0xFF4F7B, Azure = 0x3D8BFF, Violet = 0x8B5CFF, Gold = 0xFFC15A, Cyan = 0x37E0E8, Jade = 0x6FD6A8, Ivory = 0xFFF1D6,
        Night = 0x0D0A22;

    private static readonly uint[] Rainbow = [0xFF4F5E, 0xFF8A3D, 0xFFC93D, 0x6FDD6A, 0x37E0C8, 0x3D9BFF, 0x7A6BFF, 0xE85CFF];

    /// <summary>The arena's: cut to the bars of its track (<c>./kapok assets</c>).</summary>
    /// <param name="track">Id of the track.</param>
    public static RunOfShow Arena(string track) => new CueScript("Kapok Opening Night", autoplay: true)
        .Cue("Lights down", "Plays by itself; Hold stops it, and Go plays whatever is next.",
            Play(track, "Opening Night"), Light(Indigo, Violet, 0.35f, LightMove.Sweep, 3, speed: 0.4f, pulse: 0.1f),
                Screen(Text(Ivory, Night, "KAPOK", "Opening Night", "木棉开幕之夜"), 1.5),
            Effect(EffectKind.Fog, 0.7f), Sticks(Violet, StickPattern.Breathe))
        .At(track, 16, "First melody", Light(Rose, Azure, 0.8f, LightMove.Sweep, 2, pulse: 0.4f), Screen(new() { Visualiser = new() { Style = 1 } }, 2))
        .At(track, 24, "Build", Light(Azure, Violet, 0.9f, LightMove.Chase, 4, speed: 1.4f), Screen(new() { Countdown = new() { Seconds = 8, Title = "木棉 KAPOK" } }, 0.6))
        .At(track, 32, "Here we go", Light(Rose, Cyan, 1.25f, LightMove.Fan, 0.2, speed: 1.2f, pulse: 1, spread: 0.9f, lasers: true), Screen(new() { Camera = new() }, 0.3),
            Shot(ShotKind.Fixed), Effect(EffectKind.LightWave, 1, Rose), Effect(EffectKind.ColdSparks), End(EffectKind.Fog), Sticks(Rose, StickPattern.Wave))
        .At(track, 40, "Close up", Shot(ShotKind.Follow), Light(Violet, Gold, 1.1f, LightMove.Circle, 1, pulse: 0.9f, spread: 0.7f, lasers: true),
            Sticks(Gold, StickPattern.Alternate))
        .At(track, 48, "Side by side", Screen(new() { Camera = new() }, 0.8, beside: new() { Visualiser = new() { Style = 0 } }),
            Light(Gold, Rose, 1.1f, LightMove.Sweep, 1, pulse: 0.9f))
        .At(track, 56, "Confetti", Effect(EffectKind.Confetti, 1, Rose, Gold, Ivory), Shot(ShotKind.Crowd), Screen(new() { Camera = new() }, 0.6))
        .At(track, 64, "Stillness", Light(Violet, Indigo, 0.4f, LightMove.Still, 3, pulse: 0.15f, tilt: 0.2f), Effect(EffectKind.Fog, 0.8f), Sticks(Cyan, StickPattern.Breathe),
            Screen(new() { Visualiser = new() { Style = 2 } }, 2))
        .At(track, 74, "Rising", Light(Azure, Cyan, 0.8f, LightMove.Chase, 5, speed: 2, pulse: 0.6f), Effect(EffectKind.Lanterns, 0.6f))
        .At(track, 80, "Everything", Light(Cyan, Rose, 1.4f, LightMove.Flash, 0.2, speed: 1.5f, pulse: 1, spread: 1, lasers: true), Screen(new() { Camera = new() }, 0.3),
            Shot(ShotKind.Sweep, seconds: 12),
            Effect(EffectKind.Fireworks), Effect(EffectKind.LightWave, 1, Cyan), End(EffectKind.Fog), Sticks(Cyan, StickPattern.Wave))
        .At(track, 96, "Rainbow", [Light(Rose, Gold, 1.2f, LightMove.Fan, 1, pulse: 1, spread: 0.9f, lasers: true), Shot(ShotKind.Follow),
            .. Rainbow.Select((colour, index) => Sticks(colour, StickPattern.Wave, (uint)index + 1)), End(EffectKind.Lanterns)])
        .At(track, 112, "Thank you", Light(Gold, Rose, 0.9f, LightMove.Sweep, 3, speed: 0.5f, pulse: 0.4f), Effect(EffectKind.Confetti, 1, Gold, Ivory), Shot(ShotKind.Crowd),
            new ShowAction { Applause = new() { On = true } }, OwnSticks())
        .At(track, 122, "Until the next song", new ShowAction { Applause = new() }, Light(Indigo, Violet, 0.4f, LightMove.Sweep, 4, speed: 0.4f, pulse: 0.1f),
            Screen(new() { Own = new() }, 2))
        .After(6, "Again")
        .Run;

    /// <summary>The forum's: a talk whose slides turn with its cues, or by hand.</summary>
    /// <param name="deck">Id of its slides.</param>
    public static RunOfShow Forum(string deck) => new CueScript("Meeting under a tree", autoplay: false, open: true)
        .Cue("Title", "Go begins the talk. Each page waits for Go; a speaker may turn pages by the slides' own keys as well.",
            Light(Ivory, Gold, 0.9f, LightMove.Still, 2), Screen(new() { Slides = new() { Deck = deck } }, 1), Page(deck, 0)).For(10)
        .Cue("Why avatars", "Ask who has been to a meeting by video today.", Page(deck, 1)).For(12)
        .Cue("One cue", "Press Go together with a friend's page open: both change at once.", Page(deck, 2), Effect(EffectKind.LightWave, 0.6f, Gold)).For(12)
        .Cue("A list of cues", "Slides and stage camera side by side.", Page(deck, 3), Screen(new() { Slides = new() { Deck = deck } }, 0.8, beside: new() { Camera = new() }),
            Shot(ShotKind.Crowd)).For(14)
        .Cue("Questions", "Hands are raised by the hand in the bar.", Page(deck, 4), Screen(new() { Slides = new() { Deck = deck } }),
            Light(Gold, Rose, 0.9f, LightMove.Sweep, 2, speed: 0.4f)).For(14)
        .Cue("Thank you", "", new ShowAction { Applause = new() { On = true } }, Effect(EffectKind.Confetti, 0.7f, Gold, Ivory))
        .After(10, "The room again", new ShowAction { Applause = new() }, new ShowAction { Light = new() { Own = true, FadeMs = 4000 } }, Screen(new() { Own = new() }, 2)).For(5)
        .Run;

    /// <summary>The terrace's: from the countdown to the certificate.</summary>
    /// <param name="track">Id of its track.</param>
    public static RunOfShow Terrace(string track) => new CueScript("Ceremony at dawn", autoplay: false, open: true)
        .Cue("Welcome", "Press Go when the guests of honour stand on the dais. Each step waits for Go.",
            Play(track, "Dawn", 0.8f), Light(Gold, Jade, 0.9f, LightMove.Sweep, 4, speed: 0.4f, pulse: 0.1f),
                Screen(Text(Ivory, Night, "Ceremony at dawn", "晨曦仪式"), 1.5, screen: "*")).For(9)
        .Cue("Countdown", "", Step(CeremonyKind.Countdown, "", 10), Light(Gold, Gold, 1, LightMove.Chase, 1))
        .After(10, "The gong may be struck", Step(CeremonyKind.Gong, "", 1), Light(Gold, Ivory, 1.3f, LightMove.Fan, 0.5, pulse: 0.3f)).For(20)
        .Cue("Unveiling", "After the gong.", Step(CeremonyKind.Unveiling, "木棉 Kapok"), Effect(EffectKind.Confetti, 1, Gold, Rose, Ivory),
            Effect(EffectKind.LightWave, 1, Gold)).For(12)
        .Cue("Signing wall", "Guests sign with pointer, finger or pen.", Step(CeremonyKind.Signing, ""), Light(Jade, Gold, 0.9f, LightMove.Still, 2)).For(40)
        .Cue("Lanterns", "", Step(CeremonyKind.Signing, "", end: true), Effect(EffectKind.Lanterns), Effect(EffectKind.Fireworks, 0.8f),
            Light(Gold, Rose, 0.8f, LightMove.Sweep, 3, speed: 0.5f)).For(14)
        .Cue("Group photograph", "Everyone is put on the steps.", Step(CeremonyKind.Photograph, "", 10), End(EffectKind.Lanterns),
            Light(Ivory, Gold, 1.1f, LightMove.Still, 1)).For(20)
        .Cue("Certificates", "Everyone who is here gets one.", Step(CeremonyKind.Certificate, "Ceremony at dawn"), new ShowAction { Applause = new() { On = true } })
        .After(12, "Day", new ShowAction { Applause = new() }, Step(CeremonyKind.Certificate, "", end: true), new ShowAction { Light = new() { Own = true, FadeMs = 4000 } },
            Screen(new() { Own = new() }, 2, screen: "*")).For(6)
        .Run;
}
