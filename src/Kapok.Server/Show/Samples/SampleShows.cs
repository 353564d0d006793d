using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Files;
using Kapok.Events.Organisations;
using Kapok.Protocol.Messages;
using Kapok.Server.Configuration;
using Kapok.Server.Files;

namespace Kapok.Server.Show.Samples;

/// <summary>Gives the rooms of the sample event their runs of show, once: what an organiser makes of them, or that they emptied one, stays.</summary>
internal sealed partial class SampleShows(KapokOptions options, IShows shows, IRoomDirectory rooms, Uploads uploads, SampleTalk talk, ILogger<SampleShows> log) : BackgroundService
{
    private static readonly MeasureBy Server = new(Operator.Server.Label, "", Role.Organiser);

    /// <summary>Writes those that are missing. What cannot be written is said in the log, and nothing else fails for it.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.SampleShow) return;
        try
        {
            await SeedAsync("arena", "opening-night.opus", OpeningShows.Arena, stoppingToken);
            await SeedAsync("terrace", "dawn.opus", OpeningShows.Terrace, stoppingToken);
            await SeedTalkAsync(new(OpeningNight.EventSlug, "forum"), stoppingToken);
        }
#pragma warning disable CA1031 // A sample that cannot be made is no reason to stop the venue.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(log, error);
        }
    }

    private async Task SeedAsync(string room, string track, Func<string, RunOfShow> write, CancellationToken cancel)
    {
        RoomKey key = new(OpeningNight.EventSlug, room);
        string path = Path.Combine(options.Assets, "music", track);
        if (!await IsWantedAsync(key, cancel) || !File.Exists(path)) return;
        await using FileStream music = File.OpenRead(path);
        (StoredFile? file, UploadRefusal? refusal) = await uploads.TakeAsync(key.Event, music, music.Length, track, asSlide: false, Operator.Server, cancel);
        if (file is null)
        {
            LogNoTrack(log, track, refusal?.Title ?? "");
            return;
        }
        await WriteAsync(key, write(file.Id), cancel);
    }

    private async Task SeedTalkAsync(RoomKey key, CancellationToken cancel)
    {
        if (!await IsWantedAsync(key, cancel)) return;
        (string? deck, string why) = await talk.BringAsync(key.Event, cancel);
        if (deck is null) LogNoTrack(log, SampleTalk.Title, why);
        else await WriteAsync(key, OpeningShows.Forum(deck), cancel);
    }

    private async Task<bool> IsWantedAsync(RoomKey key, CancellationToken cancel) =>
        await rooms.FindAsync(key, cancel) is not null && await shows.FindAsync(key, cancel) is { Desk.Run: { Version: 0, Cues.Count: 0 } };

    private async Task WriteAsync(RoomKey key, RunOfShow run, CancellationToken cancel)
    {
        ShowResult? result = await shows.CommandAsync(key, new() { Replace = new() { Run = run } }, Server, cancel);
        if (result is not { Done: true }) LogNoShow(log, key, result?.Code ?? "", $"{result?.Cue} {result?.Field} {result?.Fault}");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sample event's shows could not be made.")]
    private static partial void LogFailed(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sample's {Track} was not kept: {Why} Its room has no show of its own.")]
    private static partial void LogNoTrack(ILogger log, string track, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sample show of {Room} was refused: {Code} ({What}).")]
    private static partial void LogNoShow(ILogger log, RoomKey room, string code, string what);
}
