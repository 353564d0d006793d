using Kapok.Cluster;
using Kapok.Events;

namespace Kapok.Console.Live;

/// <summary>A person's role in the words of the events; the numbers are those of the wire.</summary>
internal static class PersonRoles
{
    public static EventRole RoleHere(this PersonHere person) => (EventRole)Math.Max((int)person.Role, (int)EventRole.Attendee);
}
