using Kapok.Cluster;
using Kapok.Events.Storage;
using Kapok.Server;
using Kapok.Server.Configuration;

try
{
    await using WebApplication app = await VenueServer.CreateAsync(args);
    await app.StartAsync();
    string address = VenueServer.Address(app.Urls, app.Services.GetRequiredService<KapokOptions>());
    Console.WriteLine($"ready {address}");
    if (await app.Services.GetRequiredService<IOrganiserLink>().PathAsync() is { } path) Console.WriteLine($"organiser {address}{path}");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception refused) when (refused is StartRefusedException or StorageUnusableException or IOException)
{
    await Console.Error.WriteLineAsync(refused.Message.ReplaceLineEndings(" "));
    return 1;
}
