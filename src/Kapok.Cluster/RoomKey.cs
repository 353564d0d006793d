using System.Diagnostics.CodeAnalysis;

namespace Kapok.Cluster;

/// <summary>Which room is meant: rooms are of an event, and two events may both have an <c>arena</c>.</summary>
/// <param name="Event">Id of the event, see <see cref="IsId"/>.</param>
/// <param name="Room">Id of the room in its event, see <see cref="IsId"/>.</param>
public readonly record struct RoomKey(string Event, string Room)
{
    /// <summary>The most characters of an id, as addresses and the database have it.</summary>
    public const int MaxIdLength = 64;

    private const char Separator = '/';

    /// <summary>Whether this can be the id of an event or a room: 1 to 64 of a-z, 0-9 and hyphens, the first and the last no hyphen.</summary>
    public static bool IsId([NotNullWhen(true)] string? id)
    {
        if (id is not { Length: > 0 and <= MaxIdLength } || id[0] == '-' || id[^1] == '-') return false;
        foreach (char one in id)
            if (!char.IsAsciiLetterLower(one) && !char.IsAsciiDigit(one) && one != '-') return false;
        return true;
    }

    /// <summary>Makes the key of a room out of ids that a stranger gave.</summary>
    /// <returns>False when one is no id.</returns>
    public static bool TryCreate([NotNullWhen(true)] string? eventId, [NotNullWhen(true)] string? roomId, out RoomKey key)
    {
        bool isKey = IsId(eventId) && IsId(roomId);
        key = isKey ? new(eventId!, roomId!) : default;
        return isKey;
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <returns>False for anything else.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out RoomKey key)
    {
        key = default;
        return text?.IndexOf(Separator, StringComparison.Ordinal) is > 0 and int at && TryCreate(text[..at], text[(at + 1)..], out key);
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is anything else.</exception>
    public static RoomKey Parse(string text) => TryParse(text, out RoomKey key) ? key : throw new FormatException($"\"{text}\" is not EVENT/ROOM.");

    /// <summary>As <c>EVENT/ROOM</c>, e.g. <c>opening-night/arena</c>.</summary>
    public override string ToString() => $"{Event}{Separator}{Room}";
}
