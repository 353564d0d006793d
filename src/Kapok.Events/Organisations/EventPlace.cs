namespace Kapok.Events.Organisations;

/// <summary>Which event something belongs to, and whose it is.</summary>
/// <param name="EventId">The event.</param>
/// <param name="OrganisationId">Who hosts it.</param>
public readonly record struct EventPlace(Guid EventId, Guid OrganisationId);
