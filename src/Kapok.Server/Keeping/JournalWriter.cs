using Kapok.Events.Chat;
using Kapok.Events.Storage;

namespace Kapok.Server.Keeping;

/// <summary>Writes what rooms have noted, until the server stops and nothing is left.</summary>
public sealed class JournalWriter(PendingWrites notes, ChatLog chat) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(notes.RunAsync(stoppingToken), chat.RunAsync(stoppingToken));
}
