using Kapok.Cluster;
using Kapok.Console.Texts;
using Kapok.Events;
using MudBlazor;

namespace Kapok.Console.Live;

/// <summary>Tells the operator what came of a command, in a line at the bottom; offers to undo where that is possible.</summary>
public sealed class Feedback(ISnackbar snackbar)
{
    public void Done(string text) => snackbar.Add(text, Severity.Success);

    /// <summary>Says what was done, or that it holds and is not stored yet.</summary>
    public void Done(Catalogue texts, MeasureResult result, string text, Func<Task>? undo = null)
    {
        if (result.Code.Length > 0) text = $"{text} {texts[$"result.{result.Code}"]}";
        if (undo is null) snackbar.Add(text, result.Code.Length > 0 ? Severity.Warning : Severity.Success);
        else Done(text, texts["measure.undo"], undo);
    }

    /// <summary>Says what was done, with a button that takes it back.</summary>
    public void Done(string text, string undoText, Func<Task> undo) => snackbar.Add(text, Severity.Success, bar =>
    {
        (bar.Action, bar.ActionColor, bar.OnClick) = (undoText, Color.Inherit, _ => undo());
        bar.VisibleStateDuration = 10_000;
    });

    public void Refused(Catalogue texts, EventsRule rule) => snackbar.Add(texts.Rule(rule), Severity.Warning);

    /// <summary>Says why a room refused a measure.</summary>
    public void Refused(Catalogue texts, string code) =>
        snackbar.Add(texts.Has($"refused.{code}") ? texts[$"refused.{code}"] : texts.Format("refused.other", code), Severity.Warning);

    /// <summary>Says in words that are made already why something was refused.</summary>
    public void Refused(string text) => snackbar.Add(text, Severity.Warning);

    public void Ended(Catalogue texts) => snackbar.Add(texts["access.ended"], Severity.Error);
}
