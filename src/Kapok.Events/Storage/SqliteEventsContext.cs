using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Kapok.Events.Storage;

/// <summary>On a file of SQLite.</summary>
public sealed class SqliteEventsContext(DbContextOptions<SqliteEventsContext> options) : EventsContext(options);

/// <summary>For <c>dotnet ef</c> only.</summary>
internal sealed class SqliteDesignFactory : IDesignTimeDbContextFactory<SqliteEventsContext>
{
    public SqliteEventsContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteEventsContext>().UseSqlite("Data Source=:memory:").Options);
}
