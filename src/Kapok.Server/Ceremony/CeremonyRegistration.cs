namespace Kapok.Server.Ceremony;

/// <summary>Registers what ceremonies leave to people.</summary>
public static class CeremonyRegistration
{
    /// <summary>Adds what keeps it, and what limits those who look at it.</summary>
    public static IServiceCollection AddCeremonies(this IServiceCollection services) =>
        services.AddSingleton<CeremonyKeeping>().AddSingleton<LookupLimit>().AddSingleton<PhotographKeeping>();
}
