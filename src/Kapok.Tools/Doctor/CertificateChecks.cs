using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Kapok.Sockets.Tls;

namespace Kapok.Tools.Doctor;

/// <summary>What the doctor says of certificates: those in files, and those that a venue serves.</summary>
public static class CertificateChecks
{
    private const string Subject = "TLS";
    private static readonly TimeSpan Late = TimeSpan.FromDays(14), Patience = TimeSpan.FromSeconds(3);

    /// <summary>Whether the files of <c>--cert</c> and <c>--key</c>, lists separated by commas, can be used for HTTPS at a moment.</summary>
    /// <param name="certificates">Certificate files; null when there is none.</param>
    /// <param name="keys">Key files, as many.</param>
    /// <param name="now">The moment.</param>
    /// <param name="usable">Those that can.</param>
    public static IReadOnlyList<Finding> Files(string? certificates, string? keys, DateTimeOffset now, out IReadOnlyList<ServerCertificate> usable)
    {
        string[] certificateFiles = List(certificates), keyFiles = List(keys);
        List<ServerCertificate> read = [];
        usable = read;
        if (certificateFiles.Length != keyFiles.Length || certificateFiles.Length == 0)
            return [Finding.Bad(Subject, "certificates and keys belong together, and there are not as many of each", "Give both, in the same order: --cert FILE,… --key FILE,…")];
        List<Finding> findings = [];
        foreach ((string certificateFile, string keyFile) in certificateFiles.Zip(keyFiles))
        {
            try
            {
                ServerCertificate certificate = ServerCertificate.Read(certificateFile, keyFile);
                certificate.RequireValid(now);
                if (TlsContext.IsSupported) certificate.MakeContext().Dispose();
                read.Add(certificate);
                findings.AddRange(Judge(certificate, now));
            }
            catch (CertificateUnusableException fault)
            {
                findings.Add(Bad(fault));
            }
        }
        return findings;
    }

    /// <summary>Whether what a venue serves is what lies in the files: it looks at them every ten seconds.</summary>
    public static async Task<IReadOnlyList<Finding>> CompareAsync(string host, int port, IReadOnlyList<ServerCertificate> files, CancellationToken cancel)
    {
        List<Finding> findings = [];
        foreach (ServerCertificate file in files.Where(file => file.Names.Count > 0))
        {
            string name = file.Names[0].Replace("*", "doctor", StringComparison.Ordinal); // any name that the wildcard stands for
            if (await AskAsync(host, port, name, cancel) is { } served && served.Leaf.Thumbprint != file.Leaf.Thumbprint)
                findings.Add(Finding.Warn(Subject, $"the venue serves {name} with another certificate than {file.File} (for {served.Title}, until {served.UntilDay})",
                    "A new file is taken within ten seconds: the venue's log says why this one is not. Or it was started with other files."));
        }
        return findings;
    }

    /// <summary>Whether browsers take the certificate that a venue serves to those who ask for no name.</summary>
    public static async Task<IReadOnlyList<Finding>> ServedAsync(string host, int port, DateTimeOffset now, CancellationToken cancel)
    {
        if (await AskAsync(host, port, name: null, cancel) is not { } served)
            return [Finding.Bad(Subject, $"port {port} has HTTPS, and no handshake can be done with it", "The venue's log says why.")];
        try
        {
            served.RequireValid(now);
            return served.IsSelfSigned ? [OfOwn()] : Judge(served, now);
        }
        catch (CertificateUnusableException fault)
        {
            return [Bad(fault)];
        }
    }

    /// <summary>What is said of a certificate that nobody but the venue has signed.</summary>
    public static Finding OfOwn() => Finding.Warn(Subject, "a certificate of its own, which every browser warns of", "Use --cert and --key, or put nginx or Caddy in front.");

    private static List<Finding> Judge(ServerCertificate certificate, DateTimeOffset now)
    {
        List<Finding> findings = [];
        if (certificate.FindMissingIssuer() is { } issuer)
            findings.Add(Finding.Warn(Subject, $"the certificate for {certificate.Title} comes without its issuer {issuer}: browsers cannot tell where it leads",
                "Use the file with the whole chain (fullchain.pem), unless its issuer is a root that your visitors' browsers have."));
        if (certificate.Until - now < Late) findings.Add(Finding.Warn(Subject, $"the certificate for {certificate.Title} ends on {certificate.UntilDay}", "Renew it before that day."));
        if (findings.Count == 0) findings.Add(Finding.Good(Subject, $"certificate for {certificate.Title}, valid until {certificate.UntilDay}"));
        return findings;
    }

    private static async Task<ServerCertificate?> AskAsync(string host, int port, string? name, CancellationToken cancel)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        ServerCertificate? served = null;
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(host, port, limit.Token);
            await using SslStream tls = new(client.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = name ?? "",
                RemoteCertificateValidationCallback = (_, leaf, chain, _) =>
                {
                    IEnumerable<byte[]> others = chain?.ChainPolicy.ExtraStore.Select(one => one.RawData) ?? [];
                    served = leaf is null ? null : ServerCertificate.OfServed(leaf.GetRawCertData(), others, $"of port {port}");
                    return true; // it is looked at, not believed
                },
            }, limit.Token);
        }
        catch (Exception error) when (error is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            // what was served until then counts
        }
        return served;
    }

    private static Finding Bad(CertificateUnusableException fault) => Finding.Bad(Subject, fault.Fact, $"{char.ToUpperInvariant(fault.Advice[0])}{fault.Advice[1..]}.");

    private static string[] List(string? files) => (files ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
