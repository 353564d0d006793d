using Microsoft.Extensions.Logging;

namespace Kapok.Events.Storage;

/// <summary>How the storage does at one moment.</summary>
/// <param name="Cause">What keeps it from being written; <see cref="StorageCause.None"/> while it works.</param>
/// <param name="Since">When the oldest thing that waits was asked for; null when nothing has waited for long.</param>
/// <param name="WaitingNotes">Measures, reports and notes that are not stored yet.</param>
/// <param name="WaitingLines">Lines of chat that are not stored yet.</param>
/// <param name="LostNotes">Notes given up since the start.</param>
/// <param name="LostLines">Lines of chat given up since the start.</param>
public sealed record StorageStanding(StorageCause Cause, DateTimeOffset? Since, int WaitingNotes, int WaitingLines, long LostNotes, long LostLines)
{
    /// <summary>Whether something that was asked to be kept waits for longer than a working storage takes.</summary>
    public bool IsBehind => Since is not null;
}

/// <summary>Knows whether what is to be kept is kept in time. Thread-safe.</summary>
/// <remarks>It logs when the trouble begins, once a minute while it lasts, and when it is over: a full disk is one trouble, not one for each line of chat.</remarks>
public sealed partial class StorageHealth(TimeProvider time, ILogger<StorageHealth> log)
{
    /// <summary>Longer than any write takes on a storage that works. Whoever waits for this long is told.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BetweenLogs = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private int _waitingNotes, _waitingLines;
    private long _lostNotes, _lostLines;
    private long? _oldestNote, _oldestLine, _loggedAt;
    private StorageCause _cause;

    /// <summary>How it does now.</summary>
    public StorageStanding Now
    {
        get
        {
            lock (_gate)
            {
                TimeSpan note = Waited(_oldestNote), line = Waited(_oldestLine), waited = note > line ? note : line;
                DateTimeOffset? since = waited > Patience ? time.GetUtcNow() - waited : null;
                return new(since is null ? StorageCause.None : _cause is StorageCause.None ? StorageCause.Other : _cause, since, _waitingNotes, _waitingLines, _lostNotes,
                    _lostLines);
            }
        }
    }

    internal int WaitingNotes => Volatile.Read(ref _waitingNotes);

    internal void NoteQueued(long at)
    {
        lock (_gate)
        {
            _waitingNotes++;
            _oldestNote ??= at;
        }
    }

    internal void NoteBegan(long queuedAt)
    {
        lock (_gate) _oldestNote = queuedAt;
    }

    internal void NoteSettled()
    {
        lock (_gate)
        {
            if (--_waitingNotes == 0) _oldestNote = null;
        }
    }

    internal void LinesWait(int count, long? oldest)
    {
        lock (_gate) (_waitingLines, _oldestLine) = (count, oldest);
    }

    internal void Lost()
    {
        lock (_gate) _lostNotes++;
    }

    internal void LostLines(int count)
    {
        lock (_gate) _lostLines += count;
    }

    /// <summary>A write failed and will be tried again.</summary>
    internal void Fails(Exception error)
    {
        StorageCause cause = StorageTrouble.CauseOf(error);
        int notes, lines;
        lock (_gate)
        {
            bool isNew = _cause != cause;
            _cause = cause;
            if (!isNew && _loggedAt is { } at && time.GetElapsedTime(at) < BetweenLogs) return;
            _loggedAt = time.GetTimestamp();
            (notes, lines) = (_waitingNotes, _waitingLines);
        }
        CannotStore(log, cause, notes, lines, error.GetBaseException().Message);
    }

    /// <summary>A write succeeded.</summary>
    internal void Works()
    {
        lock (_gate)
        {
            if (_cause == StorageCause.None) return;
            (_cause, _loggedAt) = (StorageCause.None, null);
        }
        StoresAgain(log);
    }

    private TimeSpan Waited(long? since) => since is { } at ? time.GetElapsedTime(at) : TimeSpan.Zero;

    [LoggerMessage(Level = LogLevel.Error, Message = "The storage cannot be written ({Cause}: {Error}); {Notes} measures, reports and notes and {Lines} lines of chat wait and are tried again")]
    private static partial void CannotStore(ILogger log, StorageCause cause, int notes, int lines, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "The storage can be written again")]
    private static partial void StoresAgain(ILogger log);
}
