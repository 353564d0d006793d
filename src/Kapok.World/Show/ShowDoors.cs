using System.Collections.Frozen;
using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

/// <summary>Whom doors let in that a cue has closed: the attendees who were inside then, also after the server was killed.</summary>
/// <remarks>They are kept with the show at each change of it, ten thousand of them too; so they are kept as marks of eight bytes.</remarks>
public static class ShowDoors
{
    /// <summary>Nobody.</summary>
    public static IReadOnlySet<ulong> Nobody { get; } = FrozenSet<ulong>.Empty;

    /// <summary>The mark of a guest: FNV-1a of 64 bits. That two have the same lets one in too many, once in billions of guests.</summary>
    public static ulong MarkOf(string guest)
    {
        ulong mark = 0xcbf29ce484222325;
        foreach (char one in guest) mark = unchecked((mark ^ one) * 0x100000001b3);
        return mark;
    }

    /// <summary>Those who are inside as the doors close. A bot is somebody else each time it comes.</summary>
    internal static IReadOnlySet<ulong> Take(IEnumerable<Resident> people) =>
        people.Where(who => who is { Bot: false, Role: <= Role.Attendee }).Select(who => MarkOf(who.Guest)).ToFrozenSet();

    /// <summary>As it was kept.</summary>
    /// <param name="kept">What was kept; null: nothing.</param>
    public static IReadOnlySet<ulong> Of(KeptShow? kept) => kept?.State?.DoorsClosed == true ? kept.Inside.ToFrozenSet() : Nobody;
}
