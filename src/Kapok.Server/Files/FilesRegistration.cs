namespace Kapok.Server.Files;

/// <summary>Registers files and slides.</summary>
public static class FilesRegistration
{
    /// <summary>Adds what keeps and serves them.</summary>
    public static IServiceCollection AddFiles(this IServiceCollection services, FileSettings settings) => services
        .AddSingleton(settings).AddSingleton<FileStore>().AddSingleton<FileShelf>().AddSingleton<Uploads>().AddSingleton<ServedTypes>().AddSingleton<ShownDecks>()
        .AddSingleton<EventOperators>().AddHostedService<FileSweeper>();
}
