namespace Kapok.Events.Organisations;

/// <summary>A line in the two languages Kapok is complete in.</summary>
/// <param name="English">In English.</param>
/// <param name="Chinese">In Simplified Chinese.</param>
public sealed record LocalText(string English, string Chinese);
