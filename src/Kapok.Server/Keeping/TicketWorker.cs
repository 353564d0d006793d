using Kapok.Events.Registrations;

namespace Kapok.Server.Keeping;

/// <summary>Lets the desk of tickets work, and looks each minute who has not paid in time and who may move up.</summary>
public sealed partial class TicketWorker(TicketDesk desk, TimeProvider time, ILogger<TicketWorker> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(desk.RunAsync(stoppingToken), SweepAsync(stoppingToken));

    private async Task SweepAsync(CancellationToken stop)
    {
        using PeriodicTimer timer = new(Every, time);
        try
        {
            do await TrySweepAsync(stop);
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    private async Task TrySweepAsync(CancellationToken stop)
    {
        try
        {
            await desk.SweepAsync(stop);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            NotSwept(log, error); // tried again in a minute
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Could not look for tickets that were not paid in time, nor for who may move up")]
    private static partial void NotSwept(ILogger log, Exception error);
}
