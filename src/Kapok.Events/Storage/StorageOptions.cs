namespace Kapok.Events.Storage;

/// <summary>Which database keeps what is kept.</summary>
public enum StorageProvider
{
    /// <summary>A file in the data folder; nothing to install.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server, version 13 or later.</summary>
    Postgres,
}

/// <summary>The <c>Storage</c> section of the options.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The file of the SQLite database in the data folder.</summary>
    public const string SqliteFileName = "kapok.db";

    /// <summary>The folder of the keys that seal cookies, in the data folder.</summary>
    public const string KeysFolderName = "keys";

    /// <summary>Which database: Sqlite or Postgres. Default Sqlite.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>How to reach PostgreSQL, e.g. <c>Host=localhost;Database=kapok;Username=kapok</c>. Not read for Sqlite. A secret.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Days that chat is kept. Default 30, range 1 to 3650.</summary>
    public int ChatRetentionDays { get; set; } = 30;

    /// <summary>Minutes for which someone who was put out may not come back. Default 60, range 1 to 10080 (a week).</summary>
    public int KickMinutes { get; set; } = 60;

    /// <summary>The folder for the database, keys and the organiser's link. Set by the server from <c>--data</c>, not in this section.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>What is wrong with these values, one line each; empty when all is right.</summary>
    public IEnumerable<string> Errors()
    {
        if (!Enum.IsDefined(Provider)) yield return "Storage:Provider must be Sqlite or Postgres.";
        if (Provider == StorageProvider.Postgres && string.IsNullOrWhiteSpace(ConnectionString))
            yield return "Storage:ConnectionString must be set when Storage:Provider is Postgres, e.g. Host=localhost;Database=kapok;Username=kapok.";
        if (ChatRetentionDays is < 1 or > 3650) yield return "Storage:ChatRetentionDays must be 1 to 3650.";
        if (KickMinutes is < 1 or > 10080) yield return "Storage:KickMinutes must be 1 to 10080.";
    }
}
