using Kapok.Cluster;
using Kapok.Console.Texts;
using Kapok.Protocol.Messages;
using Body = Kapok.Protocol.Messages.ShowAction.BodyOneofCase;

namespace Kapok.Console.Show;

/// <summary>What a cue does, in a few words, for the list.</summary>
public static class CueWords
{
    /// <summary>What makes it play.</summary>
    public static string Trigger(Catalogue texts, Cue cue, Func<double, string> time) => cue.Trigger?.BodyCase switch
    {
        CueTrigger.BodyOneofCase.After => texts.Format("show.trigger.after.short", Seconds(texts, cue.Trigger.After.DelayMs)),
        CueTrigger.BodyOneofCase.With => cue.Trigger.With.DelayMs == 0 ? texts["show.trigger.with"]
            : texts.Format("show.trigger.with.short", Seconds(texts, cue.Trigger.With.DelayMs)),
        CueTrigger.BodyOneofCase.At => texts.Format("show.trigger.at.short", time(cue.Trigger.At.UtcMs)),
        CueTrigger.BodyOneofCase.Track => texts.Format("show.trigger.track.short", Clock(cue.Trigger.Track.PositionMs)),
        _ => texts["show.trigger.manual"],
    };

    /// <summary>What it says of an action beyond its kind; empty for nothing.</summary>
    public static string Detail(Catalogue texts, ShowAction action) => action.BodyCase switch
    {
        Body.Light when action.Light.Own => texts["show.own"],
        Body.Light => $"{(action.Light.Intensity * 100).ToString("0", texts.Culture)} %",
        Body.Screen => texts[$"show.picture.{(int)(action.Screen.Content?.BodyCase ?? Picture.BodyOneofCase.Own)}"],
        Body.Effect => texts[$"show.effect.{(int)action.Effect.Kind}"] + (action.Effect.Off ? $" · {texts["show.field.off"]}" : ""),
        Body.Sticks when action.Sticks.Off => texts["show.field.off"],
        Body.Applause when !action.Applause.On => texts["show.field.off"],
        Body.Sticks when action.Sticks.Sector > 0 => action.Sticks.Sector.ToString(texts.Culture),
        Body.Playback => texts[$"show.deed.{(int)action.Playback.Deed}"] + (action.Playback.Title.Length > 0 ? $" · {action.Playback.Title}" : ""),
        Body.Announce => action.Announce.Text.Length > 24 ? action.Announce.Text[..24] + "…" : action.Announce.Text,
        Body.Camera => texts[$"show.shot.{(int)action.Camera.Kind}"],
        Body.Doors => texts[action.Doors.Open ? "show.field.open" : "show.closed"],
        Body.Ceremony => texts[$"show.ceremony.{(int)action.Ceremony.Kind}"],
        Body.Slide => (action.Slide.Page + 1).ToString(texts.Culture),
        _ => "",
    };

    /// <summary>The colours of an action, as #rrggbb.</summary>
    public static IReadOnlyList<string> Colours(ShowAction action) => action.BodyCase switch
    {
        Body.Light when !action.Light.Own => [Hex(action.Light.Primary), Hex(action.Light.Secondary)],
        Body.Sticks when !action.Sticks.Off => [Hex(action.Sticks.Colour)],
        Body.Effect => [.. action.Effect.Colours.Select(Hex)],
        _ => [],
    };

    /// <summary>Why a command was not done: which cue, what of it, and who was quicker.</summary>
    public static string Refusal(Catalogue texts, ShowResult? result)
    {
        if (result is null) return texts["room.missing"];
        string key = $"refused.{result.Code}", what = texts.Has(key) ? texts.Format(key, result.By.Length > 0 ? result.By : texts["show.somebody"])
            : texts.Format("refused.other", result.Code);
        if (result.Fault.Length == 0) return what;
        string field = result.Field.Split('.')[^1], fault = texts.Has($"show.fault.{result.Fault}") ? texts[$"show.fault.{result.Fault}"] : result.Fault;
        string named = texts.Has($"show.field.{field}") ? texts[$"show.field.{field}"] : field;
        return result.Cue.Length > 0 ? texts.Format("show.fault.of", result.Cue, named, fault) : $"{named}: {fault}";
    }

    /// <summary>A colour as #rrggbb.</summary>
    public static string Hex(uint colour) => $"#{colour & 0xFFFFFF:x6}";

    /// <summary>Reads #rrggbb.</summary>
    /// <returns>0 for anything else.</returns>
    public static uint Colour(string? hex) =>
        hex is ['#', .. { Length: 6 } digits] && uint.TryParse(digits, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture,
            out uint colour) ? colour : 0;

    /// <summary>Milliseconds as minutes and seconds, 1:05.</summary>
    public static string Clock(double ms)
    {
        long seconds = (long)Math.Max(0, Math.Round(ms / 1000d));
        return seconds >= 3600 ? FormattableString.Invariant($"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}")
            : FormattableString.Invariant($"{seconds / 60}:{seconds % 60:00}");
    }

    private static string Seconds(Catalogue texts, uint ms) => (ms / 1000d).ToString("0.#", texts.Culture);
}
