using Kapok.Protocol.Messages;
using Kapok.Protocol.Text;

namespace Kapok.World.Show;

/// <summary>Cleans the texts of cues as all texts are that people write for others.</summary>
internal static class ShowText
{
    private const int Most = 500;

    /// <summary>A text without what cannot be seen; one that is too long stays, to be refused.</summary>
    internal static string Tidy(string text) => PlainText.TryCleanOptional(text, Most, out string clean) ? clean : text;

    /// <summary>All texts of a cue.</summary>
    internal static void Tidy(Cue cue)
    {
        (cue.Number, cue.Name, cue.Note) = (Tidy(cue.Number), Tidy(cue.Name), Tidy(cue.Note));
        Tidy(cue.Actions);
    }

    /// <summary>All texts of what is to be done.</summary>
    internal static void Tidy(IList<ShowAction> actions)
    {
        foreach (ShowAction action in actions)
        {
            if (action.Applause is { } applause) applause.Text = Tidy(applause.Text);
            if (action.Ceremony is { } ceremony) ceremony.Title = Tidy(ceremony.Title);
            if (action.Announce is { } announce) announce.Text = Tidy(announce.Text);
            if (action.Screen is not { } screen) continue;
            Tidy(screen.Content);
            Tidy(screen.Beside);
        }
    }

    private static void Tidy(Picture? picture)
    {
        if (picture?.Countdown is { } countdown) countdown.Title = Tidy(countdown.Title);
        if (picture?.Text is not { } text) return;
        for (int line = 0; line < text.Lines.Count; line++) text.Lines[line] = Tidy(text.Lines[line]);
    }
}
