using Kapok.Protocol.Messages;

namespace Kapok.Server.Sockets;

/// <summary>Limits of one connection (docs/protocol.md, section 8). Its receive loop owns it.</summary>
internal sealed class MessageLimits
{
    private TokenBucket _moves = new(25f, 50f), _chat = new(1f, 5f), _gestures = new(4f, 12f), _pings = new(2f, 10f), _requests = new(1f, 5f), _voices = new(1f, 10f), _offers = new(1f, 10f), _answers = new(0.25f, 4f);

    public bool AllowsMove(double nowMs) => _moves.TryTake(nowMs);

    /// <summary>Whether an offer that is allowed is worth an answer; the others are refused one by one.</summary>
    public bool AnswersOffer(double nowMs) => _answers.TryTake(nowMs);

    public bool Allows(ClientMessage.BodyOneofCase kind, double nowMs) => kind switch
    {
        ClientMessage.BodyOneofCase.Say => _chat.TryTake(nowMs),
        ClientMessage.BodyOneofCase.Ping => _pings.TryTake(nowMs),
        ClientMessage.BodyOneofCase.Emote or ClientMessage.BodyOneofCase.SetStick or ClientMessage.BodyOneofCase.Sit
            or ClientMessage.BodyOneofCase.Follow or ClientMessage.BodyOneofCase.Stand or ClientMessage.BodyOneofCase.SetLook => _gestures.TryTake(nowMs),
        ClientMessage.BodyOneofCase.VoiceOffer => _offers.TryTake(nowMs),
        ClientMessage.BodyOneofCase.EndVoice or ClientMessage.BodyOneofCase.Hush or ClientMessage.BodyOneofCase.RaiseHand
            or ClientMessage.BodyOneofCase.ModerateVoice => _voices.TryTake(nowMs),
        _ => _requests.TryTake(nowMs),
    };
}
