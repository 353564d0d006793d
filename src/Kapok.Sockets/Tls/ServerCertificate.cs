using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kapok.Sockets.Tls;

/// <summary>A server's certificate with its private key, its names, and what stands between it and a root.</summary>
/// <remarks>Nothing in it is disposed of: connections may still use what another one replaced, so it is left to the collector.</remarks>
public sealed class ServerCertificate
{
    private ServerCertificate(X509Certificate2 leaf, List<X509Certificate2> chain, string file)
    {
        (Leaf, Chain, File) = (leaf, chain, file);
        X509SubjectAlternativeNameExtension[] names = [.. leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()];
        Names = [.. names.SelectMany(one => one.EnumerateDnsNames()).Select(name => name.TrimEnd('.').ToLowerInvariant()).Where(IsName).Distinct(StringComparer.Ordinal)];
        Addresses = [.. names.SelectMany(one => one.EnumerateIPAddresses())];
    }

    /// <summary>The certificate, with its key where it is one of this server.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>The certificates of the file that lead from <see cref="Leaf"/> towards a root, in that order; a root among them comes last.</summary>
    public IReadOnlyList<X509Certificate2> Chain { get; }

    /// <summary>The file it was read from, or where else it is from.</summary>
    public string File { get; }

    /// <summary>Host names that it is for, lower-cased, in its order; wildcards as <c>*.example.org</c>. From its subjectAltName alone (RFC 9525, section 6.1).</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Addresses that it is for.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset Until => Leaf.NotAfter.ToUniversalTime();

    /// <summary>When it ends, as a day (UTC) for people.</summary>
    public string UntilDay => Day(Until);

    /// <summary>What it is for, for people: <c>venue.example.org, *.example.org</c>.</summary>
    public string Title => string.Join(", ", Names.Concat(Addresses.Select(address => address.ToString())));

    /// <summary>Whether it is signed by itself.</summary>
    public bool IsSelfSigned => IsRoot(Leaf);

    /// <summary>Reads one.</summary>
    /// <param name="certificateFile">PEM: the certificate and those between it and a root, in any order.</param>
    /// <param name="keyFile">PEM: its private key, RSA or of an elliptic curve, not encrypted. May be the same file.</param>
    /// <exception cref="CertificateUnusableException">It cannot be used at any time: a file is missing, unreadable or damaged, the key does not fit or is of
    /// another kind, it bears no name.</exception>
    public static ServerCertificate Read(string certificateFile, string keyFile)
    {
        PemFile file = new(certificateFile, "certificate");
        try
        {
            List<X509Certificate2> all = [.. file.Blocks("CERTIFICATE").Select(block => X509CertificateLoader.LoadCertificate(block.Bytes))];
            if (all.Count == 0) throw new CertificateUnusableException($"{file.Name} holds no certificate in PEM", "name the file with the whole chain (fullchain.pem)");
            using AsymmetricAlgorithm key = PrivateKeyFile.Read(keyFile);
            byte[] half = PrivateKeyFile.PublicHalf(key);
            X509Certificate2 leaf = all.Find(one => one.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(half))
                ?? throw new CertificateUnusableException($"the key {keyFile} does not fit {file.Name}", "name the key that it was made with");
            ServerCertificate read = new(WithKey(leaf, key), InOrder(leaf, all), certificateFile);
            return read.Names.Count + read.Addresses.Count > 0 ? read
                : throw new CertificateUnusableException($"{file.Name} bears no name", "browsers read the subjectAltName alone: have it issued with the venue's name there");
        }
        catch (CryptographicException)
        {
            throw new CertificateUnusableException($"{file.Name} is cut off or damaged", "copy it again, whole");
        }
    }

    /// <summary>One that was made here, and signed by itself.</summary>
    /// <param name="made">The certificate, with its key; it is owned from here on.</param>
    public static ServerCertificate OfOwn(X509Certificate2 made) => new(Placed(made), [], "of its own");

    /// <summary>One that another server has sent: without its key.</summary>
    /// <param name="leaf">It, in DER.</param>
    /// <param name="others">What was sent with it, likewise.</param>
    /// <param name="origin">Where it is from, in place of a file.</param>
    public static ServerCertificate OfServed(byte[] leaf, IEnumerable<byte[]> others, string origin)
    {
        X509Certificate2 read = X509CertificateLoader.LoadCertificate(leaf);
        return new(read, InOrder(read, [.. others.Select(one => X509CertificateLoader.LoadCertificate(one))]), origin);
    }

    /// <summary>Refuses one that is not valid at a moment.</summary>
    /// <exception cref="CertificateUnusableException">It has ended, or does not begin yet.</exception>
    public void RequireValid(DateTimeOffset now)
    {
        if (now > Until) throw new CertificateUnusableException($"the certificate {File} for {Title} has expired on {UntilDay}", "renew it");
        DateTimeOffset from = Leaf.NotBefore.ToUniversalTime();
        if (now < from)
        {
            string moment = from.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            throw new CertificateUnusableException($"the certificate {File} for {Title} is not valid before {moment} UTC", "check this machine's clock, or wait");
        }
    }

    /// <summary>Makes what connections share.</summary>
    /// <exception cref="CertificateUnusableException">OpenSSL does not take it: its key is too short, say.</exception>
    public TlsContext MakeContext()
    {
        try
        {
            return TlsContext.ForServer(Leaf, Chain);
        }
        catch (CryptographicException error)
        {
            throw new CertificateUnusableException($"the certificate {File} is not taken by OpenSSL ({error.Message})",
                "make one for a key of the kind ECDSA (P-256) or RSA (2048 bits or more)");
        }
    }

    /// <summary>
    /// Who signed it, when neither the file nor this machine's roots have them: browsers then cannot tell where it leads, unless the issuer is a root that they have themselves.
    /// Null otherwise. Nothing is fetched (RFC 5280, section 4.2.2.1 would let one): what a server leaves out, many clients do not fetch either.
    /// </summary>
    public string? FindMissingIssuer() => IsSelfSigned || Chain.Count > 0 || IsAmongRoots(Leaf.IssuerName) ? null : NameOf(Leaf.IssuerName);

    private static string Day(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static X509Certificate2 WithKey(X509Certificate2 certificate, AsymmetricAlgorithm key) =>
        Placed(key is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)key));

    // Windows serves no certificate whose key lives in memory only; through PKCS#12 it gets a place.
    private static X509Certificate2 Placed(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows()) return certificate;
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    // TLS 1.2 wants each to certify the one before it (RFC 5246, section 7.4.2), and some clients still insist. Whatever else lies in the file is left out.
    private static List<X509Certificate2> InOrder(X509Certificate2 leaf, List<X509Certificate2> all)
    {
        List<X509Certificate2> rest = [.. all.Where(one => one.Thumbprint != leaf.Thumbprint).DistinctBy(one => one.Thumbprint)], chain = [];
        for (X509Certificate2 last = leaf; !IsRoot(last); last = chain[^1])
        {
            // One that leads on, before a root of the same name: old clients have only the root that it leads to.
            X509Certificate2? issuer = rest.Where(one => HasIssued(one, last)).OrderBy(IsRoot).FirstOrDefault();
            if (issuer is null) break;
            rest.Remove(issuer);
            chain.Add(issuer);
        }
        return chain;
    }

    private static bool HasIssued(X509Certificate2 issuer, X509Certificate2 issued)
    {
        if (!issuer.SubjectName.RawData.AsSpan().SequenceEqual(issued.IssuerName.RawData)) return false;
        ReadOnlyMemory<byte>? wanted = issued.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier;
        ReadOnlyMemory<byte>? own = issuer.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifierBytes;
        return wanted is null || own is null || wanted.Value.Span.SequenceEqual(own.Value.Span);
    }

    // What is none, nobody can ask for, and it is no part of a line of a log.
    private static bool IsName(string name) => name.Length is > 0 and <= 255 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' or '*');

    private static bool IsRoot(X509Certificate2 one) => one.SubjectName.RawData.AsSpan().SequenceEqual(one.IssuerName.RawData);

    private static bool IsAmongRoots(X500DistinguishedName name)
    {
        foreach (StoreLocation location in (StoreLocation[])[StoreLocation.LocalMachine, StoreLocation.CurrentUser])
        {
            try
            {
                using X509Store roots = new(StoreName.Root, location, OpenFlags.ReadOnly);
                if (roots.Certificates.Any(root => root.SubjectName.RawData.AsSpan().SequenceEqual(name.RawData))) return true;
            }
            catch (Exception error) when (error is CryptographicException or InvalidOperationException)
            {
                // the user has no store, or no home to have one in
            }
        }
        return false;
    }

    private static string NameOf(X500DistinguishedName name)
    {
        string common = name.EnumerateRelativeDistinguishedNames().Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.3")
            .Select(part => part.GetSingleElementValue()).FirstOrDefault() ?? name.Name;
        return string.Concat(common.Select(letter => char.IsControl(letter) ? ' ' : letter)); // a certificate may hold anything, and this is one line of a log
    }
}
