using Kapok.Protocol.Messages;

namespace Kapok.Console.Show;

/// <summary>How a field of an action is filled in.</summary>
public enum FieldKind
{
    /// <summary>A slider between two numbers.</summary>
    Share,

    /// <summary>Seconds, kept as milliseconds.</summary>
    Seconds,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>A colour as #rrggbb, kept as a number.</summary>
    Colour,

    /// <summary>Yes or no.</summary>
    Toggle,

    /// <summary>One of several, by number.</summary>
    Choice,

    /// <summary>A line of text, or several.</summary>
    Text,

    /// <summary>One of the event's files or decks, kept by its id.</summary>
    File,
}

/// <summary>A field of an action, as the form for it has it.</summary>
/// <param name="Key">Its name in the text catalogue, below <c>show.field.</c>.</param>
/// <param name="Kind">How it is filled in.</param>
/// <param name="Read">Its value: a number, or text for <see cref="FieldKind.Text"/> and <see cref="FieldKind.File"/>.</param>
/// <param name="Write">Puts a value in.</param>
public sealed record ActionField(string Key, FieldKind Kind, Func<ShowAction, object> Read, Action<ShowAction, object> Write)
{
    /// <summary>The smallest number.</summary>
    public double Least { get; init; }

    /// <summary>The largest number.</summary>
    public double Most { get; init; } = 1;

    /// <summary>The most characters of a text.</summary>
    public int Length { get; init; } = 64;

    /// <summary>Lines of a text.</summary>
    public int Lines { get; init; } = 1;

    /// <summary>What of the event's files is offered.</summary>
    public Holding Holds { get; init; }

    /// <summary>Keys of the choices in the text catalogue, by number; empty ones are not offered.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether it counts for what the action says now.</summary>
    public Func<ShowAction, bool> Applies { get; init; } = _ => true;

    /// <summary>The same field, which counts only where something holds of the action.</summary>
    public ActionField When(Func<ShowAction, bool> applies) => this with { Applies = applies };

    /// <summary>The value as a number.</summary>
    public double NumberOf(ShowAction action) => Convert.ToDouble(Read(action), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The value as text.</summary>
    public string TextOf(ShowAction action) => (string)Read(action);
}
