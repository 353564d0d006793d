using Kapok.Cluster;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.Server.Entry;
using Kapok.Server.Rooms;
using Kapok.Server.Voice;
using Kapok.World;

namespace Kapok.Server.Sockets;

/// <summary>What a message came to.</summary>
/// <param name="Ending">Why the socket is to be closed; null goes on.</param>
/// <param name="Hello">A hello that is being answered: until it ends no other message may be given, and what it ends with counts as the above.</param>
internal readonly record struct Taken(Ending? Ending, Task<Ending?>? Hello = null);

/// <summary>The receiving half of one world socket: hello, then moves and messages, each under its limit.</summary>
/// <remarks>
/// Whoever reads from the socket gives it one message after the other; it never waits. Nothing a client sends throws through: what cannot be
/// read, or comes as only a machine sends, ends the socket with its reason; what is too much for a person's hands is dropped with a word.
/// </remarks>
internal sealed class WorldSocket(Connection connection, LocalRooms rooms, Tickets tickets, Door door)
{
    private const string TooFast = "notice.too-fast";

    private readonly MessageLimits _limits = new();
    private volatile LocalRoom? _room;
    private volatile Resident? _who;
    private volatile Task<Ending?>? _hello;

    /// <summary>A Hello came; how long its answer takes is not the peer's doing.</summary>
    public bool HasHello => _hello is not null;

    /// <summary>Takes a message.</summary>
    /// <param name="message">The whole of it, kind included; good until this returns.</param>
    public Taken Take(ReadOnlySpan<byte> message)
    {
        if (connection.Ending is not null) return default; // closed by us: its owner may have come in by another one, whose moves these would outrun
        if (message.Length == 0) return new(Ending.Malformed);
        if (message.Length > (_who is null ? MessageKind.MaxUpBytes : ControlMessage.MostUpBytes(message))) return new(Ending.TooLarge);
        if (message[0] == MessageKind.Move) return new(TakeMove(message));
        if (!ControlMessage.TryRead(message, out ClientMessage read)) return new(Ending.Malformed);
        if (_who is not null) return new(TakeMessage(read));
        if (read.BodyCase != ClientMessage.BodyOneofCase.Hello || _hello is not null) return new(Ending.Malformed);
        // On a thread of its own: SQLite waits where it says it does not, and whoever reads may read for others too.
        _hello = Task.Run(() => GreetAsync(read.Hello));
        return new(null, _hello);
    }

    /// <summary>The socket is gone: whoever came in by it is away. Called once.</summary>
    public void Left()
    {
        if (_hello is { IsCompleted: false } hello) hello.ContinueWith(_ => Detach(), TaskScheduler.Default);
        else Detach();
    }

    private void Detach() => _room?.Host.Post(room => room.Detach(_who, connection));

    private Ending? TakeMove(ReadOnlySpan<byte> message)
    {
        if (_who is null || !MoveFrame.TryRead(message, out MoveFrame move)) return Ending.Malformed;
        Pace pace = _limits.PaceOfMove(connection.NowMs);
        if (pace != Pace.Fine) return pace == Pace.Machine ? Ending.TooFast : null; // a newer one comes
        (_who = _who.Newest).Mailbox.Post(move, _room!.Host.Clock.NowMilliseconds); // the room may have been started again
        return null;
    }

    private Ending? TakeMessage(ClientMessage message)
    {
        if (message.BodyCase == ClientMessage.BodyOneofCase.Hello) return Ending.Malformed;
        Pace pace = _limits.PaceOf(message.BodyCase, connection.NowMs);
        if (pace == Pace.Machine) return Ending.TooFast;
        if (pace == Pace.TooMuch)
        {
            Drop(message);
            return null;
        }
        Resident who = _who = _who!.Newest; // what was before the room was started again is not to be kept for this connection's sake
        if (message.BodyCase == ClientMessage.BodyOneofCase.Ping)
        {
            // Answered here and not by the room: waiting for its next tick would blur the clock by up to 50 ms.
            connection.Hold.Send(ControlMessage.Encode(new ServerMessage { Pong = new() { ClientMs = message.Ping.ClientMs, RoomMs = _room!.Host.Clock.NowMilliseconds } }));
            connection.Line.Flush();
            return null;
        }
        if (message.BodyCase == ClientMessage.BodyOneofCase.VoiceOffer) TakeOffer(who, message.VoiceOffer);
        else if (message.BodyCase == ClientMessage.BodyOneofCase.EndVoice) _room!.Voice.End(who);
        else _room!.Host.Post(who, room => room.Hear(who, message));
        return null;
    }

    // Whoever numbered it learns that it was not done, and keeps it; its number is not used up by this.
    private void Drop(ClientMessage message)
    {
        if (message.BodyCase == ClientMessage.BodyOneofCase.VoiceOffer) connection.Hold.Send(VoiceWords.Refusal(message.VoiceOffer.Attempt, VoiceWords.TooFast));
        else if (!Room.Messages.IsQuiet(message.BodyCase) && _limits.SaysSo(connection.NowMs))
            connection.Hold.Send(ControlMessage.Encode(new ServerMessage { Notice = new() { Code = TooFast } }));
        if (message.Request != 0) connection.Hold.Send(ControlMessage.Encode(new ServerMessage { Done = new() { Request = message.Request, Notice = TooFast } }));
    }

    // Past the room: reading it costs more than a move.
    private void TakeOffer(Resident who, VoiceOffer offer)
    {
        if (_limits.AnswersOffer(connection.NowMs)) _room!.Voice.Offer(who, connection, offer);
        else connection.Hold.Send(VoiceWords.Refusal(offer.Attempt, VoiceWords.TooFast));
    }

    private async Task<Ending?> GreetAsync(Hello hello)
    {
        if (ProtocolVersion.Agree(hello.MinVersion, hello.MaxVersion) == 0) return Ending.VersionRefused;
        if (tickets.TakeTicket(hello.Ticket) is not { } ticket || rooms.Find(ticket.Room) is not { } open) return Ending.TicketRefused;
        (Identity who, EntryBar bar) = await door.CheckAsync(ticket.Who, ticket.Address, ticket.Room, CancellationToken.None);
        if (bar != EntryBar.None)
        {
            open.Host.Queue.Void(ticket.Promise);
            return bar == EntryBar.Banned ? Ending.Banned : Ending.Kicked;
        }
        Newcomer newcomer = ticket.Newcomer with { Role = who.Role, Link = who.Link, NoFrames = hello.NoFrames }; // the link may have been withdrawn since
        _room = open;
        try
        {
            _who = await open.Host.AskAsync(room =>
            {
                Resident? who = room.Enter(door.Mark(open.Key, newcomer), connection.Hold);
                open.Host.Queue.Keep(ticket.Promise);
                return who;
            });
            return _who is null ? Ending.RoomFull : null;
        }
        catch (OperationCanceledException)
        {
            return Ending.Stopping; // the room was started again meanwhile; the client comes back by itself
        }
    }
}
