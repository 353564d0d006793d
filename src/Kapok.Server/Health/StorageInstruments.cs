using System.Diagnostics.Metrics;
using Kapok.Events.Storage;

namespace Kapok.Server.Health;

/// <summary>What the storage tells of itself.</summary>
public sealed class StorageInstruments : IDisposable
{
    private readonly Meter _meter = new(RoomInstruments.MeterName);

    /// <summary>Creates the instruments.</summary>
    public StorageInstruments(StorageHealth storage)
    {
        _meter.CreateObservableUpDownCounter("kapok.storage.waiting", () => Of(storage.Now.WaitingNotes, storage.Now.WaitingLines), "{entry}",
            "What is not stored yet: notes (measures, reports, looks) and lines of chat");
        _meter.CreateObservableCounter("kapok.storage.lost", () => Of(storage.Now.LostNotes, storage.Now.LostLines), "{entry}", "What could not be stored and was given up");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static Measurement<long>[] Of(long notes, long lines) =>
        [new(notes, new KeyValuePair<string, object?>("kind", "notes")), new(lines, new KeyValuePair<string, object?>("kind", "lines"))];
}
