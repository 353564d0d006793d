namespace Kapok.Tools;

/// <summary>Where Kapok lies on this machine.</summary>
internal static class Checkout
{
    /// <summary>Folder of the clone, as <c>./kapok</c> says; else the one this process was started in.</summary>
    public static string Root => Environment.GetEnvironmentVariable("KAPOK_ROOT") ?? Directory.GetCurrentDirectory();
}
