using Kapok.Protocol.Messages;

namespace Kapok.Cluster;

/// <summary>The shows of rooms, for the console and the API. Calls may cross a network, so all take and give plain records.</summary>
public interface IShows
{
    /// <summary>A room's show as whoever runs it sees it, with its run of show.</summary>
    /// <returns>Null when the room is not open.</returns>
    ValueTask<ShowRecord?> FindAsync(RoomKey room, CancellationToken cancellation = default);

    /// <summary>Does what whoever runs a show asks for: whatever a desk in the room can ask, but to watch.</summary>
    /// <returns>Null when the room is not open; not done with <c>not-allowed</c> for whoever is neither stage manager nor organiser.</returns>
    ValueTask<ShowResult?> CommandAsync(RoomKey room, ShowCommand command, MeasureBy by, CancellationToken cancellation = default);

    /// <summary>Opens a private copy of a room in which its show can be tried: with its run of show, and a state of its own that is not kept. It closes when it is empty.</summary>
    /// <returns>Which room that is; it is in no list, and lets in whoever has a part in the show. Null when the room is not open, or too many are tried already.</returns>
    ValueTask<RoomKey?> RehearseAsync(RoomKey room, CancellationToken cancellation = default);
}

/// <summary>A room's show at a moment.</summary>
/// <param name="Desk">What runs, what is next, who else runs it; the whole run of show.</param>
/// <param name="RoomMs">Room time of that moment.</param>
public sealed record ShowRecord(ShowDesk Desk, double RoomMs);

/// <summary>What became of something that was asked of a show.</summary>
/// <param name="Done">It was done.</param>
/// <param name="Code">Empty when done and, of what changes the run of show, on disk; <c>show-unkept</c> when it holds and the storage is behind; otherwise a key of
/// the text catalogue below <c>notice.</c>, e.g. <c>show-conflict</c>.</param>
/// <param name="Cue">Number of the cue that is wrong.</param>
/// <param name="Field">What of it.</param>
/// <param name="Fault">In which way; a key below <c>show.fault.</c>.</param>
/// <param name="By">Who changed the same before.</param>
public sealed record ShowResult(bool Done, string Code, string Cue = "", string Field = "", string Fault = "", string By = "");
