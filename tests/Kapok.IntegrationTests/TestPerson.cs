using System.Collections.Concurrent;
using System.Net.WebSockets;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>A client over a real socket, with a decoder of its own.</summary>
internal sealed class TestPerson(string name, HttpClient browser) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _news = new(0);
    private Task _reading = Task.CompletedTask;
    private ushort _sequence;

    internal string Name { get; } = name;

    internal HttpClient Browser { get; } = browser;

    internal ConcurrentQueue<ServerMessage> Messages { get; } = new();

    internal ConcurrentDictionary<uint, Person> People { get; } = new();

    internal ConcurrentDictionary<uint, (AvatarRecord Record, float X, float Z)> Seen { get; } = new();

    /// <summary>Emotes seen.</summary>
    internal ConcurrentQueue<GestureRecord> Gestures { get; } = new();

    internal Welcome Welcome { get; private set; } = new();

    internal Placement Placement { get; private set; } = new();

    internal int Welcomes { get; private set; }

    internal uint Id => Welcome.You;

    internal WebSocketCloseStatus? Closed => _socket.CloseStatus;

    internal string? Goodbye => Messages.Select(message => message.Goodbye?.Code).LastOrDefault(code => code is not null);

    internal async Task OpenAsync(Uri address, string? origin = null)
    {
        _socket.Options.AddSubProtocol(ProtocolVersion.Subprotocol);
        if (origin is not null) _socket.Options.SetRequestHeader("Origin", origin);
        _socket.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null; // its venue has signed it itself
        using CancellationTokenSource limit = new(Limit);
        await _socket.ConnectAsync(new UriBuilder(address) { Scheme = address.Scheme == Uri.UriSchemeHttps ? "wss" : "ws", Path = "/rt" }.Uri, limit.Token);
        _reading = ReadAsync();
    }

    internal async Task ConnectAsync(Uri address, string ticket, string? origin = null)
    {
        await OpenAsync(address, origin);
        await SendAsync(new ClientMessage { Hello = new() { Ticket = ticket, MinVersion = 1, MaxVersion = 1 } });
        await UntilAsync("welcome", () => Welcomes > 0 && People.ContainsKey(Id));
    }

    internal Task SendAsync(ClientMessage message) => SendRawAsync(ControlMessage.Encode(message));

    internal async Task SendRawAsync(byte[] message, WebSocketMessageType type = WebSocketMessageType.Binary)
    {
        using CancellationTokenSource limit = new(Limit);
        await _socket.SendAsync(message.AsMemory(), type, true, limit.Token);
    }

    internal Task MoveAsync(float x, float z)
    {
        byte[] frame = new byte[MoveFrame.Size];
        MoveFrame.FromMetres((byte)Placement.Epoch, ++_sequence, x, Placement.Y, z, 0f, 0f, 0f, false).Write(frame);
        return SendRawAsync(frame);
    }

    /// <summary>Walks there as a client does.</summary>
    internal async Task WalkAsync(float x, float z)
    {
        float fromX = Placement.X, fromZ = Placement.Z;
        int steps = Math.Max(1, (int)MathF.Ceiling(MathF.Max(MathF.Abs(x - fromX), MathF.Abs(z - fromZ)) / 0.4f));
        using PeriodicTimer pace = new(TimeSpan.FromMilliseconds(80)); // as a client does: 5 m/s
        for (int step = 1; step <= steps; step++)
        {
            await pace.WaitForNextTickAsync();
            await MoveAsync(fromX + ((x - fromX) * step / steps), fromZ + ((z - fromZ) * step / steps));
        }
        (Placement.X, Placement.Z) = (x, z);
        await UntilAsync("own walk", () => SeesAt(Id, x, z));
    }

    /// <summary>Where this client sees somebody.</summary>
    internal (float X, float Z)? Where(uint id)
    {
        if (!Seen.TryGetValue(id, out (AvatarRecord Record, float X, float Z) seen) || seen.Record.Form == AvatarForm.Seated) return null;
        return (seen.X, seen.Z);
    }

    internal bool SeesAt(uint id, float x, float z) => Where(id) is { } seen && MathF.Abs(seen.X - x) < 0.3f && MathF.Abs(seen.Z - z) < 0.3f;

    internal async Task<ServerMessage> HearAsync(string what, Func<ServerMessage, bool> wanted)
    {
        await UntilAsync(what, () => Messages.Any(wanted));
        return Messages.First(wanted);
    }

    /// <summary>Waits for a condition on what was received.</summary>
    internal async Task UntilAsync(string what, Func<bool> condition)
    {
        using CancellationTokenSource limit = new(Limit);
        try
        {
            while (!condition()) await _news.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{Name}: {what} did not come; got {string.Join(", ", Messages.Select(message => message.BodyCase))}, closed {Closed} {_socket.CloseStatusDescription}");
        }
    }

    /// <summary>Waits until something holds that other threads bring about.</summary>
    internal static Task HoldsAsync(string what, Func<bool> condition) => HoldsAsync(what, () => Task.FromResult(condition()));

    /// <inheritdoc cref="HoldsAsync(string, Func{bool})"/>
    internal static async Task HoldsAsync(string what, Func<Task<bool>> condition)
    {
        using CancellationTokenSource limit = new(Limit);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!await condition()) await look.WaitForNextTickAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{what}: it never was");
        }
    }

    internal Task UntilClosedAsync() => UntilAsync("the close", () => Closed is not null);

    /// <summary>Waits until nothing more can come.</summary>
    internal Task UntilEndedAsync() => _reading.WaitAsync(Limit);

    /// <summary>Leaves when the socket still lets one.</summary>
    internal async Task SendLeaveAsync()
    {
        try
        {
            await SendAsync(new ClientMessage { Leave = new() });
        }
        catch (WebSocketException)
        {
            // closed already
        }
    }

    /// <summary>Drops the connection as a lost network does.</summary>
    internal async Task LoseAsync()
    {
        _socket.Abort();
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _news.Dispose();
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[MessageKind.MaxDownBytes];
        try
        {
            while (_socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                int length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                else Take(buffer.AsSpan(0, length));
                _news.Release();
            }
        }
        catch (Exception error) when (error is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // lost, on purpose or not: the test looks at what was received
        }
        _news.Release();
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        if (message[0] == MessageKind.State)
        {
            FrameGrid grid = new((int)Welcome.CellColumns, (int)Welcome.CellRows, Welcome.CellMetres, Welcome.CellOriginX, Welcome.CellOriginZ);
            Assert.True(StateFrameReader.TryBegin(message, grid, out StateFrameReader frame));
            while (frame.TryReadBlock())
            {
                while (frame.TryRead(out AvatarRecord record))
                {
                    (float x, float z) = grid.PlaceOf(frame.Cell, frame.Scale, record);
                    Seen[record.Person] = (record, x, z);
                }
                while (frame.TryRead(out GestureRecord gesture)) Gestures.Enqueue(gesture);
            }
            Assert.True(frame.IsComplete);
            return;
        }
        Assert.True(ControlMessage.TryRead(message, out ServerMessage read));
        if (read.Welcome is { } welcome)
        {
            (Welcome, Placement) = (welcome, welcome.Placement);
            People.Clear();
            Seen.Clear();
            Welcomes++;
        }
        if (read.PutBack is { } putBack) Placement = putBack.Placement;
        foreach (Person person in read.Introduced?.People ?? []) People[person.Id] = person;
        foreach (uint id in read.Left?.Ids ?? [])
        {
            People.TryRemove(id, out _);
            Seen.TryRemove(id, out _);
        }
        Messages.Enqueue(read);
    }
}
