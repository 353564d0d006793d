using System.Security.Cryptography;
using System.Text;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Native;

namespace Kapok.Sockets.Tls;

/// <summary>How a handshake stands.</summary>
internal enum TlsHandshake
{
    /// <summary>It waits for the peer, or for room in the socket.</summary>
    Going,

    /// <summary>Bytes may go both ways.</summary>
    Done,

    /// <summary>It cannot be done; <see cref="TlsSocket.Fault"/> says why.</summary>
    Failed,
}

/// <summary>A socket whose bytes go through TLS, by OpenSSL. Whoever sends encrypts on their own thread, straight into the socket.</summary>
/// <remarks>
/// What comes is read here and handed to OpenSSL in memory: left to itself it asks the kernel twice for each record, and cannot tell that there is no more. What goes it writes
/// to the socket itself, one copy less, and the kernel can encrypt where it has TLS. A connection of OpenSSL's is for one thread at a time, hence the lock; it is held for
/// some microseconds, and nothing is called under it.
/// </remarks>
internal sealed unsafe class TlsSocket : LoopSocket
{
    private const int ReceiveBytes = 16 * 1024;
    private const int MostReceived = 2; // buffers full of the socket in one go: of records with a byte each there are 700 in one

    // Key updates, tickets and empty records are few. New keys cost many times what their 27 bytes do, so whoever sends little else is let go: after so many in one go, and
    // after so many bytes beyond those that carry something. A record that is not whole yet counts until it is, so no less than one with what came behind it.
    private const int MostSilentRecords = 32, MostSilentBytes = 3 * ReceiveBytes, RecordCost = 64;

    [ThreadStatic]
    private static byte[]? _encrypted;

    private readonly Lock _gate = new();
    private readonly TlsContext _context;
    private readonly nint _in; // belongs to _ssl
    private nint _ssl;
    private int _silentBytes, _silentRecords, _received;
    private bool _keepsSession;
    private Outcome _end; // of what the peer sends: ended or broken, once it was met; it stays so
    private byte[] _looked = []; // decrypted, and not taken yet
    private int _lookedBytes;

    /// <summary>Begins on a connected socket. Nothing is sent before <see cref="Handshake"/>.</summary>
    /// <param name="descriptor">The socket.</param>
    /// <param name="context">A server's or a client's.</param>
    /// <param name="host">Of a client: the name of the host, which the certificate must bear; null or an address sends no name.</param>
    /// <exception cref="CryptographicException">OpenSSL has no memory left.</exception>
    public TlsSocket(int descriptor, TlsContext context, string? host = null)
        : base(descriptor)
    {
        _context = context;
        _ssl = context.NewConnection();
        _in = OpenSsl.NewMemoryBio();
        nint outward = OpenSsl.NewSocketBio(descriptor, 0);
        OpenSsl.SetBios(_ssl, _in, outward);
        if (context.IsServer) return;
        _keepsSession = context.Resumes;
        context.Resume(_ssl);
        if (host is not null) Expect(host);
    }

    /// <summary>What went wrong, in OpenSSL's words; null while nothing has.</summary>
    public string? Fault { get; private set; }

    /// <summary>The protocol that was agreed on by ALPN (RFC 7301) is HTTP/2.</summary>
    public bool IsHttp2
    {
        get
        {
            byte* name;
            uint bytes;
            OpenSsl.Alpn(_ssl, &name, &bytes);
            return new ReadOnlySpan<byte>(name, (int)bytes).SequenceEqual("h2"u8);
        }
    }

    /// <summary>The session was resumed.</summary>
    public bool IsResumed => OpenSsl.IsResumed(_ssl) == 1;

    /// <summary>Version of the protocol, 0x0303 or 0x0304.</summary>
    public int Version => OpenSsl.Version(_ssl);

    /// <inheritdoc/>
    public override bool HasHeld
    {
        get
        {
            lock (_gate) return _lookedBytes > 0 || (_ssl != 0 && HoldsBytes());
        }
    }

    /// <summary>Goes on with the handshake, as far as it goes without waiting. To be called again whenever the socket is readable or writable.</summary>
    public TlsHandshake Handshake()
    {
        lock (_gate)
        {
            while (true)
            {
                OpenSsl.ClearErrors();
                int result = OpenSsl.DoHandshake(_ssl);
                if (result == 1)
                {
                    _silentBytes = 0;
                    return TlsHandshake.Done;
                }
                switch (OpenSsl.ErrorOf(_ssl, result))
                {
                    case OpenSsl.WantWrite: return TlsHandshake.Going;
                    case OpenSsl.WantRead when Feed(out _) is { } outcome and not Outcome.Done:
                        if (outcome == Outcome.WouldBlock) return TlsHandshake.Going;
                        Fault = "the connection was cut";
                        return TlsHandshake.Failed;
                    case OpenSsl.WantRead: continue;
                    default:
                        Fault = Explain();
                        return TlsHandshake.Failed;
                }
            }
        }
    }

    /// <summary>Looks at the first bytes that came; whoever receives gets them all the same. Before anything is received.</summary>
    /// <param name="most">How many are looked at.</param>
    /// <param name="first">Those that have come, from the first one on.</param>
    /// <returns>Done when there are any.</returns>
    public Outcome Look(int most, out ReadOnlySpan<byte> first)
    {
        lock (_gate)
        {
            if (_looked.Length == 0) _looked = new byte[most];
            Outcome outcome = Outcome.Done;
            while (outcome == Outcome.Done && _lookedBytes < _looked.Length)
            {
                outcome = Take(_looked.AsSpan(_lookedBytes), out int bytes, out _);
                _lookedBytes += bytes;
            }
            first = _looked.AsSpan(0, _lookedBytes);
            return _lookedBytes > 0 ? Outcome.Done : outcome; // whoever receives meets an end behind them
        }
    }

    /// <inheritdoc/>
    public override Outcome Receive(Span<byte> to, out int bytes, out bool isMore)
    {
        lock (_gate)
        {
            if (_lookedBytes == 0) return Take(to, out bytes, out isMore);
            bytes = Math.Min(to.Length, _lookedBytes);
            _looked.AsSpan(0, bytes).CopyTo(to);
            _looked.AsSpan(bytes, _lookedBytes - bytes).CopyTo(_looked);
            _lookedBytes -= bytes;
            if (_lookedBytes == 0) _looked = [];
            isMore = true;
            return Outcome.Done;
        }
    }

    /// <inheritdoc/>
    public override Outcome Send(ReadOnlySpan<byte> from, out int bytes)
    {
        bytes = 0;
        lock (_gate)
        {
            if (_ssl == 0) return Outcome.Broken;
            fixed (byte* first = from)
            {
                while (bytes < from.Length)
                {
                    OpenSsl.ClearErrors();
                    int sent = OpenSsl.Write(_ssl, first + bytes, from.Length - bytes); // one record of at most 16 KiB
                    if (sent > 0) bytes += sent;
                    else if (OpenSsl.ErrorOf(_ssl, sent) is OpenSsl.WantWrite or OpenSsl.WantRead) return Outcome.WouldBlock;
                    else return Outcome.Broken;
                }
            }
            return Outcome.Done;
        }
    }

    /// <summary>Tells the peer that nothing more comes (RFC 8446, section 6.1), so that an end is told apart from a cut, and ends this half.</summary>
    public override void EndSending()
    {
        lock (_gate) SayEnd();
        _ = Libc.Shutdown(Descriptor, Libc.ShutdownSending);
    }

    /// <summary>Nothing is said any more, so that the peer can tell that it has not heard all; the next is to close it.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            OpenSsl.Free(_ssl);
            _ssl = 0;
        }
    }

    /// <inheritdoc/>
    protected override void LetGo()
    {
        lock (_gate)
        {
            SayEnd();
            OpenSsl.Free(_ssl);
            _ssl = 0;
        }
    }

    // The rest of the file: gate held.

    private Outcome Take(Span<byte> to, out int bytes, out bool isMore)
    {
        (bytes, isMore) = (0, false);
        if (_ssl == 0) return Outcome.Broken;
        if (_end != Outcome.Done) return _end;
        bool isDrained = false;
        (_received, _silentRecords) = (0, 0);
        if (!HoldsBytes() && Feed(out isDrained) is not Outcome.Done and Outcome fed) return fed;
        fixed (byte* first = to)
        {
            while (true)
            {
                OpenSsl.ClearErrors();
                int taken = OpenSsl.Read(_ssl, first + bytes, to.Length - bytes);
                if (taken > 0)
                {
                    (bytes, _silentBytes) = (bytes + taken, Math.Max(0, _silentBytes - taken - RecordCost));
                    if (_keepsSession) KeepSession();
                    isMore = HoldsBytes() || !isDrained;
                    if (isMore && bytes < to.Length && _received < MostReceived) continue;
                    return Outcome.Done;
                }
                Outcome stopped = WhyNot(taken, ref isDrained);
                if (stopped == Outcome.Done) continue;
                // What came before an end is taken first, and the end is asked for again. OpenSSL would not tell of it twice.
                if (stopped != Outcome.WouldBlock) _end = stopped;
                isMore = bytes > 0 && stopped != Outcome.WouldBlock;
                return bytes > 0 ? Outcome.Done : stopped;
            }
        }
    }

    /// <returns>Done when more bytes were fetched and it is worth another try.</returns>
    private Outcome WhyNot(int result, ref bool isDrained)
    {
        switch (OpenSsl.ErrorOf(_ssl, result))
        {
            case OpenSsl.WantRead when OpenSsl.PendingIn(_in) > 0: return ++_silentRecords > MostSilentRecords ? Outcome.Broken : Outcome.Done;
            case OpenSsl.WantRead: return isDrained ? Outcome.WouldBlock : Feed(out isDrained);
            case OpenSsl.WantWrite: return Outcome.WouldBlock;
            case OpenSsl.Ended: return Outcome.Ended;
            default:
                Fault = OpenSsl.TakeError();
                return Outcome.Broken;
        }
    }

    /// <summary>Fetches encrypted bytes from the socket.</summary>
    /// <param name="isDrained">There were no more: new ones are told of.</param>
    /// <returns>An end that OpenSSL did not announce is no end but a cut: what came may lack its rest.</returns>
    private Outcome Feed(out bool isDrained)
    {
        isDrained = true;
        byte[] room = _encrypted ??= GC.AllocateUninitializedArray<byte>(ReceiveBytes, pinned: true);
        Outcome outcome = Native.Descriptor.Receive(Descriptor, room, out int bytes);
        if (outcome != Outcome.Done) return outcome == Outcome.WouldBlock ? outcome : Outcome.Broken;
        isDrained = bytes < room.Length;
        _received++;
        _silentBytes += bytes;
        if (_silentBytes > MostSilentBytes) return Outcome.Broken;
        fixed (byte* first = room) return OpenSsl.WriteBio(_in, first, bytes) == bytes ? Outcome.Done : Outcome.Broken;
    }

    private bool HoldsBytes() => OpenSsl.Pending(_ssl) > 0 || OpenSsl.PendingIn(_in) > 0;

    private void SayEnd()
    {
        if (_ssl == 0) return;
        OpenSsl.ClearErrors();
        _ = OpenSsl.Shutdown(_ssl); // before the handshake is done it does nothing, and twice neither
        OpenSsl.ClearErrors();
    }

    private void Expect(string host)
    {
        bool isAddress = System.Net.IPAddress.TryParse(host, out _);
        fixed (byte* name = Encoding.ASCII.GetBytes(host + "\0"))
        {
            if (!isAddress) _ = OpenSsl.Control(_ssl, OpenSsl.ControlHostName, 0, name);
            if (!_context.TakesAny) _ = OpenSsl.ExpectHost(_ssl, name);
        }
    }

    private string Explain()
    {
        long verified = OpenSsl.VerifyResult(_ssl);
        string fault = OpenSsl.TakeError();
        return !_context.IsServer && !_context.TakesAny && verified != 0 ? $"the certificate is not believed: {OpenSsl.VerifyError(verified)}" : fault;
    }

    private void KeepSession()
    {
        _keepsSession = false;
        _context.Keep(_ssl);
    }
}
