using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kapok.Events.Storage;

/// <summary>Opens the storage at the start of the server: checks it, and brings its tables to this version.</summary>
/// <remarks>Holds the data folder's lock until it is disposed, so that two servers never share one SQLite file unknowingly.</remarks>
public sealed partial class EventsStorage(IDbContextFactory<EventsContext> contexts, StorageOptions options, ILogger<EventsStorage> log) : IDisposable
{
    public const string LockFileName = "kapok.lock";

    // Made by the server beside the storage, closed from the start; a backup that is copied back may have opened them.
    private static readonly string[] OtherSecrets = ["operator.token", "guest.key"];

    private FileStream? _lock;

    /// <summary>Makes the storage ready. Nothing is changed in a database that is damaged or newer than this server.</summary>
    /// <exception cref="StorageUnusableException">It cannot be used; the message says what to do.</exception>
    public async Task OpenAsync(CancellationToken cancel = default)
    {
        if (options.Errors().FirstOrDefault() is { } wrong) throw new StorageUnusableException(wrong);
        TakeFolder();
        try
        {
            await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
            if (options.Provider == StorageProvider.Sqlite) await CheckFileAsync(context, cancel);
            await MigrateAsync(context, cancel);
        }
        catch (Exception error) when (error is DbException or InvalidOperationException { InnerException: DbException })
        {
            throw new StorageUnusableException(Explain(error as DbException ?? (DbException)error.InnerException!), error);
        }
    }

    public void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }

    private void TakeFolder()
    {
        try
        {
            // The database is made here, empty and closed, before SQLite would make it open to all.
            string[] databases = [.. ((string[])["", "-wal", "-shm", "-journal"]).Select(end => StorageOptions.SqliteFileName + end)];
            bool isClosed = OwnersOnly.Close(options.DataFolder, [.. databases, LockFileName, Safety.AddressHasher.FileName, Links.OrganiserLink.FileName, .. OtherSecrets]);
            if (!isClosed) NotClosed(log, options.DataFolder);
            string path = Path.Combine(options.DataFolder, LockFileName);
            OwnersOnly.Create(path);
            if (options.Provider == StorageProvider.Sqlite) OwnersOnly.Create(Path.Combine(options.DataFolder, StorageOptions.SqliteFileName));
            _lock ??= new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StorageUnusableException(
                $"Cannot write to the data folder {options.DataFolder}: give this user write access to it, or choose another with --data.", error);
        }
        catch (IOException error)
        {
            throw new StorageUnusableException(
                $"The data folder {options.DataFolder} is in use by another Kapok or cannot be made ({error.Message}): stop the other, or choose another with --data.", error);
        }
    }

    private async Task CheckFileAsync(EventsContext context, CancellationToken cancel)
    {
        await context.Database.OpenConnectionAsync(cancel);
        await using DbCommand check = context.Database.GetDbConnection().CreateCommand();
        check.CommandText = "PRAGMA quick_check(1)";
        string? answer = await check.ExecuteScalarAsync(cancel) as string;
        if (answer != "ok") throw new StorageUnusableException($"{Damaged} (quick_check: {answer})");
    }

    private async Task MigrateAsync(EventsContext context, CancellationToken cancel)
    {
        IEnumerable<string> known = context.Database.GetMigrations();
        List<string> newer = [.. (await context.Database.GetAppliedMigrationsAsync(cancel)).Except(known)];
        if (newer.Count > 0)
        {
            throw new StorageUnusableException(
                $"The database was written by a newer Kapok (it knows {newer[^1]}): start that version, or choose another data folder with --data.");
        }
        if (!(await context.Database.GetPendingMigrationsAsync(cancel)).Any()) return;
        // EF keeps its migration lock of SQLite in a table; one left by a killed start would make this one wait for ever.
        // The folder's lock says that nobody else migrates now.
        if (options.Provider == StorageProvider.Sqlite)
            await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancel);
        await context.Database.MigrateAsync(cancel);
    }

    private string Damaged => $"The database {Path.Combine(options.DataFolder, StorageOptions.SqliteFileName)} is damaged: "
        + "put a backup in its place, or move it away to start with an empty one. Nothing in it was changed.";

    private string Explain(DbException error) => error switch
    {
        SqliteException { SqliteErrorCode: 11 or 26 } => Damaged,
        SqliteException { SqliteErrorCode: 8 or 14 } =>
            $"The database in {options.DataFolder} cannot be opened for writing: give this user write access to the folder and its files, or choose another with --data.",
        SqliteException { SqliteErrorCode: 13 } => $"The disk of {options.DataFolder} is full: free some space and start again.",
        SqliteException { SqliteErrorCode: 5 or 6 } => $"Another program has locked the database in {options.DataFolder}: close it and start again.",
        PostgresException { SqlState: "28P01" or "28000" } => "PostgreSQL refused the user or password: check Storage:ConnectionString.",
        PostgresException { SqlState: "3D000" } => "PostgreSQL has no such database: create it, or correct Database in Storage:ConnectionString.",
        PostgresException { SqlState: "42501" } => "The PostgreSQL user may not create tables: grant it CREATE on the schema public, or make it the owner of the database.",
        NpgsqlException => $"PostgreSQL cannot be reached ({error.Message}): check that it runs and that Storage:ConnectionString is right.",
        _ => $"The storage cannot be opened: {error.Message}",
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The data folder {Folder}, or something in it, belongs to another user and may be readable by others: make this server's user its owner")]
    private static partial void NotClosed(ILogger log, string folder);
}
