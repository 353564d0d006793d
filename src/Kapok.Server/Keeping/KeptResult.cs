using Kapok.Cluster;
using Kapok.Events;

namespace Kapok.Server.Keeping;

/// <summary>What to say of something that was to be kept.</summary>
internal static class KeptResult
{
    /// <summary>It holds while the process lives and could not be stored.</summary>
    public static MeasureResult NotKept { get; } = new(false, "not-kept");

    /// <summary>The answer for a rule of the storage; null is that it is kept.</summary>
    public static MeasureResult Of(EventsRule? broken) => broken switch
    {
        null => MeasureResult.Ok,
        EventsRule.ReportTooMany => new(false, "reports-full"),
        EventsRule.BlocksTooMany => new(false, "blocks-full"),
        _ => NotKept,
    };
}
