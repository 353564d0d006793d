using System.Diagnostics;
using System.Numerics;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.Tools.Bench.Sockets;
using Kapok.Tools.Bots;
using Kapok.World;
using Kapok.World.Clock;

namespace Kapok.Tools.Bench;

/// <summary>How a crowd bench is run.</summary>
/// <param name="Avatars">People, each a viewer too.</param>
/// <param name="Mode">How they move.</param>
/// <param name="Density">People a square metre.</param>
/// <param name="Seconds">Room time measured, after warm-up.</param>
/// <param name="IsEager">Whether moving people send ten moves a second regardless.</param>
/// <param name="BudgetBytes">Most bytes of a frame.</param>
/// <param name="Stress">What goes on besides.</param>
/// <param name="MovingShare">How many move at all, 0 to 1; a concert has its own share.</param>
/// <param name="WarmUpSeconds">Room time before that is measured.</param>
/// <param name="Cues">Cues of a show in a second whose cost is measured besides; 0 for none.</param>
public sealed record CrowdOptions(
    int Avatars, CrowdMode Mode, float Density, int Seconds, bool IsEager, int BudgetBytes, StressMode Stress = StressMode.None, float MovingShare = 1f, int WarmUpSeconds = 15,
    int Cues = 0);

/// <summary>A room in this process with a crowd in it, on stepped time: what the room's own work costs, and what viewers see.</summary>
public sealed class CrowdBench(CrowdOptions options)
{
    private const int Decoders = 128, Newcomers = 5, NewcomerSeconds = 12, Seed = 1, WarmUpCues = 40;
    private static readonly TimeSpan TickLength = TimeSpan.FromSeconds(1d / Room.TickRate);

    private readonly SteppedTime _time = new();
    private readonly byte[] _slot = new byte[RoomSettings.SlotBytes];
    private readonly List<BenchViewer> _viewers = [];
    private readonly List<Onlooker> _onlookers = [];
    private readonly Distribution _tickMs = new(0.05, 4000);
    private CrowdStress? _stress;
    private double _roomMs, _othersMs;
    private long _allocated;
    private int _tick;

    /// <summary>Runs it.</summary>
    public BenchReport Run()
    {
        RoomClock clock = new(_time);
        int tokens = 0;
        Room room = new(BenchRoom.Settings(options, Newcomers + CrowdStress.Extra(options.Stress, options.Avatars)), clock, new NoEvents(), () => $"{tokens++}");
        Fill(room);
        SimulatedPeople people = new(BenchRoom.StartsOf(options), room.Layout.Seats.Count, options.Mode, BenchRoom.RadiusOf(options), Seed, new Voice(room, clock),
            options.MovingShare);
        for (int at = 0; at < _viewers.Count; at++)
        {
            int number = at;
            if (options.Stress == StressMode.Teleports) _viewers[at].OnPutBack = placement => people.PutAt(number, new(placement.X, placement.Z));
        }
        _stress = new(options.Stress, room, _viewers, number => Enter(room, number, new BenchViewer(_slot, false, BenchRoom.SeatPlaceOf(room.Layout)), ""), Seed);
        foreach (Resident who in room.Residents)
        {
            Vector3 place = room.BodyOf(who).Position;
            people.Enter(who.Index, who.Id, new(place.X, place.Z), clock.NowMilliseconds);
        }
        people.SitDown();
        for (int tick = 0; tick < options.WarmUpSeconds * Room.TickRate; tick++) Step(room, clock, people, null, false);
        CrowdFigures figures = new();
        long[] bytes = [.. _viewers.Select(viewer => viewer.Bytes)];
        int[] frames = [.. _viewers.Select(viewer => viewer.Frames)];
        for (int tick = 0; tick < options.Seconds * Room.TickRate; tick++) Step(room, clock, people, figures, true);
        double[] rates = [.. _viewers.Select((viewer, at) => (viewer.Bytes - bytes[at]) / (double)options.Seconds).Order()];
        double[] updates = [.. _viewers.Select((viewer, at) => (viewer.Frames - frames[at]) / (double)options.Seconds)];
        double[] known = [.. _onlookers.Select(onlooker => (double)onlooker.Viewer.Seen!.Count)];
        (double roomMs, double othersMs, long allocated) = (_roomMs, _othersMs, _allocated);
        (double tickP50, double tickP99) = (_tickMs.Percentile(0.5), _tickMs.Percentile(0.99));
        CueCost? cues = options.Cues > 0 ? MeasureCues(room, clock, people) : null;
        (double snapshotBytes, SnapshotTimes snapshotMs) = Receive(room, clock, people);
        if (_viewers.Sum(viewer => viewer.Malformed) is > 0 and int malformed) throw new InvalidDataException($"{malformed} messages could not be read");
        int ticks = options.Seconds * Room.TickRate;
        return new(
            options.Avatars, options.Mode.ToString().ToLowerInvariant(), false, CrowdWay.None, Math.Round(roomMs / 1000d / options.Seconds, 4), null,
            new(tickP50, tickP99), new(Math.Round(rates.Average()), Math.Round(rates[(int)(rates.Length * 0.99)])),
            new(Math.Round(updates.Average(), 2), updates.Min()), figures.Staleness, figures.Errors, Math.Round(allocated / (double)ticks, 1), new(known.Min(), known.Average()),
            Math.Round(snapshotBytes), snapshotMs, _viewers.Count(viewer => viewer.IsClosed), Math.Round(othersMs / 1000d / options.Seconds, 4), "none: room time is stepped")
        { Cues = cues };
    }

    private void Fill(Room room)
    {
        for (int at = 0; at < options.Avatars; at++)
        {
            bool decodes = at % Math.Max(1, options.Avatars / Decoders) == 0;
            BenchViewer viewer = new(_slot, decodes, BenchRoom.SeatPlaceOf(room.Layout));
            Resident who = Enter(room, at, viewer, BenchRoom.EntranceOf(at));
            _viewers.Add(viewer);
            if (decodes) _onlookers.Add(new(viewer, who.Id, options.Avatars));
        }
    }

    private static Resident Enter(Room room, int number, BenchViewer viewer, string from) =>
        room.Enter(new($"guest-{number}", $"Guest {number}", Role.Attendee, LookRules.Plain(), null, true, from, ""), viewer)
        ?? throw new InvalidOperationException("The room is full.");

    private void Step(Room room, RoomClock clock, SimulatedPeople people, CrowdFigures? figures, bool measured)
    {
        _tick++;
        _time.Advance(TickLength);
        double began = ThreadClock.Milliseconds;
        if (measured) _stress?.Step();
        people.Step(clock.NowMilliseconds, (float)TickLength.TotalSeconds, options.IsEager);
        double before = ThreadClock.Milliseconds;
        people.Act(clock.NowMilliseconds);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        room.Tick();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        double after = ThreadClock.Milliseconds;
        foreach (Onlooker onlooker in _onlookers)
        {
            onlooker.Viewer.Decode();
            onlooker.Compare(_tick, clock.NowMilliseconds, people.Truth, onlooker.Viewer.IsSteady ? figures : null);
        }
        if (!measured) return;
        _tickMs.Add(after - before);
        _roomMs += after - before;
        _othersMs += ThreadClock.Milliseconds - after + (before - began);
        _allocated += allocated;
    }

    // A second with cues, a second without: whatever else slows the machine down slows both.
    private CueCost MeasureCues(Room room, RoomClock clock, SimulatedPeople people)
    {
        // Code that has just been compiled says nothing of one cue among thousands.
        for (int cue = 0; cue < WarmUpCues; cue++)
        {
            Play(room, cue);
            for (int tick = 0; tick < Room.TickRate / 4; tick++) Step(room, clock, people, null, false);
        }
        (double withMs, double withoutMs, int cues, int messages) = (0, 0, 0, 0);
        for (int second = 0; second < 2 * options.Seconds; second++)
        {
            bool isPlayed = second % 2 == 1;
            (double before, int sent) = (_roomMs, _viewers[0].Sent);
            for (int tick = 0; tick < Room.TickRate; tick++)
            {
                if (isPlayed && tick * options.Cues / Room.TickRate != (tick + 1) * options.Cues / Room.TickRate) _roomMs += Play(room, cues++);
                Step(room, clock, people, null, true);
            }
            if (isPlayed) withMs += _roomMs - before;
            else withoutMs += _roomMs - before;
            messages += isPlayed ? _viewers[0].Sent - sent : sent - _viewers[0].Sent;
        }
        double seconds = options.Seconds * 1000d;
        return new(options.Cues, Math.Round(withMs / seconds, 4), Math.Round(withoutMs / seconds, 4), Math.Round(withMs / withoutMs, 4),
            Math.Round(messages / (double)cues, 3));
    }

    // Light, screen, an effect and everyone's sticks: what a cue of a concert does.
    private static double Play(Room room, int number)
    {
        uint colour = (uint)(number * 0x3f1d) & 0xffffff;
        ShowCommand play = new()
        {
            Play = new()
            {
                Actions =
                {
                    new ShowAction { Light = new() { Primary = colour, Secondary = ~colour & 0xffffff, Intensity = 1, Move = LightMove.Fan, Speed = 1, FadeMs = 400 } },
                    new ShowAction { Screen = new() { Screen = "*", Content = new() { Stream = new() }, FadeMs = 400 } },
                    new ShowAction { Effect = new() { Kind = EffectKind.Confetti } },
                    new ShowAction { Sticks = new() { Sector = (uint)(number % 9), Colour = colour } },
                },
            },
        };
        double began = ThreadClock.Milliseconds;
        if (room.Show.Do(play, new("bench", "Bench", Role.StageManager)).Code is { Length: > 0 } code) throw new InvalidOperationException($"A cue was refused: {code}.");
        return ThreadClock.Milliseconds - began;
    }

    private (double Bytes, SnapshotTimes Times) Receive(Room room, RoomClock clock, SimulatedPeople people)
    {
        double bytes = 0, nearMs = 0, allMs = 0;
        for (int newcomer = 0; newcomer < Newcomers; newcomer++)
        {
            BenchViewer decoder = new(_slot, true, BenchRoom.SeatPlaceOf(room.Layout));
            Resident who = Enter(room, options.Avatars + newcomer, decoder, "");
            double since = clock.NowMilliseconds;
            Vector3 place = room.BodyOf(who).Position;
            ushort[] nearest = [.. room.Residents.Where(other => other != who).OrderBy(other => Vector3.DistanceSquared(room.BodyOf(other).Position, place)).Take(500)
                .Select(other => other.Id)];
            bool near = false;
            for (int tick = 0; tick < NewcomerSeconds * Room.TickRate; tick++)
            {
                Step(room, clock, people, null, false);
                decoder.Decode();
                if (!near && nearest.All(id => decoder.Seen!.TryPlace(id, 0d, out _))) (near, nearMs) = (true, Math.Max(nearMs, clock.NowMilliseconds - since));
                if (decoder.Seen!.Count < room.Residents.Count) continue;
                allMs = Math.Max(allMs, clock.NowMilliseconds - since);
                break;
            }
            bytes += decoder.Bytes;
        }
        return (bytes / Newcomers, new(nearMs, allMs));
    }

    /// <summary>Speaks to the room itself. None of the crowd leaves it, so a person's number stays their index.</summary>
    private sealed class Voice(Room room, RoomClock clock) : IPeopleVoice
    {
        public bool Post(int number, in MoveFrame move)
        {
            Resident who = room.Residents[number];
            who.Mailbox.Post(move with { Epoch = room.BodyOf(who).Epoch }, clock.NowMilliseconds);
            return true;
        }

        public void Say(int number, ClientMessage message) => room.Hear(room.Residents[number], message);
    }

    private sealed class NoEvents : IRoomEvents
    {
        public void Happened<TEvent>(in TEvent happened)
            where TEvent : struct, IRoomEvent => Debug.Assert(typeof(TEvent) != typeof(MessageFailed), "a message failed");
    }
}
