using System.Security.Cryptography;
using Kapok.Cluster;
using Kapok.Protocol.Messages;
using Kapok.Server.Rooms;

namespace Kapok.Server.Show;

/// <summary>Private copies of rooms in which a show is tried: opened on the node of the room, closed when nobody has been in them for a while.</summary>
public sealed class Rehearsals(LocalRooms rooms, TimeProvider time) : IHostedService, IDisposable
{
    /// <summary>What the id of such a room begins with.</summary>
    public const string Prefix = "rehearsal-";

    /// <summary>Most at once on a node.</summary>
    public const int Most = 8;

    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int IdLength = 20; // 100 bits: who is told the address can come, and nobody finds it

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly HashSet<RoomKey> _empty = []; // at the last look
    private ITimer? _timer;

    /// <summary>Whether a room is one.</summary>
    public static bool IsOne(RoomKey room) => room.Room.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether a role has a part in shows, and so in trying them.</summary>
    public static bool LetsIn(Role role) => role is Role.StageManager or Role.Organiser or Role.Performer or Role.Speaker;

    /// <summary>Opens one.</summary>
    /// <returns>Null when the room is not open here, is one itself, or there are <see cref="Most"/> already.</returns>
    public async ValueTask<RoomKey?> OpenAsync(RoomKey room, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (IsOne(room) || rooms.Find(room) is not { } original || rooms.All.Count(open => IsOne(open.Key)) >= Most) return null;
            RoomKey key = new(room.Event, IdOf(room.Room));
            RunOfShow run = await original.Host.AskAsync(played => played.Show.Running.Run.Clone()).WaitAsync(cancel); // as it is now, on disk or not
            await rooms.OpenAsync(key, original.Definition, run, cancel);
            return key;
        }
        finally
        {
            _turn.Release();
        }
    }

    // Its end names the room, so that whoever is in the rehearsal finds back. A name that is too long is left out.
    private static string IdOf(string room)
    {
        string id = Prefix + RandomNumberGenerator.GetString(Letters, IdLength);
        return id.Length + 1 + room.Length <= RoomKey.MaxIdLength ? $"{id}-{room}" : id;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(_ => _ = LookAsync(), null, LookEvery, LookEvery);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _turn.Dispose();
    }

    /// <summary>Closes those that were empty at the last look and are so now.</summary>
    public async Task LookAsync()
    {
        await _turn.WaitAsync();
        try
        {
            RoomKey[] empty = [.. rooms.All.Where(room => IsOne(room.Key) && room.Host.People == 0).Select(room => room.Key)];
            foreach (RoomKey room in empty)
                if (_empty.Contains(room)) await rooms.CloseAsync(room);
            _empty.Clear();
            _empty.UnionWith(empty);
        }
        finally
        {
            _turn.Release();
        }
    }
}
