using System.Net;
using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Announcements;
using Kapok.Events.Safety;
using Kapok.Events.Storage;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Keeping;
using Announcement = Kapok.Events.Announcements.Announcement;

namespace Kapok.Server.Measures;

/// <summary>Takes every measure on a person: judges it by the rule of rank, notes that it holds, carries it into all rooms, keeps it.</summary>
public sealed partial class VenueMeasures(
    MeasureBook book, MeasureStore store, KeepAnnouncement announcements, PendingWrites writes, INodes nodes, IRoomDirectory rooms, TimeProvider time,
    ILogger<VenueMeasures> log) : IMeasures
{
    private static readonly MeasureResult Full = new(false, "measures-full");

    /// <inheritdoc/>
    public async Task<MeasureResult> TakeAsync(MeasureKind kind, MeasureOn on, MeasureBy by)
    {
        bool takes = kind is MeasureKind.Mute or MeasureKind.Silence or MeasureKind.Kick or MeasureKind.Ban;
        if (!Rank.MayActOn(by.Role, on.Role) || (takes && by.Identity == on.Guest)) return MeasureResult.NotAllowed;
        TakenMeasure taken = new(Guid.NewGuid(), kind, on, by.Role, time.GetUtcNow() + MuteGuest.Longest);
        // Noted and queued before anything is waited for: measures are kept in the order in which they were taken.
        if (!book.Note(taken)) return Full;
        Task<EventsRule?> kept = store.KeepAsync(kind, on, by);
        await TellNodesAsync(node => node.MeasureAsync(taken), kind);
        EventsRule? broken = await kept;
        if (broken is { } rule) NotKept(log, kind, rule); // it holds by what the nodes were told
        else if (kind is MeasureKind.Kick or MeasureKind.Ban) await TellNodesAsync(node => node.SettleAsync(taken.Id), kind);
        return KeptResult.Of(broken);
    }

    /// <inheritdoc/>
    public async ValueTask<AddressReach> ReachAsync(MeasureOn on, CancellationToken cancellation = default)
    {
        AddressKind kind = AddressRule.KindOf(IPAddress.TryParse(on.Address, out IPAddress? address) ? address : null);
        if (kind == AddressKind.Nobodys) return new(kind, 0);
        int others = 0;
        foreach (RoomKey key in await rooms.ListAsync(cancellation))
            if (await rooms.FindAsync(key, cancellation) is { } room) others += await room.CountAtAsync(on.Address!, on.Guest, cancellation);
        return new(kind, others);
    }

    /// <inheritdoc/>
    public async ValueTask<Announced> AnnounceAsync(string eventId, string? room, string text, MeasureBy by, CancellationToken cancellation = default)
    {
        Announced Refused(MeasureResult why) => new(why, "", 0, 0);
        if (!Rank.KeepsOrder(by.Role)) return Refused(MeasureResult.NotAllowed);
        Outcome<Announcement> kept;
        try
        {
            kept = await announcements.HandleAsync(eventId, room, text, new(null, by.Name, by.Role.ToEventRole()), cancellation);
        }
        catch (Exception error) when (StorageTrouble.MayPass(error))
        {
            return Refused(KeptResult.NotKept); // an announcement can be made again; one that nobody can look up afterwards cannot be explained
        }
        if (!kept.Succeeded(out Announcement? made, out EventsRule rule))
            return Refused(new(false, rule switch { EventsRule.AnnouncementEmpty => "text-empty", EventsRule.NotAllowed => "not-allowed", _ => "room-unknown" }));
        (int shown, int people) = (0, 0);
        foreach (RoomKey key in await rooms.ListAsync(CancellationToken.None))
        {
            if (key.Event != eventId || (room is not null && key.Room != room) || await rooms.FindAsync(key, CancellationToken.None) is not { } control) continue;
            if (!(await control.AnnounceAsync(made.Text, by.Name, CancellationToken.None)).Done) continue;
            shown++;
            people += (await control.LoadAsync(CancellationToken.None)).People;
        }
        _ = writes.KeepAsync(stop => announcements.ReachedAsync(made.Id, people, stop), isDispensable: true);
        return new(MeasureResult.Ok, made.Text, shown, people);
    }

    private Task TellNodesAsync(Func<INode, ValueTask> tell, MeasureKind kind) => Task.WhenAll(nodes.All.Select(async node =>
    {
        try
        {
            await tell(node);
        }
#pragma warning disable CA1031 // A node that cannot be reached is no reason not to tell the others; what is stored holds there too.
        catch (Exception error)
#pragma warning restore CA1031
        {
            NotTold(log, node.Id, kind, error);
        }
    }));

    [LoggerMessage(Level = LogLevel.Error, Message = "A {Kind} could not be kept ({Rule}); it holds until the server stops")]
    private static partial void NotKept(ILogger log, MeasureKind kind, EventsRule rule);

    [LoggerMessage(Level = LogLevel.Error, Message = "Node {Node} could not be told of a {Kind}; whoever comes in there anew is judged by what is stored")]
    private static partial void NotTold(ILogger log, string node, MeasureKind kind, Exception error);
}
