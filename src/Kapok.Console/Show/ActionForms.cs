using Kapok.Protocol.Messages;
using Body = Kapok.Protocol.Messages.ShowAction.BodyOneofCase;

namespace Kapok.Console.Show;

/// <summary>A kind of action: what a new one says, and the form for it.</summary>
/// <param name="Key">Its name in the text catalogue, below <c>show.do.</c>.</param>
/// <param name="Body">Which of <see cref="ShowAction"/>.</param>
/// <param name="Icon">Its sign.</param>
/// <param name="Make">Makes a new one.</param>
/// <param name="Fields">The form, in order.</param>
public sealed record ActionForm(string Key, Body Body, string Icon, Func<ShowAction> Make, IReadOnlyList<ActionField> Fields);

/// <summary>The kinds of actions that a cue can have, in the order in which they are offered.</summary>
public static class ActionForms
{
    private const uint Rose = 0xFF5A7D, Azure = 0x4B8BFF, Gold = 0xFFC46B;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ActionForm> All { get; } =
    [
        new("light", Body.Light, MudBlazor.Icons.Material.Rounded.LightMode,
            () => new() { Light = new() { Primary = Rose, Secondary = Azure, Intensity = 1, Move = LightMove.Sweep, Speed = 1, Tilt = 0.5f, Spread = 0.5f, Pulse = 0.5f,
                FadeMs = 2000 } },
            [
                Choice("group", "group", 4, action => (int)action.Light.Group, (action, value) => action.Light.Group = (LightGroup)value),
                Toggle("own", action => action.Light.Own, (action, on) => action.Light.Own = on),
                .. Lit(
                    Colour("primary", action => action.Light.Primary, (action, value) => action.Light.Primary = value),
                    Colour("secondary", action => action.Light.Secondary, (action, value) => action.Light.Secondary = value),
                    Share("intensity", 0, 2, action => action.Light.Intensity, (action, value) => action.Light.Intensity = value),
                    Choice("move", "move", 7, action => (int)action.Light.Move, (action, value) => action.Light.Move = (LightMove)value),
                    Share("speed", 0, 4, action => action.Light.Speed, (action, value) => action.Light.Speed = value),
                    Share("pan", -1, 1, action => action.Light.Pan, (action, value) => action.Light.Pan = value),
                    Share("tilt", 0, 1, action => action.Light.Tilt, (action, value) => action.Light.Tilt = value),
                    Share("spread", 0, 1, action => action.Light.Spread, (action, value) => action.Light.Spread = value),
                    Share("pulse", 0, 1, action => action.Light.Pulse, (action, value) => action.Light.Pulse = value),
                    Toggle("lasers", action => action.Light.Lasers, (action, on) => action.Light.Lasers = on)),
                Seconds("fade", 600, action => action.Light.FadeMs, (action, value) => action.Light.FadeMs = value),
            ]),
        new("screen", Body.Screen, MudBlazor.Icons.Material.Rounded.Tv,
            () => new() { Screen = new() { Content = new() { Stream = new() }, FadeMs = 800 } }, ScreenForms.Fields),
        new("effect", Body.Effect, MudBlazor.Icons.Material.Rounded.Celebration,
            () => new() { Effect = new() { Kind = EffectKind.Confetti, Strength = 1 } },
            [
                Choice("effect", "effect", 7, action => (int)action.Effect.Kind, (action, value) => action.Effect.Kind = (EffectKind)value, first: 1),
                Toggle("off", action => action.Effect.Off, (action, on) => action.Effect.Off = on),
                Share("strength", 0, 1, action => action.Effect.Strength, (action, value) => action.Effect.Strength = value).When(action => !action.Effect.Off),
                Seconds("duration", 600, action => action.Effect.DurationMs, (action, value) => action.Effect.DurationMs = value).When(action => !action.Effect.Off),
            ]),
        new("sticks", Body.Sticks, MudBlazor.Icons.Material.Rounded.AutoAwesome,
            () => new() { Sticks = new() { Colour = Gold } },
            [
                Count("sector", 8, action => action.Sticks.Sector, (action, value) => action.Sticks.Sector = value),
                Toggle("off", action => action.Sticks.Off, (action, on) => action.Sticks.Off = on),
                Colour("colour", action => action.Sticks.Colour, (action, value) => action.Sticks.Colour = value).When(action => !action.Sticks.Off),
                Choice("pattern", "pattern", 4, action => (int)action.Sticks.Pattern, (action, value) => action.Sticks.Pattern = (StickPattern)value)
                    .When(action => !action.Sticks.Off),
            ]),
        new("playback", Body.Playback, MudBlazor.Icons.Material.Rounded.MusicNote,
            () => new() { Playback = new() { Deed = PlaybackDeed.Play, Volume = 1 } },
            [
                Choice("deed", "deed", 9, action => (int)action.Playback.Deed, (action, value) => action.Playback.Deed = (PlaybackDeed)value, first: 1),
                File("file", Holding.Track, action => action.Playback.File, (action, value) => action.Playback.File = value).When(Plays),
                Text("title", 80, action => action.Playback.Title, (action, value) => action.Playback.Title = value).When(Plays),
                Seconds("position", 86_400, action => (uint)action.Playback.PositionMs, (action, value) => action.Playback.PositionMs = value)
                    .When(action => action.Playback.Deed is PlaybackDeed.Play or PlaybackDeed.Seek),
                Share("volume", 0, 1, action => action.Playback.HasVolume ? action.Playback.Volume : 1, (action, value) => action.Playback.Volume = value)
                    .When(action => action.Playback.Deed is PlaybackDeed.Play or PlaybackDeed.Volume),
                Seconds("fade", 60, action => action.Playback.FadeMs, (action, value) => action.Playback.FadeMs = value),
            ]),
        new("announce", Body.Announce, MudBlazor.Icons.Material.Rounded.Campaign,
            () => new() { Announce = new() },
            [Text("text", 400, action => action.Announce.Text, (action, value) => action.Announce.Text = value, lines: 3)]),
        new("camera", Body.Camera, MudBlazor.Icons.Material.Rounded.Videocam,
            () => new() { Camera = new() { Kind = ShotKind.Fixed } },
            [
                Choice("shot", "shot", 5, action => (int)action.Camera.Kind, (action, value) => action.Camera.Kind = (ShotKind)value),
                Count("number", 16, action => action.Camera.Number, (action, value) => action.Camera.Number = value)
                    .When(action => action.Camera.Kind == ShotKind.Fixed),
                Seconds("over", 600, action => action.Camera.OverMs, (action, value) => action.Camera.OverMs = value)
                    .When(action => action.Camera.Kind == ShotKind.Sweep),
            ]),
        new("applause", Body.Applause, MudBlazor.Icons.Material.Rounded.SignLanguage,
            () => new() { Applause = new() { On = true } },
            [
                Toggle("on", action => action.Applause.On, (action, on) => action.Applause.On = on),
                Text("text", 60, action => action.Applause.Text, (action, value) => action.Applause.Text = value).When(action => action.Applause.On),
            ]),
        new("slide", Body.Slide, MudBlazor.Icons.Material.Rounded.Slideshow,
            () => new() { Slide = new() },
            [
                File("deck", Holding.Deck, action => action.Slide.Deck, (action, value) => action.Slide.Deck = value),
                Count("page", 300, action => action.Slide.Page + 1, (action, value) => action.Slide.Page = Math.Max(1, value) - 1) with { Least = 1 },
            ]),
        new("doors", Body.Doors, MudBlazor.Icons.Material.Rounded.DoorFront,
            () => new() { Doors = new() { Open = true } },
            [Toggle("open", action => action.Doors.Open, (action, on) => action.Doors.Open = on)]),
        new("lift", Body.Lift, MudBlazor.Icons.Material.Rounded.Elevator,
            () => new() { Lift = new() { Up = true, OverMs = 4000 } },
            [
                Toggle("up", action => action.Lift.Up, (action, on) => action.Lift.Up = on),
                Seconds("over", 600, action => action.Lift.OverMs, (action, value) => action.Lift.OverMs = value),
            ]),
        new("ceremony", Body.Ceremony, MudBlazor.Icons.Material.Rounded.TempleBuddhist,
            () => new() { Ceremony = new() { Kind = CeremonyKind.Gong, Seconds = 1 } },
            [
                Choice("ceremony", "ceremony", 7, action => (int)action.Ceremony.Kind, (action, value) => action.Ceremony.Kind = (CeremonyKind)value, first: 1),
                Toggle("end", action => action.Ceremony.End, (action, on) => action.Ceremony.End = on),
                Text("title", 60, action => action.Ceremony.Title, (action, value) => action.Ceremony.Title = value).When(action => !action.Ceremony.End),
                Count("seconds", 3600, action => action.Ceremony.Seconds, (action, value) => action.Ceremony.Seconds = value).When(action => !action.Ceremony.End),
            ]),
    ];

    /// <summary>The form of an action; null for one that this version does not know.</summary>
    public static ActionForm? Of(ShowAction action) => All.FirstOrDefault(form => form.Body == action.BodyCase);

    internal static ActionField Choice(string key, string choices, int count, Func<ShowAction, int> read, Action<ShowAction, int> write, int first = 0) =>
        new(key, FieldKind.Choice, action => (double)read(action), (action, value) => write(action, (int)(double)value))
        {
            Choices = [.. Enumerable.Range(0, count).Select(number => number < first ? "" : $"show.{choices}.{number}")],
        };

    internal static ActionField Text(string key, int length, Func<ShowAction, string> read, Action<ShowAction, string> write, int lines = 1) =>
        new(key, FieldKind.Text, read, (action, value) => write(action, (string)value)) { Length = length, Lines = lines };

    internal static ActionField File(string key, Holding holds, Func<ShowAction, string> read, Action<ShowAction, string> write) =>
        new(key, FieldKind.File, read, (action, value) => write(action, (string)value)) { Holds = holds };

    internal static ActionField Seconds(string key, double most, Func<ShowAction, uint> read, Action<ShowAction, uint> write) =>
        new(key, FieldKind.Seconds, action => read(action) / 1000d, (action, value) => write(action, (uint)Math.Round((double)value * 1000d))) { Most = most };

    internal static ActionField Count(string key, double most, Func<ShowAction, uint> read, Action<ShowAction, uint> write) =>
        new(key, FieldKind.Count, action => (double)read(action), (action, value) => write(action, (uint)(double)value)) { Most = most };

    internal static ActionField Colour(string key, Func<ShowAction, uint> read, Action<ShowAction, uint> write) =>
        new(key, FieldKind.Colour, action => (double)read(action), (action, value) => write(action, (uint)(double)value)) { Most = 0xFFFFFF };

    internal static ActionField Toggle(string key, Func<ShowAction, bool> read, Action<ShowAction, bool> write) =>
        new(key, FieldKind.Toggle, action => read(action) ? 1d : 0d, (action, value) => write(action, (double)value != 0d));

    private static ActionField Share(string key, double least, double most, Func<ShowAction, float> read, Action<ShowAction, float> write) =>
        new(key, FieldKind.Share, action => (double)read(action), (action, value) => write(action, (float)(double)value)) { Least = least, Most = most };

    private static IEnumerable<ActionField> Lit(params IEnumerable<ActionField> fields) => fields.Select(field => field with { Applies = action => !action.Light.Own });

    private static bool Plays(ShowAction action) => action.Playback.Deed == PlaybackDeed.Play;
}
