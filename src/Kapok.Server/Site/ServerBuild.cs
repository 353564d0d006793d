using System.Security.Cryptography;
using Kapok.Server.Configuration;

namespace Kapok.Server.Site;

/// <summary>Which build this server and its client are: a page that was loaded from another one knows by it that there is a newer one.</summary>
public sealed class ServerBuild
{
    /// <summary>Looks at the server's own assembly and at the page that it serves.</summary>
    public ServerBuild(KapokOptions options)
    {
        string page = System.IO.Path.Combine(options.Client, "index.html"); // names every script by a hash of its content
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(typeof(ServerBuild).Module.ModuleVersionId.ToByteArray());
        if (File.Exists(page)) hash.AppendData(File.ReadAllBytes(page));
        Name = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    /// <summary>Twelve hexadecimal digits; the same for the same build.</summary>
    public string Name { get; }
}
