using System.Buffers;
using Kapok.Cluster;
using Kapok.Protocol.Messages;
using Kapok.World;
using Kapok.World.Movement;

namespace Kapok.Server.Rooms;

/// <summary>Describes everyone in a room for those who look from outside, twice a second for each console.</summary>
/// <remarks>
/// The room's loop only copies, into memory that is used again: ten thousand records made in it would be megabytes within a tick of 50 ms. They are made
/// outside, and those of people of whom nothing has changed, most of any crowd, are the ones of the look before.
/// </remarks>
public sealed class PeopleRecords
{
    private const int Spare = 64; // of those who left so many may stay, over as many as are here

    private readonly Lock _gate = new();
    private readonly Dictionary<ushort, PersonHere> _before = [];

    /// <summary>Takes what is to be described. In the room's loop; allocates nothing once the pool has an array of the size.</summary>
    /// <returns>To be given to <see cref="Describe(TakenPeople, IReadOnlySet{uint})"/>, once.</returns>
    public static TakenPeople Take(Room room)
    {
        IReadOnlyList<Resident> residents = room.Residents;
        TakenPerson[] people = ArrayPool<TakenPerson>.Shared.Rent(residents.Count);
        for (int at = 0; at < residents.Count; at++) people[at] = new(residents[at], room.BodyOf(residents[at]));
        return new(people, residents.Count);
    }

    /// <summary>Describes them. Outside of the loop, any thread.</summary>
    /// <param name="taken">From <see cref="Take"/>.</param>
    /// <param name="connected">Ids of those who have a voice connection.</param>
    public PersonHere[] Describe(TakenPeople taken, IReadOnlySet<uint> connected)
    {
        PersonHere[] described = new PersonHere[taken.Count];
        lock (_gate)
        {
            for (int at = 0; at < taken.Count; at++)
            {
                ref readonly TakenPerson one = ref taken.People[at];
                bool hasVoice = connected.Contains(one.Who.Id);
                if (!_before.TryGetValue(one.Who.Id, out PersonHere? record) || !one.Is(record, hasVoice)) _before[one.Who.Id] = record = one.Describe(hasVoice);
                described[at] = record;
            }
            if (_before.Count > 2 * taken.Count + Spare) Forget(described);
        }
        ArrayPool<TakenPerson>.Shared.Return(taken.People, clearArray: true);
        return described;
    }

    private void Forget(PersonHere[] but)
    {
        _before.Clear();
        foreach (PersonHere here in but) _before[(ushort)here.Person] = here;
    }

    /// <summary>Describes one person. In the room's loop.</summary>
    public static PersonHere Describe(Resident who, in Body body, bool hasVoice) => new TakenPerson(who, body).Describe(hasVoice);
}

/// <summary>Everyone in a room at one moment.</summary>
/// <param name="People">In an array of the pool, which may be longer.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct TakenPeople(TakenPerson[] People, int Count);

/// <summary>What may change about somebody, at one moment; what never does, they are asked for.</summary>
public readonly struct TakenPerson(Resident who, in Body body)
{
    private readonly Role _role = who.Role;
    private readonly float _x = body.Position.X, _y = body.Position.Y, _z = body.Position.Z, _yaw = body.Yaw;
    private readonly int _seat = body.Seat;
    private readonly bool _muted = who.Muted, _away = who.Outbound is null, _speaks = who.IsSpeaking, _silenced = who.IsSilenced;

    /// <summary>Who.</summary>
    public Resident Who { get; } = who;

    /// <summary>Whether a record says the same of the same person.</summary>
    public bool Is(PersonHere record, bool hasVoice) =>
        record.Person == Who.Id && record.Since == Who.Since && record.Guest == Who.Guest && record.Role == _role
        && record.X.Equals(_x) && record.Y.Equals(_y) && record.Z.Equals(_z) && record.Yaw.Equals(_yaw) && record.Seat == _seat
        && record.Muted == _muted && record.Away == _away && record.IsSpeaking == _speaks && record.IsSilenced == _silenced && record.HasVoice == hasVoice;

    /// <summary>Describes them.</summary>
    public PersonHere Describe(bool hasVoice) => new(Who.Id, Who.Guest, Who.Name, _role, _x, _y, _z, _yaw, _seat, _muted, _away, Who.Bot, Who.Since)
    {
        HasVoice = hasVoice,
        IsSpeaking = _speaks,
        IsSilenced = _silenced,
    };
}
