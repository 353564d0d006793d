using Microsoft.Extensions.Logging;

namespace Kapok.Tests.Configuration;

/// <summary>Keeps the lines of a log, from the level of information on.</summary>
internal sealed class RecordedLog : ILoggerFactory, ILogger
{
    public List<(LogLevel Level, string Line)> Lines { get; } = [];

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) Lines.Add((logLevel, formatter(state, exception)));
    }

    public void Dispose()
    {
        // holds nothing
    }
}
