using System.Net;
using System.Net.Sockets;
using System.Text;
using Kapok.Sockets.Native;

namespace Kapok.Tools.Bench.Stage;

/// <summary>
/// One light viewer: a connection by which it asks for the next list, gets the parts that are new, and asks again. It throws the media away where it lies in the kernel.
/// </summary>
internal sealed class HlsViewer : IDisposable
{
    private const int Truncate = 0x20; // MSG_TRUNC: bytes of TCP are dropped without being copied (tcp(7))
    private const int MostHead = 1024, MostList = 64 * 1024;

    private readonly Socket _socket;
    private readonly int _descriptor;
    private byte[] _begun = [];
    private long _left;
    private int _status;
    private HlsList? _list;
    private HlsListPart? _part;
    private long _had = -1;

    /// <summary>Connects.</summary>
    public HlsViewer(IPEndPoint server)
    {
        _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(server);
        _descriptor = (int)_socket.SafeHandle.DangerousGetHandle();
    }

    /// <summary>For the epoll instance.</summary>
    public int FileDescriptor => _descriptor;

    /// <summary>Its connection broke, or it was answered what no viewer can use.</summary>
    public string? Fault { get; private set; }

    /// <summary>Nothing is asked for; only where it does not ask by itself.</summary>
    public bool IsIdle { get; private set; } = true;

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>Asks for a list.</summary>
    public void Ask(byte[] request)
    {
        (IsIdle, _part, _had) = (false, null, -1);
        Send(request);
    }

    /// <summary>Reads what has come.</summary>
    /// <param name="crowd">What it counts in.</param>
    public void Read(HlsCrowd crowd)
    {
        while (Fault is null && (_left > 0 ? Drop() : ReadHead(crowd)))
        {
            if (_left > 0 || _begun.Length > 0) continue;
            Finish(crowd);
            if (IsIdle) return;
        }
    }

    private unsafe bool Drop()
    {
        byte nothing;
        nint bytes = Libc.Receive(_descriptor, &nothing, (nuint)_left, Libc.DontWait | Truncate);
        if (bytes > 0) _left -= bytes;
        else if (bytes == 0) Fault = "the server ended the connection";
        return bytes > 0;
    }

    // Of a part only its head is read; a list is read as a whole.
    private bool ReadHead(HlsCrowd crowd)
    {
        Span<byte> room = crowd.Room.AsSpan(0, _begun.Length + (_part is null ? MostList : MostHead));
        _begun.CopyTo(room);
        Outcome outcome = Descriptor.Receive(_descriptor, room[_begun.Length..], out int bytes);
        if (outcome == Outcome.WouldBlock) return false;
        if (outcome != Outcome.Done)
        {
            Fault = "the connection broke";
            return false;
        }
        ReadOnlySpan<byte> came = room[..(_begun.Length + bytes)];
        int end = came.IndexOf("\r\n\r\n"u8);
        if (end < 0 || !TryReadLength(came[..end], out long length))
        {
            _begun = came.ToArray();
            if (_begun.Length > MostList) Fault = "no answer of HTTP";
            return true;
        }
        long left = length - (came.Length - end - 4);
        if (_part is null && left > 0)
        {
            _begun = came.ToArray();
            return true;
        }
        (_begun, _left) = ([], left);
        if (_part is null && _status == 200) _list = crowd.Find(came[(end + 4)..]);
        return true;
    }

    private bool TryReadLength(ReadOnlySpan<byte> head, out long length)
    {
        length = 0;
        if (head.Length < 12 || !int.TryParse(head[9..12], out _status)) return false;
        int at = head.IndexOf("Content-Length: "u8);
        if (at < 0) return false;
        ReadOnlySpan<byte> value = head[(at + 16)..];
        int end = value.IndexOf((byte)'\r');
        return long.TryParse(end < 0 ? value : value[..end], out length);
    }

    private void Finish(HlsCrowd crowd)
    {
        if (_status is not 200)
        {
            Fault = $"status {_status} for {(_part is null ? "a list" : _part.Name)}";
            return;
        }
        if (_part is not null) crowd.Count(_part);
        if (_list is not { } list)
        {
            Fault = "a list that cannot be read";
            return;
        }
        _part = NextOf(list);
        if (_part is not null)
        {
            _had = _part.Order;
            Send(_part.Request);
        }
        else if (crowd.IsPaced) IsIdle = true;
        else Send(list.Next);
    }

    // Whoever comes begins with the newest.
    private HlsListPart? NextOf(HlsList list)
    {
        IReadOnlyList<HlsListPart> parts = list.Parts;
        if (_had < 0 && parts.Count > 0) return parts[^1];
        for (int at = Math.Max(0, parts.Count - 8); at < parts.Count; at++)
            if (parts[at].Order > _had) return parts[at];
        return null;
    }

    private void Send(byte[] request)
    {
        Outcome outcome = Descriptor.Send(_descriptor, request, out int bytes);
        if (outcome != Outcome.Done || bytes != request.Length) Fault = $"a request could not be sent: {Encoding.ASCII.GetString(request, 0, 20)}";
    }
}
