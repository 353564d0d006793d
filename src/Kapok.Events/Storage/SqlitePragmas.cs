using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Kapok.Events.Storage;

/// <summary>Sets what SQLite forgets with each connection.</summary>
/// <remarks>
/// The journal is a write-ahead log, in which a committed transaction survives the end of the process whatever its cause.
/// <c>synchronous=FULL</c> makes it survive the end of the machine too; NORMAL would save one fsync for each of our few
/// transactions a second and could lose the last ones to a power cut.
/// </remarks>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Text = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = Text;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = Text;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
