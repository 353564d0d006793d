namespace Kapok.Sockets.Tls;

/// <summary>A server's certificates.</summary>
public interface ITlsCertificates
{
    /// <summary>The one for a name. Called for each handshake, on the door's thread: it may not wait.</summary>
    /// <param name="serverName">The name that was asked for (RFC 6066, section 3), lower-cased; null for none.</param>
    TlsContext Choose(string? serverName);
}
