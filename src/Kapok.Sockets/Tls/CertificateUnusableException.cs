namespace Kapok.Sockets.Tls;

/// <summary>A certificate or its key cannot be used. The message is one line that says what to do.</summary>
/// <param name="fact">What is wrong, without a full stop.</param>
/// <param name="advice">What to do about it, likewise.</param>
public sealed class CertificateUnusableException(string fact, string advice) : Exception($"{char.ToUpperInvariant(fact[0])}{fact[1..]}: {advice}.")
{
    /// <summary>What is wrong.</summary>
    public string Fact { get; } = fact;

    /// <summary>What to do about it.</summary>
    public string Advice { get; } = advice;
}
