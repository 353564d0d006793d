using System.Net;
using System.Runtime.InteropServices;
using Kapok.Sockets.Handshakes;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Native;
using Kapok.Sockets.Tls;

namespace Kapok.Sockets.Lines;

/// <summary>A WebSocket of which this is the client: for tools that open thousands of them on one thread.</summary>
public sealed class ClientLine : LoopLine
{
    private const int Stream = 1;

    private readonly UpgradeTarget _target;
    private readonly string _key = Handshake.NewKey();
    private byte[] _answer = []; // what came of the server's answer, when it came in pieces
    private bool _isConnected, _hasAsked;

    private ClientLine(EpollLoop loop, LineOptions options, LoopSocket socket, UpgradeTarget target, ILineEvents events)
        : base(loop, options, isServer: false, socket) => (_target, Events) = (target, events);

    /// <inheritdoc/>
    public override IPEndPoint Remote => _target.Address;

    /// <summary>Whether its TLS goes on with a session from before. On the loop's thread, once it is open.</summary>
    public bool IsResumed => Socket is TlsSocket { IsResumed: true };

    /// <summary>Begins to connect. What becomes of it <paramref name="events"/> is told. Any thread.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="options">Limits.</param>
    /// <param name="target">Where to.</param>
    /// <param name="events">Whoever uses it.</param>
    /// <param name="tls">A client's context, to speak through TLS; null to speak in the clear.</param>
    public static ClientLine Connect(EpollLoop loop, LineOptions options, UpgradeTarget target, ILineEvents events, TlsContext? tls = null)
    {
        int descriptor = Libc.OpenSocket(KernelAddress.FamilyOf(target.Address), Stream | Libc.NonBlocking | Libc.CloseOnExec, 0);
        int failed = descriptor < 0 ? Marshal.GetLastPInvokeError() : Begin(descriptor, target.Address);
        LoopSocket socket = tls is null || descriptor < 0 ? new PlainSocket(descriptor) : new TlsSocket(descriptor, tls, NameOf(target.Host));
        ClientLine line = new(loop, options, socket, target, events);
        loop.Post(() =>
        {
            if (failed == 0) loop.Add(line, descriptor);
            else line.EndFor(failed);
        });
        return line;
    }

    private protected override void BecameWritable()
    {
        if (_hasAsked)
        {
            base.BecameWritable();
            return;
        }
        int error = _isConnected ? 0 : Descriptor.TakeError(Socket.Descriptor);
        _isConnected = error == 0;
        if (_isConnected) TryPrepare();
        else EndFor(error);
    }

    private protected override bool TryPrepare()
    {
        if (_hasAsked || !_isConnected) return _hasAsked;
        if (Socket is TlsSocket tls)
        {
            TlsHandshake shaken = tls.Handshake();
            if (shaken == TlsHandshake.Failed) End(LineEnd.Lost, tls.Fault ?? "the TLS handshake failed");
            if (shaken != TlsHandshake.Done) return false;
        }
        _hasAsked = true;
        WriteRaw(Handshake.Ask(_target, _key));
        return true;
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

    private static string NameOf(string host) => new Uri($"https://{host}").IdnHost;

    private void EndFor(int error) => End(LineEnd.Lost, Marshal.GetPInvokeErrorMessage(error));
}
