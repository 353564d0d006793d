using Kapok.Protocol.Messages;
using Kapok.World;

namespace Kapok.Server.Sockets;

/// <summary>Limits of one connection (docs/protocol.md, section 8); which message has which, the rooms' table says. Its receive loop owns it.</summary>
internal sealed class MessageLimits
{
    private readonly TokenBucket[] _buckets = [.. MessageLimit.All.Select(limit => new TokenBucket(limit.PerSecond, limit.Burst))];
    private TokenBucket _moves = new(25f, 50f), _answers = new(0.25f, 4f);

    public bool AllowsMove(double nowMs) => _moves.TryTake(nowMs);

    /// <summary>Whether an offer that is allowed is worth an answer; the others are refused one by one.</summary>
    public bool AnswersOffer(double nowMs) => _answers.TryTake(nowMs);

    public bool Allows(ClientMessage.BodyOneofCase kind, double nowMs) => _buckets[(Room.Messages.LimitOf(kind) ?? MessageLimit.Requests).Index].TryTake(nowMs);
}
