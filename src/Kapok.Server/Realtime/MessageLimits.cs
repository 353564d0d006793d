using Kapok.Protocol.Messages;

namespace Kapok.Server.Realtime;

/// <summary>Limits of one connection (docs/protocol.md, section 8). Its receive loop owns it.</summary>
internal sealed class MessageLimits
{
    private TokenBucket _moves = new(25f, 50f), _chat = new(1f, 5f), _gestures = new(4f, 12f), _pings = new(2f, 10f), _requests = new(1f, 5f);

    public bool AllowsMove(double nowMs) => _moves.TryTake(nowMs);

    public bool Allows(ClientMessage.BodyOneofCase kind, double nowMs) => kind switch
    {
        ClientMessage.BodyOneofCase.Say => _chat.TryTake(nowMs),
        ClientMessage.BodyOneofCase.Ping => _pings.TryTake(nowMs),
        ClientMessage.BodyOneofCase.Emote or ClientMessage.BodyOneofCase.SetStick or ClientMessage.BodyOneofCase.Sit
            or ClientMessage.BodyOneofCase.Follow or ClientMessage.BodyOneofCase.Stand or ClientMessage.BodyOneofCase.SetLook => _gestures.TryTake(nowMs),
        _ => _requests.TryTake(nowMs),
    };
}
