namespace Kapok.Server.Configuration;

/// <summary>The server cannot start. The message is one line that says what to do.</summary>
public sealed class StartRefusedException(string line) : Exception(line);
