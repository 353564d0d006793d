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

    private protected override Task<StorageHome> OpenAsync()
    {
        string? server = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(server), $"{Variable} names no PostgreSQL server; ./test.sh starts one.");
        return StorageHome.OpenAsync(server);
    }
}
