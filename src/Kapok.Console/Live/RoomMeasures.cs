using Kapok.Cluster;
using Kapok.Console.Access;
using Kapok.Console.Parts;
using Kapok.Console.Texts;
using Kapok.Events;
using Kapok.Events.Safety;
using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;
using MudBlazor;

namespace Kapok.Console.Live;

/// <summary>Mute, silence, kick and ban, as an operator takes them: asks why, checks their link again, does it, offers to take it back.</summary>
public sealed class RoomMeasures(
    IDialogService dialogs, OperatorSession session, Feedback feedback, LiftBan lift, IDbContextFactory<EventsContext> contexts)
{
    /// <summary>Mutes or unmutes; needs no reason, since one click takes it back.</summary>
    public async Task MuteAsync(Catalogue texts, IRoomControl room, PersonHere person, bool muted)
    {
        if (await CheckAsync(texts) is not { } by) return;
        MeasureResult result = await room.MuteAsync(person.Person, muted, new MeasureBy(by.Label, ""));
        if (!result.Done) feedback.Refused(texts, result.Code);
        else if (!muted) feedback.Done(texts.Format("measure.unmuted", person.Name));
        else feedback.Done(texts.Format("measure.muted", person.Name), texts["measure.undo"], () => MuteAsync(texts, room, person, muted: false));
    }

    /// <summary>Takes someone's voice away or gives it back; like muting, one click takes it back.</summary>
    public async Task SilenceAsync(Catalogue texts, IRoomControl room, PersonHere person, bool silenced)
    {
        if (await CheckAsync(texts) is not { } by) return;
        MeasureResult result = await room.SilenceAsync(person.Person, silenced, new MeasureBy(by.Label, ""));
        if (!result.Done) feedback.Refused(texts, result.Code);
        else if (!silenced) feedback.Done(texts.Format("measure.unsilenced", person.Name));
        else feedback.Done(texts.Format("measure.silenced", person.Name), texts["measure.undo"], () => SilenceAsync(texts, room, person, silenced: false));
    }

    /// <summary>Takes everyone's voice away but the stage's, or gives it back.</summary>
    public async Task SilenceEveryoneAsync(Catalogue texts, IRoomControl room, bool silenced)
    {
        if (await CheckAsync(texts) is not { } by) return;
        await room.SilenceEveryoneAsync(silenced, new MeasureBy(by.Label, ""));
        if (silenced) feedback.Done(texts["voice.silenced.all"], texts["measure.undo"], () => SilenceEveryoneAsync(texts, room, silenced: false));
        else feedback.Done(texts["voice.unsilenced.all"]);
    }

    /// <summary>Gives someone the microphone for a while; null takes it back.</summary>
    public async Task GiveMicrophoneAsync(Catalogue texts, IRoomControl room, PersonHere? person)
    {
        if (await CheckAsync(texts) is not { } by) return;
        MeasureResult result = await room.GiveMicrophoneAsync(person?.Person, new MeasureBy(by.Label, ""));
        if (!result.Done) feedback.Refused(texts, result.Code);
        else feedback.Done(person is null ? texts["voice.taken"] : texts.Format("voice.given", person.Name));
    }

    /// <summary>Puts someone out for a while, after the operator said why.</summary>
    public async Task KickAsync(Catalogue texts, IRoomControl room, PersonHere person)
    {
        if (await AskAsync(texts, "kick", person.Name) is not { } reason || await CheckAsync(texts) is not { } by) return;
        MeasureResult result = await room.KickAsync(person.Person, new MeasureBy(by.Label, reason));
        if (result.Done) feedback.Done(texts, result, texts.Format("measure.kicked", person.Name));
        else feedback.Refused(texts, result.Code);
    }

    /// <summary>Bans someone until it is lifted, after the operator said why.</summary>
    public async Task BanAsync(Catalogue texts, IRoomControl room, PersonHere person)
    {
        if (await AskAsync(texts, "ban", person.Name) is not { } reason || await CheckAsync(texts) is not { } by) return;
        MeasureResult result = await room.BanAsync(person.Person, new MeasureBy(by.Label, reason));
        if (!result.Done) feedback.Refused(texts, result.Code);
        else feedback.Done(texts, result, texts.Format("measure.banned", person.Name), () => LiftNewestAsync(texts, person.Guest));
    }

    /// <summary>Asks why; null when the operator thinks better of it.</summary>
    public async Task<string?> AskAsync(Catalogue texts, string measure, string name)
    {
        DialogParameters<ReasonDialog> parameters = new()
        {
            { dialog => dialog.Texts, texts },
            { dialog => dialog.Measure, measure },
            { dialog => dialog.Name, name },
        };
        IDialogReference dialog = await dialogs.ShowAsync<ReasonDialog>(texts.Format($"measure.{measure}.title", name), parameters);
        return await dialog.Result is { Canceled: false, Data: string reason } ? reason : null;
    }

    private async Task LiftNewestAsync(Catalogue texts, string guest)
    {
        if (await CheckAsync(texts) is not { } by) return;
        await using EventsContext context = await contexts.CreateDbContextAsync();
        Ban? newest = await context.Bans.AsNoTracking().Where(ban => ban.GuestId == guest && ban.LiftedAt == null)
            .OrderByDescending(ban => ban.BannedAt).FirstOrDefaultAsync();
        Outcome<Ban> outcome = newest is null ? EventsRule.BanUnknown : await lift.HandleAsync(newest.Id, by);
        if (outcome.Succeeded(out Ban? lifted, out EventsRule rule)) feedback.Done(texts.Format("measure.lifted", lifted.Name));
        else feedback.Refused(texts, rule);
    }

    private async Task<Operator?> CheckAsync(Catalogue texts)
    {
        Operator? by = await session.CheckedAsync();
        if (by is null) feedback.Ended(texts);
        return by;
    }
}
