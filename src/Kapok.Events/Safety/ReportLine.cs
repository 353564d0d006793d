namespace Kapok.Events.Safety;

/// <summary>One line of the chat in a report's context.</summary>
/// <param name="At">When it was said.</param>
/// <param name="Guest">Who said it.</param>
/// <param name="Name">Their name then.</param>
/// <param name="Text">What.</param>
/// <param name="Id">The line's id in its room; 0 in reports of before there were any.</param>
public sealed record ReportLine(DateTimeOffset At, string Guest, string Name, string Text, long Id = 0);
