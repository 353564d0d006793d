using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Kapok.Server.Configuration;

namespace Kapok.Server.Identities;

/// <summary>Who a guest is over visits: a random id in a cookie, signed with a key of this venue so that nobody can take another's.</summary>
public sealed class GuestIdentity(DataFolder data)
{
    /// <summary>Name of the cookie.</summary>
    public const string Cookie = "kapok-guest";

    private readonly byte[] _key = Encoding.UTF8.GetBytes(data.Secret("guest.key"));

    /// <summary>The guest's id; a new one, with its cookie, when the request carries none that is ours.</summary>
    public string Identify(HttpContext http)
    {
        if (Read(http) is { } known) return known;
        string guest = NewGuest();
        http.Response.Cookies.Append(Cookie, $"{guest}.{Sign(guest)}", new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(400),
            Path = "/",
        });
        return guest;
    }

    /// <summary>The guest's id, or null.</summary>
    public string? Read(HttpContext http)
    {
        if (!http.Request.Cookies.TryGetValue(Cookie, out string? cookie) || cookie.Split('.') is not [{ Length: 32 } guest, { } signature]) return null;
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Sign(guest))) ? guest : null;
    }

    /// <summary>An id for somebody without a cookie, such as a bot.</summary>
    public static string NewGuest() => Guid.NewGuid().ToString("N");

    private string Sign(string guest) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(guest)));
}
