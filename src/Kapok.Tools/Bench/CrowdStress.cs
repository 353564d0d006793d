using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.World;

namespace Kapok.Tools.Bench;

/// <summary>What goes wrong, or goes on, besides people's moving.</summary>
public enum StressMode
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A fifth as many again come in within ten seconds, and leave again.</summary>
    Storm,

    /// <summary>One in twenty is put elsewhere each second.</summary>
    Teleports,

    /// <summary>One viewer in ten stands still now and then, for up to three seconds.</summary>
    Slow,
}

/// <summary>Does it to the room of a bench, tick by tick.</summary>
internal sealed class CrowdStress(StressMode mode, Room room, IReadOnlyList<BenchViewer> viewers, Func<int, Resident> enter, int seed)
{
    private const int StormTicks = 10 * Room.TickRate, ShareOfStorm = 5, ShareOfTeleports = 20, ShareOfSlow = 10, LongestStandstillTicks = 3 * Room.TickRate;
    private const double StandstillsPerTick = 0.01;

    private readonly Random _random = new(seed);
    private readonly Queue<Resident> _stormers = new();
    private int _tick;

    /// <summary>People who come in beside the crowd at most.</summary>
    public static int Extra(StressMode mode, int avatars) => mode == StressMode.Storm ? avatars / ShareOfStorm : 0;

    /// <summary>One tick more.</summary>
    public void Step()
    {
        _tick++;
        switch (mode)
        {
            case StressMode.Storm: Storm(); break;
            case StressMode.Teleports: Teleport(); break;
            case StressMode.Slow: StandStill(); break;
            default: break;
        }
    }

    private void Storm()
    {
        int comers = viewers.Count / ShareOfStorm, until = Math.Min(comers, comers * _tick / StormTicks), goers = Math.Max(0, comers * (_tick - StormTicks) / StormTicks);
        for (int come = comers * (_tick - 1) / StormTicks; come < until; come++) _stormers.Enqueue(enter(viewers.Count + come));
        for (int left = comers - _stormers.Count; _tick > StormTicks && left < goers && _stormers.TryDequeue(out Resident? who); left++) room.Remove(who, Ending.Left);
    }

    private void Teleport()
    {
        int people = viewers.Count / ShareOfTeleports / Room.TickRate;
        for (int at = 0; at < people; at++)
        {
            Resident who = room.Residents[_random.Next(viewers.Count)], to = room.Residents[_random.Next(viewers.Count)];
            if (who != to) room.Hear(who, new ClientMessage { GoTo = new() { Person = to.Id } });
        }
    }

    private void StandStill()
    {
        for (int at = 0; at < viewers.Count; at += ShareOfSlow)
            if (viewers[at].StandsStillFor == 0 && _random.NextDouble() < StandstillsPerTick) viewers[at].StandsStillFor = _random.Next(2, LongestStandstillTicks);
    }
}
