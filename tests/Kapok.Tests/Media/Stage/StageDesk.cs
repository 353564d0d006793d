using Kapok.Media.Stage;

namespace Kapok.Tests.Media.Stage;

/// <summary>A directory of one stage, whose key is <c>key</c>.</summary>
internal sealed class StageDesk(TimeProvider time) : IStageDirectory
{
    private readonly Lock _lock = new();

    public event Action<LiveStage>? Began;

    /// <summary>Its broadcast, once somebody was on air.</summary>
    internal LiveStage? Live { get; private set; }

    /// <summary>What it sends.</summary>
    internal StageLog Log { get; } = new();

    /// <summary>A second publisher takes over.</summary>
    internal bool MayTakeOver { get; init; }

    /// <summary>Keys that were asked for.</summary>
    internal List<string> Asked { get; } = [];

    public ValueTask<StageTicket?> AdmitAsync(string key, CancellationToken cancellation = default)
    {
        lock (_lock) Asked.Add(key);
        return new(key == "key" ? new StageTicket("night", "arena", "mark", MayTakeOver) : null);
    }

    public StagePublication? Begin(StageTicket ticket, StageEntrance entrance, out StageRefusal refusal)
    {
        lock (_lock)
        {
            refusal = StageRefusal.Occupied;
            if (Live is { IsPublished: true } && !ticket.MayTakeOver) return null;
            refusal = StageRefusal.None;
            if (Live is null)
            {
                Live = new("live-1", time);
                Live.Add(Log);
                Began?.Invoke(Live);
            }
            return Live.Publish();
        }
    }

    /// <summary>Why somebody was turned away for what they sent.</summary>
    internal List<StageFault> Faults { get; } = [];

    public void Turned(StageTicket ticket, StageFault why)
    {
        lock (_lock) Faults.Add(why);
    }

    public LiveStage? FindLive(string live) => Live?.Id == live ? Live : null;
}
