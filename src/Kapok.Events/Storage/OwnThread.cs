namespace Kapok.Events.Storage;

/// <summary>Runs work that may block its thread.</summary>
internal static class OwnThread
{
    /// <summary>Starts the work on a thread of its own: SQLite waits for a lock by blocking its thread, whatever is awaited, and the pool's are those that run the rooms.</summary>
    public static Task RunAsync(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
}
