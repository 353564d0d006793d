using Kapok.Cluster;
using Kapok.Server.Entry;

namespace Kapok.Server.Rooms;

/// <summary>Sends people away everywhere: from this call on no node lets them in, and none has them.</summary>
public sealed partial class Dismissals(Door door, INodes nodes, ILogger<Dismissals> log)
{
    /// <summary>Sends somebody away. Only queues; may be called from a room's loop.</summary>
    /// <returns>Completes once it is committed, or cannot be: then it holds for as long as the nodes run.</returns>
    public Task<MeasureResult> SendAwayAsync(Dismissal dismissal)
    {
        Task<MeasureResult> kept = door.DismissAsync(dismissal);
        _ = Task.Run(() => TellAsync(dismissal, kept));
        return kept;
    }

    private async Task TellAsync(Dismissal dismissal, Task<MeasureResult> kept)
    {
        await Task.WhenAll(nodes.All.Select(node => TellAsync(node.Id, () => node.SendAwayAsync(dismissal))));
        if (!(await kept).Done) return; // it holds by what the nodes were told
        await Task.WhenAll(nodes.All.Select(node => TellAsync(node.Id, () => node.SettleAsync(dismissal))));
    }

    private async Task TellAsync(string node, Func<ValueTask> tell)
    {
        try
        {
            await tell();
        }
#pragma warning disable CA1031 // A node that cannot be reached is no reason not to tell the others.
        catch (Exception error)
#pragma warning restore CA1031
        {
            NotTold(log, node, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Node {Node} could not be told that somebody is sent away; what is stored holds there too")]
    private static partial void NotTold(ILogger log, string node, Exception error);
}
