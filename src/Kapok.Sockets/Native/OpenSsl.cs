using System.Runtime.InteropServices;
using System.Text;

namespace Kapok.Sockets.Native;

/// <summary>The calls of OpenSSL 3 that TLS in the loop needs. .NET on Linux stands on the same library, so there is nothing to install.</summary>
/// <remarks>
/// What is a macro in OpenSSL's headers goes through <c>SSL_ctrl</c> and <c>SSL_CTX_ctrl</c>, with the numbers of its <c>ssl.h</c>, which are part of its ABI. Every call that can
/// fail leaves errors in a queue of its thread, which <see cref="TakeError"/> empties.
/// </remarks>
internal static unsafe partial class OpenSsl
{
    public const int WantRead = 2, WantWrite = 3, Ended = 6; // of SSL_get_error
    public const int Tls12 = 0x0303, Tls13 = 0x0304;
    public const int ControlMode = 33, ControlClearMode = 78, ControlSessionCacheMode = 44, ControlHostName = 55, ControlChainCertificate = 89, ControlGroups = 92;
    public const int ControlMinVersion = 123, ControlMaxVersion = 124;
    public const long PartialWrite = 1, MovingWriteBuffer = 2, AutoRetry = 4, ReleaseBuffers = 16; // of ControlMode
    public const long CacheOff = 0; // of ControlSessionCacheMode
    public const ulong EnableKernelTls = 1 << 3, NoCompression = 1 << 17, NoRenegotiation = 1 << 30, ServerPreference = 1 << 22, PrioritizeChaCha = 1 << 21;
    public const int AlpnOk = 0, AlpnFatal = 2; // answers of an ALPN callback
    public const int VerifyPeer = 1;

    private const string Ssl = "libssl.so.3", Crypto = "libcrypto.so.3";
    private const int ControlPending = 10; // of a BIO

    /// <summary>OpenSSL 3 is here.</summary>
    public static bool IsHere { get; } = OperatingSystem.IsLinux() && NativeLibrary.TryLoad(Crypto, out nint crypto) && NativeLibrary.TryLoad(Ssl, out _)
        && NativeLibrary.TryGetExport(crypto, "OPENSSL_version_major", out nint major) && ((delegate* unmanaged[Cdecl]<uint>)major)() == 3;

    [LibraryImport(Ssl, EntryPoint = "TLS_server_method")]
    public static partial nint ServerMethod();

    [LibraryImport(Ssl, EntryPoint = "TLS_client_method")]
    public static partial nint ClientMethod();

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_new")]
    public static partial nint NewContext(nint method);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_ctrl")]
    public static partial long ControlContext(nint context, int command, long number, nint pointer);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_options")]
    public static partial ulong SetOptions(nint context, ulong options);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_cipher_list")]
    public static partial int SetCiphers(nint context, byte* list);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_ciphersuites")]
    public static partial int SetCipherSuites(nint context, byte* list);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_num_tickets")]
    public static partial int SetTickets(nint context, nuint count);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_use_certificate")]
    public static partial int UseCertificate(nint context, nint certificate);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_use_PrivateKey")]
    public static partial int UsePrivateKey(nint context, nint key);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_check_private_key")]
    public static partial int CheckPrivateKey(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_alpn_select_cb")]
    public static partial void SetAlpn(nint context, delegate* unmanaged[Cdecl]<nint, byte**, byte*, byte*, uint, nint, int> select, nint argument);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_verify")]
    public static partial void SetVerify(nint context, int mode, nint callback);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_default_verify_paths")]
    public static partial int UseSystemRoots(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_new")]
    public static partial nint NewSession(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_free")]
    public static partial void Free(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_bio")]
    public static partial void SetBios(nint ssl, nint read, nint write);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_accept_state")]
    public static partial void BeServer(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_connect_state")]
    public static partial void BeClient(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_ctrl")]
    public static partial long Control(nint ssl, int command, long number, byte* pointer);

    [LibraryImport(Ssl, EntryPoint = "SSL_set1_host")]
    public static partial int ExpectHost(nint ssl, byte* name);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_session")]
    public static partial int SetSession(nint ssl, nint session);

    [LibraryImport(Ssl, EntryPoint = "SSL_get1_session")]
    public static partial nint HoldSession(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_SESSION_is_resumable")]
    public static partial int IsResumable(nint session);

    [LibraryImport(Ssl, EntryPoint = "SSL_SESSION_free")]
    public static partial void FreeSession(nint session);

    [LibraryImport(Ssl, EntryPoint = "SSL_session_reused")]
    public static partial int IsResumed(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_version")]
    public static partial int Version(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_get0_alpn_selected")]
    public static partial void Alpn(nint ssl, byte** name, uint* bytes);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_verify_result")]
    public static partial long VerifyResult(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_do_handshake")]
    public static partial int DoHandshake(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_read")]
    public static partial int Read(nint ssl, byte* to, int bytes);

    [LibraryImport(Ssl, EntryPoint = "SSL_write")]
    public static partial int Write(nint ssl, byte* from, int bytes);

    [LibraryImport(Ssl, EntryPoint = "SSL_pending")]
    public static partial int Pending(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_shutdown")]
    public static partial int Shutdown(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_error")]
    public static partial int ErrorOf(nint ssl, int result);

    [LibraryImport(Crypto, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    [LibraryImport(Crypto, EntryPoint = "ERR_get_error")]
    private static partial ulong NextError();

    [LibraryImport(Crypto, EntryPoint = "ERR_error_string_n")]
    private static partial void ErrorText(ulong error, byte* text, nuint bytes);

    [LibraryImport(Crypto, EntryPoint = "X509_verify_cert_error_string")]
    private static partial byte* VerifyText(long result);

    [LibraryImport(Crypto, EntryPoint = "BIO_s_mem")]
    private static partial nint MemoryMethod();

    [LibraryImport(Crypto, EntryPoint = "BIO_new")]
    private static partial nint NewBio(nint method);

    [LibraryImport(Crypto, EntryPoint = "BIO_new_socket")]
    public static partial nint NewSocketBio(int descriptor, int closes);

    [LibraryImport(Crypto, EntryPoint = "BIO_write")]
    public static partial int WriteBio(nint bio, byte* from, int bytes);

    [LibraryImport(Crypto, EntryPoint = "BIO_ctrl")]
    private static partial long ControlBio(nint bio, int command, long number, nint pointer);

    [LibraryImport(Crypto, EntryPoint = "d2i_X509")]
    public static partial nint ReadCertificate(nint into, byte** from, long bytes);

    [LibraryImport(Crypto, EntryPoint = "X509_free")]
    public static partial void FreeCertificate(nint certificate);

    [LibraryImport(Crypto, EntryPoint = "d2i_AutoPrivateKey")]
    public static partial nint ReadPrivateKey(nint into, byte** from, long bytes);

    [LibraryImport(Crypto, EntryPoint = "EVP_PKEY_free")]
    public static partial void FreePrivateKey(nint key);

    /// <summary>A BIO in memory that says "later" when it is empty, rather than "the end".</summary>
    public static nint NewMemoryBio()
    {
        const int endOfFile = 130; // BIO_C_SET_BUF_MEM_EOF_RETURN
        nint bio = NewBio(MemoryMethod());
        if (bio != 0) _ = ControlBio(bio, endOfFile, -1, 0);
        return bio;
    }

    /// <summary>Bytes that wait in a BIO.</summary>
    public static long PendingIn(nint bio) => ControlBio(bio, ControlPending, 0, 0);

    /// <summary>What went wrong last on this thread, in OpenSSL's words; the queue is empty afterwards.</summary>
    public static string TakeError()
    {
        ulong error = NextError();
        ClearErrors();
        if (error == 0) return "the connection was cut";
        byte* text = stackalloc byte[256];
        ErrorText(error, text, 256);
        // error:0A000086:SSL routines::certificate verify failed
        string whole = Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        return whole[(whole.LastIndexOf(':') + 1)..];
    }

    /// <summary>Why a certificate was not believed.</summary>
    public static string VerifyError(long result) => Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(VerifyText(result)));
}
