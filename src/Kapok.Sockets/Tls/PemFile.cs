using System.Security.Cryptography;

namespace Kapok.Sockets.Tls;

/// <summary>The text of a PEM file (RFC 7468), and the blocks in it.</summary>
/// <param name="path">Where it lies.</param>
/// <param name="what">What it is called in a message: <c>certificate</c> or <c>key</c>.</param>
internal sealed class PemFile(string path, string what)
{
    private const string Begin = "-----BEGIN ";
    private const int MostBytes = 1 << 20; // a chain has a few KiB; what is longer is another file

    private readonly string _text = Read(path, what);

    /// <summary>The file in a message.</summary>
    public string Name => $"the {what} {path}";

    /// <summary>Whether a block begins with this label, whole or not.</summary>
    public bool Mentions(string text) => _text.Contains(text, StringComparison.Ordinal);

    /// <summary>The bytes of the blocks whose label is one of these, in order.</summary>
    /// <exception cref="CertificateUnusableException">Such a block begins and is not whole.</exception>
    public List<(string Label, byte[] Bytes)> Blocks(params ReadOnlySpan<string> labels)
    {
        List<(string Label, byte[] Bytes)> found = [];
        ReadOnlySpan<char> rest = _text;
        while (PemEncoding.TryFind(rest, out PemFields fields))
        {
            string label = rest[fields.Label].ToString();
            byte[] bytes = new byte[fields.DecodedDataLength];
            if (labels.Contains(label) && Convert.TryFromBase64Chars(rest[fields.Base64Data], bytes, out _)) found.Add((label, bytes));
            rest = rest[fields.Location.End..];
        }
        int begun = 0;
        foreach (string label in labels) begun += _text.AsSpan().Count($"{Begin}{label}-----");
        if (begun != found.Count) throw new CertificateUnusableException($"{Name} is cut off or damaged", "copy it again, whole");
        return found;
    }

    private static string Read(string path, string what)
    {
        try
        {
            if (Directory.Exists(path)) throw new CertificateUnusableException($"the {what} {path} is a folder", "name a file in PEM");
            if (!File.Exists(path) && !IsHidden(path)) throw new CertificateUnusableException($"the {what} {path} is missing", "name a file in PEM that exists");
            if (new FileInfo(path).Length > MostBytes) throw new CertificateUnusableException($"the {what} {path} is too long for one", "name a file in PEM");
            return File.ReadAllText(path);
        }
        catch (UnauthorizedAccessException)
        {
            string user = Environment.UserName is { Length: > 0 } name ? $"the user {name}" : "the user that runs Kapok"; // who is in no list of users has no name
            throw new CertificateUnusableException($"the {what} {path} cannot be read by {user}", "give that user the right to read it, and to enter its folder");
        }
        catch (IOException error)
        {
            throw new CertificateUnusableException($"the {what} {path} cannot be read ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')})", "name a file in PEM that can");
        }
    }

    // File.Exists says no as well where a folder on the way may not be entered; only opening tells the two apart.
    private static bool IsHidden(string path)
    {
        try
        {
            File.OpenHandle(path).Dispose();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
