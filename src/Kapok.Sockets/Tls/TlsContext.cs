using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kapok.Sockets.Native;

namespace Kapok.Sockets.Tls;

/// <summary>What many TLS connections have in common: a server's certificate and the key of its session tickets, or a client's trust. Thread-safe.</summary>
/// <remarks>
/// TLS 1.2 (RFC 5246, AEAD with forward secrecy only) and 1.3 (RFC 8446), no renegotiation, no compression, no early data. A server resumes by tickets (RFC 8446, section 4.6.1;
/// RFC 5077) whose key lives as long as the context and never leaves it, so a context is to be made anew every few hours. Connections keep what they need of it: it may be disposed
/// of, or left to the collector, while they go on.
/// </remarks>
public sealed unsafe class TlsContext : IDisposable
{
    private const string Ciphers12 = "ECDHE+AES128+AESGCM:ECDHE+AESGCM:ECDHE+CHACHA20";
    private const string Ciphers13 = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"; // 128 first: as strong as the certificate, and the lightest
    private const string Groups = "X25519:P-256:P-384"; // all that browsers have; of OpenSSL's others one key exchange costs a server up to a thousand times as much as of these
    private const string HybridGroups = $"X25519MLKEM768:{Groups}"; // what is recorded today stays secret tomorrow; OpenSSL has it from 3.5 on
    private const string KernelProtocols = "/proc/sys/net/ipv4/tcp_available_ulp";

    private static readonly byte[] Http2 = [2, (byte)'h', (byte)'2'], Http11 = [8, .. "http/1.1"u8];

    private readonly ContextHandle _handle;
    private nint _session; // of a client that resumes

    private TlsContext(nint handle, bool isServer, bool takesAny) => (_handle, IsServer, TakesAny) = (new(handle), isServer, takesAny);

    /// <summary>Whether OpenSSL 3 is here: on Linux wherever .NET itself has TLS.</summary>
    public static bool IsSupported => OpenSsl.IsHere;

    /// <summary>Whether the kernel of this machine can encrypt (kernel TLS): then OpenSSL leaves it to it.</summary>
    public static bool HasKernelTls { get; } = File.Exists(KernelProtocols) && File.ReadAllText(KernelProtocols).Split().Contains("tls");

    /// <summary>Of a client: keeps the newest session, and begins the next connection with it. Default false.</summary>
    public bool Resumes { get; set; }

    /// <summary>Of a client: the newest protocol version that it offers, 0x0303 or 0x0304 for TLS 1.2 or 1.3. Default 1.3.</summary>
    public int MostVersion
    {
        set => Check(OpenSsl.ControlContext(Raw, OpenSsl.ControlMaxVersion, value, 0) == 1);
    }

    internal bool IsServer { get; }

    internal bool TakesAny { get; }

    private nint Raw => _handle.DangerousGetHandle();

    /// <summary>A server's.</summary>
    /// <param name="leaf">Its certificate, with its private key (RSA or elliptic curve).</param>
    /// <param name="chain">The certificates between it and a root, in order. A root among them, or the leaf itself, is left out.</param>
    /// <exception cref="CryptographicException">OpenSSL does not take one of them.</exception>
    public static TlsContext ForServer(X509Certificate2 leaf, IEnumerable<X509Certificate2> chain)
    {
        TlsContext context = Create(isServer: true, takesAny: false);
        nint raw = context.Raw;
        Use(leaf.RawData, OpenSsl.ReadCertificate, OpenSsl.FreeCertificate, certificate => OpenSsl.UseCertificate(raw, certificate) == 1);
        foreach (X509Certificate2 one in chain)
        {
            if (one.Thumbprint == leaf.Thumbprint || one.SubjectName.RawData.AsSpan().SequenceEqual(one.IssuerName.RawData)) continue;
            Use(one.RawData, OpenSsl.ReadCertificate, OpenSsl.FreeCertificate, certificate => OpenSsl.ControlContext(raw, OpenSsl.ControlChainCertificate, 1, certificate) == 1);
        }
        byte[] key = PrivateKeyOf(leaf);
        Use(key, OpenSsl.ReadPrivateKey, OpenSsl.FreePrivateKey, read => OpenSsl.UsePrivateKey(raw, read) == 1);
        CryptographicOperations.ZeroMemory(key);
        Check(OpenSsl.CheckPrivateKey(raw) == 1);
        OpenSsl.SetAlpn(raw, &SelectProtocol, 0);
        return context;
    }

    /// <summary>A client's. It offers no protocol by ALPN (RFC 7301), so a server speaks HTTP/1.1 with it.</summary>
    /// <param name="takesAny">Takes any certificate: for trials on one machine. Otherwise it must lead to a root of the system, and bear the host's name.</param>
    public static TlsContext ForClient(bool takesAny)
    {
        TlsContext context = Create(isServer: false, takesAny);
        if (!takesAny)
        {
            Check(OpenSsl.UseSystemRoots(context.Raw) == 1);
            OpenSsl.SetVerify(context.Raw, OpenSsl.VerifyPeer, 0);
        }
        return context;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        FreeSession();
        GC.SuppressFinalize(this);
        _handle.Dispose();
    }

    /// <summary>The last session of a client.</summary>
    ~TlsContext() => FreeSession();

    /// <summary>A connection's state. Whoever asks frees it.</summary>
    /// <exception cref="ObjectDisposedException">The context is gone.</exception>
    internal nint NewConnection()
    {
        bool isHeld = false;
        try
        {
            _handle.DangerousAddRef(ref isHeld);
            nint ssl = OpenSsl.NewSession(Raw);
            Check(ssl != 0);
            if (IsServer) OpenSsl.BeServer(ssl);
            else OpenSsl.BeClient(ssl);
            return ssl;
        }
        finally
        {
            if (isHeld) _handle.DangerousRelease();
        }
    }

    /// <summary>Lets a client's connection begin with the session that was kept, if there is one.</summary>
    internal void Resume(nint ssl)
    {
        lock (_handle)
        {
            if (Resumes && _session != 0) _ = OpenSsl.SetSession(ssl, _session);
        }
    }

    /// <summary>Keeps the session of a client's connection for the next one.</summary>
    internal void Keep(nint ssl)
    {
        nint session = OpenSsl.HoldSession(ssl);
        if (session == 0) return;
        lock (_handle)
        {
            if (OpenSsl.IsResumable(session) == 1) (_session, session) = (session, _session);
        }
        if (session != 0) OpenSsl.FreeSession(session);
    }

    private static TlsContext Create(bool isServer, bool takesAny)
    {
        nint raw = OpenSsl.NewContext(isServer ? OpenSsl.ServerMethod() : OpenSsl.ClientMethod());
        Check(raw != 0);
        TlsContext context = new(raw, isServer, takesAny);
        Check(OpenSsl.ControlContext(raw, OpenSsl.ControlMinVersion, OpenSsl.Tls12, 0) == 1);
        Check(OpenSsl.ControlContext(raw, OpenSsl.ControlMaxVersion, OpenSsl.Tls13, 0) == 1);
        fixed (byte* ciphers = Encoding.ASCII.GetBytes(Ciphers12 + "\0"), suites = Encoding.ASCII.GetBytes(Ciphers13 + "\0"))
        {
            Check(TrySetGroups(raw, HybridGroups) || TrySetGroups(raw, Groups));
            Check(OpenSsl.SetCiphers(raw, ciphers) == 1 && OpenSsl.SetCipherSuites(raw, suites) == 1);
        }
        // Whoever has no instructions for AES says so by putting ChaCha20 first, and gets it.
        ulong options = OpenSsl.NoCompression | OpenSsl.NoRenegotiation | OpenSsl.ServerPreference | OpenSsl.PrioritizeChaCha;
        _ = OpenSsl.SetOptions(raw, options | (HasKernelTls ? OpenSsl.EnableKernelTls : 0));
        // A line gives what was not taken from another buffer, with more behind it. Most connections are at rest: without its buffers one has a few KiB instead of 34.
        _ = OpenSsl.ControlContext(raw, OpenSsl.ControlMode, OpenSsl.PartialWrite | OpenSsl.MovingWriteBuffer | OpenSsl.ReleaseBuffers, 0);
        _ = OpenSsl.ControlContext(raw, OpenSsl.ControlClearMode, OpenSsl.AutoRetry, 0); // so that reading stops, and can be counted, behind each record that carries nothing
        _ = OpenSsl.ControlContext(raw, OpenSsl.ControlSessionCacheMode, OpenSsl.CacheOff, 0);
        if (isServer) _ = OpenSsl.SetTickets(raw, 1);
        return context;
    }

    private static bool TrySetGroups(nint raw, string groups)
    {
        fixed (byte* list = Encoding.ASCII.GetBytes(groups + "\0")) return OpenSsl.ControlContext(raw, OpenSsl.ControlGroups, 0, (nint)list) == 1;
    }

    private static byte[] PrivateKeyOf(X509Certificate2 leaf)
    {
        using AsymmetricAlgorithm? key = (AsymmetricAlgorithm?)leaf.GetECDsaPrivateKey() ?? leaf.GetRSAPrivateKey();
        return key?.ExportPkcs8PrivateKey() ?? throw new CryptographicException("its key is neither RSA nor of an elliptic curve");
    }

    private static void Use(byte[] encoded, Reader read, Action<nint> free, Predicate<nint> use)
    {
        fixed (byte* first = encoded)
        {
            byte* at = first;
            nint made = read(0, &at, encoded.Length);
            Check(made != 0);
            bool isUsed = use(made);
            free(made); // the context holds it
            Check(isUsed);
        }
    }

    private static void Check(bool isDone)
    {
        if (!isDone) throw new CryptographicException(OpenSsl.TakeError());
    }

    // HTTP/2 where it is offered, and whoever offers neither is told so (RFC 7301, section 3.2).
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SelectProtocol(nint ssl, byte** chosen, byte* chosenBytes, byte* offered, uint offeredBytes, nint argument)
    {
        ReadOnlySpan<byte> list = new(offered, (int)offeredBytes);
        int best = -1;
        for (int at = 0; at < list.Length; at += 1 + list[at])
        {
            if (list[at..].StartsWith(Http2)) best = at;
            else if (best < 0 && list[at..].StartsWith(Http11)) best = at;
        }
        if (best < 0) return OpenSsl.AlpnFatal;
        *chosen = offered + best + 1;
        *chosenBytes = list[best];
        return OpenSsl.AlpnOk;
    }

    private void FreeSession()
    {
        nint session = Interlocked.Exchange(ref _session, 0);
        if (session != 0) OpenSsl.FreeSession(session);
    }

    private delegate nint Reader(nint into, byte** from, long bytes);

    private sealed class ContextHandle : SafeHandle
    {
        public ContextHandle(nint context)
            : base(0, ownsHandle: true) => SetHandle(context);

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            OpenSsl.FreeContext(handle);
            return true;
        }
    }
}
