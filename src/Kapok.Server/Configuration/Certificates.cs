using System.Net.Security;
using Kapok.Sockets.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Kapok.Server.Configuration;

/// <summary>The certificates of this server: chosen by the name that is asked for, and renewed while it runs; or one of its own for a trial.</summary>
/// <remarks>What is replaced is left to the collector, not disposed of: connections that began with it go on.</remarks>
public sealed partial class Certificates : BackgroundService, ITlsCertificates
{
    /// <summary>How often the files are looked at.</summary>
    internal static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    /// <summary>For how long session tickets are sealed with the same key: whoever steals it reads what was resumed by it, and no more.</summary>
    internal static readonly TimeSpan TicketKeyLifetime = TimeSpan.FromHours(12);

    private readonly TimeProvider _time;
    private readonly ILogger<Certificates> _log;
    private readonly Watched[] _all;
    private volatile CertificateChoice _choice;
    private long _ticketKeysMade;

    /// <summary>Reads or makes the certificates.</summary>
    /// <exception cref="StartRefusedException">One cannot be used.</exception>
    public Certificates(KapokOptions options, TimeProvider time, ILogger<Certificates> log)
    {
        (_time, _log) = (time, log);
        DateTimeOffset now = time.GetUtcNow();
        bool byKestrel = options.FrontDoor == KapokOptions.FrontDoorKestrel || !TlsContext.IsSupported;
        try
        {
            _all = options.SelfSigned ? [new(new OwnCertificate(options.Host, byKestrel, now))]
                : [.. options.CertificatePairs().Select(files => new Watched(new CertificateFiles(files.Certificate, files.Key, byKestrel, now)))];
        }
        catch (CertificateUnusableException error)
        {
            throw new StartRefusedException(error.Message);
        }
        foreach (Watched unasked in _all.Skip(1).Where(one => one.Served.Certificate.Names.Count == 0))
            throw new StartRefusedException($"The certificate {unasked.Served.Certificate.File} bears no host name, so nobody would be served with it: only the first of --cert may do without.");
        foreach (Watched one in _all) Introduce(one.Served.Certificate);
        _choice = Choice();
        _ticketKeysMade = time.GetTimestamp();
        Remind(now);
    }

    /// <inheritdoc/>
    public TlsContext Choose(string? serverName) => Find(serverName).Loop;

    /// <summary>What Kestrel asks at each handshake.</summary>
    public TlsHandshakeCallbackOptions Handshake() => new()
    {
        OnConnection = connection => new(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = Find(connection.ClientHelloInfo.ServerName).Stream,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        }),
    };

    /// <summary>The one for a name; the first for none.</summary>
    internal ServedCertificate Find(string? serverName) => _choice.For(serverName);

    /// <summary>Looks once at what was renewed, at what ends soon, and whether the keys of tickets are old.</summary>
    internal void Look()
    {
        DateTimeOffset now = _time.GetUtcNow();
        bool isOld = _time.GetElapsedTime(_ticketKeysMade) >= TicketKeyLifetime, isRenewed = false;
        foreach (Watched one in _all) isRenewed |= Renew(one, now, isOld);
        if (isOld) _ticketKeysMade = _time.GetTimestamp();
        if (isOld || isRenewed) _choice = Choice();
        Remind(now);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(LookEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    private CertificateChoice Choice() => new([.. _all.Select(one => one.Served)]);

    private bool Renew(Watched one, DateTimeOffset now, bool isOld)
    {
        CertificateSource.FilesState state = one.Source.State;
        try
        {
            if (isOld) one.Source.ChangeTicketKey();
            bool isRenewed = one.Source.Renew(now);
            one.Refused = null;
            if (!isRenewed) return false;
            one.Reminded = null;
            Introduce(one.Served.Certificate);
            return true;
        }
        catch (CertificateUnusableException error)
        {
            if (one.Refused != (state, error.Message)) NotRenewed(_log, one.Served.Certificate.Title, one.Served.Certificate.UntilDay, error.Message);
            one.Refused = (state, error.Message);
            return false;
        }
    }

    private void Introduce(ServerCertificate certificate)
    {
        InUse(_log, certificate.Title, certificate.File, certificate.UntilDay);
        if (certificate.FindMissingIssuer() is { } issuer) IssuerMissing(_log, certificate.File, issuer);
    }

    // Once a day while it ends soon, once an hour once it has ended.
    private void Remind(DateTimeOffset now)
    {
        foreach (Watched one in _all)
        {
            ServerCertificate certificate = one.Served.Certificate;
            TimeSpan left = certificate.Until - now;
            if (left >= CertificateSource.Late) continue;
            bool hasEnded = left < TimeSpan.Zero;
            if (one.Reminded is { } told && told.HasEnded == hasEnded && _time.GetElapsedTime(told.At) < (hasEnded ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1))) continue;
            one.Reminded = (_time.GetTimestamp(), hasEnded);
            if (hasEnded) Ended(_log, certificate.Title, certificate.File, certificate.UntilDay);
            else EndsSoon(_log, certificate.Title, certificate.File, left.Days, certificate.UntilDay);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "HTTPS for {Names}: the certificate {File} is in use, good until {Until}")]
    private static partial void InUse(ILogger log, string names, string file, string until);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The certificate {File} comes without its issuer {Issuer}, so browsers cannot tell where it leads: use the file with the whole chain (fullchain.pem). "
        + "Only where {Issuer} is a root that your visitors' browsers have is nothing missing")]
    private static partial void IssuerMissing(ILogger log, string file, string issuer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The renewed certificate for {Names} is not taken, the one until {Until} serves on. {Fault}")]
    private static partial void NotRenewed(ILogger log, string names, string until, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The certificate for {Names} ends soon, whole days left: {Days} (until {Until}). Renew it: a new {File} is taken without a restart")]
    private static partial void EndsSoon(ILogger log, string names, string file, int days, string until);

    [LoggerMessage(Level = LogLevel.Error, Message = "The certificate for {Names} has expired on {Until}, and browsers refuse it. Renew it: a new {File} is taken without a restart")]
    private static partial void Ended(ILogger log, string names, string file, string until);

    /// <summary>A source, and what was said about it.</summary>
    private sealed class Watched(CertificateSource source)
    {
        public CertificateSource Source { get; } = source;

        public ServedCertificate Served => Source.Current;

        /// <summary>The files that were refused last, and why: told once for each.</summary>
        public (CertificateSource.FilesState State, string Why)? Refused { get; set; }

        /// <summary>When its end was told last.</summary>
        public (long At, bool HasEnded)? Reminded { get; set; }
    }
}
