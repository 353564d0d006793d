using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>How a <see cref="TlsPeer"/> shakes hands.</summary>
internal sealed record TlsOffer
{
    /// <summary>The oldest and newest version: 0x0301 to 0x0304.</summary>
    public int Least { get; init; } = 0x0303;

    /// <inheritdoc cref="Least"/>
    public int Most { get; init; } = 0x0304;

    /// <summary>Ciphers of TLS up to 1.2, in OpenSSL's words.</summary>
    public string Ciphers { get; init; } = "DEFAULT:@SECLEVEL=0";

    /// <summary>Groups of the key exchange, in OpenSSL's words.</summary>
    public string Groups { get; init; } = "X25519:P-256";

    /// <summary>Names of ALPN; empty for no offer.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = ["http/1.1"];

    /// <summary>The session to begin with, of <see cref="TlsPeer.Session"/>; 0 for a new one.</summary>
    public nint Session { get; init; }
}

/// <summary>A TLS client straight on OpenSSL, for what the framework's does not do: old versions, key updates, renegotiation, empty records.</summary>
/// <remarks>Everything blocks, on a blocking socket of its own. Nothing of the server's code is used.</remarks>
internal sealed unsafe partial class TlsPeer : IDisposable
{
    private const string Ssl = "libssl.so.3";
    private const int SetGroups = 92, SetLeast = 123, SetMost = 124, LimitSeconds = 20;

    private readonly Socket _socket;
    private readonly nint _context, _ssl;

    /// <summary>Connects; the handshake is another step.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="offer">How it shakes hands.</param>
    internal TlsPeer(EndPoint address, TlsOffer offer)
    {
        _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendTimeout = LimitSeconds * 1000, ReceiveTimeout = LimitSeconds * 1000 };
        _socket.Connect(address); // once it has done something in the background it would never block again
        _context = NewContext(ClientMethod());
        Control(_context, SetLeast, offer.Least, 0);
        Control(_context, SetMost, offer.Most, 0);
        fixed (byte* ciphers = Encoding.ASCII.GetBytes(offer.Ciphers + "\0")) _ = SetCiphers(_context, ciphers);
        fixed (byte* groups = Encoding.ASCII.GetBytes(offer.Groups + "\0")) Control(_context, SetGroups, 0, (nint)groups);
        byte[] names = [.. offer.Protocols.SelectMany(name => (byte[])[(byte)name.Length, .. Encoding.ASCII.GetBytes(name)])];
        fixed (byte* list = names) _ = SetAlpn(_context, list, (uint)names.Length);
        _ssl = New(_context);
        _ = SetDescriptor(_ssl, (int)_socket.Handle);
        if (offer.Session != 0) _ = SetSession(_ssl, offer.Session);
    }

    /// <summary>Version that was agreed on.</summary>
    internal int Version => VersionOf(_ssl);

    /// <summary>Name of ALPN that was agreed on; empty for none.</summary>
    internal string Protocol
    {
        get
        {
            byte* name;
            uint bytes;
            Alpn(_ssl, &name, &bytes);
            return Encoding.ASCII.GetString(new ReadOnlySpan<byte>(name, (int)bytes));
        }
    }

    /// <summary>The session began with one from before.</summary>
    internal bool IsResumed => Reused(_ssl) == 1;

    /// <summary>The server has said that nothing more comes (RFC 8446, section 6.1).</summary>
    internal bool HasHeardEnd => (ShutdownOf(_ssl) & 2) != 0;

    /// <summary>The newest session, for another peer's offer. It is held until the process ends.</summary>
    internal nint Session => HoldSession(_ssl);

    /// <summary>Shakes hands.</summary>
    /// <returns>Null, or why it failed, in OpenSSL's words.</returns>
    internal string? Shake() => Explain(Connect(_ssl));

    /// <summary>Shakes hands and opens a WebSocket to <see cref="EchoVenue"/>, which sends back what it is sent.</summary>
    internal void OpenLine()
    {
        Assert.Null(Shake());
        Assert.Null(Send(Encoding.ASCII.GetBytes(RawPeer.Request())));
        string head = "";
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal)) head += (char)Assert.Single(Receive(1));
        Assert.StartsWith("HTTP/1.1 101", head, StringComparison.Ordinal);
        Assert.Null(Send(Wire.Frame(2, [7])));
        Assert.Equal([0x82, 1, 7], Receive(3));
    }

    /// <summary>Begins to speak HTTP/2 (RFC 9113, section 3.4), and hears the server's settings.</summary>
    internal void OpenPage()
    {
        Assert.Null(Send([.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0]));
        Assert.Equal(4, Receive(9)[3]);
    }

    /// <returns>Null, or why it failed.</returns>
    internal string? Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes) return Explain(Write(_ssl, first, bytes.Length));
    }

    /// <summary>Reads until as many came, or the connection ends.</summary>
    internal byte[] Receive(int bytes)
    {
        byte[] all = new byte[bytes];
        int at = 0;
        while (at < bytes)
        {
            fixed (byte* first = &all[at])
            {
                int received = Read(_ssl, first, bytes - at);
                if (received <= 0) break;
                at += received;
            }
        }
        return all[..at];
    }

    /// <summary>Asks for new keys (RFC 8446, section 4.6.3).</summary>
    /// <param name="ofBoth">The server's too.</param>
    internal string? UpdateKeys(bool ofBoth) => KeyUpdate(_ssl, ofBoth ? 1 : 0) == 1 ? Explain(DoHandshake(_ssl)) : "no update";

    /// <summary>Asks to shake hands once more, as TLS 1.2 can.</summary>
    internal string? Renegotiate()
    {
        _ = Renegotiate(_ssl);
        return Explain(DoHandshake(_ssl));
    }

    /// <summary>Says goodbye (RFC 8446, section 6.1), without which OpenSSL would not resume the session, and closes.</summary>
    public void Dispose()
    {
        _ = Shutdown(_ssl);
        ClearErrors();
        Free(_ssl);
        FreeContext(_context);
        _socket.Dispose();
    }

    private string? Explain(int result)
    {
        if (result > 0) return null;
        int kind = ErrorOf(_ssl, result);
        ulong error = NextError();
        byte* text = stackalloc byte[256];
        ErrorText(error, text, 256);
        ClearErrors();
        return error == 0 ? $"cut ({kind})" : Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
    }

    [LibraryImport(Ssl, EntryPoint = "TLS_client_method")]
    private static partial nint ClientMethod();

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_new")]
    private static partial nint NewContext(nint method);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_ctrl")]
    private static partial long Control(nint context, int command, long number, nint pointer);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_cipher_list")]
    private static partial int SetCiphers(nint context, byte* list);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_alpn_protos")]
    private static partial int SetAlpn(nint context, byte* list, uint bytes);

    [LibraryImport(Ssl, EntryPoint = "SSL_new")]
    private static partial nint New(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_free")]
    private static partial void Free(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_fd")]
    private static partial int SetDescriptor(nint ssl, int descriptor);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_session")]
    private static partial int SetSession(nint ssl, nint session);

    [LibraryImport(Ssl, EntryPoint = "SSL_get1_session")]
    private static partial nint HoldSession(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_session_reused")]
    private static partial int Reused(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_version")]
    private static partial int VersionOf(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_get0_alpn_selected")]
    private static partial void Alpn(nint ssl, byte** name, uint* bytes);

    [LibraryImport(Ssl, EntryPoint = "SSL_connect")]
    private static partial int Connect(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_do_handshake")]
    private static partial int DoHandshake(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_write")]
    private static partial int Write(nint ssl, byte* from, int bytes);

    [LibraryImport(Ssl, EntryPoint = "SSL_read")]
    private static partial int Read(nint ssl, byte* to, int bytes);

    [LibraryImport(Ssl, EntryPoint = "SSL_key_update")]
    private static partial int KeyUpdate(nint ssl, int type);

    [LibraryImport(Ssl, EntryPoint = "SSL_renegotiate")]
    private static partial int Renegotiate(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_shutdown")]
    private static partial int Shutdown(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_shutdown")]
    private static partial int ShutdownOf(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_error")]
    private static partial int ErrorOf(nint ssl, int result);

    [LibraryImport("libcrypto.so.3", EntryPoint = "ERR_get_error")]
    private static partial ulong NextError();

    [LibraryImport("libcrypto.so.3", EntryPoint = "ERR_clear_error")]
    private static partial void ClearErrors();

    [LibraryImport("libcrypto.so.3", EntryPoint = "ERR_error_string_n")]
    private static partial void ErrorText(ulong error, byte* text, nuint bytes);
}
