using System.Diagnostics.CodeAnalysis;

namespace Kapok.Events;

/// <summary>What a command gave: its value, or the rule that stopped it. Nothing was changed when there is a rule.</summary>
/// <remarks>A value in place of an exception: a broken rule is an everyday answer, and the caller must say it to a person.</remarks>
public readonly record struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, EventsRule? broken) => (_value, Broken) = (value, broken);

    /// <summary>The rule that was broken; null when the command was carried out.</summary>
    public EventsRule? Broken { get; }

    /// <summary>Whether the command was carried out; gives its value, or the broken rule.</summary>
    public bool Succeeded([MaybeNullWhen(false)] out T value, out EventsRule broken)
    {
        (value, broken) = (_value, Broken ?? default);
        return Broken is null;
    }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(EventsRule broken) => new(default, broken);

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">A rule was broken. For callers that have shown it cannot be, as seeding.</exception>
    public T Value => Broken is { } rule ? throw new InvalidOperationException($"Refused by the rule {rule}.") : _value!;
}
