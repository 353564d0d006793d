using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Kapok.Events.Storage;

/// <summary>What keeps the storage from being written.</summary>
public enum StorageCause
{
    /// <summary>It works.</summary>
    None,

    /// <summary>Another program holds a lock.</summary>
    Locked,

    /// <summary>The disk, or the database's own limit, is full.</summary>
    Full,

    /// <summary>The file cannot be written: read-only, or an error of the disk.</summary>
    Unwritable,

    /// <summary>The database server does not answer.</summary>
    Away,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>Tells trouble of the storage that may pass from a write that the database will never take.</summary>
public static class StorageTrouble
{
    /// <summary>Whether the same write may succeed later, without anything of it being changed.</summary>
    public static bool MayPass(Exception error) => CauseOf(error) is not (StorageCause.None or StorageCause.Other);

    /// <summary>What the trouble is.</summary>
    public static StorageCause CauseOf(Exception error)
    {
        for (Exception? at = error; at is not null; at = at.InnerException)
        {
            if (at is SqliteException sqlite) return CauseOf(sqlite);
            if (at is PostgresException postgres) return CauseOf(postgres);
            if (at is NpgsqlException or TimeoutException or IOException) return StorageCause.Away;
        }
        return StorageCause.Other;
    }

    private static StorageCause CauseOf(SqliteException error) => error.SqliteErrorCode switch
    {
        5 or 6 => StorageCause.Locked, // SQLITE_BUSY, SQLITE_LOCKED
        13 => StorageCause.Full, // SQLITE_FULL
        3 or 8 or 10 or 14 => StorageCause.Unwritable, // SQLITE_PERM, SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN
        7 or 11 or 26 => StorageCause.Unwritable, // SQLITE_NOMEM, SQLITE_CORRUPT, SQLITE_NOTADB: a backup may be put in its place
        _ => StorageCause.Other,
    };

    // Classes of SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static StorageCause CauseOf(PostgresException error) => error.SqlState[..2] switch
    {
        "40" or "55" => StorageCause.Locked, // rolled back by another transaction; lock not available
        "53" => StorageCause.Full, // insufficient resources
        "25" or "58" => StorageCause.Unwritable, // read-only transaction; system error
        "08" or "57" or "28" or "3D" => StorageCause.Away, // connection; operator intervention; no entry; no such database
        _ => StorageCause.Other,
    };
}
