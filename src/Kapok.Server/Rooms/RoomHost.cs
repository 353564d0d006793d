using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Kapok.Cluster;
using Kapok.Protocol;
using Kapok.Server.Configuration;
using Kapok.Server.Entry;
using Kapok.World;
using Kapok.World.Clock;

namespace Kapok.Server.Rooms;

/// <summary>Runs one room: the loop that owns it, and a fresh loop when it fails or hangs.</summary>
/// <remarks>
/// Everything public is thread-safe: it queues for the loop. A failure costs the room one tick and its people a new Welcome. .NET cannot end a
/// loop that hangs, so it is abandoned: its room, its residents and its holds on their connections are left to it, and nothing reads them any more.
/// Its thread is lost until it wakes or the server stops.
/// </remarks>
public sealed partial class RoomHost : IAsyncDisposable
{
    /// <summary>How often the watchdog looks at the loop.</summary>
    public static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(250);

    // Looks in a row at one and the same tick, 1.75 to 2 s: people are promised to be back within three. Looks are counted and not time
    // measured, for after the machine has slept a tick seems to have taken hours, and nothing is wrong.
    private const int LooksUntilHung = 8;

    // A client that makes messages fail can do so again and again: what is logged of it is little, and says how much it stands for.
    private static readonly TimeSpan TellOfFailuresEvery = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan TickLength = TimeSpan.FromSeconds(1d / Room.TickRate), LongestPause = TimeSpan.FromSeconds(2), LongestGoodbye = TimeSpan.FromSeconds(2);

    private readonly RoomSettings _settings;
    private readonly IRoomEvents _events;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ConcurrentQueue<RoomRun.Asked> _asked = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _watchdog;
    private readonly Lock _gate = new(); // which run counts; what a run takes and tells, it takes and tells under it
    private RoomRun _run;
    private Task _loop;
    private readonly Action<Exception> _messageFailed;
    private int _failuresInARow, _untold, _isAsleep;
    private long _toldOfFailure;
    private long _lastTickEnded;

    /// <summary>Starts the room.</summary>
    public RoomHost(RoomSettings settings, string title, string scene, byte[] floor, IRoomEvents events, TimeProvider time, ILogger log)
    {
        (_settings, _events, _time, _log) = (settings, events, time, log);
        (Title, Scene, FloorFile) = (title, scene, floor);
        Clock = new RoomClock(time);
        Queue = new WaitingQueue(settings.Capacity, time);
        _lastTickEnded = time.GetTimestamp();
        _messageFailed = MessageFailed;
        _run = NewRun();
        _loop = Start(_run, TimeSpan.Zero);
        _watchdog = time.CreateTimer(_ => Watch(), null, WatchEvery, WatchEvery);
    }

    /// <summary>Room id.</summary>
    public string Id => _settings.Id;

    /// <summary>As shown.</summary>
    public string Title { get; }

    /// <summary>Name of the scene.</summary>
    public string Scene { get; }

    /// <summary>The floor as KFL1.</summary>
    public byte[] FloorFile { get; }

    /// <summary>What the room is.</summary>
    public RoomSettings Settings => _settings;

    /// <summary>Its clock.</summary>
    public RoomClock Clock { get; }

    /// <summary>Who may come in, and who waits.</summary>
    public WaitingQueue Queue { get; }

    /// <summary>People in it after the last tick, away ones included.</summary>
    public int People { get; private set; }

    /// <summary>Of them, bots.</summary>
    public int Bots { get; private set; }

    /// <summary>Length of the last tick.</summary>
    public TimeSpan LastTick { get; private set; }

    /// <summary>Nobody is in and nothing is asked, so that it does not tick.</summary>
    public bool IsAsleep => Volatile.Read(ref _isAsleep) == 1;

    /// <summary>Time since the last tick ended; zero while it sleeps.</summary>
    public TimeSpan SinceLastTick => IsAsleep ? TimeSpan.Zero : _time.GetElapsedTime(Volatile.Read(ref _lastTickEnded));

    /// <summary>Bytes queued for viewers since the start.</summary>
    public long BytesSent { get; private set; }

    /// <summary>State frames skipped for viewers who were still busy.</summary>
    public long FramesDropped { get; private set; }

    /// <summary>How often the loop failed and the room was started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>Messages that made the room throw; each cost its sender their connection.</summary>
    public int MessagesFailed { get; private set; }

    /// <summary>How hard it works.</summary>
    public RoomLoad Load => new(People, Bots, LastTick.TotalMilliseconds, BytesSent, FramesDropped, Restarts);

    /// <summary>Is told the length of every tick.</summary>
    public Action<TimeSpan>? Ticked { get; set; }

    /// <summary>Does something in the room's loop; an exception there makes the room start again.</summary>
    public void Post(Action<Room> action) => Ask(new(action));

    /// <summary>Does in the room's loop what a person's client asked for; an exception there costs that person their connection.</summary>
    public void Post(Resident who, Action<Room> action) => Post(room => room.DoFor(who, action));

    /// <summary>Whether a guest has a body in the room already, into which they would come back however full it is.</summary>
    public bool IsReturning(string guest) => _run.Room.IsReturning(guest);

    /// <summary>Asks the room something. An exception comes back to the asker and leaves the room alone.</summary>
    /// <exception cref="OperationCanceledException">The room stops, or was started again while it did this.</exception>
    public Task<T> AskAsync<T>(Func<Room, T> ask)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Do(Room room)
        {
            try
            {
                answer.TrySetResult(ask(room));
            }
#pragma warning disable CA1031 // It is the asker's.
            catch (Exception error)
#pragma warning restore CA1031
            {
                answer.TrySetException(error);
                room.RequireSound(error);
            }
        }
        Ask(new(Do, () => answer.TrySetCanceled()));
        if (_stop.IsCancellationRequested) answer.TrySetCanceled();
        return answer.Task;
    }

    /// <summary>Says goodbye to everyone and stops.</summary>
    public ValueTask DisposeAsync() => CloseAsync(Ending.Stopping);

    /// <summary>Says goodbye to everyone and stops. What waits to be done is given up.</summary>
    public async ValueTask CloseAsync(Ending ending)
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _watchdog.DisposeAsync();
        await Task.WhenAny(_loop, Task.Delay(LongestGoodbye, _time)); // a loop that hangs keeps nobody waiting
        if (_loop is { IsCompleted: true, IsFaulted: false }) _run.Room.Close();
        foreach (Resident who in _run.Room.Residents.ToArray()) who.Outbound?.Close(ending);
        while (_asked.TryDequeue(out RoomRun.Asked? asked)) asked.GiveUp?.Invoke();
        _stop.Dispose();
    }

    private Task Start(RoomRun run, TimeSpan pause) => Task.Run(() => RunAsync(run, pause, _stop.Token));

    private void Ask(RoomRun.Asked asked)
    {
        _asked.Enqueue(asked);
        if (Interlocked.Exchange(ref _isAsleep, 0) == 1) _wake.Release();
    }

    private async Task RunAsync(RoomRun run, TimeSpan pause, CancellationToken stop)
    {
        try
        {
            if (pause > TimeSpan.Zero) await Task.Delay(pause, _time, stop);
            using PeriodicTimer timer = new(TickLength, _time);
            while (!run.IsAbandoned && (MayNotSleep(run) ? await timer.WaitForNextTickAsync(stop) : await SleepAsync(timer, stop)))
            {
                await Task.Yield(); // off the timer's own thread: a tick that hangs must not hang the clock of the watchdog
                RunTick(run);
            }
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    private bool MayNotSleep(RoomRun run) => run.Room.HasSomethingToDo || !_asked.IsEmpty;

    // Nobody is in and nothing is asked: a venue of hundreds of rooms of which a few are full pays for these. Not even the timer runs.
    private async Task<bool> SleepAsync(PeriodicTimer timer, CancellationToken stop)
    {
        timer.Period = Timeout.InfiniteTimeSpan;
        Interlocked.Exchange(ref _isAsleep, 1);
        // Whoever asked in between saw a room that is awake: unless somebody else has woken it, it is taken back.
        if (_asked.IsEmpty || Interlocked.Exchange(ref _isAsleep, 0) == 0) await _wake.WaitAsync(stop);
        timer.Period = TickLength;
        return true;
    }

    private void RunTick(RoomRun run)
    {
        long began = _time.GetTimestamp();
        run.BeginTick();
        try
        {
            // What is asked during the tick waits for the next one, so a flood cannot keep the loop from ticking.
            for (int left = _asked.Count; left > 0 && TryTake(run, out RoomRun.Asked? asked); left--) asked.Do(run.Room);
            run.Doing = null;
            run.Room.Tick();
        }
#pragma warning disable CA1031 // Whatever went wrong, the people of this room are to be back, and other rooms to notice nothing.
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (Replace(run)) LoopFailed(_log, Id, error);
            return;
        }
        run.EndTick();
        Tell(run, _time.GetElapsedTime(began));
    }

    private bool TryTake(RoomRun run, [NotNullWhen(true)] out RoomRun.Asked? asked)
    {
        lock (_gate)
        {
            asked = null;
            if (run != _run || !_asked.TryDequeue(out asked)) return false;
            run.Doing = asked;
            return true;
        }
    }

    private void Tell(RoomRun run, TimeSpan length)
    {
        lock (_gate)
        {
            if (run != _run) return;
            Room room = run.Room;
            int bots = 0;
            for (int at = 0; at < room.Residents.Count; at++)
                if (room.Residents[at].Bot) bots++;
            (People, Bots, BytesSent, FramesDropped) = (room.Residents.Count, bots, room.BytesSent, room.FramesDropped);
            Queue.Count(room.PlacesTaken);
            (_failuresInARow, LastTick) = (0, length);
            Volatile.Write(ref _lastTickEnded, _time.GetTimestamp());
        }
        Ticked?.Invoke(length);
    }

    private void Watch()
    {
        RoomRun run = _run;
        if (run.LookAtTick() >= LooksUntilHung && Replace(run)) LoopHangs(_log, Id);
    }

    // Called by the loop that failed, or by the watchdog of one that hangs.
    private bool Replace(RoomRun broken)
    {
        lock (_gate)
        {
            if (broken != _run || _stop.IsCancellationRequested) return false;
            broken.Abandon();
            Restarts++;
            _run = Successor(broken);
            _events.Happened(new RoomStartedAgain(_run.Room.Residents));
            // A room that fails at every tick would spin; it is given a growing pause, below the three seconds its people are promised.
            TimeSpan pause = TickLength * Math.Min(1 << Math.Min(_failuresInARow, 10), LongestPause / TickLength);
            _loop = Start(_run, _failuresInARow++ == 0 ? TimeSpan.Zero : pause);
        }
        broken.Doing?.GiveUp?.Invoke();
        return true;
    }

    private RoomRun Successor(RoomRun broken)
    {
        RoomRun run = NewRun();
        try
        {
            run.Room.Adopt(broken.Room);
            return run;
        }
#pragma warning disable CA1031 // What is left of the old room cannot be trusted at all: everyone is sent to come in anew.
        catch (Exception error)
#pragma warning restore CA1031
        {
            AdoptFailed(_log, Id, error);
            foreach (Resident who in broken.Room.Residents.ToArray()) who.Newest.Outbound?.Close(Ending.Stopping);
            return NewRun();
        }
    }

    private RoomRun NewRun() => new(_settings, Clock, _events, _messageFailed, DataFolder.NewToken);

    // In the loop of the run that counts.
    private void MessageFailed(Exception error)
    {
        MessagesFailed++;
        if (MessagesFailed > 1 && _time.GetElapsedTime(_toldOfFailure) < TellOfFailuresEvery)
        {
            _untold++;
            return;
        }
        MessageFailedOnce(_log, Id, _untold, error);
        (_untold, _toldOfFailure) = (0, _time.GetTimestamp());
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A message failed in room {Room} and its sender's connection is closed ({Others} more since the last that was told)")]
    private static partial void MessageFailedOnce(ILogger log, string room, int others, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The loop of room {Room} failed; the room is started again")]
    private static partial void LoopFailed(ILogger log, string room, Exception error);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The loop of room {Room} hangs; the room is started again, and a thread is lost until it wakes")]
    private static partial void LoopHangs(ILogger log, string room);

    [LoggerMessage(Level = LogLevel.Error, Message = "Room {Room} could not take over its people; they must come in anew")]
    private static partial void AdoptFailed(ILogger log, string room, Exception error);
}
