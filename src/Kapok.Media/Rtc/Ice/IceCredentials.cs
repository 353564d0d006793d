using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Kapok.Media.Rtc.Ice;

/// <summary>One side's user name fragment and password (RFC 8839, section 5.4).</summary>
/// <remarks>
/// Ours are always 8 and 24 characters of base64's alphabet: 48 and 144 bits, where the standard asks for 24 and 128. Eight characters fit a
/// <see cref="ulong"/>, so finding a session by its fragment hashes a number and allocates nothing.
/// </remarks>
public sealed class IceCredentials
{
    /// <summary>Characters of our fragments.</summary>
    public const int FragmentLength = 8;

    private const int PasswordLength = 24, MaxLength = 256;

    private readonly byte[] _password;

    private IceCredentials(string fragment, string password)
    {
        (Fragment, Password, _password) = (fragment, password, Encoding.ASCII.GetBytes(password));
        if (fragment.Length == FragmentLength) Key = KeyOf(Encoding.ASCII.GetBytes(fragment));
    }

    /// <summary>The user name fragment.</summary>
    public string Fragment { get; }

    /// <summary>The password.</summary>
    public string Password { get; }

    /// <summary>The password as it keys an integrity.</summary>
    public ReadOnlySpan<byte> PasswordBytes => _password;

    /// <summary>The fragment as a number, when it is one of ours.</summary>
    internal ulong Key { get; }

    /// <summary>New ones.</summary>
    public static IceCredentials Generate() => new(Draw(FragmentLength), Draw(PasswordLength));

    /// <summary>Those of a peer.</summary>
    /// <returns>Null when they are not what RFC 8839 allows: 4 to 256 and 22 to 256 of A-Z a-z 0-9 + /.</returns>
    public static IceCredentials? OfPeer(string? fragment, string? password) =>
        fragment?.Length is >= 4 and <= MaxLength && password?.Length is >= 22 and <= MaxLength && IsIceText(fragment) && IsIceText(password) ? new(fragment, password) : null;

    /// <summary>The first half of a USERNAME as a number.</summary>
    /// <returns>False when it is not a fragment of ours.</returns>
    internal static bool TryReadKey(ReadOnlySpan<byte> username, out ulong key)
    {
        bool fits = username.Length > FragmentLength && username[FragmentLength] == ':';
        key = fits ? KeyOf(username) : 0;
        return fits;
    }

    private static ulong KeyOf(ReadOnlySpan<byte> fragment) => BinaryPrimitives.ReadUInt64BigEndian(fragment);

    private static bool IsIceText(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/');

    private static string Draw(int length) => RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", length);
}
