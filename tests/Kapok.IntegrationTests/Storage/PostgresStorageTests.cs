using Kapok.Events.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kapok.IntegrationTests.Storage;

public sealed class PostgresStorageTests : StorageSuite
{
    private const string Variable = "KAPOK_TEST_POSTGRES";

    [Fact]
    public async Task A_server_that_is_not_there_is_named_in_one_line()
    {
        string folder = Directory.CreateTempSubdirectory("kapok-storage-").FullName;
        StorageOptions options = new()
        {
            DataFolder = folder,
            Provider = StorageProvider.Postgres,
            ConnectionString = "Host=127.0.0.1;Port=1;Database=kapok;Username=kapok;Password=secret-word;Timeout=2",
        };
        await using (ServiceProvider services = Kapok.Events.EventsRegistration.AddKapokEvents(new ServiceCollection().AddLogging(), options).BuildServiceProvider())
        {
            StorageUnusableException refused =
                await Assert.ThrowsAsync<StorageUnusableException>(() => services.GetRequiredService<EventsStorage>().OpenAsync());
            Assert.Contains("PostgreSQL cannot be reached", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret-word", refused.Message, StringComparison.Ordinal);
        }
        Directory.Delete(folder, recursive: true);
    }

    // As a server that has failed over does: what is connected is cut off, and what comes after may only read.
    private protected override async Task<IAsyncDisposable> BreakAsync(StorageHome home)
    {
        await home.MeddleAsync("ALTER DATABASE {0} SET default_transaction_read_only = on");
        await home.MeddleAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{0}'");
        Npgsql.NpgsqlConnection.ClearAllPools(); // the first reader after a cut is told of it; here what writes is asked
        return new Mending(home);
    }

    private protected override Task<StorageHome> OpenAsync()
    {
        string? server = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(server), $"{Variable} names no PostgreSQL server; ./test.sh starts one.");
        return StorageHome.OpenAsync(server);
    }

    private sealed class Mending(StorageHome home) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await home.MeddleAsync("ALTER DATABASE {0} RESET default_transaction_read_only");
            await home.MeddleAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{0}'");
        }
    }
}
