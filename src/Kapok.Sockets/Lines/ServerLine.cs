using System.Net;
using Kapok.Sockets.Buffers;
using Kapok.Sockets.Handshakes;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Native;

namespace Kapok.Sockets.Lines;

/// <summary>Decides on those who want to open a WebSocket. The loop's thread calls it, and it may not wait.</summary>
public interface ILineHost
{
    /// <summary>Decides on a request.</summary>
    /// <param name="request">The request; its form is right.</param>
    /// <param name="line">The line that opens if it is taken.</param>
    UpgradeAnswer Decide(UpgradeRequest request, ServerLine line);
}

/// <summary>A host's answer.</summary>
/// <param name="Status">101, or the HTTP status of the refusal.</param>
/// <param name="Events">Whoever uses the line; with 101 only, and then <see cref="ILineEvents.Ended"/> is called in any case.</param>
/// <param name="Protocol">The subprotocol that is agreed on.</param>
public readonly record struct UpgradeAnswer(int Status, ILineEvents? Events = null, string? Protocol = null)
{
    /// <summary>The status that opens.</summary>
    public const int Open = 101;
}

/// <summary>A WebSocket of which this is the server.</summary>
public sealed class ServerLine : LoopLine
{
    private readonly ILineHost _host;
    private readonly IPEndPoint _local;
    private PooledBuffer? _head; // what came of the request, when it came in pieces
    private int _headBytes;
    private Action? _greeted;

    private ServerLine(EpollLoop loop, LineOptions options, LoopSocket socket, IPEndPoint remote, IPEndPoint local, ILineHost host, Action? greeted)
        : base(loop, options, isServer: true, socket) => (_host, Remote, _local, _greeted) = (host, remote, local, greeted);

    /// <inheritdoc/>
    public override IPEndPoint Remote { get; }

    /// <summary>Takes a connected socket whose client is about to send its request. Any thread; from here on the socket is the line's. Whoever brings it is
    /// told once it is open, or gone.</summary>
    internal static void Adopt(EpollLoop loop, LineOptions options, LoopSocket socket, IPEndPoint remote, IPEndPoint local, ILineHost host, Action? greeted)
    {
        Descriptor.SendAtOnce(socket.Descriptor);
        Descriptor.LimitUnsent(socket.Descriptor, options.MostUnsentBytes);
        ServerLine line = new(loop, options, socket, remote, local, host, greeted);
        loop.Post(() =>
        {
            loop.Add(line, socket.Descriptor);
            if (socket.HasHeld) loop.Again(line);
        });
    }

    private protected override Span<byte> TakeGreeting(Span<byte> bytes)
    {
        int before = _headBytes;
        Span<byte> all = before == 0 ? bytes : Gather(bytes);
        int end = all.IsEmpty ? -1 : HttpHead.FindEnd(all);
        if (end > Options.MaxHeadBytes || (end < 0 && before + bytes.Length > Options.MaxHeadBytes)) Refuse(431);
        else if (end < 0 && before == 0) Gather(bytes);
        else if (end >= 0 && Decide(all[..end]))
        {
            // What lies behind the head is in the bytes just received: a head that was whole before would have been taken then.
            Span<byte> rest = bytes[(end - before)..];
            LetGoOfHead();
            Greeted();
            return rest;
        }
        return default;
    }

    private protected override void LetGo()
    {
        base.LetGo();
        LetGoOfHead();
        Greeted();
    }

    // From here on it is counted by whoever lets lines in, or by nobody any more.
    private void Greeted()
    {
        _greeted?.Invoke();
        _greeted = null;
    }

    private Span<byte> Gather(Span<byte> bytes)
    {
        _head ??= Buffers.Rent(Options.MaxHeadBytes);
        if (_headBytes + bytes.Length > _head.Capacity) return default; // too long in any case
        bytes.CopyTo(_head.Span[_headBytes..]);
        _headBytes += bytes.Length;
        return _head.Span[.._headBytes];
    }

    private bool Decide(ReadOnlySpan<byte> head)
    {
        int refused = 400;
        if (!HttpHead.TryRead(head, Options.MaxHeadFields, out HttpHead? read) || (refused = Handshake.Read(read, Remote, _local, out UpgradeRequest? request)) != 0)
        {
            Refuse(refused);
            return false;
        }
        UpgradeAnswer answer = _host.Decide(request!, this);
        if (answer is not { Status: UpgradeAnswer.Open, Events: { } events })
        {
            Refuse(answer.Status);
            return false;
        }
        WriteRaw(Handshake.Accept(request!.Key, answer.Protocol));
        Open(events);
        return true;
    }

    private void Refuse(int status)
    {
        WriteRaw(Handshake.Refuse(status));
        LetGoOfHead();
        EndAfterRefusal("the handshake was refused");
    }

    private void LetGoOfHead()
    {
        _head?.Release();
        _head = null;
    }
}
