using Kapok.Protocol;
using Kapok.Protocol.Messages;

namespace Kapok.Cluster;

/// <summary>Takes every measure on a person, whoever asks for it: a moderator in a room, the console, an interface.</summary>
/// <remarks>
/// One rule says who may act on whom (<see cref="Rank"/>). A measure holds for the person and not for one of their bodies: in all rooms and tabs,
/// after a reload, in rooms of other nodes, and after a restart of the server. It holds from the call on, in memory, and is kept behind it.
/// </remarks>
public interface IMeasures
{
    /// <summary>Takes a measure, or lifts it. Only queues, so that a room's loop may call it.</summary>
    /// <returns>
    /// Completes with Ok once it is committed. Not done at once with <c>not-allowed</c> by the rule of rank, or <c>measures-full</c>; with
    /// <c>not-kept</c> when it holds in this process only.
    /// </returns>
    Task<MeasureResult> TakeAsync(MeasureKind kind, MeasureOn on, MeasureBy by);

    /// <summary>What a ban of somebody's address would do, for whoever decides on it.</summary>
    ValueTask<AddressReach> ReachAsync(MeasureOn on, CancellationToken cancellation = default);

    /// <summary>Keeps an announcement, then shows it to everyone in a room, or in all rooms of an event.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="room">Id of one of its rooms; null is all.</param>
    /// <param name="text">1 to 400 characters; cleaned like chat.</param>
    /// <param name="by">Who announces.</param>
    /// <param name="cancellation">Gives up before it is kept; what is kept is shown.</param>
    /// <returns>What was shown to how many; not done with <c>not-allowed</c>, <c>text-empty</c>, <c>room-unknown</c>, <c>not-kept</c>.</returns>
    ValueTask<Announced> AnnounceAsync(string eventId, string? room, string text, MeasureBy by, CancellationToken cancellation = default);
}

/// <summary>Taking measures for somebody who waits for the answer.</summary>
public static class MeasuresPatience
{
    /// <summary>How long whoever took a measure waits for it to be stored before they are told that it holds and is not stored yet.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Takes a measure and answers soon: with <see cref="MeasureResult.NotStoredYet"/> when the storage takes longer than <see cref="Longest"/>.</summary>
    public static async Task<MeasureResult> TakePatientlyAsync(this IMeasures measures, MeasureKind kind, MeasureOn on, MeasureBy by, TimeProvider time)
    {
        Task<MeasureResult> kept = measures.TakeAsync(kind, on, by);
        return await Task.WhenAny(kept, Task.Delay(Longest, time)) == kept ? await kept : MeasureResult.NotStoredYet;
    }
}

/// <summary>On whom a measure is taken.</summary>
/// <param name="Guest">Their identity.</param>
/// <param name="Name">Their name then.</param>
/// <param name="Role">Their role.</param>
/// <param name="Address">Network address that a ban covers too, so that a fresh cookie does not help; null to leave it out.</param>
/// <param name="Room">Where they are or were.</param>
public sealed record MeasureOn(string Guest, string Name, Role Role, string? Address, RoomKey Room);

/// <summary>A measure that was judged and holds, as the nodes tell it each other.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Kind">What is done.</param>
/// <param name="On">On whom.</param>
/// <param name="By">Role of who took it: it does not hold for those who rank above.</param>
/// <param name="Until">When a mute or silence ends by itself; without meaning for the others, whose end is kept.</param>
public sealed record TakenMeasure(Guid Id, MeasureKind Kind, MeasureOn On, Role By, DateTimeOffset Until);

/// <summary>Who takes a measure and why.</summary>
/// <param name="Name">Shown in the log of measures, e.g. the organiser's or moderator's name.</param>
/// <param name="Reason">0 to 500 characters.</param>
/// <param name="Role">Their role: the rule of rank goes by it.</param>
/// <param name="Identity">Guest who acts in a room, id of the role link of who acts in the console; empty for the server itself.</param>
public sealed record MeasureBy(string Name, string Reason, Role Role, string Identity = "");

/// <summary>Whose a network address is.</summary>
public enum AddressKind
{
    /// <summary>It is not known, or this machine's own: everybody's behind a proxy that runs here. It cannot be banned.</summary>
    Nobodys,

    /// <summary>Of a private network: one device's in a local network, everybody's behind a proxy that Kapok was not told of.</summary>
    Private,

    /// <summary>Of the internet: a household's, an office's or a provider's.</summary>
    Public,
}

/// <summary>What a ban of an address would do.</summary>
/// <param name="Kind">Whose it is.</param>
/// <param name="Others">How many others in the rooms came from it.</param>
public readonly record struct AddressReach(AddressKind Kind, int Others)
{
    /// <summary>Whether a ban covers it unless somebody decides otherwise: not where it would keep out others too.</summary>
    public bool IsCoveredByDefault => Kind == AddressKind.Public && Others == 0;
}

/// <summary>What became of an announcement.</summary>
/// <param name="Result">Whether it was shown.</param>
/// <param name="Text">What was shown, as cleaned.</param>
/// <param name="Rooms">Rooms in which it was.</param>
/// <param name="People">People who were there.</param>
public sealed record Announced(MeasureResult Result, string Text, int Rooms, int People);
