using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Kapok.Tests.Sockets;

/// <summary>A client that writes bytes as it is told to and reads frames by itself, so that nothing of what is tested is used to test it.</summary>
internal sealed class RawPeer : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly byte[] _buffer = new byte[1 << 20];
    private int _from, _to;

    private Stream? _stream;

    internal Socket Socket { get; } = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>The TLS outside, by the framework's client; null in the clear.</summary>
    internal SslStream? Tls => _stream as SslStream;

    internal static string Request(string path = "/rt", string more = "") =>
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{more}\r\n";

    /// <param name="address">Where to.</param>
    /// <param name="from">Address of this machine to come from, such as 127.0.0.2; null for any.</param>
    internal static async Task<RawPeer> ConnectAsync(EndPoint address, string? from = null)
    {
        RawPeer peer = new();
        if (from is not null) peer.Socket.Bind(new IPEndPoint(IPAddress.Parse(from).MapToIPv6(), 0));
        await peer.Socket.ConnectAsync(address);
        return peer;
    }

    /// <summary>Connects and shakes hands for TLS, whatever the certificate.</summary>
    internal static async Task<RawPeer> ConnectTlsAsync(EndPoint address, SslClientAuthenticationOptions? options = null)
    {
        RawPeer peer = await ConnectAsync(address);
#pragma warning disable CA5359 // A test's own certificate is what is believed here.
        SslStream tls = new(new NetworkStream(peer.Socket, ownsSocket: false), leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
        peer._stream = tls;
        using CancellationTokenSource limit = new(Limit);
        await tls.AuthenticateAsClientAsync(options ?? new() { TargetHost = "localhost", ApplicationProtocols = [SslApplicationProtocol.Http11] }, limit.Token);
        return peer;
    }

    /// <summary>Connects and opens a WebSocket.</summary>
    internal static async Task<RawPeer> OpenAsync(EndPoint address, string path = "/rt", string more = "", bool isSecure = false)
    {
        RawPeer peer = isSecure ? await ConnectTlsAsync(address) : await ConnectAsync(address);
        await peer.SendAsync(Encoding.ASCII.GetBytes(Request(path, more)));
        string head = await peer.ReadHeadAsync();
        if (!head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)) throw new InvalidOperationException(head);
        return peer;
    }

    internal async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using CancellationTokenSource limit = new(Limit);
        if (_stream is not null) await _stream.WriteAsync(bytes, limit.Token);
        else while (!bytes.IsEmpty) bytes = bytes[await Socket.SendAsync(bytes, limit.Token)..];
    }

    /// <summary>Sends what the other side may have stopped to take.</summary>
    internal async Task TrySendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await SendAsync(bytes);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            // closed by the other side, as it may
        }
    }

    /// <summary>Reads the head of an HTTP answer; empty when the connection ends before.</summary>
    internal async Task<string> ReadHeadAsync()
    {
        while (true)
        {
            int end = _buffer.AsSpan(_from, _to - _from).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                string head = Encoding.Latin1.GetString(_buffer, _from, end);
                _from += end + 4;
                return head;
            }
            if (!await MoreAsync()) return "";
        }
    }

    /// <summary>Reads the body of an HTTP answer; less of it when the connection ends before.</summary>
    internal async Task<byte[]> ReadBodyAsync(int bytes)
    {
        while (_to - _from < bytes && await MoreAsync())
        {
            // until it is whole
        }
        int taken = Math.Min(bytes, _to - _from);
        _from += taken;
        return _buffer[(_from - taken).._from];
    }

    /// <summary>Waits until the connection ends, in whatever way: one that is closed while bytes of this side are unread is reset.</summary>
    internal async Task UntilEndAsync()
    {
        try
        {
            do _from = _to;
            while (await MoreAsync());
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            // an end as well
        }
    }

    /// <summary>Everything until the connection ends: frames as <see cref="NextAsync"/> tells them.</summary>
    internal async Task<List<string>> AllAsync()
    {
        List<string> all = [];
        do all.Add(await NextAsync());
        while (all[^1] is not ("end" or "reset"));
        return all;
    }

    /// <summary>The next frame as "kind:payload in hex"; "end" or "reset" when the connection ends.</summary>
    internal async Task<string> NextAsync()
    {
        while (true)
        {
            if (TryReadFrame(out string? frame)) return frame;
            try
            {
                if (!await MoreAsync()) return "end";
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                return "reset";
            }
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        Socket.Dispose();
    }

    private bool TryReadFrame(out string frame)
    {
        frame = "";
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_from, _to - _from);
        if (bytes.Length < 2) return false;
        int length = bytes[1] & 0x7F, header = length switch { 126 => 4, 127 => 10, _ => 2 };
        if (bytes.Length < header) return false;
        if (length == 126) length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        else if (length == 127) length = (int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]);
        if (bytes.Length < header + length) return false;
        if ((bytes[0] & 0xF0) != 0x80 || (bytes[1] & 0x80) != 0) throw new InvalidOperationException("A server sends whole frames without a mask.");
        string kind = (bytes[0] & 0x0F) switch
        {
            1 => "Text",
            2 => "Binary",
            8 => "Close",
            9 => "Ping",
            10 => "Pong",
            _ => throw new InvalidOperationException("An opcode that is none.")
        };
        frame = $"{kind}:{Convert.ToHexStringLower(bytes.Slice(header, length))}";
        _from += header + length;
        return true;
    }

    private async Task<bool> MoreAsync()
    {
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_from, _to) = (0, _to - _from);
        }
        using CancellationTokenSource limit = new(Limit);
        int received = _stream is null ? await Socket.ReceiveAsync(_buffer.AsMemory(_to), limit.Token) : await _stream.ReadAsync(_buffer.AsMemory(_to), limit.Token);
        _to += received;
        return received > 0;
    }
}
