using Kapok.Protocol.Messages;

namespace Kapok.Cluster;

/// <summary>Keeps what rooms say is worth keeping. Positions never are.</summary>
/// <remarks>
/// The <c>Note…</c> and <c>Keep…</c> methods are called from a room's loop: they only queue, never wait and never throw. What a <c>Keep…</c> method
/// returns completes once the thing is committed and would outlive the process; only then may somebody be told that it is done.
/// </remarks>
public interface IRoomJournal
{
    /// <summary>A line of chat was said. It is stored soon, and lost when the process dies before.</summary>
    void NoteChat(RoomKey room, ChatLine line);

    /// <summary>A report was filed.</summary>
    /// <returns>Not done with <c>reports-full</c> when this reporter has too many open ones, <c>not-kept</c> when it cannot be stored.</returns>
    Task<MeasureResult> KeepReportAsync(ReportRecord report);

    /// <summary>A guest came in with this name and look, or changed them.</summary>
    void NoteLook(string guest, string name, Look look);

    /// <summary>A guest blocked another, or lifted the block. Doing it again changes nothing.</summary>
    /// <returns>Not done with <c>blocks-full</c> when they have blocked too many, <c>not-kept</c> when it cannot be stored.</returns>
    Task<MeasureResult> KeepBlockAsync(string guest, string other, bool on);

    /// <summary>Guests whom a guest has blocked, wherever that was.</summary>
    ValueTask<IReadOnlyList<string>> BlockedByAsync(string guest, CancellationToken cancellation = default);

    /// <summary>The name and look that a guest used last.</summary>
    /// <returns>Null when nothing is known of them.</returns>
    ValueTask<SavedLook?> LastLookAsync(string guest, CancellationToken cancellation = default);
}

/// <summary>What a guest wore last.</summary>
/// <param name="Name">Their name.</param>
/// <param name="Look">Their look.</param>
public sealed record SavedLook(string Name, Look Look);
