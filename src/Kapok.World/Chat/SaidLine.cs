namespace Kapok.World.Chat;

/// <summary>One line of chat as the room heard it. Shared by all who remember it.</summary>
/// <param name="Id">Rises from line to line; no two lines of a room have the same one, nor after it was started again, nor after the server was.</param>
/// <param name="At">Time of day.</param>
/// <param name="Person">Id in the room.</param>
/// <param name="Guest">Identity.</param>
/// <param name="Name">Name then.</param>
/// <param name="Text">Cleaned text.</param>
/// <param name="Wall">The private zone in which it was said and whose walls it does not pass, from 1; 0 for none.</param>
public sealed record SaidLine(long Id, DateTimeOffset At, ushort Person, string Guest, string Name, string Text, int Wall);
