namespace Kapok.World.Chat;

/// <summary>One line of chat as the room heard it.</summary>
/// <param name="At">Time of day.</param>
/// <param name="Person">Id in the room.</param>
/// <param name="Guest">Identity.</param>
/// <param name="Name">Name then.</param>
/// <param name="Text">Cleaned text.</param>
public readonly record struct SaidLine(DateTimeOffset At, ushort Person, string Guest, string Name, string Text);
