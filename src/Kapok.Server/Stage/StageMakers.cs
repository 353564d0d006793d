using Kapok.Media.Stage;
using Kapok.Media.Stage.Ffmpeg;

namespace Kapok.Server.Stage;

/// <summary>Gives each broadcast an ffmpeg that makes what some of its viewers lack, where there is one.</summary>
public sealed partial class StageMakers(StageSettings settings, TimeProvider time, ILogger<StageMakers> log)
{
    private readonly string? _program = FfmpegTool.Find(settings.Ffmpeg);

    /// <summary>Begins to make what a broadcast lacks.</summary>
    /// <returns>Null where there is nothing to make it with.</returns>
    public FfmpegMaker? Attach(LiveStage live) =>
        _program is null ? null : FfmpegMaker.Attach(live, _program, settings.MakesSmall, time, words => Failed(log, words));

    [LoggerMessage(Level = LogLevel.Warning, Message = "ffmpeg, which makes what some viewers of a stage lack, ended by itself and is started again: {Words}")]
    private static partial void Failed(ILogger log, string words);
}
