namespace Kapok.Events.Registrations;

/// <summary>Somebody asks for a ticket.</summary>
/// <param name="RequestId">Made by the form; the same again gives what it gave the first time.</param>
/// <param name="TypeId">The type of ticket.</param>
/// <param name="Name">Who comes, 1 to 80 characters.</param>
/// <param name="Email">Where the ticket is sent to.</param>
/// <param name="Language">The language to write in, <c>en</c> or <c>zh</c>.</param>
/// <param name="Answers">Answers to the event's questions, as JSON, at most 16,384 characters.</param>
/// <param name="Code">An invitation code; empty without one.</param>
/// <param name="RoomId">The room of the sector or the seat; empty where none is chosen.</param>
/// <param name="SectorId">The sector; empty where none is chosen.</param>
/// <param name="SeatId">The seat; empty where none is chosen.</param>
public sealed record TicketRequest(
    Guid RequestId, Guid TypeId, string Name, string Email, string Language, string Answers = "{}", string Code = "", string RoomId = "", string SectorId = "", string SeatId = "")
{
    /// <summary>The address as it is compared.</summary>
    public string EmailKey => Email.Trim().ToLowerInvariant();
}
