using System.Collections.Concurrent;
using Kapok.Cluster;

namespace Kapok.Server.Entry;

/// <summary>Asks the doorkeeper, and keeps those out who are being sent away while that is still being written down. Thread-safe.</summary>
public sealed partial class Door(IDoorkeeper doorkeeper, ILogger<Door> log)
{
    private readonly ConcurrentDictionary<string, DismissalKind> _leaving = new(StringComparer.Ordinal);

    /// <summary>Decides on a visitor.</summary>
    /// <param name="visitor">Who comes.</param>
    /// <param name="isBot">
    /// They carry the operator's token. Such a one is a new guest each time, against whom nothing can have been kept: asking costs two queries, twice
    /// for each of the thousands that a rehearsal sends.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    public async ValueTask<Admission> AdmitAsync(Visitor visitor, bool isBot, CancellationToken cancellation)
    {
        if (isBot && visitor.Link is null) return Admission.Attendee;
        Admission admission = await doorkeeper.AdmitAsync(visitor, cancellation);
        return _leaving.TryGetValue(visitor.Guest, out DismissalKind kind)
            ? admission with { Refusal = kind == DismissalKind.Ban ? "banned" : "kicked" } : admission;
    }

    /// <summary>Writes down that somebody is sent away; they are kept out from this call on. Only queues.</summary>
    /// <returns>Completes once it is committed, or cannot be: then it holds for as long as this process runs.</returns>
    public async Task<MeasureResult> DismissAsync(Dismissal dismissal)
    {
        _leaving[dismissal.Guest] = dismissal.Kind;
        try
        {
            MeasureResult kept = await doorkeeper.DismissAsync(dismissal);
            if (kept.Done) _leaving.TryRemove(dismissal.Guest, out _);
            return kept;
        }
#pragma warning disable CA1031 // Whatever the doorkeeper throws, the person stays out for as long as this process runs.
        catch (Exception error)
#pragma warning restore CA1031
        {
            NotKept(log, dismissal.Kind, error);
            return new(false, "not-kept");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A {Kind} could not be kept; it holds until the server stops")]
    private static partial void NotKept(ILogger log, DismissalKind kind, Exception error);
}
