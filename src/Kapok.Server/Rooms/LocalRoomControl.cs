using Kapok.Cluster;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Measures;
using Kapok.Server.Show;
using Kapok.Server.Voice;
using Kapok.World;
using Kapok.World.Chat;
using Kapok.World.Show;

namespace Kapok.Server.Rooms;

/// <summary>Live control of a room of this process.</summary>
internal sealed class LocalRoomControl(
    RoomKey key, RoomHost host, RoomOutlet outlet, RoomVoice voice, IMeasures measures, RoomShowKeeper? show,
    Func<RoomKey, CancellationToken, ValueTask<RoomKey?>> rehearse, TimeProvider time) : IRoomControl
{
    private static readonly MeasureResult Empty = new(false, "text-empty");

    private readonly PeopleRecords _people = new();

    public RoomKey Key => key;

    public async ValueTask<RoomSnapshot> SnapshotAsync(CancellationToken cancellation = default)
    {
        HashSet<uint> connected = voice.Connected();
        (TakenPeople taken, VoicesHere voices) = await host.AskAsync(room => (PeopleRecords.Take(room), voice.Describe(room, host.Clock.NowMilliseconds))).WaitAsync(cancellation);
        PersonHere[] people = _people.Describe(taken, connected);
        World.Scenes.FloorGrid floor = host.Settings.Floor;
        return new(key, host.Settings.Capacity, people, floor.OriginX, floor.OriginZ, floor.EndX, floor.EndZ) { Voices = voices };
    }

    public async ValueTask<PersonHere?> FindGuestAsync(string guest, CancellationToken cancellation = default)
    {
        HashSet<uint> connected = voice.Connected();
        return await host.AskAsync(room => room.Residents.FirstOrDefault(who => who.Guest == guest) is { } who
            ? PeopleRecords.Describe(who, room.BodyOf(who), connected.Contains(who.Id)) : null).WaitAsync(cancellation);
    }

    public ValueTask<RoomLoad> LoadAsync(CancellationToken cancellation = default) =>
        new(host.Load);

    public async ValueTask<MeasureOn?> WhoAsync(uint person, CancellationToken cancellation = default) =>
        await host.AskAsync(room => room.Find(person) is { } who ? outlet.OnOf(who) : null).WaitAsync(cancellation);

    public async ValueTask<int> CountAtAsync(string address, string exceptGuest, CancellationToken cancellation = default) =>
        await host.AskAsync(room => room.Residents.Count(who => who.Guest != exceptGuest && AddressRule.AreOne(who.Address, address))).WaitAsync(cancellation);

    public ValueTask<MeasureResult> MuteAsync(uint person, bool muted, MeasureBy by, CancellationToken cancellation = default) =>
        TakeAsync(person, muted ? MeasureKind.Mute : MeasureKind.Unmute, by, false, cancellation);

    public ValueTask<MeasureResult> SilenceAsync(uint person, bool silenced, MeasureBy by, CancellationToken cancellation = default) =>
        TakeAsync(person, silenced ? MeasureKind.Silence : MeasureKind.Unsilence, by, false, cancellation);

    public async ValueTask<MeasureResult> SilenceEveryoneAsync(bool silenced, MeasureBy by, CancellationToken cancellation = default) =>
        !Rank.KeepsOrder(by.Role) ? MeasureResult.NotAllowed : await host.AskAsync(room =>
        {
            room.Voices.SilenceEveryone(silenced);
            return MeasureResult.Ok;
        }).WaitAsync(cancellation);

    public async ValueTask<MeasureResult> GiveMicrophoneAsync(uint? person, MeasureBy by, CancellationToken cancellation = default)
    {
        if (!Rank.KeepsOrder(by.Role)) return MeasureResult.NotAllowed;
        if (person is { } id)
        {
            (bool isHere, bool wasSilenced) = await host.AskAsync(room =>
            {
                if (room.Find(id) is not { } who) return (false, false);
                bool was = who.IsSilenced;
                room.Voices.GiveMicrophone(who);
                return (true, was);
            }).WaitAsync(cancellation);
            if (!isHere) return MeasureResult.Gone;
            return wasSilenced ? await SilenceAsync(id, false, by, cancellation) : MeasureResult.Ok;
        }
        return await host.AskAsync(room =>
        {
            room.Voices.TakeMicrophone();
            return MeasureResult.Ok;
        }).WaitAsync(cancellation);
    }

    public ValueTask<MeasureResult> KickAsync(uint person, MeasureBy by, CancellationToken cancellation = default) => TakeAsync(person, MeasureKind.Kick, by, false, cancellation);

    public ValueTask<MeasureResult> BanAsync(uint person, MeasureBy by, bool coversAddress, CancellationToken cancellation = default) =>
        TakeAsync(person, MeasureKind.Ban, by, coversAddress, cancellation);

    public ValueTask EndLinkAsync(string link, CancellationToken cancellation = default)
    {
        host.Post(room => room.Order.EndLink(link));
        return ValueTask.CompletedTask;
    }

    public async ValueTask<MeasureResult> AnnounceAsync(string text, string from, CancellationToken cancellation = default) =>
        await host.AskAsync(room => room.Order.Announce(text, from)).WaitAsync(cancellation) ? MeasureResult.Ok : Empty;

    public async ValueTask<ShowRecord> ShowAsync(CancellationToken cancellation = default) =>
        await host.AskAsync(room => new ShowRecord(room.Show.Describe(run: true), host.Clock.NowMilliseconds)).WaitAsync(cancellation);

    public async ValueTask<ShowResult> CommandShowAsync(ShowCommand command, MeasureBy by, CancellationToken cancellation = default)
    {
        bool isWritten = ShowPart.IsWritten(command);
        (ShowAnswer answer, long change) = await host.AskAsync(room => (room.Show.Do(command, new(by.Identity, by.Name, by.Role)), room.Show.NewestChange)).WaitAsync(cancellation);
        if (answer.Code.Length == 0 && isWritten && show is not null && !await show.IsKeptAsync(change, time)) return new(true, "show-unkept");
        return new(answer.Code.Length == 0, answer.Code, answer.Fault?.Cue ?? "", answer.Fault?.Field ?? "", answer.Fault?.Code ?? "", answer.By);
    }

    public ValueTask<RoomKey?> RehearseAsync(CancellationToken cancellation = default) => rehearse(key, cancellation);

    public async ValueTask<IReadOnlyList<ChatLine>> RecentChatAsync(int most, CancellationToken cancellation = default)
    {
        IReadOnlyList<SaidLine> lines = await host.AskAsync(room => room.Chat.Recent(most)).WaitAsync(cancellation);
        return [.. lines.Select(RoomOutlet.ToChatLine)];
    }

    private async ValueTask<MeasureResult> TakeAsync(uint person, MeasureKind kind, MeasureBy by, bool coversAddress, CancellationToken cancellation)
    {
        if (await WhoAsync(person, cancellation) is not { } who) return MeasureResult.Gone;
        return await measures.TakePatientlyAsync(kind, coversAddress ? who : who with { Address = null }, by, time);
    }
}
