using System.Security.Cryptography;
using Kapok.Events.Links;

namespace Kapok.Events.Registrations;

/// <summary>Somebody has asked for a ticket of an event.</summary>
public sealed class Registration
{
    public const int MaxNameLength = 80, MaxEmailLength = 254, MaxAnswersLength = 16_384, CodeLength = 10;

    private const string CodeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; // none that look alike; 32, so that each takes five bits

    public required Guid Id { get; init; }

    public required Guid EventId { get; init; }

    /// <summary>The type of ticket.</summary>
    public required Guid TypeId { get; init; }

    /// <summary>Its number among those of its type, from 1 in the order in which they came.</summary>
    public required int Number { get; init; }

    /// <summary>Made by the form: whoever sends it twice has registered once.</summary>
    public required Guid RequestId { get; init; }

    public required string Name { get; set; }

    public required string Email { get; set; }

    /// <summary>The address in lower case: one person registers once in an event.</summary>
    public required string EmailKey { get; set; }

    /// <summary>The language they are written to in, <c>en</c> or <c>zh</c>.</summary>
    public required string Language { get; set; }

    /// <summary>What they answered to the event's questions, as JSON: answers by the question's id.</summary>
    public required string Answers { get; set; }

    public required RegistrationState State { get; set; }

    /// <summary>The secret of the ticket link. Kept as it is: it must be written again in every later mail.</summary>
    public required string Secret { get; init; }

    /// <summary>What is said at the desk, ten letters and figures; unique in the event.</summary>
    public required string Code { get; init; }

    /// <summary>The room of the sector or the seat; null without one.</summary>
    public string? RoomId { get; set; }

    /// <summary>The sector, where the ticket has one.</summary>
    public string? SectorId { get; set; }

    /// <summary>The seat, where the ticket has one.</summary>
    public string? SeatId { get; set; }

    /// <summary>The guest who came in by its link first, so that they keep their look; null until then.</summary>
    public string? GuestId { get; set; }

    /// <summary>The invitation code it was made with.</summary>
    public Guid? InvitationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>Until when it has to be paid, where it is unpaid.</summary>
    public DateTimeOffset? PayBy { get; set; }

    /// <summary>Rises with each change: the tag by which two who change it at once are told apart.</summary>
    public int Revision { get; set; }

    /// <summary>A new secret for a ticket link.</summary>
    public static string NewSecret() => LinkToken.Create();

    /// <summary>A new code for the desk: 50 random bits.</summary>
    public static string NewCode() => RandomNumberGenerator.GetString(CodeLetters, CodeLength);
}
