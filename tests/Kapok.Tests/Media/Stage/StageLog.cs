using Kapok.Media.Stage;

namespace Kapok.Tests.Media.Stage;

/// <summary>Writes down what a stage sends.</summary>
internal sealed class StageLog : IStageSink
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    /// <summary>What came, one line each.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock) return [.. _lines];
        }
    }

    public void Formatted(StageFormat format) => Write($"format {format.Video} {format.Audio}");

    public void Take(in StageSample sample) => Write($"{(sample.IsVideo ? "video" : "sound")}{(sample.IsKey ? " key" : "")} {sample.DecodeTime}");

    public void Interrupted() => Write("interrupted");

    public void Ended() => Write("ended");

    private void Write(string line)
    {
        lock (_lock) _lines.Add(line);
    }
}
