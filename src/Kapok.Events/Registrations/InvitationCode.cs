using System.Security.Cryptography;
using System.Text;

namespace Kapok.Events.Registrations;

/// <summary>Lets somebody have a ticket of a type that is not for everyone. The code itself is kept as a hash only.</summary>
public sealed class InvitationCode
{
    public const int MaxLength = 64, MaxLabelLength = 80;

    public required Guid Id { get; init; }

    public required Guid EventId { get; init; }

    /// <summary>The type of ticket it is good for.</summary>
    public required Guid TypeId { get; init; }

    /// <summary>SHA-256 of the code as <see cref="Hash"/> takes it.</summary>
    public required byte[] Hashed { get; init; }

    /// <summary>For whom it is, as the organiser wrote.</summary>
    public required string Label { get; set; }

    /// <summary>How many tickets it gives, 1 or more; null is without a limit.</summary>
    public int? Limit { get; set; }

    /// <summary>How many it has given that are held. <see cref="TicketBook"/> keeps it.</summary>
    public int Used { get; set; }

    /// <summary>What is kept of a code. Capitals, spaces and dashes make no difference: people type them from paper.</summary>
    public static byte[] Hash(string code)
    {
        StringBuilder plain = new(Math.Min(code.Length, MaxLength));
        foreach (char letter in code.Length <= MaxLength ? code : "")
            if (!char.IsWhiteSpace(letter) && letter != '-') plain.Append(char.ToUpperInvariant(letter));
        return SHA256.HashData(Encoding.UTF8.GetBytes(plain.ToString()));
    }
}
