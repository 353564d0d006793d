namespace Kapok.Events.Outbox;

/// <summary>Something that has happened, by whom and when: written in the transaction of the change itself, so that there is neither without the other.</summary>
/// <remarks>
/// What leaves the venue (mail, webhooks, changes of rooms) is made from it afterwards, at least once and in the order of the numbers for each receiver. It stays as the record
/// of who changed what. Numbers of transactions that run beside each other may come to light in another order: whoever looks for what is new asks for <see cref="SentAt"/>,
/// never for a number above the last.
/// </remarks>
public sealed class OutboxMessage
{
    public const int MaxKindLength = 64, MaxByLength = 80;

    /// <summary>Its number, rising.</summary>
    public long Id { get; init; }

    public required Guid OrganisationId { get; init; }

    /// <summary>The event; null where it is the organisation's own.</summary>
    public Guid? EventId { get; init; }

    /// <summary>What has happened, e.g. <c>registration.confirmed</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>To what it happened.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>Who did it.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When all that follows from it was put on its way; null until then.</summary>
    public DateTimeOffset? SentAt { get; set; }
}
