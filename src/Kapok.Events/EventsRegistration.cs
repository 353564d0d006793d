using Kapok.Events.Announcements;
using Kapok.Events.Ceremony;
using Kapok.Events.Chat;
using Kapok.Events.Files;
using Kapok.Events.Guests;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Kapok.Events.Registrations;
using Kapok.Events.Safety;
using Kapok.Events.Show;
using Kapok.Events.Stage;
using Kapok.Events.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kapok.Events;

/// <summary>Registers what is kept, and the commands that change it.</summary>
public static class EventsRegistration
{
    /// <summary>Adds the storage and the command handlers. Call <see cref="EventsStorage.OpenAsync"/> before anything else of it.</summary>
    public static IServiceCollection AddKapokEvents(this IServiceCollection services, StorageOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        if (options.Provider == StorageProvider.Postgres) services.AddPostgres(options);
        else services.AddSqlite(options);

        services.AddSingleton<EventsStorage>().AddSingleton<StorageHealth>().AddSingleton<PendingWrites>().AddSingleton<AddressHasher>().AddSingleton<ChatLog>();
        services.AddSingleton<OpeningNight>().AddSingleton<CurrentEvent>().AddSingleton<EventPlaces>().AddSingleton<OrganiserLink>();
        services.AddSingleton<CreateLink>().AddSingleton<RevokeLink>().AddSingleton<OpenLink>().AddSingleton<CheckLink>();
        services.AddSingleton<BanGuest>().AddSingleton<LiftBan>().AddSingleton<KickGuest>().AddSingleton<MuteGuest>().AddSingleton<LiftFromGuest>()
            .AddSingleton<SafetyRecords>().AddSingleton<CheckEntry>().AddSingleton<KeepBlock>();
        services.AddSingleton<FileReport>().AddSingleton<CloseReport>().AddSingleton<ReopenReport>();
        services.AddSingleton<SaveLook>().AddSingleton<PurgeChat>().AddSingleton<KeepAnnouncement>();
        services.AddSingleton<KeepFiles>().AddSingleton<KeepDecks>();
        services.AddSingleton<StageStore>().AddSingleton<KeepShow>().AddSingleton<KeepWall>();
        services.AddSingleton<KeepCertificates>().AddSingleton<KeepPhotographs>();
        services.AddSingleton<TicketDesk>();
        return services;
    }

    private static void AddSqlite(this IServiceCollection services, StorageOptions options)
    {
        SqliteConnectionStringBuilder connection = new()
        {
            DataSource = Path.Combine(options.DataFolder, StorageOptions.SqliteFileName),
            DefaultTimeout = 15, // seconds a write waits for another
        };
        services.AddPooledDbContextFactory<SqliteEventsContext>(context => context
            .UseSqlite(connection.ConnectionString).AddInterceptors(new SqlitePragmas()).Quietly());
        services.AddSingleton<IDbContextFactory<EventsContext>, EventsContextFactory<SqliteEventsContext>>();
    }

    private static void AddPostgres(this IServiceCollection services, StorageOptions options)
    {
        services.AddPooledDbContextFactory<PostgresEventsContext>(context => context.UseNpgsql(options.ConnectionString).Quietly());
        services.AddSingleton<IDbContextFactory<EventsContext>, EventsContextFactory<PostgresEventsContext>>();
    }

    // Every statement at Information would bury the server's own log; at Debug it is there for who asks.
    private static DbContextOptionsBuilder Quietly(this DbContextOptionsBuilder context) =>
        context.ConfigureWarnings(events => events.Log((RelationalEventId.CommandExecuted, LogLevel.Debug)));
}
