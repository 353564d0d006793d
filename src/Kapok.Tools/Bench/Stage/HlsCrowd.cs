using System.Diagnostics;
using System.Net;
using Kapok.Sockets.Native;

namespace Kapok.Tools.Bench.Stage;

/// <summary>Light viewers of one stream on one thread, and how late what they get is.</summary>
internal sealed class HlsCrowd : IDisposable
{
    private const int Wait = 20, KnownLists = 4;

    private readonly HlsRequests _requests;
    private readonly List<HlsViewer> _viewers = [];
    private readonly Epoll _epoll = new();
    private readonly List<(byte[] Bytes, HlsList List)> _known = [];
    private readonly Distribution _lateMs = new(5, 2000);
    private double _worstMs;
    private double? _pacedMs;
    private long _parts;

    /// <summary>Nobody yet.</summary>
    public HlsCrowd(HlsRequests requests) => _requests = requests;

    /// <summary>Room to receive into.</summary>
    public byte[] Room { get; } = GC.AllocateUninitializedArray<byte>(256 * 1024, pinned: true);

    /// <summary>Viewers ask when they are told to, not when they have what they asked for: of a server that does not let them wait.</summary>
    public bool IsPaced => _pacedMs is not null;

    /// <summary>How many there are.</summary>
    public int Viewers => _viewers.Count;

    /// <summary>How many were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>Why the last one was.</summary>
    public string? WhyLost { get; private set; }

    /// <summary>Lets more in.</summary>
    public void Add(IPEndPoint server, int count)
    {
        for (; count > 0; count--)
        {
            HlsViewer viewer = new(server);
            _epoll.Add(viewer.FileDescriptor, _viewers.Count, Readiness.Readable);
            _viewers.Add(viewer);
            if (!IsPaced) viewer.Ask(_requests.For("index.m3u8"));
            if (count % 50 == 0) Turn(0);
        }
    }

    /// <summary>Watches for a while.</summary>
    public HlsCrowdFigures Watch(TimeSpan length)
    {
        (_worstMs, _parts) = (0, 0);
        _lateMs.Clear();
        long began = Stopwatch.GetTimestamp();
        double cpu = OwnSeconds();
        while (Stopwatch.GetElapsedTime(began) < length) Turn(Wait);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new(_viewers.Count, Lost, _parts / seconds, _lateMs.Percentile(0.99), _worstMs, (OwnSeconds() - cpu) / seconds);
    }

    /// <summary>Watches what does not let viewers wait: all ask at once, each time a part would have come.</summary>
    /// <param name="length">For how long.</param>
    /// <param name="every">How often.</param>
    public HlsCrowdFigures WatchPaced(TimeSpan length, TimeSpan every)
    {
        (_worstMs, _parts) = (0, 0);
        _lateMs.Clear();
        long began = Stopwatch.GetTimestamp();
        double cpu = OwnSeconds();
        byte[] request = _requests.For("index.m3u8");
        for (int turn = 0; Stopwatch.GetElapsedTime(began) < length; turn++)
        {
            _pacedMs = NowMs();
            foreach (HlsViewer viewer in _viewers)
                if (viewer.IsIdle && viewer.Fault is null) viewer.Ask(request);
            while (Stopwatch.GetElapsedTime(began) < every * (turn + 1)) Turn((int)Math.Clamp((every * (turn + 1) - Stopwatch.GetElapsedTime(began)).TotalMilliseconds, 0, Wait));
        }
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new(_viewers.Count, Lost, _parts / seconds, _lateMs.Percentile(0.99), _worstMs, (OwnSeconds() - cpu) / seconds);
    }

    /// <summary>Makes viewers wait to be told before any is let in.</summary>
    public void Pace() => _pacedMs = 0;

    /// <summary>A viewer has a part.</summary>
    public void Count(HlsListPart part)
    {
        double late = NowMs() - (_pacedMs ?? part.EndMs);
        _lateMs.Add(late);
        _worstMs = Math.Max(_worstMs, late);
        _parts++;
    }

    /// <summary>Reads a list that nobody has read yet.</summary>
    public HlsList? Find(ReadOnlySpan<byte> bytes)
    {
        foreach ((byte[] known, HlsList list) in _known)
            if (bytes.SequenceEqual(known)) return list;
        if (HlsList.Read(bytes, _requests) is not { } read) return null;
        if (_known.Count == KnownLists) _known.RemoveAt(0);
        _known.Add((bytes.ToArray(), read));
        return read;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (HlsViewer viewer in _viewers) viewer.Dispose();
        _epoll.Dispose();
    }

    private static double NowMs() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    private static double OwnSeconds() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private void Turn(int milliseconds)
    {
        int count = _epoll.Wait(milliseconds);
        for (int at = 0; at < count; at++)
        {
            HlsViewer viewer = _viewers[_epoll.Event(at).Number];
            if (viewer.Fault is not null) continue;
            viewer.Read(this);
            if (viewer.Fault is not { } fault) continue;
            (Lost, WhyLost) = (Lost + 1, fault);
            _epoll.Remove(viewer.FileDescriptor);
        }
    }
}

/// <summary>What a crowd saw.</summary>
/// <param name="Viewers">How many it was.</param>
/// <param name="Lost">How many of them were lost.</param>
/// <param name="PartsPerSecond">Parts that they got.</param>
/// <param name="LateP99Ms">From the last sample of a part until a viewer had all of it, 99th percentile.</param>
/// <param name="LateWorstMs">The same, the latest of all.</param>
/// <param name="OwnCores">What it took to be the crowd.</param>
internal sealed record HlsCrowdFigures(int Viewers, int Lost, double PartsPerSecond, double LateP99Ms, double LateWorstMs, double OwnCores)
{
    /// <summary>What the server took meanwhile; 0 where nobody looked.</summary>
    public double ServerCores { get; init; }
}
