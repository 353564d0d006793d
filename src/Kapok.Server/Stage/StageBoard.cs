using Kapok.Cluster;
using Kapok.Media.Stage;
using Kapok.Protocol.Messages;
using Kapok.Server.Rooms;

namespace Kapok.Server.Stage;

/// <summary>Tells every room of this node what is on air on the stages of its event, wherever that comes in.</summary>
public sealed partial class StageBoard : IDisposable
{
    private readonly StageDirectory _directory;
    private readonly INodes _nodes;
    private readonly LocalRooms _rooms;
    private readonly IVenueCatalogue _catalogue;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _telling = new(1, 1);
    private int _isAsked;

    /// <summary>Begins to listen.</summary>
    public StageBoard(StageDirectory directory, NodeStages stages, INodes nodes, LocalRooms rooms, IVenueCatalogue catalogue, TimeProvider time, ILogger<StageBoard> log)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(stages);
        ArgumentNullException.ThrowIfNull(rooms);
        (_directory, _nodes, _rooms, _catalogue, _time, _log) = (directory, nodes, rooms, catalogue, time, log);
        directory.Changed += TellNodes;
        stages.RoomsToBeTold = Ask;
        rooms.Opened = _ => Ask();
        Ask(); // other nodes may have been on air before this one came
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _directory.Changed -= TellNodes;
        _telling.Dispose();
    }

    private void TellNodes() => _ = Task.Run(async () =>
    {
        foreach (INode node in _nodes.All) await GuardAsync(node, () => node.StagesChangedAsync());
    });

    // However much changes at once, one more look is enough: it begins after the asking.
    private void Ask()
    {
        if (Interlocked.Exchange(ref _isAsked, 1) == 0) _ = Task.Run(TellRoomsAsync);
    }

    private async Task TellRoomsAsync()
    {
        await _telling.WaitAsync();
        try
        {
            Volatile.Write(ref _isAsked, 0);
            List<(OnAir OnAir, long AskedAt, INode Node)> all = [];
            foreach (INode node in _nodes.All)
            {
                await GuardAsync(node, async () =>
                {
                    IReadOnlyList<OnAir> there = await node.OnAirAsync();
                    long asked = _time.GetTimestamp();
                    all.AddRange(there.Select(one => (one, asked, node)));
                });
            }
            foreach (IGrouping<StageKey, (OnAir OnAir, long AskedAt, INode Node)> stage in all.GroupBy(one => one.OnAir.Key).Where(stage => stage.Count() > 1).ToList())
                foreach ((OnAir OnAir, long AskedAt, INode Node) loser in Losers(stage)) all.Remove(loser);
            IReadOnlyDictionary<string, string> titles = await TitlesAsync();
            foreach (LocalRoom room in _rooms.All)
            {
                Stages now = MessageFor(room, all.Select(one => (one.OnAir, one.AskedAt)), titles);
                room.Host.Post(there => there.Stages.Show(now));
            }
        }
        catch (ObjectDisposedException)
        {
            // the server stops
        }
        finally
        {
            _telling.Release();
        }
    }

    // The same stage on two nodes: whoever took over stays, otherwise whoever was first. The others go off air where they are.
    private IEnumerable<(OnAir OnAir, long AskedAt, INode Node)> Losers(IEnumerable<(OnAir OnAir, long AskedAt, INode Node)> stage)
    {
        var byAge = stage.OrderBy(one => one.OnAir.IsInterrupted).ThenBy(one => one.OnAir.BeganAt).ToList();
        var winner = byAge.LastOrDefault(one => one.OnAir.MayTakeOver && !one.OnAir.IsInterrupted, byAge[0]);
        foreach (var loser in byAge.Where(one => one != winner))
        {
            if (_directory.Find(loser.OnAir.Key) is { } here && here.Live.Id == loser.OnAir.Live) _directory.End(loser.OnAir.Key, StageOver.TakenOver);
            yield return loser;
        }
    }

    private Stages MessageFor(LocalRoom room, IEnumerable<(OnAir OnAir, long AskedAt)> all, IReadOnlyDictionary<string, string> titles)
    {
        Stages message = new();
        foreach ((OnAir onAir, long askedAt) in all.Where(one => one.OnAir.Key.Event == room.Key.Event).OrderBy(one => one.OnAir.Key.Stage, StringComparer.Ordinal))
        {
            StageOnAir told = new()
            {
                Stage = onAir.Key.Stage,
                Title = titles.GetValueOrDefault(onAir.Key.ToString(), onAir.Key.Stage),
                Live = onAir.Live,
                IsInterrupted = onAir.IsInterrupted,
                HasVideo = onAir.HasVideo,
                HasAudio = onAir.HasAudio,
                Width = (uint)onAir.Width,
                Height = (uint)onAir.Height,
                // Programme dates are the stage's beginning and its clock, whatever becomes of the time of day: by them and not by the time of day now.
                ClockMs = room.Host.Clock.NowMilliseconds - _time.GetElapsedTime(askedAt).TotalMilliseconds,
                UtcMs = (onAir.BeganAt - DateTimeOffset.UnixEpoch).TotalMilliseconds + onAir.ClockMs,
            };
            told.Ways.AddRange(onAir.Ways);
            message.OnAir.Add(told);
        }
        return message;
    }

    private async Task<IReadOnlyDictionary<string, string>> TitlesAsync()
    {
        Dictionary<string, string> titles = [];
        try
        {
            Venue venue = await _catalogue.CurrentAsync();
            foreach (VenueRoom room in venue.Rooms) titles[new StageKey(venue.Event, room.Id).ToString()] = room.Title;
        }
#pragma warning disable CA1031 // A stage goes by its id while the database is away.
        catch (Exception error)
#pragma warning restore CA1031
        {
            TitlesUnknown(_log, error);
        }
        return titles;
    }

    private async Task GuardAsync(INode node, Func<ValueTask> ask)
    {
        try
        {
            await ask();
        }
#pragma warning disable CA1031 // A node that cannot be reached has nothing on air that can be watched.
        catch (Exception error)
#pragma warning restore CA1031
        {
            NodeAway(_log, node.Id, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Node} could not be asked about its stages")]
    private static partial void NodeAway(ILogger log, string node, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The titles of stages are not known now")]
    private static partial void TitlesUnknown(ILogger log, Exception error);
}
