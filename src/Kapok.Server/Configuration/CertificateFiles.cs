using Kapok.Sockets.Tls;

namespace Kapok.Server.Configuration;

/// <summary>A certificate and its key in PEM files, which whoever renews them may replace at any time, one after the other.</summary>
internal sealed class CertificateFiles : CertificateSource
{
    private readonly string _certificate, _key;
    private readonly bool _isForKestrel;
    private FilesState _taken;

    /// <summary>Reads them.</summary>
    /// <param name="certificate">PEM file of the certificate and its chain.</param>
    /// <param name="key">PEM file of its key.</param>
    /// <param name="isForKestrel">Kestrel ends TLS, not the front door's loop.</param>
    /// <param name="now">The moment.</param>
    /// <exception cref="CertificateUnusableException">They cannot be used now.</exception>
    public CertificateFiles(string certificate, string key, bool isForKestrel, DateTimeOffset now)
    {
        (_certificate, _key, _isForKestrel) = (certificate, key, isForKestrel);
        _taken = State;
        Current = Read(now);
    }

    /// <inheritdoc/>
    public override ServedCertificate Current { get; protected set; }

    /// <inheritdoc/>
    public override FilesState State => new(FileState.Of(_certificate), FileState.Of(_key));

    /// <inheritdoc/>
    /// <remarks>Tried at each call while the files are not those in use: rights that are given later change no time of theirs.</remarks>
    public override bool Renew(DateTimeOffset now)
    {
        FilesState state = State; // before the content: what is written meanwhile is seen the next time
        if (state == _taken) return false;
        Current = Read(now);
        _taken = state;
        return true;
    }

    private ServedCertificate Read(DateTimeOffset now)
    {
        ServerCertificate read = ServerCertificate.Read(_certificate, _key);
        read.RequireValid(now);
        return new(read, _isForKestrel);
    }
}
