using System.Diagnostics;
using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.World.Scenes;

namespace Kapok.Tools.Bots;

/// <summary>How a crowd of bots is made.</summary>
/// <param name="Room">Room id.</param>
/// <param name="Count">How many, performers not counted.</param>
/// <param name="Seconds">How long, warm-up included; 0 without end.</param>
/// <param name="Behaviour">What they do.</param>
/// <param name="Seed">Of their randomness.</param>
/// <param name="Performers">How many more dance on the stage, 0 to <see cref="StagePlan.MaxPerformers"/>.</param>
/// <param name="ArrivesAt">When each comes, seconds from the beginning, by number; null for all at once.</param>
public sealed record BotOptions(string Room, int Count, int Seconds, Behaviour Behaviour, int Seed, int Performers = 0, Func<int, double>? ArrivesAt = null)
{
    /// <summary>All bots.</summary>
    public int Total => Count + Performers;
}

/// <summary>How a crowd of bots fares in one second.</summary>
/// <param name="Seconds">Time since it began.</param>
/// <param name="Connected">Bots inside.</param>
/// <param name="Failed">Failed attempts to come in or to stay, so far.</param>
/// <param name="Bytes">Payload bytes that all received so far.</param>
/// <param name="Frames">State frames that all received so far.</param>
/// <param name="StaleNear">Staleness of the nearest fifty in this second.</param>
/// <param name="CpuSeconds">Processor time of this process so far.</param>
public sealed record CrowdMoment(double Seconds, int Connected, int Failed, long Bytes, long Frames, Percentiles StaleNear, double CpuSeconds);

/// <summary>Runs many bots from one loop and measures what they see.</summary>
public sealed class BotCrowd(VenueClient venue, BotOptions options, TimeProvider time)
{
    private const int Viewers = 24, StepsPerSecond = 10, JoinsAtOnce = 32;
    private const double ShareSeated = 0.3, ShareOfSpots = 0.55; // of the places to stand; beyond it more sit, so that a full house leaves room to stroll
    private const double WarmUpShare = 0.4, LongestWarmUpSeconds = 20;

    private readonly List<Bot> _bots = [];
    private readonly List<(Bot Bot, StalenessProbe Probe)> _probes = [];
    private readonly Vector2[] _truth = new Vector2[AvatarRecord.MaxPerson + 1];
    private readonly Distribution _near = Distribution.OfMilliseconds(), _mid = Distribution.OfMilliseconds(), _far = Distribution.OfMilliseconds(),
        _nearNow = Distribution.OfMilliseconds();
    private int[]? _seatOrder;
    private int _seated;
    private int _failed;

    /// <summary>Bots in the room now.</summary>
    public int Connected => _bots.Count(bot => bot.Connection.Live);

    /// <summary>Is told each second how they fare.</summary>
    public Action<CrowdMoment>? EachSecond { get; set; }

    /// <summary>Runs the crowd to its end.</summary>
    /// <returns>What was measured after the warm-up.</returns>
    public async Task<BotReport> RunAsync(Action<int, int>? progress, CancellationToken cancel)
    {
        BotWorld world = await LoadAsync(cancel);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using SemaphoreSlim joining = new(JoinsAtOnce);
        if (options.Performers > 0 && world.Stage is null) throw new InvalidDataException("it has no stage for performers");
        for (int i = 0; i < options.Count; i++) _bots.Add(MakeBot(i, world));
        for (int i = 0; i < options.Performers; i++) _bots.Add(MakePerformer(i, world));
        Task[] runs = [.. _bots.Select((bot, i) => KeepInAsync(bot, i, joining, end.Token))];
        BotReport report = await DriveAsync(progress, cancel);
        await end.CancelAsync();
        await Task.WhenAll(runs);
        foreach (Bot bot in _bots) bot.Dispose();
        return report;
    }

    private async Task<BotWorld> LoadAsync(CancellationToken cancel)
    {
        FloorGrid floor = FloorGrid.Parse(await venue.FloorAsync(options.Room, cancel))
            ?? throw new InvalidDataException($"the floor of {options.Room} cannot be read");
        Places places = await venue.PlacesAsync(options.Room, cancel);
        float HeightAt(Vector2 place) => floor.TryHeight(place.X, place.Y, out float metres) ? metres : float.NaN;
        FloorPath paths = new(new(floor.OriginX, floor.OriginZ), new(floor.EndX, floor.EndZ), FloorGrid.StepMetres, HeightAt);
        ZoneBox[] parts = [.. places.Zones.Where(zone => string.Equals(zone.Rule, "stage", StringComparison.OrdinalIgnoreCase)).Select(zone => zone.Box)];
        StagePlan? stage = parts.Length == 0 ? null : StagePlan.Of(parts[0], places.Spawns);
        ZoneBox[] apart = [.. places.Zones.Where(zone => string.Equals(zone.Rule, "private", StringComparison.OrdinalIgnoreCase)).Select(zone => zone.Box)];
        Spawn entrance = places.Spawns.FirstOrDefault(spawn => spawn.Title == "entrance") ?? places.Spawns[0];
        Vector2[] spots = StandingRoom.Spots(
            new(floor.OriginX, floor.OriginZ), new(floor.EndX, floor.EndZ), HeightAt, new(entrance.X, entrance.Z), stage, parts,
            places.Seats.Select(seat => new Vector2(seat.X, seat.Z)), apart, options.Seed);
        if (spots.Length == 0) throw new InvalidDataException("there is nowhere to stand");
        return new(paths, HeightAt, places.Seats, stage?.Centre ?? Vector2.Zero, stage, spots);
    }

    private Bot MakePerformer(int index, BotWorld world)
    {
        BotConnection connection = new(venue, options.Room);
        Bot bot = new(connection, new PerformerMind(new((options.Seed * 100_003) - 1 - index), world.Stage!, index), world);
        connection.OnControl = bot.Take;
        return bot;
    }

    private Bot MakeBot(int index, BotWorld world)
    {
        Random random = new((options.Seed * 100_003) + index);
        int seat = _seated < world.Seats.Count && random.NextDouble() < SeatedShare(world) ? SeatOrder(world)[_seated++] : -1, standing = index - _seated;
        bool isAtHome = true;
        Vector2 Spot(Random r)
        {
            // Its own at first; who strolls then looks for one that is nobody's.
            int free = Math.Min(options.Count, world.Spots.Count - 1);
            int spot = isAtHome ? standing % world.Spots.Count : r.Next(free, Math.Min(world.Spots.Count, 2 * Math.Max(1, options.Count)));
            isAtHome = false;
            return world.Spots[spot];
        }
        BotConnection connection = new(venue, options.Room);
        Bot bot = new(connection, new BotMind(random, options.Behaviour, Spot, seat), world);
        StalenessProbe? probe = index % Math.Max(1, options.Count / Viewers) == 0 && options.Seconds > 0 ? new(time, world.Seats) : null;
        connection.OnControl = message =>
        {
            if (message.BodyCase == ServerMessage.BodyOneofCase.Welcome) probe?.Begin(message.Welcome);
            bot.Take(message);
        };
        if (probe is not null)
        {
            connection.OnFrame = frame => probe.Take(frame);
            _probes.Add((bot, probe));
        }
        return bot;
    }

    // The best seats go first, as on any evening; one in three stays free, so that nobody sits in a block.
    private int[] SeatOrder(BotWorld world) => _seatOrder ??=
    [
        .. Enumerable.Range(0, world.Seats.Count)
            .Where(seat => seat % 3 != 1)
            .OrderBy(seat => Vector2.Distance(new(world.Seats[seat].X, world.Seats[seat].Z), world.Focus)),
        .. Enumerable.Range(0, world.Seats.Count).Where(seat => seat % 3 == 1),
    ];

    // Three in ten sit, and more where the floor would become too full.
    private double SeatedShare(BotWorld world) => Math.Max(ShareSeated, 1d - (ShareOfSpots * world.Spots.Count / options.Count));

    private async Task KeepInAsync(Bot bot, int index, SemaphoreSlim joining, CancellationToken cancel)
    {
        Random random = new(options.Seed + (index * 31));
        int performer = index - options.Count;
        JoinRequest request = performer < 0
            ? new(BotNames.Of(index), BotNames.LookOf(random), null, null, null)
            : new(BotNames.OfPerformer(performer), BotNames.LookOfPerformer(performer, random), null, null, "performer");
        try
        {
            if (options.ArrivesAt is { } arrives && performer < 0) await Task.Delay(TimeSpan.FromSeconds(arrives(index)), time, cancel);
            for (int attempt = 0; !cancel.IsCancellationRequested; attempt++)
            {
                await joining.WaitAsync(cancel);
                JoinAnswer? answer;
                try
                {
                    answer = await bot.Connection.JoinAsync(request, cancel);
                }
                finally
                {
                    joining.Release();
                }
                if (answer is not null) await bot.Connection.StayAsync(answer, cancel);
                if (cancel.IsCancellationRequested) return;
                Interlocked.Increment(ref _failed);
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(30, 1 + attempt) + random.NextDouble()), time, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the run.
        }
    }

    private async Task<BotReport> DriveAsync(Action<int, int>? progress, CancellationToken cancel)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1.0 / StepsPerSecond), time);
        long began = time.GetTimestamp(), last = began, measuredFrom = 0, bytes = 0, frames = 0;
        double warmUp = Math.Min(options.Seconds * WarmUpShare, LongestWarmUpSeconds), cpu = 0;
        double? serverCpu = null;
        bool measuring = false;
        for (int step = 0; ; step++)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(cancel)) break;
            }
            catch (OperationCanceledException)
            {
                break;
            }
            long now = time.GetTimestamp();
            double seconds = time.GetElapsedTime(began, now).TotalSeconds;
            float delta = (float)Math.Min(0.5, time.GetElapsedTime(last, now).TotalSeconds);
            last = now;
            foreach (Bot bot in _bots) bot.Step(seconds, delta);
            if (step % StepsPerSecond == 0)
            {
                progress?.Invoke(Connected, _failed);
                Tell(seconds);
            }
            if (options.Seconds == 0) continue;
            if (!measuring && seconds >= warmUp)
            {
                (measuring, measuredFrom, bytes, frames, cpu) = (true, now, _bots.Sum(b => b.Connection.Bytes), _bots.Sum(b => (long)b.Connection.Frames), OwnCpuSeconds());
                serverCpu = await venue.ServerCpuSecondsAsync(cancel);
            }
            Sample(measuring);
            if (seconds >= options.Seconds) break;
        }
        double span = measuring ? time.GetElapsedTime(measuredFrom).TotalSeconds : 0;
        double? serverCpuAfter = measuring ? await venue.ServerCpuSecondsAsync(CancellationToken.None) : null;
        int connected = Connected, clients = Math.Max(1, connected);
        return new(
            connected, options.Total - connected,
            span > 0 ? (_bots.Sum(b => (long)b.Connection.Frames) - frames) / span / clients : 0,
            span > 0 ? (_bots.Sum(b => b.Connection.Bytes) - bytes) / span / clients : 0,
            new(Percentiles.Of(_near), Percentiles.Of(_mid), Percentiles.Of(_far)),
            serverCpuAfter - serverCpu is { } used && span > 0 ? used / span : null,
            span > 0 ? (OwnCpuSeconds() - cpu) / span : 0);
    }

    private void Tell(double seconds)
    {
        if (EachSecond is null) return;
        EachSecond(new(seconds, Connected, _failed, _bots.Sum(b => b.Connection.Bytes), _bots.Sum(b => (long)b.Connection.Frames), Percentiles.Of(_nearNow), OwnCpuSeconds()));
        _nearNow.Clear();
    }

    private void Sample(bool count)
    {
        Array.Fill(_truth, new(float.NaN, float.NaN));
        foreach (Bot bot in _bots)
            if (bot.Person >= 0 && bot.Connection.Live) _truth[bot.Person] = bot.Place;
        foreach ((Bot bot, StalenessProbe probe) in _probes)
            if (bot.Connection.Live) probe.Sample(bot.Place, _truth, _near, _mid, _far, count, EachSecond is null ? null : _nearNow);
    }

    private static double OwnCpuSeconds()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }
}
