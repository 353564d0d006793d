using System.Diagnostics.Metrics;
using Kapok.Server.Rooms;
using Kapok.Server.Sockets;

namespace Kapok.Server.Health;

/// <summary>What rooms and the process tell of themselves, under OpenTelemetry's names.</summary>
public sealed class RoomInstruments : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Kapok";

    private readonly Meter _meter = new(MeterName);

    /// <summary>Creates the instruments over all rooms.</summary>
    public RoomInstruments(LocalRooms rooms, SocketEndpoint sockets)
    {
        Histogram<double> ticks = _meter.CreateHistogram<double>("kapok.room.tick", "s", "Length of a tick; the budget is 0.05 s",
            advice: new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.07, 0.1, 0.25, 1] });
        rooms.Ticked = (room, length) => ticks.Record(length.TotalSeconds, new("event", room.Event), new("room", room.Room));
        _meter.CreateObservableUpDownCounter("kapok.rooms", () => rooms.Count, "{room}", "Rooms that are open");
        _meter.CreateObservableUpDownCounter("kapok.room.people", () => rooms.All.Select(room => new Measurement<int>(room.Host.People, Tags(room))), "{person}",
            "People in the room, bots and away ones included");
        _meter.CreateObservableUpDownCounter("kapok.room.bots", () => rooms.All.Select(room => new Measurement<int>(room.Host.Bots, Tags(room))), "{person}", "Bots in the room");
        _meter.CreateObservableCounter("kapok.room.sent", () => rooms.All.Select(room => new Measurement<long>(room.Host.BytesSent, Tags(room))), "By",
            "Bytes queued for the room's people");
        _meter.CreateObservableCounter("kapok.room.frames_dropped", () => rooms.All.Select(room => new Measurement<long>(room.Host.FramesDropped, Tags(room))), "{frame}",
            "State frames skipped for viewers who were still busy");
        _meter.CreateObservableCounter("kapok.room.restarts", () => rooms.All.Select(room => new Measurement<int>(room.Host.Restarts, Tags(room))), "{restart}",
            "Times the room's loop failed and was started again");
        _meter.CreateObservableCounter("kapok.room.messages_failed", () => rooms.All.Select(room => new Measurement<int>(room.Host.MessagesFailed, Tags(room))),
            "{message}", "Messages that made the room throw; each cost its sender the connection");
        _meter.CreateObservableUpDownCounter("kapok.sockets", () => SocketsByWay(sockets), "{socket}", "Open world sockets, by the way they came in");
        _meter.CreateObservableCounter("process.cpu.time", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "Processor time of the process");
        _meter.CreateObservableUpDownCounter("process.memory.usage", () => Environment.WorkingSet, "By", "Memory the process has in use");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static Measurement<int>[] SocketsByWay(SocketEndpoint sockets)
    {
        int lines = sockets.Lines;
        return [new(lines, new KeyValuePair<string, object?>("way", "door")), new(sockets.Count - lines, new KeyValuePair<string, object?>("way", "web"))];
    }

    private static KeyValuePair<string, object?>[] Tags(LocalRoom room) => [new("event", room.Key.Event), new("room", room.Key.Room)];
}
