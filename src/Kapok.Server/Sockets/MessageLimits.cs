using Kapok.Protocol.Messages;
using Kapok.Sockets.Limits;
using Kapok.World;

namespace Kapok.Server.Sockets;

/// <summary>How fast a message came.</summary>
internal enum Pace
{
    /// <summary>Within its limit.</summary>
    Fine,

    /// <summary>More than is taken: it is dropped.</summary>
    TooMuch,

    /// <summary>As no hands send: the connection ends.</summary>
    Machine,
}

/// <summary>Limits of one connection (docs/protocol.md, section 8); which message has which, the rooms' table says. Its receive loop owns it.</summary>
internal sealed class MessageLimits
{
    private const float MovesPerSecond = 25f, MovesAtOnce = 50f;

    private readonly TokenBucket[] _hands = [.. MessageLimit.All.Select(limit => new TokenBucket(limit.PerSecond, limit.Burst))];
    private readonly TokenBucket[] _machines = [.. MessageLimit.All.Select(limit => new TokenBucket(limit.PerSecond * MessageLimit.Machine, limit.Burst * MessageLimit.Machine))];
    private TokenBucket _moves = new(MovesPerSecond, MovesAtOnce), _allMoves = new(MovesPerSecond * MessageLimit.Machine, MovesAtOnce * MessageLimit.Machine);
    private TokenBucket _answers = new(0.25f, 4f), _words = new(0.5f, 2f);

    /// <summary>How fast moves come.</summary>
    public Pace PaceOfMove(double nowMs) => PaceOf(ref _moves, ref _allMoves, nowMs);

    /// <summary>How fast messages of a kind come.</summary>
    public Pace PaceOf(ClientMessage.BodyOneofCase kind, double nowMs)
    {
        int index = (Room.Messages.LimitOf(kind) ?? MessageLimit.Requests).Index;
        return PaceOf(ref _hands[index], ref _machines[index], nowMs);
    }

    /// <summary>Whether an offer that is allowed is worth an answer; the others are refused one by one.</summary>
    public bool AnswersOffer(double nowMs) => _answers.TryTake(nowMs);

    /// <summary>Whether somebody is told that it was too much; said with each message, the word would be a flood itself.</summary>
    public bool SaysSo(double nowMs) => _words.TryTake(nowMs);

    private static Pace PaceOf(ref TokenBucket hands, ref TokenBucket machines, double nowMs)
    {
        bool isHuman = machines.TryTake(nowMs), isFine = hands.TryTake(nowMs);
        return !isHuman ? Pace.Machine : isFine ? Pace.Fine : Pace.TooMuch;
    }
}
