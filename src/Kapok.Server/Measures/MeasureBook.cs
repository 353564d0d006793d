using System.Collections.Concurrent;
using System.Net;
using Kapok.Cluster;
using Kapok.Events.Safety;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.World;

namespace Kapok.Server.Measures;

/// <summary>What holds against guests now, as this process knows it: who is muted and silenced, and who is kept out although that is not stored yet.
/// Thread-safe, and never waits.</summary>
/// <remarks>
/// Mutes are all here, filled from the database at the start, since a room's loop asks for each who comes in. Bans and kicks are here only until
/// they are stored: of them there may be any number, and the database is asked at the door anyway.
/// </remarks>
public sealed class MeasureBook(AddressHasher addresses, TimeProvider time)
{
    /// <summary>The most mutes that are remembered: bounds what moderators can make the server hold.</summary>
    public const int MostMutes = 16_384;

    private readonly ConcurrentDictionary<(string Event, string Guest, MuteKind Kind), DateTimeOffset> _mutes = new();
    private readonly ConcurrentDictionary<Guid, Bar> _bars = new();

    /// <summary>Notes the mutes that hold at the start.</summary>
    public void Fill(IEnumerable<(Mute Mute, string Event)> holding)
    {
        foreach ((Mute mute, string eventId) in holding) _mutes[(eventId, mute.GuestId, mute.Kind)] = mute.Until;
    }

    /// <summary>Notes a measure: from now on it holds for whoever comes in. Noting it again changes nothing.</summary>
    /// <returns>False when it cannot be noted, since too many mutes are.</returns>
    public bool Note(TakenMeasure taken)
    {
        (MeasureOn on, string eventId) = (taken.On, taken.On.Room.Event);
        switch (taken.Kind)
        {
            case MeasureKind.Mute: return Mute((eventId, on.Guest, MuteKind.Chat), taken.Until);
            case MeasureKind.Silence: return Mute((eventId, on.Guest, MuteKind.Voice), taken.Until);
            case MeasureKind.Unmute: _mutes.TryRemove((eventId, on.Guest, MuteKind.Chat), out _); break;
            case MeasureKind.Unsilence: _mutes.TryRemove((eventId, on.Guest, MuteKind.Voice), out _); break;
            case MeasureKind.Kick: _bars[taken.Id] = new(on.Guest, null, false, taken.By, eventId); break;
            case MeasureKind.Ban:
                _bars[taken.Id] = new(on.Guest, IPAddress.TryParse(on.Address, out IPAddress? address) ? addresses.Hash(address) : null, true, taken.By, null);
                break;
            default: LetIn(on.Guest, taken.Kind == MeasureKind.LiftBan); break;
        }
        return true;
    }

    /// <summary>A kick or ban is stored: from now on the database says so.</summary>
    public void Forget(Guid id) => _bars.TryRemove(id, out _);

    /// <summary>Whether somebody may not write, or speak.</summary>
    public bool IsMuted(string eventId, string guest, MuteKind kind) => _mutes.TryGetValue((eventId, guest, kind), out DateTimeOffset until) && until > time.GetUtcNow();

    /// <summary>Somebody who comes in, with what holds against them. Ask in the room's loop: what is noted later is then applied to whoever is in the room.</summary>
    public Newcomer Mark(string eventId, Newcomer newcomer) => _mutes.IsEmpty ? newcomer : newcomer with
    {
        Muted = IsMuted(eventId, newcomer.Guest, MuteKind.Chat),
        Silenced = IsMuted(eventId, newcomer.Guest, MuteKind.Voice),
    };

    /// <summary>Mutes whose time is over; they are forgotten.</summary>
    public IReadOnlyList<(string Event, string Guest, MuteKind Kind)> TakeEnded()
    {
        if (_mutes.IsEmpty) return [];
        DateTimeOffset now = time.GetUtcNow();
        List<(string, string, MuteKind)> ended = [];
        foreach (((string Event, string Guest, MuteKind Kind) key, DateTimeOffset until) in _mutes)
            if (until <= now && _mutes.TryRemove(KeyValuePair.Create(key, until))) ended.Add(key);
        return ended;
    }

    /// <summary>Why somebody may not come in, by what is not stored yet.</summary>
    public EntryBar BarOf(Identity who, string address, RoomKey room)
    {
        if (_bars.IsEmpty) return EntryBar.None;
        byte[]? hash = Rank.KeepsOrder(who.Role) || !IPAddress.TryParse(address, out IPAddress? parsed) ? null : addresses.Hash(parsed);
        EntryBar found = EntryBar.None;
        foreach (Bar bar in _bars.Values)
        {
            bool isTheirs = bar.Guest == who.Subject || (hash is not null && bar.AddressHash is { } banned && banned.AsSpan().SequenceEqual(hash));
            if (!isTheirs || !Rank.MayActOn(bar.By, who.Role) || (bar.OnlyIn is { } one && one != room.Event)) continue;
            if (bar.IsBan) return EntryBar.Banned;
            found = EntryBar.Kicked;
        }
        return found;
    }

    private bool Mute((string Event, string Guest, MuteKind Kind) key, DateTimeOffset until)
    {
        if (_mutes.Count >= MostMutes && !_mutes.ContainsKey(key)) return false;
        _mutes[key] = until;
        return true;
    }

    private void LetIn(string guest, bool isBan)
    {
        foreach ((Guid id, Bar bar) in _bars)
            if (bar.Guest == guest && bar.IsBan == isBan) _bars.TryRemove(id, out _);
    }

    private sealed record Bar(string Guest, byte[]? AddressHash, bool IsBan, Role By, string? OnlyIn);
}
