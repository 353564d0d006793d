using Kapok.Cluster;
using Kapok.Events.Ceremony;
using Kapok.Events.Storage;
using Kapok.Server.Rooms;
using Kapok.World.Ceremony;

namespace Kapok.Server.Ceremony;

/// <summary>Keeps what ceremonies leave to people: certificates of attendance.</summary>
public sealed class CeremonyKeeping(KeepCertificates certificates, PendingWrites writes, TimeProvider time)
{
    /// <summary>People attended; the room is told once it is on disk, or that it cannot be kept now. Called by the room's loop: only queues.</summary>
    internal void Earned(RoomKey room, in AttendanceEarned earned, RoomHost? host)
    {
        if (earned.People is not { Count: > 0 }) return;
        DateTimeOffset at = time.GetUtcNow();
        string title = earned.Title;
        KeepCertificates.Attendee[] people = [.. earned.People.Select(one => new KeepCertificates.Attendee(one.Guest, one.Name))];
        _ = KeepAsync();

        async Task KeepAsync()
        {
            bool isKept = await writes.KeepAsync(stop => certificates.SaveAsync(room.Event, room.Room, title, people, at, stop)) is null;
            string[] guests = [.. people.Select(one => one.Guest)];
            host?.Post(inside => inside.Certificates.Settle(guests, title, isKept));
        }
    }
}
