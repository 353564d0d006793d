using Kapok.Cluster;
using Kapok.Server.Ceremony;

namespace Kapok.Server.Show;

/// <summary>Registers the shows of rooms.</summary>
public static class ShowRegistration
{
    /// <summary>Adds what keeps them, and the way to them from outside of their rooms.</summary>
    public static IServiceCollection AddShows(this IServiceCollection services) => services
        .AddSingleton<EventShelves>().AddSingleton<ShowStore>().AddSingleton<WallStore>().AddSingleton<IShows, VenueShows>()
        .AddSingleton<Samples.SampleTalk>().AddHostedService<Samples.SampleShows>()
        .AddSingleton<Rehearsals>().AddHostedService(provider => provider.GetRequiredService<Rehearsals>());
}
