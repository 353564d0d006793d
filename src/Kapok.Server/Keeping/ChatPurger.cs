using Kapok.Events.Chat;

namespace Kapok.Server.Keeping;

/// <summary>Deletes chat past its retention, at the start and every hour.</summary>
public sealed partial class ChatPurger(PurgeChat purge, TimeProvider time, ILogger<ChatPurger> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, time);
        try
        {
            do await PurgeAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    private async Task PurgeAsync(CancellationToken cancel)
    {
        try
        {
            int lines = await purge.HandleAsync(cancel);
            if (lines > 0) Purged(log, lines);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            NotPurged(log, error); // tried again in an hour
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Lines} lines of chat past their retention")]
    private static partial void Purged(ILogger log, int lines);

    [LoggerMessage(Level = LogLevel.Error, Message = "Could not delete old chat")]
    private static partial void NotPurged(ILogger log, Exception error);
}
