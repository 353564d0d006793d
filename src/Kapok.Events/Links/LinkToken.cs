using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Kapok.Events.Links;

/// <summary>The secret of a role link: 20 random bytes in base64url, 27 characters.</summary>
public static class LinkToken
{
    private const int Bytes = 20, MaxLength = 64;

    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is kept of a token. A text too long to be one hashes to nothing that is stored.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token.Length <= MaxLength ? token : ""));
}
