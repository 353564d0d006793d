using System.Threading.Channels;

namespace Kapok.Server.Voice;

/// <summary>Answers offers, a few at a time and off the rooms' loops: reading SDP costs more than a move.</summary>
/// <remarks>Whoever puts offers in line sees to it that the line stays short: a person stands in it once, however many offers they send.</remarks>
public sealed partial class RtcNegotiator : IAsyncDisposable
{
    private const int Clerks = 2;

    private readonly Channel<Action> _line = Channel.CreateUnbounded<Action>();
    private readonly ILogger _log;
    private readonly Task[] _clerks;

    /// <summary>Begins to serve.</summary>
    public RtcNegotiator(ILogger<RtcNegotiator> log)
    {
        _log = log;
        _clerks = [.. Enumerable.Range(0, Clerks).Select(_ => Task.Run(ServeAsync))];
    }

    /// <summary>Puts an offer in line.</summary>
    /// <param name="answer">Answers it.</param>
    public void Enqueue(Action answer) => _line.Writer.TryWrite(answer);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _line.Writer.TryComplete();
        await Task.WhenAll(_clerks);
    }

    private async Task ServeAsync()
    {
        await foreach (Action answer in _line.Reader.ReadAllAsync())
        {
            try
            {
                answer();
            }
#pragma warning disable CA1031 // Whatever an offer does to the library, it costs its sender and nobody else.
            catch (Exception error)
#pragma warning restore CA1031
            {
                AnswerFailed(_log, error);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An offer could not be answered")]
    private static partial void AnswerFailed(ILogger log, Exception error);
}
