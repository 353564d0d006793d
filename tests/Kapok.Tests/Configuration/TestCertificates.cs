using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kapok.Tests.Configuration;

/// <summary>A certification authority for one test, of a root and one between it and the leaves, and a folder for what it issues.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset Ever = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), End = Ever.AddYears(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kapok-certificates");
    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256), _middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _middle;
    private long _serial;
    private int _writes;

    public TestCertificates()
    {
        // Names of their own: no root of the machine is called so.
        string mark = Convert.ToHexString(RandomNumberGenerator.GetBytes(4));
        Root = Authority($"CN=Kapok Test Root {mark}", _rootKey).CreateSelfSigned(Ever, End);
        MiddleName = $"Kapok Test Middle {mark}";
        using X509Certificate2 made = Authority($"CN={MiddleName}", _middleKey).Create(Root.SubjectName, X509SignatureGenerator.CreateForECDsa(_rootKey), Ever, End, [1]);
        _middle = made.CopyWithPrivateKey(_middleKey);
    }

    public string MiddleName { get; }

    public X509Certificate2 Root { get; }

    public string Middle => _middle.ExportCertificatePem();

    public string Folder => _folder.FullName;

    /// <summary>A leaf with its key, in PEM.</summary>
    public (string Leaf, string Key) Issue(DateTimeOffset from, DateTimeOffset until, AsymmetricAlgorithm key, params string[] names)
    {
        CertificateRequest request = key is RSA rsa ? new("CN=leaf", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new("CN=leaf", (ECDsa)key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder alternatives = new();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out IPAddress? address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(name);
        }
        if (names.Length > 0) request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_middle, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using X509Certificate2 leaf = request.Create(_middle.SubjectName, X509SignatureGenerator.CreateForECDsa(_middleKey), from, until, BitConverter.GetBytes(++_serial));
        return (leaf.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The same with a new P-256 key.</summary>
    public (string Leaf, string Key) Issue(DateTimeOffset from, DateTimeOffset until, params string[] names)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Issue(from, until, key, names);
    }

    /// <summary>Writes a file. Each write has a time of its own, however coarse those of the disk are.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, Ever.UtcDateTime.AddMinutes(++_writes));
        return path;
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _middle.Dispose();
        Root.Dispose();
        _rootKey.Dispose();
        _middleKey.Dispose();
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }
}
