using System.Collections.Concurrent;
using Kapok.Protocol;
using Kapok.Server.Configuration;
using Kapok.World;
using Kapok.World.Clock;

namespace Kapok.Server.Realtime;

/// <summary>Runs one room: the loop that owns it, and its restart when it fails.</summary>
/// <remarks>Everything public is thread-safe: it queues for the loop. A failure costs the room one tick and its people a new Welcome.</remarks>
public sealed partial class RoomHost : IAsyncDisposable
{
    private static readonly TimeSpan TickLength = TimeSpan.FromSeconds(1d / Room.TickRate), LongestPause = TimeSpan.FromSeconds(2);

    private readonly RoomSettings _settings;
    private readonly IRoomEvents _events;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ConcurrentQueue<Action<Room>> _asked = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private Room _room;
    private int _failuresInARow;
    private long _lastTickEnded;

    /// <summary>Starts the room.</summary>
    public RoomHost(RoomSettings settings, string title, string scene, byte[] floor, IRoomEvents events, TimeProvider time, ILogger log)
    {
        (_settings, _events, _time, _log) = (settings, events, time, log);
        (Title, Scene, FloorFile) = (title, scene, floor);
        Clock = new RoomClock(time);
        _room = NewRoom();
        _lastTickEnded = time.GetTimestamp();
        _loop = Task.Run(RunAsync);
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

    /// <summary>People in it after the last tick, away ones included.</summary>
    public int People { get; private set; }

    /// <summary>Of them, bots.</summary>
    public int Bots { get; private set; }

    /// <summary>Length of the last tick.</summary>
    public TimeSpan LastTick { get; private set; }

    /// <summary>Time since the last tick ended.</summary>
    public TimeSpan SinceLastTick => _time.GetElapsedTime(Volatile.Read(ref _lastTickEnded));

    /// <summary>Bytes queued for viewers since the start.</summary>
    public long BytesSent { get; private set; }

    /// <summary>State frames skipped for viewers who were still busy.</summary>
    public long FramesDropped { get; private set; }

    /// <summary>How often the loop failed and the room was started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>Is told the length of every tick.</summary>
    public Action<TimeSpan>? Ticked { get; set; }

    /// <summary>Does something in the room's loop; an exception there makes the room start again.</summary>
    public void Post(Action<Room> action) => _asked.Enqueue(action);

    /// <summary>Asks the room something. An exception comes back to the asker and leaves the room alone.</summary>
    public Task<T> AskAsync<T>(Func<Room, T> ask)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Enqueue(room =>
        {
            try
            {
                answer.SetResult(ask(room));
            }
#pragma warning disable CA1031 // It is the asker's.
            catch (Exception error)
#pragma warning restore CA1031
            {
                answer.SetException(error);
            }
        });
        if (_stop.IsCancellationRequested) answer.TrySetCanceled();
        return answer.Task;
    }

    /// <summary>Says goodbye to everyone and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _loop;
        foreach (Resident who in _room.Residents) who.Outbound?.Close(Ending.Stopping);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using PeriodicTimer timer = new(TickLength, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                long began = _time.GetTimestamp();
                try
                {
                    RunTick();
                    _failuresInARow = 0;
                }
#pragma warning disable CA1031 // Whatever went wrong, the people of this room are to be back, and other rooms to notice nothing.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    LoopFailed(_log, Id, error);
                    await StartAgainAsync();
                }
                LastTick = _time.GetElapsedTime(began);
                Volatile.Write(ref _lastTickEnded, _time.GetTimestamp());
                Ticked?.Invoke(LastTick);
            }
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    private void RunTick()
    {
        // What is asked during the tick waits for the next one, so a flood cannot keep the loop from ticking.
        for (int left = _asked.Count; left > 0 && _asked.TryDequeue(out Action<Room>? action); left--) action(_room);
        _room.Tick();
        int bots = 0;
        for (int at = 0; at < _room.Residents.Count; at++)
            if (_room.Residents[at].Bot) bots++;
        (People, Bots, BytesSent, FramesDropped) = (_room.Residents.Count, bots, _room.BytesSent, _room.FramesDropped);
    }

    private async Task StartAgainAsync()
    {
        Restarts++;
        // A room that fails at every tick would spin; it is given a growing pause, below the three seconds its people are promised.
        TimeSpan pause = TickLength * Math.Min(1 << Math.Min(_failuresInARow++, 10), LongestPause / TickLength);
        if (_failuresInARow > 1) await Task.Delay(pause, _time, _stop.Token);
        Room broken = _room;
        _room = NewRoom();
        try
        {
            _room.Adopt(broken);
        }
#pragma warning disable CA1031 // What is left of the old room cannot be trusted at all: everyone is sent to come in anew.
        catch (Exception error)
#pragma warning restore CA1031
        {
            AdoptFailed(_log, Id, error);
            foreach (Resident who in broken.Residents) who.Outbound?.Close(Ending.Stopping);
            _room = NewRoom();
        }
    }

    private Room NewRoom() => new(_settings, Clock, _events, DataFolder.NewToken);

    [LoggerMessage(Level = LogLevel.Error, Message = "The loop of room {Room} failed; the room is started again")]
    private static partial void LoopFailed(ILogger log, string room, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Room {Room} could not take over its people; they must come in anew")]
    private static partial void AdoptFailed(ILogger log, string room, Exception error);
}
