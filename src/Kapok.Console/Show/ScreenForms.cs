using Kapok.Protocol.Messages;
using static Kapok.Console.Show.ActionForms;
using Shown = Kapok.Protocol.Messages.Picture.BodyOneofCase;

namespace Kapok.Console.Show;

/// <summary>The form for what a screen shows.</summary>
internal static class ScreenForms
{
    /// <summary>Its fields, in order.</summary>
    public static IReadOnlyList<ActionField> Fields { get; } =
    [
        Text("screen", 32, action => action.Screen.Screen, (action, value) => action.Screen.Screen = value),
        Choice("content", "picture", 11, action => (int)(action.Screen.Content?.BodyCase ?? Shown.Own), (action, value) => action.Screen.Content = Make((Shown)value), first: 1),
        .. Of(action => action.Screen.Content, ""),
        Choice("beside", "picture", 11, action => (int)(action.Screen.Beside?.BodyCase ?? Shown.None), (action, value) => action.Screen.Beside = value == 0 ? null
            : Make((Shown)value))
            with { Choices = ["show.alone", .. Enumerable.Range(1, 10).Select(number => $"show.picture.{number}")] },
        .. Of(action => action.Screen.Beside, "beside."),
        Seconds("fade", 60, action => action.Screen.FadeMs, (action, value) => action.Screen.FadeMs = value),
    ];

    private static IEnumerable<ActionField> Of(Func<ShowAction, Picture?> picture, string prefix)
    {
        Func<ShowAction, bool> Is(params Shown[] kinds) => action => picture(action) is { } shown && kinds.Contains(shown.BodyCase);
        yield return Text($"{prefix}stage", 64, action => picture(action)?.Stream?.Stage ?? "", (action, value) => picture(action)!.Stream.Stage = value)
            .When(Is(Shown.Stream));
        yield return File($"{prefix}deck", Holding.Deck, action => picture(action)?.Slides?.Deck ?? "", (action, value) => picture(action)!.Slides.Deck = value)
            .When(Is(Shown.Slides));
        yield return File($"{prefix}file", Holding.Picture, action => picture(action)?.Picture_?.File ?? "", (action, value) => picture(action)!.Picture_.File = value)
            .When(Is(Shown.Picture_));
        yield return File($"{prefix}file", Holding.Film, action => picture(action)?.Film?.File ?? "", (action, value) => picture(action)!.Film.File = value)
            .When(Is(Shown.Film));
        yield return Text($"{prefix}lines", 400, action => string.Join('\n', picture(action)?.Text?.Lines ?? []), (action, value) => SetLines(picture(action)!.Text, value),
            lines: 3)
            .When(Is(Shown.Text));
        yield return Colour($"{prefix}colour", action => picture(action)?.Text?.Colour ?? 0, (action, value) => picture(action)!.Text.Colour = value)
            .When(Is(Shown.Text));
        yield return Colour($"{prefix}ground", action => picture(action)?.Text?.Ground ?? 0, (action, value) => picture(action)!.Text.Ground = value)
            .When(Is(Shown.Text));
        yield return Choice($"{prefix}style", "style", 3, action => (int)(picture(action)?.Visualiser?.Style ?? 0), (action, value) =>
            picture(action)!.Visualiser.Style = (uint)value)
            .When(Is(Shown.Visualiser));
        yield return Count($"{prefix}seconds", 86_400, action => picture(action)?.Countdown?.Seconds ?? 0, (action, value) => picture(action)!.Countdown.Seconds = value)
            .When(Is(Shown.Countdown));
        yield return Text($"{prefix}title", 60, action => picture(action)?.Countdown?.Title ?? "", (action, value) => picture(action)!.Countdown.Title = value)
            .When(Is(Shown.Countdown));
    }

    private static void SetLines(TextPicture text, string value)
    {
        text.Lines.Clear();
        text.Lines.AddRange(value.Split('\n', 7).Take(6).Select(line => line.Trim('\r')));
    }

    private static Picture Make(Shown kind) => kind switch
    {
        Shown.Dark => new() { Dark = new() },
        Shown.Stream => new() { Stream = new() },
        Shown.Slides => new() { Slides = new() },
        Shown.Picture_ => new() { Picture_ = new() },
        Shown.Text => new() { Text = new() { Colour = 0xFFFFFF, Ground = 0x151028 } },
        Shown.Film => new() { Film = new() },
        Shown.Camera => new() { Camera = new() },
        Shown.Visualiser => new() { Visualiser = new() },
        Shown.Countdown => new() { Countdown = new() { Seconds = 60 } },
        _ => new() { Own = new() },
    };
}
