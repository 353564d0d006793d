using System.Security.Cryptography;
using System.Text;
using Kapok.Server.Configuration;

namespace Kapok.Server.Identities;

/// <summary>Proves that a caller operates this server: the secret in <c>operator.token</c> of the data folder. Bots carry it.</summary>
public sealed class OperatorToken(DataFolder data)
{
    /// <summary>Header that carries it.</summary>
    public const string Header = "X-Kapok-Operator";

    private readonly byte[] _token = Encoding.UTF8.GetBytes(data.Secret("operator.token"));

    /// <summary>Whether the request carries it.</summary>
    public bool IsPresentedBy(HttpContext http) =>
        http.Request.Headers.TryGetValue(Header, out Microsoft.Extensions.Primitives.StringValues value)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(value.ToString()), _token);
}
