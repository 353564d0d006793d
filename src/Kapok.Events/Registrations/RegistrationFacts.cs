namespace Kapok.Events.Registrations;

/// <summary>What somebody is told of a registration.</summary>
/// <param name="Id">Which it is.</param>
/// <param name="State">How it stands.</param>
/// <param name="Secret">The secret of the ticket link.</param>
/// <param name="Code">What is said at the desk.</param>
/// <param name="RoomId">The room of the sector or the seat.</param>
/// <param name="SectorId">The sector.</param>
/// <param name="SeatId">The seat.</param>
/// <param name="PayBy">Until when it has to be paid.</param>
/// <param name="Revision">Rises with each change.</param>
public sealed record RegistrationFacts(
    Guid Id, RegistrationState State, string Secret, string Code, string? RoomId, string? SectorId, string? SeatId, DateTimeOffset? PayBy, int Revision)
{
    internal static RegistrationFacts Of(Registration one) =>
        new(one.Id, one.State, one.Secret, one.Code, one.RoomId, one.SectorId, one.SeatId, one.PayBy, one.Revision);
}
