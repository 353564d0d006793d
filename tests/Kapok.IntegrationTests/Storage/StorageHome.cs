using Kapok.Events;
using Kapok.Events.Chat;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kapok.IntegrationTests.Storage;

/// <summary>A data folder and a database of its own for one test; it can be closed and opened again, as by a restart.</summary>
internal sealed class StorageHome : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string? _server, _database;
    private ServiceProvider? _services;

    private CancellationTokenSource? _stop;
    private Task _writing = Task.CompletedTask;

    private StorageHome(string? server, string? folder)
    {
        _folder = folder ?? Directory.CreateTempSubdirectory("kapok-storage-").FullName;
        _server = server;
        _database = server is null ? null : $"kapok_test_{Guid.NewGuid():N}";
    }

    public SteppedTime Time { get; } = new();

    public string Folder => _folder;

    public Event Event { get; private set; } = null!;

    public EventPlace Place => new(Event.Id, Event.OrganisationId);

    /// <summary>Opens a home on SQLite, or on a PostgreSQL server when one is given.</summary>
    public static async Task<StorageHome> OpenAsync(string? server, string? folder = null)
    {
        StorageHome home = new(server, folder);
        if (server is not null) await home.OnServerAsync($"CREATE DATABASE {home._database}");
        await home.StartAsync();
        return home;
    }

    public StorageOptions Options() => new()
    {
        DataFolder = _folder,
        Provider = _server is null ? StorageProvider.Sqlite : StorageProvider.Postgres,
        ConnectionString = _server is null ? null : new NpgsqlConnectionStringBuilder(_server) { Database = _database }.ConnectionString,
    };

    public T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();

    public EventsContext Context() => Get<IDbContextFactory<EventsContext>>().CreateDbContext();

    /// <summary>Closes everything and starts again on the same folder and database.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task StopAsync()
    {
        if (_stop is not null)
        {
            await _stop.CancelAsync();
            await _writing;
            _stop.Dispose();
            _stop = null;
        }
        if (_services is not null) await _services.DisposeAsync();
        _services = null;
        SqliteConnection.ClearAllPools();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_server is not null) await OnServerAsync($"DROP DATABASE {_database} WITH (FORCE)");
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync()
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(Time).AddLogging(logging => logging.SetMinimumLevel(LogLevel.None)).AddKapokEvents(Options());
        _services = services.BuildServiceProvider();
        await Get<EventsStorage>().OpenAsync();
        await Get<OpeningNight>().SeedAsync();
        Event = await Get<CurrentEvent>().FindAsync();
        _stop = new();
        _writing = Task.WhenAll(Get<PendingWrites>().RunAsync(_stop.Token), Get<ChatLog>().RunAsync(_stop.Token));
    }

    /// <summary>Does something with the database that is not the server's doing.</summary>
    public Task MeddleAsync(string statement) => OnServerAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, _database));

    private async Task OnServerAsync(string statement)
    {
        await using NpgsqlConnection connection = new(_server);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
