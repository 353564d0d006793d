using System.Globalization;
using System.Net;
using System.Numerics;
using Kapok.Sockets.Buffers;
using Kapok.Sockets.Handshakes;
using Kapok.Sockets.Lines;
using Kapok.Sockets.Loops;
using Kapok.Tools.Bots;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kapok.Tools.Bench.Sockets;

/// <summary>A crowd over real sockets: the server in a process and on a processor of its own, everyone else here.</summary>
internal sealed class SocketBench(CrowdOptions options, ServerOptions server, Action<string> tell) : IDisposable
{
    private const int Decoders = 128, JoinsAtOnce = 32, OpeningOfEach = 8, Newcomers = 5, Seed = 1, SpareDescriptors = 500;
    private const double NearlyAll = 0.92, LateMs = 25, SlowestUpdates = 9;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3), NewcomerTime = TimeSpan.FromSeconds(20),
        Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan NewcomerLook = TimeSpan.FromMilliseconds(10);

    private readonly RoomTime _clock = new(TimeProvider.System);
    private readonly BufferPool _kept = new();
    private readonly EpollLoop _loop = new(new("crowd"), TimeProvider.System, NullLogger.Instance);
    private readonly Vector2[] _starts = BenchRoom.StartsOf(options);

    /// <summary>Runs it.</summary>
    /// <exception cref="InvalidOperationException">Something is missing; one line says what.</exception>
    public async Task<BenchReport> RunAsync(CancellationToken cancel)
    {
        RequireDescriptors();
        await using BenchVenue venue = await BenchVenue.StartAsync(options, options.Avatars, server, cancel);
        if (!venue.Entrance.HasLines) throw new InvalidOperationException("Crowds come over sockets on Linux only, and through TLS with OpenSSL 3 only.");
        Processors.LeaveFirst();
        CrowdGuest[] guests = [.. Enumerable.Range(0, options.Avatars).Select(number => NewGuest(Decodes(number)))];
        SocketOnlooker[] onlookers = [.. guests.Where((_, number) => Decodes(number)).Select(guest => new SocketOnlooker(guest, SeatPlace))];
        using CrowdDriver driver = new(options, guests, onlookers, _clock, Seed);
        await JoinAllAsync(venue, guests, cancel);
        await UntilAsync("everyone is in", () => driver.Entered + guests.Count(guest => guest.Welcome is null && guest.End is not null) == guests.Length, cancel);
        if (guests.FirstOrDefault(guest => guest.Welcome is null) is { } refused)
            throw new InvalidOperationException($"{guests.Length - driver.Entered} could not come in: {refused.End}");
        await UntilAsync("everyone is where they begin", () => driver.IsGathered || driver.Lost > 0, cancel);
        tell("warming up");
        await Task.Delay(TimeSpan.FromSeconds(options.WarmUpSeconds), cancel);
        return await MeasureAsync(venue, driver, guests, onlookers, cancel);
    }

    /// <inheritdoc/>
    public void Dispose() => _loop.Dispose();

    private bool Decodes(int number) => number % Math.Max(1, options.Avatars / Decoders) == 0;

    private Vector2 SeatPlace(int seat) => seat < _starts.Length ? _starts[seat] : default;

    private CrowdGuest NewGuest(bool decodes) => new(_clock, decodes ? _kept : null);

    private void RequireDescriptors()
    {
        if (!OperatingSystem.IsLinux()) return;
        int sockets = options.Avatars * (server.Front == CrowdFront.None ? 1 : 2); // what stands in front has two for each person
        string? line = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        string? hard = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(4);
        if (int.TryParse(hard, NumberStyles.None, CultureInfo.InvariantCulture, out int most) && most < sockets + SpareDescriptors)
            throw new InvalidOperationException($"{sockets} sockets need more open files than the {most} that are allowed: raise ulimit -n.");
    }

    private async Task JoinAllAsync(BenchVenue venue, CrowdGuest[] guests, CancellationToken cancel)
    {
        IPEndPoint address = await venue.Entrance.ResolveAsync(cancel);
        int next = -1;
        double began = _clock.OwnMs;
        await Task.WhenAll(Enumerable.Range(0, JoinsAtOnce).Select(async _ =>
        {
            Queue<Task> opening = new();
            while (Interlocked.Increment(ref next) is var number && number < guests.Length)
            {
                // Of thousands of handshakes that are all begun each takes longer than the door waits for it.
                if (opening.Count == OpeningOfEach) await opening.Dequeue().WaitAsync(cancel);
                opening.Enqueue(await ConnectAsync(venue, address, guests[number], $"Guest {number}", null, cancel));
                if (number % 1000 == 999) tell($"{number + 1} have joined");
            }
        }));
        tell(string.Create(CultureInfo.InvariantCulture, $"{guests.Length * 1000 / (_clock.OwnMs - began):F0} joins a second"));
    }

    /// <returns>Once it may come in: what ends when its socket is open, or has ended.</returns>
    private async Task<Task> ConnectAsync(BenchVenue venue, IPEndPoint address, CrowdGuest guest, string name, string? role, CancellationToken cancel)
    {
        (JoinAnswer? answer, string? refusal) = await venue.Entrance.JoinAsync(BenchVenue.Room, new(name, null, null, null, role), cancel);
        guest.Ticket = answer?.Ticket ?? throw new InvalidOperationException($"{name} may not come in: {refusal}");
        UpgradeTarget target = LineLink.TargetOf(venue.Entrance, address, answer.Socket);
        return guest.ConnectAsync(() => ClientLine.Connect(_loop, LineLink.Limits, target, guest, venue.Entrance.Tls));
    }

    private async Task<BenchReport> MeasureAsync(BenchVenue venue, CrowdDriver driver, CrowdGuest[] guests, SocketOnlooker[] onlookers, CancellationToken cancel)
    {
        tell("measuring");
        CrowdFigures figures = new();
        ServerMetrics metrics = ServerMetrics.Parse(await venue.Client.MetricsAsync(cancel), BenchVenue.Room);
        string way = CrowdWay.Of(venue.Client.Address, server.Front, metrics.SocketsByWeb > options.Avatars / 2d);
        double began = _clock.OwnMs, cpu = venue.CpuSeconds, own = Environment.CpuUsage.TotalTime.TotalSeconds, first = Processors.BusySecondsOfFirst();
        double? front = venue.FrontCpuSeconds;
        long[] bytes = [.. guests.Select(guest => guest.Bytes)];
        int[] frames = [.. guests.Select(guest => guest.Frames)];
        driver.Figures = figures;
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds), cancel);
        driver.Figures = null;
        double seconds = (_clock.OwnMs - began) / 1000d;
        cpu = (venue.CpuSeconds - cpu) / seconds;
        front = (venue.FrontCpuSeconds - front) / seconds;
        own = (Environment.CpuUsage.TotalTime.TotalSeconds - own) / seconds;
        first = (Processors.BusySecondsOfFirst() - first) / seconds;
        double[] rates = [.. guests.Select((guest, at) => (guest.Bytes - bytes[at]) / seconds).Order()];
        double[] updates = [.. guests.Select((guest, at) => (guest.Frames - frames[at]) / seconds)];
        int lost = guests.Count(guest => guest.End is not null);
        ServerMetrics after = ServerMetrics.Parse(await venue.Client.MetricsAsync(cancel), BenchVenue.Room);
        string limit = LimitOf(cpu, own, first, updates.Min(), driver.LateMs);
        double[] known = [.. onlookers.Select(onlooker => (double)onlooker.Seen.Count)];
        tell("newcomers");
        (double snapshotBytes, SnapshotTimes snapshotMs) = await ReceiveAsync(venue, driver, cancel);
        if (guests.Sum(guest => guest.Wrong) + onlookers.Sum(onlooker => onlooker.Malformed) is > 0 and int wrong)
            throw new InvalidOperationException($"{wrong} messages were malformed or out of order.");
        return new(
            options.Avatars, options.Mode.ToString().ToLowerInvariant(), true, way, Math.Round(cpu, 3), front is { } of ? Math.Round(of, 3) : null,
            after.TickMsSince(metrics),
            new(Math.Round(rates.Average()), Math.Round(rates[(int)(rates.Length * 0.99)])), new(Math.Round(updates.Average(), 2), Math.Round(updates.Min(), 2)),
            figures.Staleness, figures.Errors, Math.Round((after.AllocatedBytes - metrics.AllocatedBytes) / Math.Max(1, after.TicksSince(metrics))),
            new(known.Min(), known.Average()), Math.Round(snapshotBytes), snapshotMs, lost, Math.Round(own, 3), limit);
    }

    // What kept the run from being larger, by what was nearly used up.
    private static string LimitOf(double server, double generator, double first, double slowest, double lateMs)
    {
        int others = Processors.CanPin ? Environment.ProcessorCount - 1 : Environment.ProcessorCount;
        if (generator > NearlyAll * others || lateMs > LateMs)
            return string.Create(CultureInfo.InvariantCulture, $"generator: {generator:F2} of {others} cores, steps late by {lateMs:F0} ms");
        if (server > NearlyAll) return string.Create(CultureInfo.InvariantCulture, $"server: {server:F2} of one core");
        // Others on the machine take from the server's processor what it might have needed.
        if (slowest < SlowestUpdates && first - server > 1d - NearlyAll)
            return string.Create(CultureInfo.InvariantCulture, $"machine: others used {first - server:F2} of the server's core");
        return slowest < SlowestUpdates ? "server: viewers were skipped" : "nothing yet";
    }

    private async Task<(double Bytes, SnapshotTimes Times)> ReceiveAsync(BenchVenue venue, CrowdDriver driver, CancellationToken cancel)
    {
        IPEndPoint address = await venue.Entrance.ResolveAsync(cancel);
        double bytes = 0, nearMs = 0, allMs = 0;
        for (int number = 0; number < Newcomers; number++)
        {
            CrowdGuest guest = NewGuest(true);
            SocketOnlooker onlooker = new(guest, SeatPlace);
            await ConnectAsync(venue, address, guest, $"Newcomer {number}", "speaker", cancel); // comes into a full room too
            await UntilAsync("a newcomer is in", () => guest.Welcome is not null || guest.End is not null, cancel);
            if (guest.Welcome is not { } welcome) throw new InvalidOperationException($"a newcomer could not come in: {guest.End}");
            double since = _clock.OwnMs;
            int[] nearest = Nearest(driver.Truth(), new(welcome.Placement.X, welcome.Placement.Z));
            bool near = false;
            while (_clock.OwnMs - since < NewcomerTime.TotalMilliseconds)
            {
                await Task.Delay(NewcomerLook, cancel);
                onlooker.Decode();
                if (!near && nearest.All(onlooker.Seen.IsKnown)) (near, nearMs) = (true, Math.Max(nearMs, _clock.OwnMs - since));
                if (onlooker.Seen.Count >= options.Avatars - driver.Lost) break;
            }
            allMs = Math.Max(allMs, _clock.OwnMs - since);
            bytes += guest.Bytes;
            guest.Line?.Close(1000, "");
        }
        return (bytes / Newcomers, new(Math.Round(nearMs), Math.Round(allMs)));
    }

    private static int[] Nearest(Vector2[] truth, Vector2 place) =>
    [
        .. Enumerable.Range(0, truth.Length).Where(person => !float.IsNaN(truth[person].X)).OrderBy(person => Vector2.DistanceSquared(truth[person], place)).Take(500),
    ];

    private async Task UntilAsync(string what, Func<bool> holds, CancellationToken cancel)
    {
        double began = _clock.OwnMs;
        while (!holds())
        {
            if (_clock.OwnMs - began > Patience.TotalMilliseconds) throw new InvalidOperationException($"it took too long until {what}");
            await Task.Delay(Look, cancel);
        }
    }
}
