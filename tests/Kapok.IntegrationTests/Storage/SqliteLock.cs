using Kapok.Events.Storage;
using Microsoft.Data.Sqlite;

namespace Kapok.IntegrationTests.Storage;

/// <summary>Another program that has the database open for writing, as a backup has.</summary>
internal sealed class SqliteLock : IAsyncDisposable
{
    private readonly SqliteConnection _connection;

    private SqliteLock(SqliteConnection connection) => _connection = connection;

    internal static async Task<SqliteLock> TakeAsync(string dataFolder)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataFolder, StorageOptions.SqliteFileName), Pooling = false }
            .ConnectionString);
        await connection.OpenAsync();
        await using SqliteCommand begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync();
        return new(connection);
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync(); // and its transaction with it
}
