using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kapok.Sockets.Tls;
using Xunit;

namespace Kapok.Tests.Configuration;

/// <summary>What is read from PEM files, and what is said of those that cannot be used.</summary>
public sealed class ServerCertificateTests : IDisposable
{
    private const string Ed25519 = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n"; // of RFC 8410's form

    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero), Until = Now.AddDays(60);
    private readonly TestCertificates _authority = new();

    [Theory]
    [InlineData("P-256 PKCS#8")]
    [InlineData("P-256 SEC 1")]
    [InlineData("P-384 PKCS#8")]
    [InlineData("RSA PKCS#8")]
    [InlineData("RSA PKCS#1")]
    public void Every_form_of_key_is_read_and_served(string form)
    {
        using AsymmetricAlgorithm key = form.StartsWith("RSA", StringComparison.Ordinal) ? RSA.Create(2048)
            : ECDsa.Create(form.StartsWith("P-256", StringComparison.Ordinal) ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384);
        (string leaf, string pkcs8) = _authority.Issue(Now.AddDays(-1), Until, key, "venue.example", "*.Club.example", "192.0.2.7");
        string pem = form switch { "P-256 SEC 1" => ((ECDsa)key).ExportECPrivateKeyPem(), "RSA PKCS#1" => ((RSA)key).ExportRSAPrivateKeyPem(), _ => pkcs8 };
        ServerCertificate read = Read(leaf + "\n" + _authority.Middle, pem);
        Assert.Equal(["venue.example", "*.club.example"], read.Names);
        Assert.Equal("venue.example, *.club.example, 192.0.2.7", read.Title);
        Assert.Equal(Until, read.Until);
        Assert.True(read.Leaf.HasPrivateKey);
        Assert.Null(read.FindMissingIssuer());
        read.RequireValid(Now);
        if (TlsContext.IsSupported) read.MakeContext().Dispose();
    }

    [Fact]
    public void A_chain_is_put_in_order_and_what_does_not_belong_to_it_is_left_out()
    {
        (string leaf, string key) = _authority.Issue(Now.AddDays(-1), Until, "venue.example");
        (string other, _) = _authority.Issue(Now.AddDays(-1), Until, "other.example");
        ServerCertificate read = Read(string.Join('\n', "a comment", _authority.Root.ExportCertificatePem(), other, _authority.Middle, leaf, key), key);
        Assert.Equal(["venue.example"], read.Names);
        Assert.Equal([_authority.MiddleName, Simple(_authority.Root)], read.Chain.Select(Simple));
    }

    [Fact]
    public void An_issuer_that_is_neither_in_the_file_nor_on_the_machine_is_named()
    {
        (string leaf, string key) = _authority.Issue(Now.AddDays(-1), Until, "venue.example");
        Assert.Equal(_authority.MiddleName, Read(leaf, key).FindMissingIssuer());
        // One of the same name with another key is another.
        using TestCertificates others = new();
        Assert.Equal(_authority.MiddleName, Read(leaf + "\n" + others.Middle, key).FindMissingIssuer());
    }

    [Fact]
    public void One_that_signed_itself_misses_nobody()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=own", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("own.example");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 own = request.CreateSelfSigned(Now, Until);
        ServerCertificate read = Read(own.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        Assert.True(read.IsSelfSigned);
        Assert.Null(read.FindMissingIssuer());
    }

    [Fact]
    public void A_file_that_is_not_there_or_a_folder_is_named()
    {
        (string leaf, string key) = _authority.Issue(Now, Until, "venue.example");
        string cert = _authority.Write("site.pem", leaf), keyFile = _authority.Write("site.key", key), nowhere = Path.Combine(_authority.Folder, "nowhere");
        Assert.Equal($"The certificate {nowhere} is missing: name a file in PEM that exists.", Fault(() => ServerCertificate.Read(nowhere, keyFile)));
        Assert.Equal($"The key {nowhere} is missing: name a file in PEM that exists.", Fault(() => ServerCertificate.Read(cert, nowhere)));
        Assert.Equal($"The certificate {_authority.Folder} is a folder: name a file in PEM.", Fault(() => ServerCertificate.Read(_authority.Folder, keyFile)));
    }

    [Theory]
    [InlineData("nothing", "The certificate * holds no certificate in PEM: name the file with the whole chain (fullchain.pem).")]
    [InlineData("key only", "The certificate * holds no certificate in PEM: name the file with the whole chain (fullchain.pem).")]
    [InlineData("cut in the first", "The certificate * is cut off or damaged: copy it again, whole.")]
    [InlineData("cut in the second", "The certificate * is cut off or damaged: copy it again, whole.")]
    [InlineData("rubbish within", "The certificate * is cut off or damaged: copy it again, whole.")]
    [InlineData("no name", "The certificate * bears no name: browsers read the subjectAltName alone: have it issued with the venue's name there.")]
    public void A_certificate_that_cannot_be_used_is_told_in_a_line(string what, string line)
    {
        (string leaf, string key) = _authority.Issue(Now, Until, what == "no name" ? [] : ["venue.example"]);
        string chain = leaf + "\n" + _authority.Middle;
        string text = what switch
        {
            "nothing" => "",
            "key only" => key,
            "cut in the first" => leaf[..(leaf.Length / 2)],
            "cut in the second" => chain[..^100],
            "rubbish within" => "-----BEGIN CERTIFICATE-----\nAAAAAAAA\n-----END CERTIFICATE-----\n",
            _ => leaf,
        };
        Assert.Equal(line.Replace("*", Path.Combine(_authority.Folder, "site.pem"), StringComparison.Ordinal), Fault(() => Read(text, key)));
    }

    [Theory]
    [InlineData("nothing", "The key * holds no private key in PEM: name the one that belongs to the certificate.")]
    [InlineData("public", "The key * holds no private key in PEM: name the one that belongs to the certificate.")]
    [InlineData("cut", "The key * is cut off or damaged: copy it again, whole.")]
    [InlineData("rubbish", "The key * is cut off or damaged: copy it again, whole.")]
    [InlineData("encrypted", "The key * is encrypted: write it without a password: openssl pkey -in FILE -out NEW.")]
    [InlineData("encrypted by hand", "The key * is encrypted: write it without a password: openssl pkey -in FILE -out NEW.")]
    [InlineData("Ed25519", "The key * is of the kind Ed25519, which browsers do not take: make one of the kind ECDSA (P-256) or RSA, and a certificate for it.")]
    [InlineData("another", "The key * does not fit the certificate #: name the key that it was made with.")]
    [InlineData("another kind", "The key * does not fit the certificate #: name the key that it was made with.")]
    public void A_key_that_cannot_be_used_is_told_in_a_line(string what, string line)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256), another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using RSA anotherKind = RSA.Create(2048);
        (string leaf, string pem) = _authority.Issue(Now, Until, key, "venue.example");
        string text = what switch
        {
            "nothing" => leaf,
            "public" => key.ExportSubjectPublicKeyInfoPem(),
            "cut" => pem[..(pem.Length / 2)],
            "rubbish" => "-----BEGIN PRIVATE KEY-----\nAAAAAAAA\n-----END PRIVATE KEY-----\n",
            "encrypted" => key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)),
            "encrypted by hand" => "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----\n",
            "Ed25519" => Ed25519,
            "another" => another.ExportPkcs8PrivateKeyPem(),
            _ => anotherKind.ExportPkcs8PrivateKeyPem(),
        };
        string expected = line.Replace("*", Path.Combine(_authority.Folder, "site.key"), StringComparison.Ordinal);
        Assert.Equal(expected.Replace("#", Path.Combine(_authority.Folder, "site.pem"), StringComparison.Ordinal), Fault(() => Read(leaf, text)));
    }

    [Theory]
    [InlineData(-30, -1, "expired on 2026-11-29: renew it.")]
    [InlineData(2, 60, "is not valid before 2026-12-02 12:00 UTC: check this machine's clock, or wait.")]
    public void A_certificate_is_refused_before_and_after_its_time(int from, int until, string end)
    {
        (string leaf, string key) = _authority.Issue(Now.AddDays(from), Now.AddDays(until), "venue.example");
        ServerCertificate read = Read(leaf, key);
        string told = Fault(() => read.RequireValid(Now));
        Assert.StartsWith($"The certificate {read.File} for venue.example ", told, StringComparison.Ordinal);
        Assert.EndsWith(end, told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_too_short_is_told_in_a_line()
    {
        Assert.SkipUnless(TlsContext.IsSupported, "there is no OpenSSL 3 here");
        using RSA key = RSA.Create(512);
        (string leaf, string pem) = _authority.Issue(Now, Until, key, "venue.example");
        Assert.Contains(" is not taken by OpenSSL (ee key too small): make one for a key ", Fault(() => Read(leaf, pem).MakeContext()), StringComparison.Ordinal);
    }

    public void Dispose() => _authority.Dispose();

    private static string Fault(Action read) => Assert.Throws<CertificateUnusableException>(read).Message;

    private static string Simple(X509Certificate2 one) => one.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    private ServerCertificate Read(string certificate, string key) => ServerCertificate.Read(_authority.Write("site.pem", certificate), _authority.Write("site.key", key));
}
