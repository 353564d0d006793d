using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Kapok.Events.Storage;

/// <summary>On a PostgreSQL server.</summary>
public sealed class PostgresEventsContext(DbContextOptions<PostgresEventsContext> options) : EventsContext(options);

/// <summary>For <c>dotnet ef</c> only.</summary>
internal sealed class PostgresDesignFactory : IDesignTimeDbContextFactory<PostgresEventsContext>
{
    public PostgresEventsContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresEventsContext>().UseNpgsql("Host=localhost;Database=kapok").Options);
}
