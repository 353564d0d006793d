using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Kapok.Sockets.Handshakes;

/// <summary>A client's request to open a WebSocket, which holds to RFC 6455, section 4.2.1.</summary>
/// <param name="Head">The request as it came.</param>
/// <param name="Target">What is asked for, such as <c>/rt?x=1</c>.</param>
/// <param name="Key">The client's key.</param>
/// <param name="Remote">Address of whoever asks: a proxy's, if one is between.</param>
/// <param name="Local">Address at which they ask.</param>
public sealed record UpgradeRequest(HttpHead Head, string Target, string Key, IPEndPoint Remote, IPEndPoint Local);

/// <summary>The opening handshake of RFC 6455, section 4, both sides of it.</summary>
public static class Handshake
{
    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int KeyBytes = 16;

    /// <summary>Answer to a request that is none of a WebSocket of this version: the version that is spoken here goes with it.</summary>
    public const int UpgradeRequired = 426;

    /// <summary>Reads a request.</summary>
    /// <param name="head">The head of it.</param>
    /// <param name="remote">Address of whoever asks.</param>
    /// <param name="local">Address at which they ask.</param>
    /// <param name="request">The request.</param>
    /// <returns>0, or the status with which it is refused: 400, 426 or 505.</returns>
    public static int Read(HttpHead head, IPEndPoint remote, IPEndPoint local, out UpgradeRequest? request)
    {
        request = null;
        string[] words = head.FirstLine.Split(' ');
        if (words.Length != 3 || words[1].Length == 0 || !words[2].StartsWith("HTTP/", StringComparison.Ordinal)) return 400;
        if (words[2] != "HTTP/1.1") return 505;
        // Host must be there, and once, for any request (RFC 9112, section 3.2); a body has no place here.
        if (words[0] != "GET" || !head.TryGetSingle("Host", out string? host) || string.IsNullOrEmpty(host)) return 400;
        if (head.Members("Transfer-Encoding").Any() || head.Members("Content-Length").Any(length => length != "0")) return 400;
        if (!head.Has("Upgrade", "websocket") || !head.Has("Connection", "Upgrade")) return 400;
        if (!head.TryGetSingle("Sec-WebSocket-Version", out string? version)) return 400;
        if (version != "13") return UpgradeRequired;
        if (!head.TryGetSingle("Sec-WebSocket-Key", out string? key) || !IsKey(key)) return 400;
        request = new(head, words[1], key, remote, local);
        return 0;
    }

    /// <summary>The answer that opens the WebSocket.</summary>
    public static byte[] Accept(string key, string? protocol) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {AcceptOf(key)}\r\n"
        + (protocol is null ? "\r\n" : $"Sec-WebSocket-Protocol: {protocol}\r\n\r\n"));

    /// <summary>The answer that refuses it.</summary>
    public static byte[] Refuse(int status) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status} {Reason(status)}\r\nContent-Length: 0\r\nConnection: close\r\nCache-Control: no-store\r\n{(status == UpgradeRequired ? "Sec-WebSocket-Version: 13\r\n" : "")}\r\n"));

    /// <summary>A client's request.</summary>
    /// <param name="target">Where, and with which fields.</param>
    /// <param name="key">The key, from <see cref="NewKey"/>.</param>
    public static byte[] Ask(UpgradeTarget target, string key)
    {
        StringBuilder request = new($"GET {target.Path} HTTP/1.1\r\nHost: {target.Host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n");
        if (target.Protocol is not null) request.Append(CultureInfo.InvariantCulture, $"Sec-WebSocket-Protocol: {target.Protocol}\r\n");
        foreach ((string name, string value) in target.Fields) request.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        return Encoding.Latin1.GetBytes(request.Append("\r\n").ToString());
    }

    /// <summary>Whether a server's answer opens the WebSocket that was asked for.</summary>
    /// <returns>Null, or what is wrong with it.</returns>
    public static string? Check(HttpHead head, UpgradeTarget target, string key)
    {
        if (!head.FirstLine.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)) return head.FirstLine;
        if (!head.Has("Upgrade", "websocket") || !head.Has("Connection", "Upgrade")) return "the answer is no upgrade";
        if (!head.TryGetSingle("Sec-WebSocket-Accept", out string? accept) || accept != AcceptOf(key)) return "the answer is to another key";
        if (head.Members("Sec-WebSocket-Extensions").Any()) return "the answer has an extension that was not asked for";
        return head.TryGetSingle("Sec-WebSocket-Protocol", out string? protocol) && protocol == target.Protocol ? null : "the answer has another subprotocol";
    }

    /// <summary>A key of 16 random bytes.</summary>
    public static string NewKey()
    {
        Span<byte> bytes = stackalloc byte[KeyBytes];
        RandomNumberGenerator.Fill(bytes);
        return Convert.ToBase64String(bytes);
    }

    private static bool IsKey([NotNullWhen(true)] string? key) => key is { Length: 24 } && Base64.IsValid(key, out int bytes) && bytes == KeyBytes;

    /// <summary>The server's answer to a key (RFC 6455, section 4.2.2).</summary>
    public static string AcceptOf(string key)
    {
#pragma warning disable CA5350 // RFC 6455 asks for SHA-1; it proves that the server speaks WebSocket, and protects nothing.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Guid)));
#pragma warning restore CA5350
    }

    private static string Reason(int status) => status switch
    {
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        426 => "Upgrade Required",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Refused",
    };
}

/// <summary>Where a client opens a WebSocket.</summary>
/// <param name="Address">Address to connect to.</param>
/// <param name="Host">Host field, with the port where it is not 80.</param>
/// <param name="Path">What is asked for, such as <c>/rt</c>.</param>
/// <param name="Protocol">Subprotocol that is asked for and must be agreed on; null for none.</param>
/// <param name="Fields">Other header fields. Names and values are the caller's to be right.</param>
public sealed record UpgradeTarget(IPEndPoint Address, string Host, string Path, string? Protocol, IReadOnlyList<KeyValuePair<string, string>> Fields);
