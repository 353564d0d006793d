using Kapok.Events.Chat;

namespace Kapok.Server.Background;

/// <summary>Writes what rooms have noted, until the server stops and nothing is left.</summary>
public sealed class JournalWriter(RoomJournal journal, ChatLog chat) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(journal.RunAsync(stoppingToken), chat.RunAsync(stoppingToken));
}
