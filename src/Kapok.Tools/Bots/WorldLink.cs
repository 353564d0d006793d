using System.Net;
using System.Net.WebSockets;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Sockets.Framing;
using Kapok.Sockets.Handshakes;
using Kapok.Sockets.Lines;

namespace Kapok.Tools.Bots;

/// <summary>A world socket as a bot has it: sends without ever queueing, and is told of each message.</summary>
public abstract class WorldLink : IDisposable
{
    /// <summary>Ends with the reason when the socket is closed.</summary>
    public abstract Task<string> Ended { get; }

    /// <summary>Sends a message, unless the one before is still under way.</summary>
    /// <returns>Whether it was sent.</returns>
    public abstract bool TrySend(ReadOnlySpan<byte> message);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the socket at once.</summary>
    protected abstract void Dispose(bool isDisposing);

    /// <summary>Opens one: all on one thread, or by the framework with a task each on systems that have no loop for them.</summary>
    /// <param name="venue">The venue.</param>
    /// <param name="path">Where its sockets are.</param>
    /// <param name="take">Is told of each message, one after the other; the bytes are good until it returns.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="WebSocketException">It was refused, or nobody answers.</exception>
    public static Task<WorldLink> OpenAsync(VenueClient venue, string path, Action<ReadOnlySpan<byte>> take, CancellationToken cancel) =>
        venue.HasLines ? LineLink.OpenAsync(venue, path, take, cancel) : FrameworkLink.OpenAsync(venue, path, take, cancel);
}

/// <summary>A link on the venue's epoll loop: no task and no buffer of its own.</summary>
internal sealed class LineLink : WorldLink, ILineEvents
{
    /// <summary>Limits of a bot's end.</summary>
    public static readonly LineOptions Limits = new() { MaxMessageBytes = MessageKind.MaxDownBytes, HandshakeTime = TimeSpan.FromSeconds(30) };

    private readonly Action<ReadOnlySpan<byte>> _take;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ClientLine _line;

    private LineLink(VenueClient venue, IPEndPoint address, string path, Action<ReadOnlySpan<byte>> take)
    {
        _take = take;
        _line = ClientLine.Connect(venue.Loop, Limits, TargetOf(venue, address, path), this, venue.Tls);
    }

    /// <inheritdoc/>
    public override Task<string> Ended => _ended.Task;

    /// <summary>What a client of a venue asks for.</summary>
    public static UpgradeTarget TargetOf(VenueClient venue, IPEndPoint address, string path)
    {
        List<KeyValuePair<string, string>> fields = [new("Origin", venue.Address.GetLeftPart(UriPartial.Authority))];
        if (venue.OperatorToken is { } token) fields.Add(new("X-Kapok-Operator", token));
        return new(address, venue.Address.Authority, path, ProtocolVersion.Subprotocol, fields);
    }

    /// <inheritdoc cref="WorldLink.OpenAsync"/>
    public static new async Task<WorldLink> OpenAsync(VenueClient venue, string path, Action<ReadOnlySpan<byte>> take, CancellationToken cancel)
    {
        LineLink link = new(venue, await venue.ResolveAsync(cancel), path, take);
        await Task.WhenAny(link._opened.Task, link.Ended).WaitAsync(cancel);
        return link._opened.Task.IsCompleted ? link : throw new WebSocketException(await link.Ended);
    }

    /// <inheritdoc/>
    public override bool TrySend(ReadOnlySpan<byte> message) => _line.TrySend(Opcode.Binary, message);

    void ILineEvents.Opened() => _opened.TrySetResult();

    void ILineEvents.Received(Opcode kind, ReadOnlySpan<byte> message) => _take(message);

    void ILineEvents.Faulted(FrameFault fault) => _ended.TrySetResult(fault.ToString());

    void ILineEvents.Ended(LineEnd end) => _ended.TrySetResult(end.Reason.Length > 0 ? end.Reason : $"closed with {end.Code}");

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing) => _line.Abort();
}

/// <summary>A link by the framework's client, for systems without epoll or OpenSSL 3.</summary>
internal sealed class FrameworkLink : WorldLink
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _out = new byte[MessageKind.MaxUpBytes];
    private readonly CancellationTokenSource _stop = new();
    private Task<string> _reading = Task.FromResult("");
    private Task _sending = Task.CompletedTask;

    /// <inheritdoc/>
    public override Task<string> Ended => _reading;

    /// <inheritdoc cref="WorldLink.OpenAsync"/>
    public static new async Task<WorldLink> OpenAsync(VenueClient venue, string path, Action<ReadOnlySpan<byte>> take, CancellationToken cancel)
    {
        FrameworkLink link = new();
        link._socket.Options.AddSubProtocol(ProtocolVersion.Subprotocol);
        link._socket.Options.SetRequestHeader("Origin", venue.Address.GetLeftPart(UriPartial.Authority));
        if (venue.OperatorToken is { } token) link._socket.Options.SetRequestHeader("X-Kapok-Operator", token);
        link._socket.Options.RemoteCertificateValidationCallback = venue.TakesCertificate;
        UriBuilder address = new(new Uri(venue.Address, path)) { Scheme = venue.Address.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs };
        await link._socket.ConnectAsync(address.Uri, cancel);
        link._reading = link.ReadAsync(take);
        return link;
    }

    /// <inheritdoc/>
    public override bool TrySend(ReadOnlySpan<byte> message)
    {
        if (_socket.State != WebSocketState.Open || !_sending.IsCompleted) return false;
        message.CopyTo(_out);
        try
        {
            _sending = _socket.SendAsync(_out.AsMemory(0, message.Length), WebSocketMessageType.Binary, true, CancellationToken.None).AsTask();
            return true;
        }
        catch (Exception error) when (error is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        _stop.Cancel();
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task<string> ReadAsync(Action<ReadOnlySpan<byte>> take)
    {
        byte[] buffer = new byte[MessageKind.MaxDownBytes];
        try
        {
            while (true)
            {
                int length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), _stop.Token);
                    length += part.Count;
                }
                while (!part.EndOfMessage && length < buffer.Length);
                if (part.MessageType == WebSocketMessageType.Close) return _socket.CloseStatusDescription ?? _socket.CloseStatus?.ToString() ?? "closed";
                take(buffer.AsSpan(0, length));
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            return error.Message;
        }
    }
}
