using Kapok.Protocol.Messages;

namespace Kapok.Cluster;

/// <summary>Keeps what rooms say is worth keeping. Positions never are.</summary>
/// <remarks>The <c>Note…</c> methods are called from a room's loop: they only queue, never wait and never throw.</remarks>
public interface IRoomJournal
{
    /// <summary>A line of chat was said.</summary>
    void NoteChat(RoomKey room, ChatLine line);

    /// <summary>A report was filed.</summary>
    void NoteReport(ReportRecord report);

    /// <summary>A guest came in with this name and look, or changed them.</summary>
    void NoteLook(string guest, string name, Look look);

    /// <summary>A guest blocked another, or lifted the block.</summary>
    void NoteBlock(string guest, string other, bool on);

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
