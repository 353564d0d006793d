using Kapok.Cluster;
using Kapok.Console.Access;
using Kapok.Console.Parts;
using Kapok.Console.Texts;
using Kapok.Events;
using Kapok.Protocol;
using MudBlazor;

namespace Kapok.Console.Live;

/// <summary>What an operator answered before somebody is put out.</summary>
/// <param name="Reason">Why.</param>
/// <param name="CoversAddress">Whether a ban covers their network address too.</param>
public sealed record SendingAway(string Reason, bool CoversAddress);

/// <summary>Mute, silence, kick and ban, as an operator takes them: asks why, checks their link again, does it, offers to take it back.</summary>
/// <remarks>Whether they may is not judged here: <see cref="IMeasures"/> does, by the rule that holds in the rooms too.</remarks>
public sealed class RoomMeasures(IDialogService dialogs, OperatorSession session, Feedback feedback, IMeasures measures, TimeProvider time)
{
    /// <summary>Mutes or unmutes; needs no reason, since one click takes it back.</summary>
    public async Task MuteAsync(Catalogue texts, IRoomControl room, PersonHere person, bool muted)
    {
        if (await CheckAsync(texts) is not { } by) return;
        MeasureResult result = await room.MuteAsync(person.Person, muted, ByOf(by));
        Tell(texts, result, muted ? "measure.muted" : "measure.unmuted", person.Name,
            muted ? () => LiftAsync(texts, MeasureKind.Unmute, OnOf(person, room.Key)) : null);
    }

    /// <summary>Takes someone's voice away or gives it back; like muting, one click takes it back.</summary>
    public async Task SilenceAsync(Catalogue texts, IRoomControl room, PersonHere person, bool silenced)
    {
        if (await CheckAsync(texts) is not { } by) return;
        MeasureResult result = await room.SilenceAsync(person.Person, silenced, ByOf(by));
        Tell(texts, result, silenced ? "measure.silenced" : "measure.unsilenced", person.Name,
            silenced ? () => LiftAsync(texts, MeasureKind.Unsilence, OnOf(person, room.Key)) : null);
    }

    /// <summary>Takes everyone's voice away but the stage's, or gives it back.</summary>
    public async Task SilenceEveryoneAsync(Catalogue texts, IRoomControl room, bool silenced)
    {
        if (await CheckAsync(texts) is not { } by) return;
        MeasureResult result = await room.SilenceEveryoneAsync(silenced, ByOf(by));
        if (!result.Done) feedback.Refused(texts, result.Code);
        else if (silenced) feedback.Done(texts["voice.silenced.all"], texts["measure.undo"], () => SilenceEveryoneAsync(texts, room, silenced: false));
        else feedback.Done(texts["voice.unsilenced.all"]);
    }

    /// <summary>Gives someone the microphone for a while; null takes it back.</summary>
    public async Task GiveMicrophoneAsync(Catalogue texts, IRoomControl room, PersonHere? person)
    {
        if (await CheckAsync(texts) is not { } by) return;
        MeasureResult result = await room.GiveMicrophoneAsync(person?.Person, ByOf(by));
        if (!result.Done) feedback.Refused(texts, result.Code);
        else feedback.Done(person is null ? texts["voice.taken"] : texts.Format("voice.given", person.Name));
    }

    /// <summary>Puts someone out for a while, after the operator said why.</summary>
    /// <returns>Whether they were.</returns>
    public async Task<bool> KickAsync(Catalogue texts, IRoomControl room, PersonHere person)
    {
        if (await AskAsync(texts, "kick", person.Name, null) is not { } answer || await CheckAsync(texts) is not { } by) return false;
        MeasureResult result = await room.KickAsync(person.Person, ByOf(by, answer.Reason));
        return Tell(texts, result, "measure.kicked", person.Name, () => LiftAsync(texts, MeasureKind.LiftKick, OnOf(person, room.Key)));
    }

    /// <summary>Bans someone who is in a room until it is lifted, after the operator said why and what it covers.</summary>
    /// <returns>Whether they were.</returns>
    public async Task<bool> BanAsync(Catalogue texts, IRoomControl room, PersonHere person)
    {
        AddressReach? reach = await room.WhoAsync(person.Person) is { } on ? await measures.ReachAsync(on) : null;
        if (await AskAsync(texts, "ban", person.Name, reach) is not { } answer || await CheckAsync(texts) is not { } by) return false;
        MeasureResult result = await room.BanAsync(person.Person, ByOf(by, answer.Reason), answer.CoversAddress);
        return Tell(texts, result, answer.CoversAddress ? "measure.banned.address" : "measure.banned", person.Name,
            () => LiftAsync(texts, MeasureKind.LiftBan, OnOf(person, room.Key)));
    }

    /// <summary>Bans or kicks someone who is in no room now; their address is not known.</summary>
    /// <returns>Whether they were.</returns>
    public async Task<bool> SendAwayAbsentAsync(Catalogue texts, MeasureKind kind, MeasureOn on)
    {
        bool bans = kind == MeasureKind.Ban;
        if (await AskAsync(texts, bans ? "ban" : "kick", on.Name, null) is not { } answer || await CheckAsync(texts) is not { } by) return false;
        MeasureResult result = await measures.TakePatientlyAsync(kind, on, ByOf(by, answer.Reason), time);
        return Tell(texts, result, bans ? "measure.banned" : "measure.kicked", on.Name, () => LiftAsync(texts, bans ? MeasureKind.LiftBan : MeasureKind.LiftKick, on));
    }

    /// <summary>Takes a measure back.</summary>
    public async Task LiftAsync(Catalogue texts, MeasureKind kind, MeasureOn on)
    {
        if (await CheckAsync(texts) is not { } by) return;
        MeasureResult result = await measures.TakePatientlyAsync(kind, on, ByOf(by), time);
        Tell(texts, result, kind switch
        {
            MeasureKind.Unmute => "measure.unmuted",
            MeasureKind.Unsilence => "measure.unsilenced",
            MeasureKind.LiftKick => "measure.let-in",
            _ => "measure.lifted"
        }, on.Name, null);
    }

    /// <summary>The operator as measures see them.</summary>
    public static MeasureBy ByOf(Operator by, string reason = "") => new(by.Label, reason, by.Role.ToRole(), by.LinkId?.ToString("N") ?? "");

    private bool Tell(Catalogue texts, MeasureResult result, string done, string name, Func<Task>? undo)
    {
        if (result.Done) feedback.Done(texts, result, texts.Format(done, name), undo);
        else feedback.Refused(texts, result.Code);
        return result.Done;
    }

    // Lifting needs no address: it is the guest whom it names.
    private static MeasureOn OnOf(PersonHere person, RoomKey room) => new(person.Guest, person.Name, person.Role, null, room);

    private async Task<SendingAway?> AskAsync(Catalogue texts, string measure, string name, AddressReach? reach)
    {
        DialogParameters<ReasonDialog> parameters = new()
        {
            { dialog => dialog.Texts, texts },
            { dialog => dialog.Measure, measure },
            { dialog => dialog.Name, name },
            { dialog => dialog.Reach, reach },
        };
        IDialogReference dialog = await dialogs.ShowAsync<ReasonDialog>(texts.Format($"measure.{measure}.title", name), parameters);
        return await dialog.Result is { Canceled: false, Data: SendingAway answer } ? answer : null;
    }

    private async Task<Operator?> CheckAsync(Catalogue texts)
    {
        Operator? by = await session.CheckedAsync();
        if (by is null) feedback.Ended(texts);
        return by;
    }
}
