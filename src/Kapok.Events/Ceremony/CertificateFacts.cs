using System.Buffers;
using Kapok.Events.Organisations;

namespace Kapok.Events.Ceremony;

/// <summary>What a certificate says.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Who was there.</param>
/// <param name="Title">What was attended; empty for the event as such.</param>
/// <param name="Event">The event's title.</param>
/// <param name="Room">The room's title, or its id where it is no room of the event any more.</param>
/// <param name="Organisation">Who issued it.</param>
/// <param name="At">When.</param>
public sealed record CertificateFacts(Guid Id, string Name, string Title, LocalText Event, LocalText Room, string Organisation, DateTimeOffset At)
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Its number as people see it: 32 hexadecimal digits.</summary>
    public string Number => Id.ToString("N");

    /// <summary>Reads a number as people see it, in small or capital letters. Nothing may stand around it: each certificate has one address.</summary>
    /// <param name="text">What was asked for.</param>
    /// <param name="id">The number.</param>
    /// <returns>False where it is none.</returns>
    public static bool TryReadNumber(ReadOnlySpan<char> text, out Guid id)
    {
        id = default;
        return text.Length == 32 && !text.ContainsAnyExcept(Digits) && Guid.TryParseExact(text, "N", out id);
    }
}
