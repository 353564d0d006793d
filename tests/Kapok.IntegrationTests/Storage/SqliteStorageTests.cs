using Kapok.Events.Organisations;
using Kapok.Events.Safety;
using Kapok.Events.Stage;
using Kapok.Events.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kapok.IntegrationTests.Storage;

public sealed class SqliteStorageTests : StorageSuite
{
    private protected override Task<StorageHome> OpenAsync() => StorageHome.OpenAsync(server: null);

    private protected override async Task<IAsyncDisposable> BreakAsync(StorageHome home) => await SqliteLock.TakeAsync(home.Folder);

    [Fact(Timeout = 60_000)]
    public async Task A_full_disk_is_one_trouble_and_what_waited_is_stored_once_there_is_room()
    {
        await using SmallDisk? disk = await SmallDisk.MountAsync(megabytes: 2);
        Assert.SkipWhen(disk is null, "Only root may mount a disk of two megabytes.");
        await using StorageHome home = await StorageHome.OpenAsync(server: null, Directory.CreateDirectory(Path.Combine(disk.Folder, "data")).FullName);
        disk.Fill("ballast");
        Task<Kapok.Events.EventsRule?>[] asked = [.. Enumerable.Range(0, 20).Select(number => FileAsync(home, number))];
        await TestPerson.HoldsAsync("that the disk is full is known", () =>
        {
            home.Time.Step(TimeSpan.FromSeconds(1));
            return home.Get<StorageHealth>().Now is { Cause: StorageCause.Full or StorageCause.Unwritable };
        });
        Assert.False(asked[^1].IsCompleted);
        File.Delete(Path.Combine(disk.Folder, "ballast"));
        Assert.All(await Task.WhenAll(asked).WaitAsync(TestContext.Current.CancellationToken), Assert.Null);
        Assert.Equal(0, home.Get<StorageHealth>().Now.LostNotes);
    }

    [Fact]
    public async Task The_data_folder_and_all_in_it_are_closed_to_others_and_mended_at_the_next_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has the rights of the folder.");
        await using StorageHome home = await OpenAsync();
        await using (EventsContext context = home.Context()) // while it is open: the files beside the database too
        {
            await context.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
            AssertClosed(home.Folder);
        }
        await home.StopAsync();
        const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(Path.Combine(home.Folder, StorageOptions.KeysFolderName));
        await File.WriteAllTextAsync(Path.Combine(home.Folder, StorageOptions.KeysFolderName, "key.xml"), "a key", TestContext.Current.CancellationToken);
        foreach (string entry in Directory.EnumerateFileSystemEntries(home.Folder, "*", SearchOption.AllDirectories).Append(home.Folder)) OpenToAll(entry, Open);
        await home.RestartAsync();
        AssertClosed(home.Folder);
    }

    private static void OpenToAll(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }

    private static void AssertClosed(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        string[] all = [folder, .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)];
        Assert.Contains(all, path => path.EndsWith(StorageOptions.SqliteFileName, StringComparison.Ordinal));
        foreach (string path in all)
        {
            UnixFileMode mode = File.GetUnixFileMode(path);
            Assert.True((mode & Others) == 0, $"{path}: {mode}");
        }
    }

    [Fact]
    public async Task A_commit_is_on_the_disk_before_it_is_told()
    {
        await using StorageHome home = await OpenAsync();
        await using EventsContext context = home.Context();
        await context.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        using SqliteCommand ask = (SqliteCommand)context.Database.GetDbConnection().CreateCommand();
        ask.CommandText = "SELECT (SELECT journal_mode FROM pragma_journal_mode) || ' ' || (SELECT synchronous FROM pragma_synchronous)";
        Assert.Equal("wal 2", await ask.ExecuteScalarAsync(TestContext.Current.CancellationToken)); // 2 is FULL: each commit is synced
    }

    private static Task<Kapok.Events.EventsRule?> FileAsync(StorageHome home, int number)
    {
        Report report = home.Get<FileReport>().Prepare(new(OpeningNight.EventSlug, "arena", $"mei-{number}", "Mei", "tom", "Tom", Kapok.Events.EventRole.Attendee, "rude",
            new string('x', 30_000))).Value;
        return home.Get<PendingWrites>().KeepAsync(async stop => (await home.Get<FileReport>().KeepAsync(report, OpeningNight.EventSlug, stop)).Broken);
    }

    [Fact]
    public async Task A_damaged_database_is_refused_in_one_line_and_left_as_it_is()
    {
        await using StorageHome home = await OpenAsync();
        await home.StopAsync();
        string file = Path.Combine(home.Folder, StorageOptions.SqliteFileName);
        byte[] garbage = [.. Enumerable.Range(0, 8192).Select(index => (byte)(index * 31))];
        await File.WriteAllBytesAsync(file, garbage);
        foreach (string beside in Directory.EnumerateFiles(home.Folder, $"{StorageOptions.SqliteFileName}-*")) File.Delete(beside);
        StorageUnusableException refused = await Assert.ThrowsAsync<StorageUnusableException>(home.RestartAsync);
        Assert.Contains("is damaged", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        await home.StopAsync();
        Assert.Equal(garbage, await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await using StorageHome home = await OpenAsync();
        await using (EventsContext context = home.Context())
            await context.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_FromTheFuture', '99.0.0')");
        StorageUnusableException refused = await Assert.ThrowsAsync<StorageUnusableException>(home.RestartAsync);
        Assert.Contains("newer Kapok", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_servers_cannot_share_a_data_folder()
    {
        await using StorageHome home = await OpenAsync();
        await using ServiceProvider second = new ServiceCollection().AddLogging().AddEventsAgain(home.Options()).BuildServiceProvider();
        StorageUnusableException refused =
            await Assert.ThrowsAsync<StorageUnusableException>(() => second.GetRequiredService<EventsStorage>().OpenAsync());
        Assert.Contains("in use by another Kapok", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_lock_left_by_a_killed_start_stops_nobody()
    {
        await using StorageHome home = await OpenAsync();
        await using (EventsContext context = home.Context())
        {
            await context.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsHistory\"");
            // Foreign keys hold: whatever a table still needs is dropped after it.
            for (List<string> tables = await TablesAsync(context); tables.Count > 0; tables = await TablesAsync(context))
            {
                foreach (string table in tables)
                {
                    try
                    {
#pragma warning disable EF1003 // names of our own tables
                        await context.Database.ExecuteSqlRawAsync("DROP TABLE \"" + table + "\"");
#pragma warning restore EF1003
                    }
                    catch (SqliteException)
                    {
                        // another one needs it
                    }
                }
            }
            await context.Database.ExecuteSqlRawAsync("CREATE TABLE IF NOT EXISTS \"__EFMigrationsLock\" (\"Id\" INTEGER PRIMARY KEY, \"Timestamp\" TEXT NOT NULL)");
            await context.Database.ExecuteSqlRawAsync("INSERT OR IGNORE INTO \"__EFMigrationsLock\" VALUES (1, 'killed')");
        }
        await home.RestartAsync();
        Assert.Equal(OpeningNight.EventSlug, home.Event.Slug);
    }

    private static Task<List<string>> TablesAsync(EventsContext context) => context.Database
        .SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '__EF%' AND name NOT LIKE 'sqlite%'").ToListAsync();

    [Fact]
    public async Task What_was_committed_is_in_a_copy_of_the_files_taken_while_the_server_runs()
    {
        // A killed process leaves its files as they are at that moment: a copy of them is what the next start finds.
        await using StorageHome home = await OpenAsync();
        await home.Get<BanGuest>().HandleAsync(new(OpeningNight.EventSlug, "guest-1", null, "Troll", "spam", null), Kapok.Events.Operator.Server);
        static StageStore.Key NewKey() => new("sealed", "mark");
        Assert.Equal("mark", (await home.Get<StageStore>().ReadOrBeginAsync(OpeningNight.EventSlug, "arena", NewKey)).Value.Key.Mark);
        string copy = Directory.CreateTempSubdirectory("kapok-killed-").FullName;
        foreach (string file in Directory.EnumerateFiles(home.Folder, $"{StorageOptions.SqliteFileName}*"))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        StorageOptions options = home.Options();
        options.DataFolder = copy;
        await using (ServiceProvider next = new ServiceCollection().AddLogging().AddEventsAgain(options).BuildServiceProvider())
        {
            await next.GetRequiredService<EventsStorage>().OpenAsync();
            Assert.Equal("arena", (await next.GetRequiredService<StageStore>().FindAsync("mark"))?.Stage);
            Assert.Equal(CheckEntry.Verdict.Banned, (await next.GetRequiredService<CheckEntry>().HandleAsync(home.Place, "guest-1", null)).Verdict);
        }
        SqliteConnection.ClearAllPools();
        Directory.Delete(copy, recursive: true);
    }
}

file static class Again
{
    public static IServiceCollection AddEventsAgain(this IServiceCollection services, StorageOptions options) =>
        Kapok.Events.EventsRegistration.AddKapokEvents(services, options);
}
