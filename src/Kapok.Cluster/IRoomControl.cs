using Kapok.Protocol;
using Kapok.Protocol.Messages;

namespace Kapok.Cluster;

/// <summary>Live control of one room. Calls may cross a network later, so every one is asynchronous and takes plain records.</summary>
public interface IRoomControl
{
    /// <summary>Which room it is.</summary>
    RoomKey Key { get; }

    /// <summary>Who is in the room and where they are now, for the roster and the map of heads.</summary>
    ValueTask<RoomSnapshot> SnapshotAsync(CancellationToken cancellation = default);

    /// <summary>Somebody by their identity over rooms and visits.</summary>
    /// <returns>Null when they are not in the room.</returns>
    ValueTask<PersonHere?> FindGuestAsync(string guest, CancellationToken cancellation = default);

    /// <summary>How hard the room works.</summary>
    ValueTask<RoomLoad> LoadAsync(CancellationToken cancellation = default);

    /// <summary>Somebody in this room, as measures see them: with the address that they came from.</summary>
    /// <returns>Null when nobody here has this id.</returns>
    ValueTask<MeasureOn?> WhoAsync(uint person, CancellationToken cancellation = default);

    /// <summary>How many here came from the network of an address, one guest left out.</summary>
    ValueTask<int> CountAtAsync(string address, string exceptGuest, CancellationToken cancellation = default);

    /// <summary>Mutes or unmutes a person in chat, in all rooms; by <see cref="IMeasures"/>, as those below.</summary>
    ValueTask<MeasureResult> MuteAsync(uint person, bool muted, MeasureBy by, CancellationToken cancellation = default);

    /// <summary>Takes a person's voice away, or gives it back.</summary>
    ValueTask<MeasureResult> SilenceAsync(uint person, bool silenced, MeasureBy by, CancellationToken cancellation = default);

    /// <summary>Takes everyone's voice away but the stage's and the holder's of the microphone, or gives it back.</summary>
    ValueTask<MeasureResult> SilenceEveryoneAsync(bool silenced, MeasureBy by, CancellationToken cancellation = default);

    /// <summary>Lets a person be heard by all for a while; null takes the microphone back from whoever has it.</summary>
    ValueTask<MeasureResult> GiveMicrophoneAsync(uint? person, MeasureBy by, CancellationToken cancellation = default);

    /// <summary>Removes a person from all rooms of the event; they cannot come back for a while.</summary>
    ValueTask<MeasureResult> KickAsync(uint person, MeasureBy by, CancellationToken cancellation = default);

    /// <summary>Removes a person from every room; they, and their address when it is to be covered, cannot come back until it is lifted.</summary>
    ValueTask<MeasureResult> BanAsync(uint person, MeasureBy by, bool coversAddress, CancellationToken cancellation = default);

    /// <summary>Makes attendees of all who have their role by a link that was withdrawn, those who are still on their way included.</summary>
    /// <param name="link">Id of the link, as <see cref="Identity.Link"/> has it.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask EndLinkAsync(string link, CancellationToken cancellation = default);

    /// <summary>Shows a line to everyone in the room.</summary>
    /// <param name="text">1 to 400 characters; cleaned like chat.</param>
    /// <param name="from">Whose announcement it is, as shown.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>Not done when nothing is left of the text after cleaning.</returns>
    ValueTask<MeasureResult> AnnounceAsync(string text, string from, CancellationToken cancellation = default);

    /// <summary>Its show, as whoever runs it sees it.</summary>
    ValueTask<ShowRecord> ShowAsync(CancellationToken cancellation = default);

    /// <summary>Does what whoever runs its show asks for; by <see cref="IShows"/>.</summary>
    ValueTask<ShowResult> CommandShowAsync(ShowCommand command, MeasureBy by, CancellationToken cancellation = default);

    /// <summary>Opens a private copy of it in which its show can be tried.</summary>
    /// <returns>Null when too many are tried already.</returns>
    ValueTask<RoomKey?> RehearseAsync(CancellationToken cancellation = default);

    /// <summary>The newest lines of chat that the room itself holds, oldest first.</summary>
    ValueTask<IReadOnlyList<ChatLine>> RecentChatAsync(int most, CancellationToken cancellation = default);
}
