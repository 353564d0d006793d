namespace Kapok.Tools.Packaging;

/// <summary>No package can be made. The message is one line for a person that says what to do.</summary>
public sealed class PackagingException(string message) : Exception(message);
