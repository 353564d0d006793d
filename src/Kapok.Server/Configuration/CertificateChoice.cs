namespace Kapok.Server.Configuration;

/// <summary>Which certificate serves which name: a table that is made once, and asked at each handshake without an allocation. Immutable.</summary>
internal sealed class CertificateChoice
{
    private readonly ServedCertificate _first;
    private readonly Dictionary<string, ServedCertificate> _exact = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ServedCertificate> _below = new(StringComparer.OrdinalIgnoreCase); // example.org -> that of *.example.org
    private readonly Dictionary<string, ServedCertificate>.AlternateLookup<ReadOnlySpan<char>> _exactBySpan, _belowBySpan;

    /// <summary>Makes the table.</summary>
    /// <param name="served">In the operator's order: the first serves whoever asks for no name or for an unknown one, and of two with the same name the former is taken.</param>
    public CertificateChoice(IReadOnlyList<ServedCertificate> served)
    {
        _first = served[0];
        foreach (ServedCertificate one in served)
        {
            foreach (string name in one.Certificate.Names)
            {
                if (!name.Contains('*', StringComparison.Ordinal)) _exact.TryAdd(name, one);
                else if (name.StartsWith("*.", StringComparison.Ordinal) && name.LastIndexOf('*') == 0) _below.TryAdd(name[2..], one);
            }
        }
        (_exactBySpan, _belowBySpan) = (_exact.GetAlternateLookup<ReadOnlySpan<char>>(), _below.GetAlternateLookup<ReadOnlySpan<char>>());
    }

    /// <summary>The one for a name, in any case: that which bears it, then that whose wildcard stands for its first label and no more (RFC 9525, section 6.3).</summary>
    public ServedCertificate For(ReadOnlySpan<char> serverName)
    {
        ReadOnlySpan<char> name = serverName.TrimEnd('.');
        if (_exactBySpan.TryGetValue(name, out ServedCertificate? found)) return found;
        int dot = name.IndexOf('.');
        return dot > 0 && _belowBySpan.TryGetValue(name[(dot + 1)..], out found) ? found : _first;
    }
}
