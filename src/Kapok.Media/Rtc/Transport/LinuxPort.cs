using System.Net.Sockets;
using System.Runtime.InteropServices;
using Kapok.Media.Rtc.Ice;
using static Kapok.Media.Rtc.Transport.LinuxCalls;

namespace Kapok.Media.Rtc.Transport;

/// <summary>A UDP socket over recvmmsg and sendmmsg: one call for up to 128 datagrams, of which those in a row to one address are one message.</summary>
/// <remarks>All memory is native and lives as long as the port: two batches of 128 buffers, 400 KB. See <see cref="IDatagramPort"/> for threads.</remarks>
internal sealed unsafe class LinuxPort : IDatagramPort
{
    private const int Batch = DatagramBatch.Size;
    private const int LongestSendWaitMs = 20; // longer than that, a packet of voice is better lost

    private readonly Socket _socket;
    private readonly int _file, _event;
    private readonly DatagramBatch _in = new(), _out = new();
    private readonly Segments _segments;
    private int _queued;
    private bool _isDisposed;

    /// <summary>Takes over a bound IPv6 socket.</summary>
    public LinuxPort(Socket socket)
    {
        _socket = socket;
        _file = (int)socket.SafeHandle.DangerousGetHandle();
        _event = NewEvent();
        _segments = new(Segments.AreKnown(socket));
        Number = ((System.Net.IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <inheritdoc/>
    public int Number { get; }

    /// <inheritdoc/>
    public long Unsent { get; private set; }

    /// <inheritdoc/>
    public int Receive()
    {
        for (int at = 0; at < Batch; at++) _in.Messages[at].NameLength = PeerAddress.NativeBytes; // the kernel shortens it
        return Math.Max(0, LinuxCalls.Receive(_file, _in.Messages, Batch, DontWait, null));
    }

    /// <inheritdoc/>
    public Span<byte> Datagram(int at, out PeerAddress from)
    {
        from = PeerAddress.ReadNative(new(_in.Messages[at].Name, PeerAddress.NativeBytes));
        return new(_in.Vectors[at].Bytes, (int)_in.Messages[at].Length);
    }

    /// <inheritdoc/>
    public Span<byte> Next()
    {
        if (_queued == Batch) Flush();
        return new(_out.Vectors[_queued].Bytes, IDatagramPort.BufferBytes);
    }

    /// <inheritdoc/>
    public void Commit(int length, in PeerAddress to)
    {
        _out.Vectors[_queued].Length = (nuint)length;
        to.WriteNative(new(_out.Messages[_queued].Name, PeerAddress.NativeBytes));
        _queued++;
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_queued == 0) return;
        int count = _segments.Group(_out, _queued);
        for (int at = 0; at < count;)
        {
            int now = Send(_segments.Messages + at, count - at, out int error);
            _segments.Went(at, now);
            at += now;
            if (at == count) break;
            // The first of the rest cannot be sent: no route, or a firewall's verdict. The others may still go.
            if (error != TryAgain && _segments.Refused(at)) SendSingly(_segments.FirstOf(at), _segments.CountOf(at));
            else Unsent += _segments.CountOf(at);
            at++;
        }
        _queued = 0;
    }

    private void SendSingly(int first, int count)
    {
        for (int at = 0; at < count;)
        {
            at += Send(_out.Messages + first + at, count - at, out _);
            if (at == count) break;
            Unsent++;
            at++;
        }
    }

    // How many went until one could not.
    private int Send(Message* messages, int count, out int error)
    {
        error = 0;
        for (int sent = 0, waits = 0; ;)
        {
            int now = LinuxCalls.Send(_file, messages + sent, (uint)(count - sent), DontWait);
            if (now > 0) sent += now;
            if (sent == count) return sent;
            if (now > 0) continue;
            error = Marshal.GetLastPInvokeError();
            if (error == Interrupted) continue;
            if (error != TryAgain || waits++ >= 2) return sent;
            PollEntry entry = new() { File = _file, Wanted = PollOut };
            LinuxCalls.Poll(&entry, 1, LongestSendWaitMs / 2);
        }
    }

    /// <inheritdoc/>
    public void Wait(int milliseconds)
    {
        PollEntry* entries = stackalloc PollEntry[2];
        entries[0] = new() { File = _file, Wanted = PollIn };
        entries[1] = new() { File = _event, Wanted = PollIn };
        if (LinuxCalls.Poll(entries, 2, milliseconds) <= 0 || entries[1].Found == 0) return;
        ulong count;
        _ = Read(_event, &count, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Wake()
    {
        ulong one = 1;
        if (!Volatile.Read(ref _isDisposed)) _ = Write(_event, &one, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Volatile.Write(ref _isDisposed, true);
        _socket.Dispose();
        _ = Close(_event);
        _in.Dispose();
        _out.Dispose();
        _segments.Dispose();
    }
}
