namespace Kapok.Events.Safety;

/// <summary>One line of the chat in a report's context.</summary>
/// <param name="At">When it was said.</param>
/// <param name="Guest">Who said it.</param>
/// <param name="Name">Their name then.</param>
/// <param name="Text">What.</param>
public sealed record ReportLine(DateTimeOffset At, string Guest, string Name, string Text);
