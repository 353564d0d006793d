using Kapok.Console.Texts;
using Kapok.Protocol.Messages;

namespace Kapok.Console.Show;

/// <summary>Runs of show to begin with where there is none yet. They name no files, so they play in any room; what is to sound and to be shown is put in afterwards.</summary>
public static class ExampleShows
{
    private const uint Rose = 0xFF4F7B, Azure = 0x3D8BFF, Gold = 0xFFC15A, Jade = 0x6FD6A8, Ivory = 0xFFF1D6, Night = 0x0D0A22;

    /// <summary>Their names; each has its title below <c>show.example.</c> in the catalogue, and the names of its cues.</summary>
    public static IReadOnlyList<string> All { get; } = ["concert", "talk", "ceremony"];

    /// <summary>Writes one.</summary>
    /// <param name="texts">In whose language its cues are named.</param>
    /// <param name="name">One of <see cref="All"/>.</param>
    public static RunOfShow Write(Catalogue texts, string name)
    {
        string title = texts[$"show.example.{name}"];
        string[] names = texts[$"show.example.{name}.cues"].Split('|', StringSplitOptions.TrimEntries);
        RunOfShow run = new() { Title = title };
        foreach ((double after, ShowAction[] actions) in Cues(name, title))
        {
            int at = run.Cues.Count;
            CueTrigger trigger = after > 0 ? new() { After = new() { DelayMs = (uint)(after * 1000) } } : new() { Manual = new() };
            string number = (at + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            run.Cues.Add(new Cue { Id = $"{name}-{number}", Number = number, Name = at < names.Length ? names[at] : "", Trigger = trigger, Actions = { actions } });
        }
        return run;
    }

    private static (double After, ShowAction[] Actions)[] Cues(string name, string title) => name switch
    {
        "concert" =>
        [
            (0, [Light(Azure, Rose, 0.4f, LightMove.Sweep, 3), Screen(Text(title)), Sticks(Azure)]),
            (0, [Light(Rose, Azure, 0, LightMove.Still, 4), Screen(new() { Dark = new() })]),
            (4, [Light(Rose, Azure, 1.2f, LightMove.Fan, 0.3), Screen(new() { Stream = new() }), Effect(EffectKind.LightWave), Effect(EffectKind.ColdSparks)]),
            (0, [Light(Azure, Gold, 1, LightMove.Circle, 1), Screen(new() { Camera = new() }), Shot(ShotKind.Follow), Sticks(Gold, StickPattern.Wave)]),
            (0, [Light(Gold, Rose, 0.5f, LightMove.Still, 3), Effect(EffectKind.Fog), Sticks(Rose, StickPattern.Breathe)]),
            (0, [Light(Gold, Rose, 1.3f, LightMove.Chase, 0.3), Effect(EffectKind.Confetti), Effect(EffectKind.Fog, off: true), Shot(ShotKind.Crowd)]),
            (0, [Applause(true), Sticks(0, off: true)]),
            (10, [Applause(false), Own(), Screen(new() { Own = new() })]),
        ],
        "talk" =>
        [
            (0, [Light(Ivory, Gold, 0.8f, LightMove.Still, 2), Screen(Text(title))]),
            (0, [Screen(new() { Stream = new() })]),
            (0, [Screen(new() { Camera = new() }), Shot(ShotKind.Follow)]),
            (0, [Screen(Text("?")), Light(Gold, Rose, 0.8f, LightMove.Sweep, 2)]),
            (0, [Applause(true), Effect(EffectKind.Confetti)]),
            (10, [Applause(false), Own(), Screen(new() { Own = new() })]),
        ],
        _ =>
        [
            (0, [Light(Gold, Jade, 0.9f, LightMove.Sweep, 4), Screen(Text(title))]),
            (0, [Step(CeremonyKind.Countdown, 10), Light(Gold, Gold, 1, LightMove.Chase, 1)]),
            (10, [Step(CeremonyKind.Gong, 1), Light(Gold, Ivory, 1.3f, LightMove.Fan, 0.5)]),
            (0, [Step(CeremonyKind.Unveiling, title: title), Effect(EffectKind.Confetti)]),
            (0, [Step(CeremonyKind.Signing), Light(Jade, Gold, 0.9f, LightMove.Still, 2)]),
            (0, [Step(CeremonyKind.Photograph, 10), Light(Ivory, Gold, 1.1f, LightMove.Still, 1)]),
            (0, [Step(CeremonyKind.Certificate, title: title), Applause(true)]),
            (12, [Applause(false), Step(CeremonyKind.Certificate, end: true), Own(), Screen(new() { Own = new() })]),
        ],
    };

    private static ShowAction Light(uint primary, uint secondary, float intensity, LightMove move, double fadeSeconds) => new()
    {
        Light = new()
        {
            Primary = primary,
            Secondary = secondary,
            Intensity = intensity,
            Move = move,
            Speed = 1,
            Tilt = 0.5f,
            Spread = 0.7f,
            Pulse = 0.4f,
            FadeMs = (uint)(fadeSeconds * 1000),
        },
    };

    private static ShowAction Own() => new() { Light = new() { Own = true, FadeMs = 4000 } };

    private static ShowAction Screen(Picture picture) => new() { Screen = new() { Content = picture, FadeMs = 800 } };

    private static Picture Text(params string[] texts) => new() { Text = new() { Colour = Ivory, Ground = Night, Lines = { texts } } };

    private static ShowAction Effect(EffectKind kind, bool off = false) => new() { Effect = new() { Kind = kind, Off = off, Strength = 1 } };

    private static ShowAction Sticks(uint colour, StickPattern pattern = StickPattern.Unspecified, bool off = false) =>
        new() { Sticks = new() { Colour = colour, Pattern = pattern, Off = off } };

    private static ShowAction Shot(ShotKind kind) => new() { Camera = new() { Kind = kind } };

    private static ShowAction Applause(bool on) => new() { Applause = new() { On = on } };

    private static ShowAction Step(CeremonyKind kind, uint seconds = 0, string title = "", bool end = false) =>
        new() { Ceremony = new() { Kind = kind, Seconds = seconds, Title = title, End = end } };
}
