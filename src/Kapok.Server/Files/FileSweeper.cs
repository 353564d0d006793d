namespace Kapok.Server.Files;

/// <summary>Deletes files that belong to no event, at the start and every hour.</summary>
public sealed partial class FileSweeper(FileStore store, FileShelf shelf, TimeProvider time, ILogger<FileSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        store.DeleteUnfinished(); // before anything is served, so that nothing is being uploaded
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, time);
        try
        {
            do await SweepAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    private async Task SweepAsync(CancellationToken cancel)
    {
        try
        {
            await shelf.SweepAsync(cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            NotSwept(log, error); // tried again in an hour
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Could not delete files that belong to no event")]
    private static partial void NotSwept(ILogger log, Exception error);
}
