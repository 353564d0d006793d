using Kapok.Protocol.Messages;
using Kapok.Protocol.Text;
using static Kapok.World.Show.ShowFault;

namespace Kapok.World.Show;

/// <summary>What a run of show may say (docs/stage.md): ranges, lengths and numbers. Whoever gives a cue is told the first thing that is wrong.</summary>
public static class ShowRules
{
    /// <summary>Most cues of a run of show.</summary>
    public const int MostCues = 500;

    /// <summary>Most actions of a cue.</summary>
    public const int MostActions = 16;

    /// <summary>Most bytes of a cue, as Protobuf.</summary>
    public const int MostCueBytes = 16_384;

    /// <summary>Most bytes of a run of show, as JSON.</summary>
    public const int MostJsonBytes = 1 << 20;

    /// <summary>Most tracks that follow.</summary>
    public const int MostQueued = 100;

    private const int MaxId = 32, MaxReference = 64, MaxNumber = 12, MaxName = 80, MaxNote = 500, MaxLine = 60, MostLines = 6, MostColours = 6;
    private const uint LongestFadeMs = 600_000, LongestDelayMs = 3_600_000, MaxSeconds = 86_400, MaxPage = 10_000;
    private const double LongestTrackMs = 86_400_000, LatestUtcMs = 253_402_300_799_000; // the end of the year 9999

    /// <summary>Looks at a whole run of show.</summary>
    /// <returns>The first thing that is wrong; null for nothing.</returns>
    public static ShowFault? Check(RunOfShow run)
    {
        if (!IsLine(run.Title, MaxName)) return new(BadLength, "title");
        if (run.Cues.Count > MostCues) return new(TooMany, "cues");
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (Cue cue in run.Cues)
        {
            if (Check(cue) is { } fault) return fault;
            if (!ids.Add(cue.Id)) return new(Twice, "id", cue.Number);
        }
        return null;
    }

    /// <summary>Looks at a cue.</summary>
    public static ShowFault? Check(Cue cue)
    {
        string number = IsText(cue.Number, MaxNumber) ? cue.Number : "";
        if (!IsId(cue.Id)) return new(BadLength, "id", number);
        if (number.Length == 0) return new(BadLength, "number");
        if (!IsLine(cue.Name, MaxName)) return new(BadLength, "name", number);
        if (!IsLine(cue.Note, MaxNote)) return new(BadLength, "note", number);
        if (cue.DurationMs > LongestDelayMs) return new(OutOfRange, "durationMs", number);
        if (cue.Actions.Count > MostActions || cue.CalculateSize() > MostCueBytes) return new(TooMany, "actions", number);
        return (Check(cue.Trigger) ?? Check(cue.Actions)) is { } fault ? fault with { Cue = number } : null;
    }

    /// <summary>Looks at what is to be done.</summary>
    public static ShowFault? Check(IReadOnlyList<ShowAction> actions)
    {
        if (actions.Count > MostActions) return new(TooMany, "actions");
        foreach (ShowAction action in actions)
            if (Check(action) is { } fault) return fault;
        return null;
    }

    /// <summary>Whether something can be the id of a cue: 1 to 32 of a-z, 0-9 and hyphens.</summary>
    public static bool IsId(string id) => id.Length is > 0 and <= MaxId && id.All(one => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one) || one == '-');

    private static ShowFault? Check(CueTrigger? trigger) => trigger?.BodyCase switch
    {
        CueTrigger.BodyOneofCase.After when trigger.After.DelayMs > LongestDelayMs => new(OutOfRange, "trigger.after.delayMs"),
        CueTrigger.BodyOneofCase.With when trigger.With.DelayMs > LongestDelayMs => new(OutOfRange, "trigger.with.delayMs"),
        CueTrigger.BodyOneofCase.At when !IsIn(trigger.At.UtcMs, 0, LatestUtcMs) => new(OutOfRange, "trigger.at.utcMs"),
        CueTrigger.BodyOneofCase.Track when !IsReference(trigger.Track.File) => new(BadLength, "trigger.track.file"),
        CueTrigger.BodyOneofCase.Track when !IsIn(trigger.Track.PositionMs, 0, LongestTrackMs) => new(OutOfRange, "trigger.track.positionMs"),
        _ => null,
    };

    private static ShowFault? Check(ShowAction action) => action.BodyCase switch
    {
        ShowAction.BodyOneofCase.Light => Check(action.Light),
        ShowAction.BodyOneofCase.Screen => Check(action.Screen),
        ShowAction.BodyOneofCase.Effect => Check(action.Effect),
        ShowAction.BodyOneofCase.Sticks => action.Sticks.Sector > 8 ? new(OutOfRange, "sticks.sector")
            : IsColour(action.Sticks.Colour) ? Known(action.Sticks.Pattern, "sticks.pattern") : new(OutOfRange, "sticks.colour"),
        ShowAction.BodyOneofCase.Announce => PlainText.TryClean(action.Announce.Text, PlainText.MaxChat, out _) ? null : new(BadLength, "announce.text"),
        ShowAction.BodyOneofCase.Playback => Check(action.Playback),
        ShowAction.BodyOneofCase.Doors => null,
        ShowAction.BodyOneofCase.Lift => action.Lift.OverMs > LongestFadeMs ? new(OutOfRange, "lift.overMs") : null,
        ShowAction.BodyOneofCase.Applause => IsLine(action.Applause.Text, MaxLine) ? null : new(BadLength, "applause.text"),
        ShowAction.BodyOneofCase.Camera => Check(action.Camera),
        ShowAction.BodyOneofCase.Ceremony => Check(action.Ceremony),
        ShowAction.BodyOneofCase.Slide => !IsReference(action.Slide.Deck) ? new(BadLength, "slide.deck") : action.Slide.Page > MaxPage ? new(OutOfRange, "slide.page") : null,
        _ => new(Unknown, "actions"),
    };

    private static ShowFault? Check(LightLook look)
    {
        if (!IsColour(look.Primary)) return new(OutOfRange, "light.primary");
        if (!IsColour(look.Secondary)) return new(OutOfRange, "light.secondary");
        if (!IsIn(look.Intensity, 0, 2)) return new(OutOfRange, "light.intensity");
        if (!IsIn(look.Speed, 0, 4)) return new(OutOfRange, "light.speed");
        if (!IsIn(look.Pan, -1, 1)) return new(OutOfRange, "light.pan");
        if (!IsIn(look.Tilt, 0, 1)) return new(OutOfRange, "light.tilt");
        if (!IsIn(look.Spread, 0, 1)) return new(OutOfRange, "light.spread");
        if (!IsIn(look.Pulse, 0, 1)) return new(OutOfRange, "light.pulse");
        if (look.FadeMs > LongestFadeMs) return new(OutOfRange, "light.fadeMs");
        return Known(look.Group, "light.group") ?? Known(look.Move, "light.move");
    }

    private static ShowFault? Check(ScreenContent screen)
    {
        if (screen.Screen.Length > MaxReference) return new(BadLength, "screen.screen");
        if (screen.FadeMs > 60_000) return new(OutOfRange, "screen.fadeMs");
        if (screen.Content is null || screen.Content.BodyCase == Picture.BodyOneofCase.None) return new(Unknown, "screen.content");
        return Check(screen.Content) ?? (screen.Beside is null ? null : Check(screen.Beside));
    }

    private static ShowFault? Check(Picture picture) => picture.BodyCase switch
    {
        Picture.BodyOneofCase.None => new(Unknown, "screen.beside"),
        Picture.BodyOneofCase.Stream => picture.Stream.Stage.Length == 0 || IsReference(picture.Stream.Stage) ? null : new(BadLength, "stream.stage"),
        Picture.BodyOneofCase.Slides => IsReference(picture.Slides.Deck) ? null : new(BadLength, "slides.deck"),
        Picture.BodyOneofCase.Picture_ => IsReference(picture.Picture_.File) ? null : new(BadLength, "picture.file"),
        Picture.BodyOneofCase.Film => IsReference(picture.Film.File) ? null : new(BadLength, "film.file"),
        Picture.BodyOneofCase.Text => Check(picture.Text),
        Picture.BodyOneofCase.Visualiser => picture.Visualiser.Style > 2 ? new(OutOfRange, "visualiser.style") : null,
        Picture.BodyOneofCase.Countdown => !IsIn(picture.Countdown.UntilMs, 0, 0) || picture.Countdown.Seconds is 0 or > MaxSeconds ? new(OutOfRange, "countdown.seconds")
            : IsLine(picture.Countdown.Title, MaxLine) ? null : new(BadLength, "countdown.title"),
        _ => null,
    };

    private static ShowFault? Check(TextPicture text)
    {
        if (text.Lines.Count > MostLines) return new(TooMany, "text.lines");
        if (!text.Lines.All(line => IsLine(line, MaxLine))) return new(BadLength, "text.lines");
        return IsColour(text.Colour) && IsColour(text.Ground) ? null : new(OutOfRange, "text.colour");
    }

    private static ShowFault? Check(Effect effect)
    {
        if (effect.Kind == EffectKind.Unspecified) return new(Unknown, "effect.kind");
        if (!IsIn(effect.Strength, 0, 1)) return new(OutOfRange, "effect.strength");
        if (effect.DurationMs > LongestFadeMs) return new(OutOfRange, "effect.durationMs");
        if (effect.Colours.Count > MostColours) return new(TooMany, "effect.colours");
        return effect.Colours.All(IsColour) ? Known(effect.Kind, "effect.kind") : new(OutOfRange, "effect.colours");
    }

    private static ShowFault? Check(Playback playback)
    {
        if (playback.Deed == PlaybackDeed.Unspecified) return new(Unknown, "playback.deed");
        if (playback.File.Length > 0 && !IsReference(playback.File)) return new(BadLength, "playback.file");
        if (!IsIn(playback.PositionMs, 0, LongestTrackMs)) return new(OutOfRange, "playback.positionMs");
        if (!IsIn(playback.Volume, 0, 1)) return new(OutOfRange, "playback.volume");
        if (playback.FadeMs > 60_000) return new(OutOfRange, "playback.fadeMs");
        if (playback.Queue.Count > MostQueued) return new(TooMany, "playback.queue");
        return playback.Queue.All(one => IsReference(one.File)) ? Known(playback.Deed, "playback.deed") : new(BadLength, "playback.queue");
    }

    private static ShowFault? Check(CameraShot shot) =>
        shot.Number > 16 ? new(OutOfRange, "camera.number") : shot.OverMs > LongestFadeMs ? new(OutOfRange, "camera.overMs") : Known(shot.Kind, "camera.kind");

    private static ShowFault? Check(CeremonyStep step)
    {
        if (step.Kind == CeremonyKind.Unspecified && !step.End) return new(Unknown, "ceremony.kind");
        if (step.Seconds > MaxSeconds) return new(OutOfRange, "ceremony.seconds");
        return IsLine(step.Title, MaxName) ? Known(step.Kind, "ceremony.kind") : new(BadLength, "ceremony.title");
    }

    private static ShowFault? Known<T>(T value, string field)
        where T : struct, Enum => Enum.IsDefined(value) ? null : new(Unknown, field);

    private static bool IsReference(string id) => id.Length is > 0 and <= MaxReference && id.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_' or '.');

    private static bool IsColour(uint colour) => colour <= 0xffffff;

    // False for NaN.
    private static bool IsIn(double value, double least, double most) => value >= least && value <= most;

    private static bool IsText(string text, int most) => text.Length > 0 && IsLine(text, most);

    // What is shown is clean already: whoever writes it cleans it first, so that two who read it read the same.
    private static bool IsLine(string text, int most) => text.Length <= most && (text.Length == 0 || (PlainText.TryClean(text, most, out string? clean) && clean == text));
}
