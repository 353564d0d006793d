using Kapok.Cluster;
using Kapok.Events.Storage;
using Kapok.Protocol;
using Kapok.Server.Voice;
using Kapok.World;
using Kapok.World.Chat;
using Kapok.World.Movement;

namespace Kapok.Server.Rooms;

/// <summary>Live control of a room of this process.</summary>
internal sealed class LocalRoomControl(RoomKey key, RoomHost host, RoomOutlet outlet, RoomVoice voice, Dismissals dismissals) : IRoomControl
{
    private static readonly MeasureResult Gone = new(false, "person-gone"), Empty = new(false, "text-empty");

    public RoomKey Key => key;

    public async ValueTask<RoomSnapshot> SnapshotAsync(CancellationToken cancellation = default)
    {
        HashSet<uint> connected = voice.Connected();
        (List<PersonHere> people, VoicesHere voices) = await host.AskAsync(room =>
            (room.Residents.Select(who => Describe(who, room.BodyOf(who), connected.Contains(who.Id))).ToList(), voice.Describe(room, host.Clock.NowMilliseconds))).WaitAsync(cancellation);
        World.Scenes.FloorGrid floor = host.Settings.Floor;
        return new(key, host.Settings.Capacity, people, floor.OriginX, floor.OriginZ, floor.EndX, floor.EndZ) { Voices = voices };
    }

    public async ValueTask<PersonHere?> FindGuestAsync(string guest, CancellationToken cancellation = default)
    {
        HashSet<uint> connected = voice.Connected();
        return await host.AskAsync(room => room.Residents.FirstOrDefault(who => who.Guest == guest) is { } who ? Describe(who, room.BodyOf(who), connected.Contains(who.Id)) : null).WaitAsync(cancellation);
    }

    public ValueTask<RoomLoad> LoadAsync(CancellationToken cancellation = default) =>
        new(host.Load);

    public ValueTask<MeasureResult> MuteAsync(uint person, bool muted, MeasureBy by, CancellationToken cancellation = default) =>
        MeasureAsync(person, (room, who) => room.Order.Mute(who, muted), cancellation);

    public ValueTask<MeasureResult> SilenceAsync(uint person, bool silenced, MeasureBy by, CancellationToken cancellation = default) =>
        MeasureAsync(person, (room, who) => room.Voices.Silence(who, silenced), cancellation);

    public async ValueTask<MeasureResult> SilenceEveryoneAsync(bool silenced, MeasureBy by, CancellationToken cancellation = default) =>
        await host.AskAsync(room =>
        {
            room.Voices.SilenceEveryone(silenced);
            return MeasureResult.Ok;
        }).WaitAsync(cancellation);

    public async ValueTask<MeasureResult> GiveMicrophoneAsync(uint? person, MeasureBy by, CancellationToken cancellation = default)
    {
        if (person is { } id) return await MeasureAsync(id, (room, who) => room.Voices.GiveMicrophone(who), cancellation);
        return await host.AskAsync(room =>
        {
            room.Voices.TakeMicrophone();
            return MeasureResult.Ok;
        }).WaitAsync(cancellation);
    }

    public ValueTask<MeasureResult> KickAsync(uint person, MeasureBy by, CancellationToken cancellation = default) => SendAwayAsync(person, false, by, cancellation);

    public ValueTask<MeasureResult> BanAsync(uint person, MeasureBy by, CancellationToken cancellation = default) => SendAwayAsync(person, true, by, cancellation);

    public ValueTask EndLinkAsync(string link, CancellationToken cancellation = default)
    {
        host.Post(room => room.Order.EndLink(link));
        return ValueTask.CompletedTask;
    }

    public async ValueTask<MeasureResult> AnnounceAsync(string text, string from, CancellationToken cancellation = default) =>
        await host.AskAsync(room => room.Order.Announce(text, from)).WaitAsync(cancellation) ? MeasureResult.Ok : Empty;

    public async ValueTask<IReadOnlyList<ChatLine>> RecentChatAsync(int most, CancellationToken cancellation = default)
    {
        IReadOnlyList<SaidLine> lines = await host.AskAsync(room => room.Chat.Recent(most)).WaitAsync(cancellation);
        return [.. lines.Select(RoomOutlet.ToChatLine)];
    }

    private async ValueTask<MeasureResult> MeasureAsync(uint person, Action<Room, Resident> take, CancellationToken cancellation) =>
        await host.AskAsync(room =>
        {
            if (room.Find(person) is not { } who) return Gone;
            take(room, who);
            return MeasureResult.Ok;
        }).WaitAsync(cancellation);

    private async ValueTask<MeasureResult> SendAwayAsync(uint person, bool banned, MeasureBy by, CancellationToken cancellation)
    {
        Resident? who = await host.AskAsync(room => room.Find(person)).WaitAsync(cancellation);
        if (who is null) return Gone;
        Task<MeasureResult> kept = dismissals.SendAwayAsync(outlet.DismissalOf(who, banned, by));
        host.Post(room => room.Remove(who, banned ? Ending.Banned : Ending.Kicked));
        return await Task.WhenAny(kept, Task.Delay(StorageHealth.Patience, cancellation)) == kept ? await kept : MeasureResult.NotStoredYet;
    }

    private static PersonHere Describe(Resident who, Body body, bool hasVoice) => new(
        who.Id, who.Guest, who.Name, who.Role, body.Position.X, body.Position.Y, body.Position.Z, body.Yaw, body.Seat,
        who.Muted, who.Outbound is null, who.Bot, who.Since)
    { HasVoice = hasVoice, IsSpeaking = who.IsSpeaking, IsSilenced = who.IsSilenced };
}
