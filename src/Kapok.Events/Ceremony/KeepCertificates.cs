using System.Security.Cryptography;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Ceremony;

/// <summary>Keeps certificates of attendance, and finds them.</summary>
public sealed class KeepCertificates(IDbContextFactory<EventsContext> contexts, EventPlaces places)
{
    /// <summary>Longest title of a step, in characters.</summary>
    public const int MaxTitleLength = 80;

    /// <summary>The most of one guest in an event that are listed, the newest.</summary>
    public const int MostListed = 50;

    private const int Batch = 500; // rows that are asked for and written at once
    private const int MostTries = 3; // another node may write the same row in between; after its row is seen there is nothing to clash with

    /// <summary>Somebody who is to have one.</summary>
    /// <param name="Guest">Who.</param>
    /// <param name="Name">As they wear it.</param>
    public readonly record struct Attendee(string Guest, string Name);

    /// <summary>Keeps one for each who has none yet for this room and title; may be done twice, and on two nodes at once. Rules: <see cref="EventsRule.EventUnknown"/>.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="room">The room.</param>
    /// <param name="title">What was attended; at most <see cref="MaxTitleLength"/>.</param>
    /// <param name="people">Who.</param>
    /// <param name="at">When.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<EventsRule?> SaveAsync(
        string eventName, string room, string title, IReadOnlyList<Attendee> people, DateTimeOffset at, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return EventsRule.EventUnknown;
        // Every node writes in the order of the guests, and the numbers rise with them: two that write the same rows in different orders lock each other out.
        foreach (Attendee[] some in people.DistinctBy(one => one.Guest).OrderBy(one => one.Guest, StringComparer.Ordinal).Chunk(Batch))
        {
            Guid[] numbers = [.. some.Select(_ => new Guid(RandomNumberGenerator.GetBytes(16))).Order()];
            Certificate[] made = [.. some.Select((one, nth) => new Certificate
            {
                Id = numbers[nth],
                EventId = place.EventId,
                RoomId = room,
                GuestId = one.Guest,
                Name = one.Name,
                Title = title,
                At = at,
            })];
            for (int tries = 1; !await TryAddAsync(made, isLast: tries == MostTries, cancel); tries++)
            {
            }
        }
        return null;
    }

    /// <summary>One guest's certificates of an event, the newest first, at most <see cref="MostListed"/>.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="guest">Who.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<CertificateFacts>> OfAsync(string eventName, string guest, CancellationToken cancel = default)
    {
        if (await places.FindAsync(eventName, cancel) is not { } place) return [];
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        List<Certificate> found = await context.Certificates.AsNoTracking().Where(one => one.EventId == place.EventId && one.GuestId == guest)
            .OrderByDescending(one => one.At).Take(MostListed).ToListAsync(cancel);
        return await FactsAsync(context, found, cancel);
    }

    /// <summary>The certificate of a number; null where this venue issued none, or has deleted its event.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<CertificateFacts?> FindAsync(Guid id, CancellationToken cancel = default)
    {
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        List<Certificate> found = await context.Certificates.AsNoTracking().Where(one => one.Id == id).ToListAsync(cancel);
        return (await FactsAsync(context, found, cancel)).SingleOrDefault();
    }

    // Of one event, room and title. False where somebody else wrote one of them in between, or had them locked.
    private async Task<bool> TryAddAsync(Certificate[] made, bool isLast, CancellationToken cancel)
    {
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        (Guid eventId, string room, string title) = (made[0].EventId, made[0].RoomId, made[0].Title);
        string[] guests = [.. made.Select(one => one.GuestId)];
        HashSet<string> have = [.. await context.Certificates
            .Where(one => one.EventId == eventId && one.RoomId == room && one.Title == title && guests.Contains(one.GuestId))
            .Select(one => one.GuestId).ToListAsync(cancel)];
        context.Certificates.AddRange(made.Where(one => !have.Contains(one.GuestId)));
        try
        {
            await context.SaveChangesAsync(cancel);
            return true;
        }
        catch (Exception error) when (!isLast && (StorageTrouble.CauseOf(error) is StorageCause.Locked || (error is DbUpdateException && !StorageTrouble.MayPass(error))))
        {
            return false;
        }
    }

    // All of one event, which may be deleted meanwhile.
    private static async Task<IReadOnlyList<CertificateFacts>> FactsAsync(EventsContext context, List<Certificate> found, CancellationToken cancel)
    {
        if (found.Count == 0) return [];
        Guid eventId = found[0].EventId;
        Event? one = await context.Events.AsNoTracking().Include(held => held.Rooms).SingleOrDefaultAsync(held => held.Id == eventId, cancel);
        if (one is null) return [];
        string? organisation = await context.Organisations.Where(host => host.Id == one.OrganisationId).Select(host => host.Name).SingleOrDefaultAsync(cancel);
        if (organisation is null) return [];
        return [.. found.Select(certificate => new CertificateFacts(
            certificate.Id, certificate.Name, certificate.Title, one.Title,
            one.Rooms.Find(room => room.Id == certificate.RoomId)?.Title ?? new(certificate.RoomId, certificate.RoomId), organisation, certificate.At))];
    }
}
