using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kapok.Protocol.Messages;
using Kapok.Server.Configuration;

namespace Kapok.Server.Voice;

/// <summary>Gives out credentials of a relay that hold for a while, as coturn's <c>use-auth-secret</c> checks them.</summary>
/// <remarks>"A REST API For Access To TURN Services", draft-uberti-behave-turn-rest-00: the name is the time at which it ends, the password its HMAC-SHA1 in base64.</remarks>
public sealed class RelayCredentials(VoiceSettings settings, TimeProvider time)
{
    private const int TagBytes = 4;

    private readonly string[] _urls = KapokOptions.List(settings.RelayUrls);
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(settings.RelaySecret);

    /// <summary>The password that belongs to a name.</summary>
    public static string PasswordOf(string name, ReadOnlySpan<byte> secret)
    {
#pragma warning disable CA5350 // The relay checks this and nothing else; as a MAC SHA-1 is not broken.
        return Convert.ToBase64String(HMACSHA1.HashData(secret, Encoding.UTF8.GetBytes(name)));
#pragma warning restore CA5350
    }

    /// <summary>New credentials for one person; null when there is no relay. They say nothing of whom they are for.</summary>
    public Relay? Issue()
    {
        if (_urls.Length == 0) return null;
        long until = time.GetUtcNow().AddMinutes(settings.RelayMinutes).ToUnixTimeSeconds();
        string name = string.Create(CultureInfo.InvariantCulture, $"{until}:{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TagBytes))}");
        return new() { Urls = { _urls }, Username = name, Credential = PasswordOf(name, _secret) };
    }
}
