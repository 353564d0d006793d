using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kapok.Sockets.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Kapok.Server.Configuration;

/// <summary>The certificate of this server: read from PEM files, and read again when they were renewed; or one of its own for a trial.</summary>
public sealed partial class Certificates : BackgroundService, ITlsCertificates
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10), OwnLifetime = TimeSpan.FromDays(90);

    private readonly KapokOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Certificates> _log;
    private volatile SslStreamCertificateContext _current;
    private DateTime _written;

    /// <summary>Reads or makes the certificate.</summary>
    /// <exception cref="StartRefusedException">It cannot be used.</exception>
    public Certificates(KapokOptions options, TimeProvider time, ILogger<Certificates> log)
    {
        (_options, _time, _log) = (options, time, log);
        try
        {
            _current = options.SelfSigned ? MakeOwn() : Read();
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartRefusedException($"The certificate {options.Cert} with key {options.Key} cannot be used: {error.Message.ReplaceLineEndings(" ")}");
        }
    }

    private TlsContext? _fast;
    private SslStreamCertificateContext? _fastOf;

    /// <inheritdoc/>
    public TlsContext Choose(string? serverName)
    {
        SslStreamCertificateContext now = _current;
        if (_fastOf != now) (_fast, _fastOf) = (TlsContext.ForServer(now.TargetCertificate, now.IntermediateCertificates), now);
        return _fast!;
    }

    /// <summary>What Kestrel asks at each handshake.</summary>
    public TlsHandshakeCallbackOptions Handshake() => new()
    {
        OnConnection = _ => new(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _current,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        }),
    };

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.Cert is null) return;
        using PeriodicTimer timer = new(LookEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                if (File.GetLastWriteTimeUtc(_options.Cert) != _written) ReadAgain();
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    private void ReadAgain()
    {
        try
        {
            _current = Read();
            Renewed(_log, _current.TargetCertificate.NotAfter);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            NotRenewed(_log, error); // half written perhaps; looked at again, and the old one serves meanwhile
        }
    }

    private SslStreamCertificateContext Read()
    {
        DateTime written = File.GetLastWriteTimeUtc(_options.Cert!);
        X509Certificate2 leaf = X509Certificate2.CreateFromPemFile(_options.Cert!, _options.Key);
        X509Certificate2Collection chain = [];
        chain.ImportFromPemFile(_options.Cert!);
        SslStreamCertificateContext context = SslStreamCertificateContext.Create(leaf, chain, offline: true);
        _written = written;
        return context;
    }

    private SslStreamCertificateContext MakeOwn()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Kapok", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddDnsName(Dns.GetHostName());
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        if (IPAddress.TryParse(_options.Host, out IPAddress? host) && !IPAddress.Any.Equals(host) && !IPAddress.IPv6Any.Equals(host)) names.AddIpAddress(host);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = _time.GetUtcNow();
        using X509Certificate2 made = request.CreateSelfSigned(now.AddHours(-1), now + OwnLifetime);
        // Through PKCS#12, since Windows serves no certificate whose key lives in memory only.
        return SslStreamCertificateContext.Create(X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null), null, offline: true);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A renewed certificate is in use, good until {Until}")]
    private static partial void Renewed(ILogger log, DateTime until);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The renewed certificate cannot be used yet")]
    private static partial void NotRenewed(ILogger log, Exception error);
}
