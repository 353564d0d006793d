using Kapok.Protocol.Messages;

namespace Kapok.Server.Show.Samples;

/// <summary>Writes a run of show cue by cue, in the order in which they play.</summary>
/// <param name="title">Title of the run of show.</param>
/// <param name="autoplay">Whether it plays by itself, round and round.</param>
/// <param name="open">Whether anybody in the room may start it.</param>
internal sealed class CueScript(string title, bool autoplay, bool open = false)
{
    private readonly RunOfShow _run = new() { Title = title, Autoplay = autoplay, Open = open };

    /// <summary>What was written.</summary>
    public RunOfShow Run => _run;

    /// <summary>A cue that waits for Go.</summary>
    public CueScript Cue(string name, string note, params IEnumerable<ShowAction> actions) => Add(name, note, new() { Manual = new() }, actions);

    /// <summary>A cue so many seconds after the one before it.</summary>
    public CueScript After(double seconds, string name, params IEnumerable<ShowAction> actions) =>
        Add(name, "", new() { After = new() { DelayMs = (uint)(seconds * 1000) } }, actions);

    /// <summary>A cue when the track that plays has come to a second.</summary>
    public CueScript At(string file, double second, string name, params IEnumerable<ShowAction> actions) =>
        Add(name, "", new() { Track = new() { File = file, PositionMs = second * 1000 } }, actions);

    /// <summary>How long the cue that was written last is expected to take; so long it lasts where the show goes on by itself.</summary>
    public CueScript For(double seconds)
    {
        _run.Cues[^1].DurationMs = (uint)(seconds * 1000);
        return this;
    }

    /// <summary>The light of all lamps.</summary>
    public static ShowAction Light(uint primary, uint secondary, float intensity, LightMove move, double fadeSeconds, float speed = 1, float pulse = 0.6f, float spread = 0.6f,
        float tilt = 0.5f,
        bool lasers = false, LightGroup group = LightGroup.Unspecified) => new()
        {
            Light = new()
            {
                Group = group,
                Primary = primary,
                Secondary = secondary,
                Intensity = intensity,
                Move = move,
                Speed = speed,
                Pulse = pulse,
                Spread = spread,
                Tilt = tilt,
                Lasers = lasers,
                FadeMs = (uint)(fadeSeconds * 1000),
            },
        };

    /// <summary>What the main screen shows.</summary>
    public static ShowAction Screen(Picture picture, double fadeSeconds = 0.8, Picture? beside = null, string screen = "") =>
        new() { Screen = new() { Screen = screen, Content = picture, Beside = beside, FadeMs = (uint)(fadeSeconds * 1000) } };

    /// <summary>Text on a screen.</summary>
    public static Picture Text(uint colour, uint ground, params IEnumerable<string> lines) => new() { Text = new() { Colour = colour, Ground = ground, Lines = { lines } } };

    /// <summary>An effect, at its usual length.</summary>
    public static ShowAction Effect(EffectKind kind, float strength = 1, params IEnumerable<uint> colours) =>
        new() { Effect = new() { Kind = kind, Strength = strength, Colours = { colours } } };

    /// <summary>Ends an effect that goes on.</summary>
    public static ShowAction End(EffectKind kind) => new() { Effect = new() { Kind = kind, Off = true } };

    /// <summary>Glow sticks of a sector, or of all.</summary>
    public static ShowAction Sticks(uint colour, StickPattern pattern = StickPattern.Unspecified, uint sector = 0) =>
        new() { Sticks = new() { Colour = colour, Pattern = pattern, Sector = sector } };

    /// <summary>Everyone's own colour again.</summary>
    public static ShowAction OwnSticks() => new() { Sticks = new() { Off = true } };

    /// <summary>The stage camera's shot.</summary>
    public static ShowAction Shot(ShotKind kind, uint number = 0, double seconds = 0) => new() { Camera = new() { Kind = kind, Number = number, OverMs = (uint)(seconds * 1000) } };

    /// <summary>Plays a track from its begin.</summary>
    public static ShowAction Play(string file, string title, float volume = 1) =>
        new() { Playback = new() { Deed = PlaybackDeed.Play, File = file, Title = title, Volume = volume } };

    /// <summary>A page of slides.</summary>
    /// <param name="deck">Id of the deck.</param>
    /// <param name="page">From 0.</param>
    public static ShowAction Page(string deck, uint page) => new() { Slide = new() { Deck = deck, Page = page } };

    /// <summary>A step of a ceremony.</summary>
    public static ShowAction Step(CeremonyKind kind, string title, uint seconds = 0, bool end = false) =>
        new() { Ceremony = new() { Kind = kind, Title = title, Seconds = seconds, End = end } };

    private CueScript Add(string name, string note, CueTrigger trigger, IEnumerable<ShowAction> actions)
    {
        string number = (_run.Cues.Count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        _run.Cues.Add(new Cue { Id = $"cue-{number}", Number = number, Name = name, Note = note, Trigger = trigger, Actions = { actions } });
        return this;
    }
}
