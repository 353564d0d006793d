using System.Threading.Channels;

namespace Kapok.Server.Voice;

/// <summary>Answers offers, a few at a time and off the rooms' loops: reading SDP costs more than a move.</summary>
/// <remarks>A person stands in line once, however many offers they send, so the line is never longer than there are people.</remarks>
public sealed partial class VoiceDesk : IAsyncDisposable
{
    private const int Clerks = 2;

    private readonly Channel<(RoomVoice Room, VoiceMember Member)> _line = Channel.CreateUnbounded<(RoomVoice, VoiceMember)>();
    private readonly ILogger _log;
    private readonly Task[] _clerks;

    /// <summary>Opens the desk.</summary>
    public VoiceDesk(ILogger<VoiceDesk> log)
    {
        _log = log;
        _clerks = [.. Enumerable.Range(0, Clerks).Select(_ => Task.Run(ServeAsync))];
    }

    /// <summary>Puts somebody in line.</summary>
    internal void Enqueue(RoomVoice room, VoiceMember member) => _line.Writer.TryWrite((room, member));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _line.Writer.TryComplete();
        await Task.WhenAll(_clerks);
    }

    private async Task ServeAsync()
    {
        await foreach ((RoomVoice room, VoiceMember member) in _line.Reader.ReadAllAsync())
        {
            try
            {
                room.Answer(member);
            }
#pragma warning disable CA1031 // Whatever an offer does to the library, it costs its sender and nobody else.
            catch (Exception error)
#pragma warning restore CA1031
            {
                AnswerFailed(_log, error);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An offer of voice could not be answered")]
    private static partial void AnswerFailed(ILogger log, Exception error);
}
