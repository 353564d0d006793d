using Kapok.Cluster;
using Kapok.Console.Live;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Kapok.Events.Safety;
using Kapok.Events.Storage;
using Kapok.Server.Measures;
using Microsoft.AspNetCore.DataProtection;

namespace Kapok.Server.Keeping;

/// <summary>Puts what is kept behind the contracts of the cluster: door, journal, catalogue, organiser's link.</summary>
public static class StorageServices
{
    /// <summary>Adds storage and what uses it.</summary>
    public static IServiceCollection AddVenueStorage(this IServiceCollection services, StorageOptions options)
    {
        services.AddKapokEvents(options);
        // Keys live beside the database, or every restart would forget who holds a role.
        DirectoryInfo keys = new(Path.Combine(options.DataFolder, StorageOptions.KeysFolderName));
        services.AddDataProtection().SetApplicationName("Kapok").PersistKeysToFileSystem(keys);
        // It warns at each start that the keys are not encrypted; their folder is closed to others, as the database beside it is.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        services.AddSingleton<IVenueCatalogue, VenueCatalogue>();
        services.AddSingleton<IDoorkeeper, Doorkeeper>();
        services.AddSingleton<IOrganiserLink, OrganiserLinkPath>();
        services.AddSingleton<RoomJournal>().AddSingleton<IRoomJournal>(provider => provider.GetRequiredService<RoomJournal>());
        services.AddSingleton<IEffectiveOptions, ServerEffectiveOptions>();
        services.AddSingleton<MeasureBook>().AddSingleton<MeasureStore>();
        services.AddHostedService<JournalWriter>().AddHostedService<ChatPurger>().AddHostedService<TicketWorker>();
        return services;
    }

    /// <summary>Opens the storage, and makes the sample event at the first start. Before anything is served.</summary>
    /// <exception cref="StorageUnusableException">It cannot be used; the message is one line that says what to do.</exception>
    public static async Task OpenVenueStorageAsync(this IServiceProvider services, CancellationToken cancel = default)
    {
        await services.GetRequiredService<EventsStorage>().OpenAsync(cancel);
        string keys = Path.Combine(services.GetRequiredService<StorageOptions>().DataFolder, StorageOptions.KeysFolderName);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(keys);
        else Directory.CreateDirectory(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await services.GetRequiredService<OpeningNight>().SeedAsync(cancel);
        services.GetRequiredService<MeasureBook>().Fill(await services.GetRequiredService<MuteGuest>().HoldingAsync(cancel));
        Event current = await services.GetRequiredService<CurrentEvent>().FindAsync(cancel);
        await services.GetRequiredService<OrganiserLink>().ReadOrCreateAsync(current.Id, cancel);
    }
}
