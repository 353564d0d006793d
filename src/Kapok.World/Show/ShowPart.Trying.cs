// A show that is open to those in the room: who may start it, and what they are told of it.
using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

public sealed partial class ShowPart
{
    private const int OfferTicks = 20; // a second: what ends by itself is looked at so often, and only where a show is open

    private ShowOffer _offer = new();

    private void Try(Resident who)
    {
        double nowMs = Room.Clock.NowMilliseconds;
        if (who.Muted) Room.Notify(who, "notice.muted");
        else if (!_run.Try(who.Name, nowMs)) Room.Notify(who, "notice.show-not-open");
    }

    private void TellOffer()
    {
        if (!_run.Run.Open && !_offer.Open) return;
        if (Room.TickNumber % OfferTicks != 0 && _offer.By == _run.TriedBy) return;
        ShowOffer offer = OfferNow();
        if (offer.Equals(_offer)) return;
        _offer = offer;
        Room.SendToAll(new ServerMessage { ShowOffer = offer });
    }

    private ShowOffer OfferNow() =>
        _run.Run.Open || _run.TriedBy.Length > 0 ? new() { Open = true, Title = _run.Run.Title, Ready = _run.CanTry(Room.NowMs), By = _run.TriedBy } : new();
}
