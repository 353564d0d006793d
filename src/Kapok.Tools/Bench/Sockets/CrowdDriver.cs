using System.Diagnostics;
using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;

namespace Kapok.Tools.Bench.Sockets;

/// <summary>The thread that moves the simulated people, keeps their sockets alive, and decodes and compares what some of them see: twenty steps a second.</summary>
internal sealed class CrowdDriver : IPeopleVoice, IDisposable
{
    private const int StepsPerSecond = 20, PingEverySteps = 8 * StepsPerSecond;
    private static readonly TimeSpan StepLength = TimeSpan.FromSeconds(1d / StepsPerSecond);

    private readonly CrowdGuest[] _guests;
    private readonly SocketOnlooker[] _onlookers;
    private readonly SimulatedPeople _people;
    private readonly RoomTime _clock;
    private readonly bool _isEager;
    private readonly bool[] _isIn;
    private readonly Distribution _lateMs = new(1, 1000);
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private volatile CrowdFigures? _figures;
    private int _entered, _left;
    private bool _sitsAsked;

    /// <summary>Starts.</summary>
    public CrowdDriver(CrowdOptions options, CrowdGuest[] guests, SocketOnlooker[] onlookers, RoomTime clock, int seed)
    {
        (_guests, _onlookers, _clock, _isEager, _isIn) = (guests, onlookers, clock, options.IsEager, new bool[guests.Length]);
        Vector2[] starts = BenchRoom.StartsOf(options);
        _people = new(starts, Math.Min(starts.Length, BenchRoom.MostSeats), options.Mode, BenchRoom.RadiusOf(options), seed, this, options.MovingShare);
        _thread = new Thread(Drive) { IsBackground = true, Name = "people" };
        _thread.Start();
    }

    /// <summary>People who came in so far.</summary>
    public int Entered => Volatile.Read(ref _entered);

    /// <summary>Of them, those who were lost.</summary>
    public int Lost => Volatile.Read(ref _left);

    /// <summary>Everyone is where they begin, and those who sit were asked to.</summary>
    public bool IsGathered { get; private set; }

    /// <summary>Where it is counted; null while nothing is measured.</summary>
    public CrowdFigures? Figures
    {
        get => _figures;
        set
        {
            lock (_lateMs) _lateMs.Clear();
            _figures = value;
        }
    }

    /// <summary>How late steps began, p99: above some milliseconds it is this process that cannot follow.</summary>
    public double LateMs
    {
        get
        {
            lock (_lateMs) return _lateMs.Percentile(0.99);
        }
    }

    /// <summary>Where everyone is, by id; a copy for other threads.</summary>
    public Vector2[] Truth() => _people.Truth.ToArray();

    /// <inheritdoc/>
    public bool Post(int number, in MoveFrame move) => _guests[number].Post(move);

    /// <inheritdoc/>
    public void Say(int number, ClientMessage message) => _guests[number].Say(message);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Drive()
    {
        long began = Stopwatch.GetTimestamp();
        double lastMs = _clock.OwnMs;
        for (int step = 0; !_stop.IsSet; step++)
        {
            TimeSpan due = StepLength * step, passed = Stopwatch.GetElapsedTime(began);
            if (passed < due) _stop.Wait(due - passed);
            double nowMs = _clock.OwnMs;
            lock (_lateMs) _lateMs.Add((Stopwatch.GetElapsedTime(began) - due).TotalMilliseconds);
            Step(step, (float)((nowMs - lastMs) / 1000d));
            lastMs = nowMs;
        }
    }

    private void Step(int step, float seconds)
    {
        double roomMs = _clock.NowMs;
        for (int number = 0; number < _guests.Length; number++) Look(number, step, roomMs);
        if (!_sitsAsked && _entered == _guests.Length && _people.Gathering == 0)
        {
            _people.SitDown();
            (_sitsAsked, IsGathered) = (true, true);
        }
        _people.Step(roomMs, seconds, _isEager);
        if (IsGathered) _people.Act(roomMs);
        CrowdFigures? figures = _figures;
        foreach (SocketOnlooker onlooker in _onlookers)
        {
            onlooker.Decode();
            onlooker.Compare(step, _clock.NowMs, _people.Truth, figures);
        }
    }

    private void Look(int number, int step, double roomMs)
    {
        CrowdGuest guest = _guests[number];
        if (!_isIn[number])
        {
            if (guest.Welcome is not { } welcome || guest.End is not null) return;
            _isIn[number] = true;
            _entered++;
            _people.Enter(number, (ushort)welcome.You, new(welcome.Placement.X, welcome.Placement.Z), roomMs);
        }
        else if (guest.End is not null)
        {
            // Counted once: nobody has a second life here.
            if (guest.Line is null) return;
            guest.LetGo();
            _people.Leave(number);
            _left++;
            return;
        }
        if (guest.TryTakePlacement(out Vector2 place)) _people.PutAt(number, place);
        if ((number + step) % PingEverySteps == 0) guest.Ping();
    }
}
