using System.Net;
using System.Runtime.InteropServices;
using Kapok.Sockets.Handshakes;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Native;

namespace Kapok.Sockets.Lines;

/// <summary>A WebSocket of which this is the client: for tools that open thousands of them on one thread.</summary>
public sealed class ClientLine : LoopLine
{
    private const int Stream = 1;

    private readonly UpgradeTarget _target;
    private readonly string _key = Handshake.NewKey();
    private byte[] _answer = []; // what came of the server's answer, when it came in pieces
    private bool _isConnected;

    private ClientLine(EpollLoop loop, LineOptions options, int descriptor, UpgradeTarget target, ILineEvents events)
        : base(loop, options, isServer: false, descriptor) => (_target, Events) = (target, events);

    /// <inheritdoc/>
    public override IPEndPoint Remote => _target.Address;

    /// <summary>Begins to connect. What becomes of it <paramref name="events"/> is told. Any thread.</summary>
    public static ClientLine Connect(EpollLoop loop, LineOptions options, UpgradeTarget target, ILineEvents events)
    {
        int descriptor = Libc.OpenSocket(KernelAddress.FamilyOf(target.Address), Stream | Libc.NonBlocking | Libc.CloseOnExec, 0);
        int failed = descriptor < 0 ? Marshal.GetLastPInvokeError() : Begin(descriptor, target.Address);
        ClientLine line = new(loop, options, descriptor, target, events);
        loop.Post(() =>
        {
            if (failed == 0) loop.Add(line, descriptor);
            else line.EndFor(failed);
        });
        return line;
    }

    private protected override void BecameWritable()
    {
        if (_isConnected)
        {
            base.BecameWritable();
            return;
        }
        int error = Descriptor.TakeError(FileDescriptor);
        if (error != 0)
        {
            EndFor(error);
            return;
        }
        _isConnected = true;
        WriteRaw(Handshake.Ask(_target, _key));
    }

    private protected override Span<byte> TakeGreeting(Span<byte> bytes)
    {
        Span<byte> all = _answer.Length == 0 ? bytes : (byte[])[.. _answer, .. bytes];
        int end = HttpHead.FindEnd(all);
        if (end < 0 && all.Length <= Options.MaxHeadBytes)
        {
            _answer = all.ToArray();
            return default;
        }
        string? wrong = end < 0 || !HttpHead.TryRead(all[..end], Options.MaxHeadFields, out HttpHead? head) ? "the answer is not HTTP" : Handshake.Check(head, _target, _key);
        if (wrong is not null)
        {
            End(LineEnd.Lost, wrong);
            return default;
        }
        _answer = [];
        Open(Events!);
        return all[end..];
    }

    private static unsafe int Begin(int descriptor, IPEndPoint address)
    {
        Descriptor.SendAtOnce(descriptor);
        byte* bytes = stackalloc byte[KernelAddress.MaxBytes];
        int length = KernelAddress.Write(address, new(bytes, KernelAddress.MaxBytes));
        if (Libc.Connect(descriptor, bytes, (uint)length) == 0) return 0;
        int error = Marshal.GetLastPInvokeError();
        return error is Libc.InProgress or Libc.Interrupted ? 0 : error; // an interrupted connect goes on in the background too (POSIX)
    }

    private void EndFor(int error) => End(LineEnd.Lost, Marshal.GetPInvokeErrorMessage(error));
}
