using System.Numerics;
using Kapok.Protocol.Messages;

namespace Kapok.World.Ceremony;

/// <summary>A photograph was taken of those who stood for it.</summary>
/// <param name="Id">Its id, which cannot be guessed.</param>
/// <param name="Title">What the step was called; may be empty.</param>
/// <param name="Guests">Who are in it, bots left out.</param>
public readonly record struct PhotographTaken(string Id, string Title, IReadOnlyList<string> Guests) : IRoomEvent;

/// <summary>The group photograph: puts people in rows before the camera, and says when and from where it is taken. Each page draws it by itself.</summary>
/// <remarks>
/// People are put there once, as a seat does it; whoever walks off before the shutter is not in it. A step that was missed (nobody was here, the server was started
/// again) is not made up for.
/// </remarks>
public sealed class PhotographPart : RoomPart
{
    private const double SecondsUsually = 5, LateMs = 1_000, ToldMs = 120_000;
    private const float StandsMetres = 0.6f; // from where they were put: a step to the side is no refusal

    private readonly List<(Resident Who, Vector3 Spot)> _placed = [];
    private double _startMs;
    private Photograph? _told;
    private bool _isTaken;
    private HashSet<Resident> _in = []; // the last one that was taken

    internal PhotographPart(Room room)
        : base(room) => _startMs = Step()?.StartMs ?? 0;

    /// <summary>The messages it takes.</summary>
    internal static void Messages(MessageTable table) =>
        table.On(ClientMessage.BodyOneofCase.PhotographKept, MessageLimit.Requests, (room, who, message) => room.Photographs.Kept(who, message.PhotographKept.Id));

    internal override void Greeted(Resident who)
    {
        if (_told is { } told && Room.NowMs < told.ShutterMs + ToldMs) Room.SendTo(who, new ServerMessage { Photograph = told });
    }

    internal override void Left(Resident who)
    {
        _placed.RemoveAll(one => one.Who == who);
        _in.Remove(who);
    }

    // One that was under way is given up: those it placed are other bodies now.
    internal override void Adopt(Room broken) => _startMs = broken.Photographs._startMs;

    internal override void Tick()
    {
        CeremonyNow? step = Step();
        if (step is not null && step.StartMs != _startMs) Begin(step);
        if (_told is null || _isTaken) return;
        if (step is null) CallOff();
        else if (Room.NowMs >= _told.ShutterMs) Take(step);
    }

    private CeremonyNow? Step() => Room.Show.Running.State.Ceremony is { Step.Kind: CeremonyKind.Photograph } step ? step : null;

    private void Begin(CeremonyNow step)
    {
        CallOff();
        _startMs = step.StartMs;
        double shutterMs = step.StartMs + (1000d * (step.Step.Seconds > 0 ? step.Step.Seconds : SecondsUsually));
        if (Room.NowMs > shutterMs - LateMs) return;
        List<Resident> people = [.. Room.People.Where(who => who.Outbound is not null)];
        if (people.Count == 0) return;
        PhotographPlan plan = PhotographPlan.For(Room.Settings.Floor, Room.Layout, Room.Places, people.Count);
        Put(people, plan);
        _told = Message(plan.Camera, step.StartMs, shutterMs);
        Room.SendToAll(new ServerMessage { Photograph = _told });
    }

    private void CallOff()
    {
        (_told, _isTaken) = (null, false);
        _placed.Clear();
    }

    // Those nearest to the stage have a place; the tall stand behind.
    private void Put(List<Resident> people, PhotographPlan plan)
    {
        Vector3 stage = plan.Spots[^1].Position; // of the last row
        IEnumerable<Resident> chosen = people.Count <= plan.Spots.Count
            ? people : people.OrderBy(who => Vector3.DistanceSquared(Room.BodyAt(who).Position, stage)).Take(plan.Spots.Count);
        int index = 0;
        foreach (Resident who in chosen.OrderBy(who => who.Look.Height))
        {
            PhotographSpot spot = plan.Spots[index++];
            Room.Place(who, spot.Position, spot.Yaw, -1, "");
            _placed.Add((who, spot.Position));
        }
    }

    private Photograph Message(in PhotographCamera camera, double startMs, double shutterMs) => new()
    {
        Id = Room.NewToken(),
        StartMs = startMs,
        ShutterMs = shutterMs,
        EyeX = camera.Eye.X,
        EyeY = camera.Eye.Y,
        EyeZ = camera.Eye.Z,
        TargetX = camera.Target.X,
        TargetY = camera.Target.Y,
        TargetZ = camera.Target.Z,
        Degrees = camera.Degrees,
        People = { _placed.Select(one => (uint)one.Who.Id) },
        Keeper = Room.People.Find(MayKeep) is { } keeper ? keeper.Id + 1u : 0u,
    };

    private void Take(CeremonyNow step)
    {
        _isTaken = true;
        _in = [.. _placed.Where(one => Stands(one.Who, one.Spot)).Select(one => one.Who)];
        _placed.Clear();
        Room.Tell(new PhotographTaken(_told!.Id, step.Step.Title, [.. _in.Where(who => !who.Bot).Select(who => who.Guest)]));
    }

    private bool Stands(Resident who, Vector3 spot) => Vector3.DistanceSquared(Room.BodyAt(who).Position, spot) <= StandsMetres * StandsMetres;

    // A hint: whoever gets it asks for their photographs, and is offered those that they are in.
    private void Kept(Resident by, string id)
    {
        if (_told is not { } told || !_isTaken || told.Id != id || by.Outbound is null || by.Role is not (Role.StageManager or Role.Organiser)) return;
        foreach (Resident who in _in) Room.SendTo(who, new ServerMessage { PhotographKept = new() { Id = id } });
    }

    private static bool MayKeep(Resident who) => who.Outbound is not null && !who.NoFrames && !who.Bot && who.Role is (Role.StageManager or Role.Organiser);
}
