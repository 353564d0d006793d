using Kapok.Cluster;
using Kapok.Media.Stage;
using Kapok.Server.Configuration;
using Kapok.Server.Rooms;

namespace Kapok.Server.Stage;

/// <summary>What this node tells the others of its stages, and does for them (<see cref="INode"/>).</summary>
public sealed class NodeStages(StageDirectory directory, NodeAddress address, INodes nodes, StageSettings settings, VoiceSettings rtc)
{
    /// <summary>The rooms here are to be told what is on air.</summary>
    public Action? RoomsToBeTold { get; set; }

    /// <summary>What is on air here.</summary>
    public IReadOnlyList<OnAir> OnAir()
    {
        List<StageBroadcast> there = [.. directory.All().Where(broadcast => broadcast.Live.Format is not null)];
        if (there.Count == 0) return []; // before the server listens it has no address
        string origin = nodes.All.Count > 1 ? address.Origin : "";
        bool hasRtc = rtc.Enabled && settings.WhepViewers > 0;
        return [.. there.Select(broadcast => Of(broadcast, hasRtc, origin))];
    }

    /// <summary>How a stage goes that is on air here.</summary>
    public StageHealth? HealthOf(StageKey stage)
    {
        if (directory.Find(stage) is not { } broadcast) return null;
        LiveStage live = broadcast.Live;
        StageReading now = broadcast.Monitor.Read();
        StageFormat format = now.Format ?? live.Format ?? new();
        return new(live.Id, broadcast.Entrance == StageEntrance.Whip ? "whip" : "rtmp", live.BeganAt, !live.IsPublished,
            StageCodecNames.TitleOf(format.Video), StageCodecNames.TitleOf(format.Audio), format.Width, format.Height,
            now.FramesPerSecond, now.VideoKilobits, now.AudioKilobits, now.KeyframeSeconds,
            new Dictionary<string, int>
            {
                ["whep"] = live.Viewers.Of(StageExit.Whep),
                ["flv"] = live.Viewers.Of(StageExit.Flv),
                ["llhls"] = live.Viewers.Of(StageExit.LlHls),
            },
            live.IsPublished ? StageWarnings.Of(now, settings, broadcast.Maker?.State ?? StageMaking.None, broadcast.Maker?.LastWords ?? "") : []);
    }

    /// <summary>Who was turned away here from a stage last.</summary>
    public StageRefused? RefusedOf(StageKey stage) => directory.RefusedOf(stage);

    /// <summary>Takes a stage off air.</summary>
    /// <param name="stage">Which.</param>
    /// <param name="voidMark">Stands for the key that holds no more, which is the reason; null when a manager ends it.</param>
    public void End(StageKey stage, string? voidMark)
    {
        if (voidMark is null) directory.End(stage, StageOver.Ended);
        else directory.Void(stage, voidMark);
    }

    /// <summary>Has the rooms here told.</summary>
    public void TellRooms() => RoomsToBeTold?.Invoke();

    private static OnAir Of(StageBroadcast broadcast, bool hasRtc, string origin)
    {
        LiveStage live = broadcast.Live;
        StageFormat format = live.Format!;
        return new(broadcast.Key, live.Id, live.BeganAt, live.Now * 1000d / StageSample.TicksPerSecond, !live.IsPublished, broadcast.MayTakeOver,
            format.Video != StageCodec.None, format.Audio != StageCodec.None, format.Width, format.Height, StageWays.Of(live, broadcast.HasBFrames, hasRtc, origin));
    }
}
