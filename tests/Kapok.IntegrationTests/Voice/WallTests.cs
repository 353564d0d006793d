using Kapok.Protocol.Messages;
using Xunit;

namespace Kapok.IntegrationTests.Voice;

/// <summary>Who does not hear whom: walls, hushes, blocks, moderators.</summary>
public sealed class WallTests(VoiceVenue venue) : IClassFixture<VoiceVenue>
{
    [Fact]
    public async Task A_private_table_keeps_voices_and_words_in_and_out()
    {
        await using TestPerson mei = await venue.EnterAtAsync("Mei", VoiceVenue.Table), ada = await venue.EnterAtAsync("Ada", VoiceVenue.Table),
            tom = await venue.EnterAtAsync("Tom", VoiceVenue.Entrance);
        VoiceInvite invite = (await mei.HearAsync("the invitation", message => message.VoiceInvite is not null)).VoiceInvite;
        Assert.Equal((VoiceVenue.TableZone, "Table", true), (invite.Zones[1].Zone, invite.Zones[1].Title, invite.Zones[1].IsPrivate));
        await mei.HearAsync("that she sits at a private table", message => message.VoiceState is { Zone: VoiceVenue.TableZone, IsPrivate: true });
        await using VoicePeer meis = await VoicePeer.ConnectAsync(mei), adas = await VoicePeer.ConnectAsync(ada), toms = await VoicePeer.ConnectAsync(tom);
        meis.Speak();
        await adas.HearsAsync(meis);
        Assert.Equal((null, 0L), (toms.SlotOf(mei.Id), toms.Packets)); // 30 m away and in the open he would hear her
        await mei.SendAsync(new ClientMessage { Say = new() { Text = "among us" } });
        await tom.SendAsync(new ClientMessage { Say = new() { Text = "outside" } });
        await ada.HearAsync("what Mei writes", message => message.Said?.Text == "among us");
        await tom.HearAsync("his own words", message => message.Said?.Text == "outside");
        Assert.DoesNotContain(tom.Messages, message => message.Said?.Text == "among us");
        Assert.DoesNotContain(ada.Messages.Concat(mei.Messages), message => message.Said?.Text == "outside");
    }

    [Fact]
    public async Task Whoever_is_hushed_is_not_heard_by_one_and_whoever_is_blocked_by_neither()
    {
        await using TestPerson mei = await venue.EnterAtAsync("Mei", VoiceVenue.Entrance), tom = await venue.EnterAtAsync("Tom", VoiceVenue.Entrance),
            ada = await venue.EnterAtAsync("Ada", VoiceVenue.Entrance);
        await using VoicePeer meis = await VoicePeer.ConnectAsync(mei), toms = await VoicePeer.ConnectAsync(tom), adas = await VoicePeer.ConnectAsync(ada);
        meis.Speak();
        toms.Speak();
        await adas.HearsAsync(meis);
        await toms.HearsAsync(meis);
        await tom.SendAsync(new ClientMessage { Hush = new() { Person = mei.Id, On = true } });
        await toms.HearsNoMoreAsync(meis, adas);
        await meis.HearsAsync(toms);
        await tom.SendAsync(new ClientMessage { Hush = new() { Person = mei.Id, On = false } });
        await toms.HearsAsync(meis);
        await tom.SendAsync(new ClientMessage { Block = new() { Person = mei.Id, On = true } });
        await toms.HearsNoMoreAsync(meis, adas);
        await meis.HearsNoMoreAsync(toms, adas);
    }

    [Fact]
    public async Task Moderators_silence_one_a_zone_or_everyone_and_nobody_else_may()
    {
        await using TestPerson mo = await venue.EnterAtAsync("Mo", VoiceVenue.Entrance, Events.EventRole.Moderator);
        await using TestPerson mei = await venue.EnterAtAsync("Mei", VoiceVenue.Table), ada = await venue.EnterAtAsync("Ada", VoiceVenue.Table);
        await using VoicePeer meis = await VoicePeer.ConnectAsync(mei), adas = await VoicePeer.ConnectAsync(ada);
        meis.Speak();
        await adas.HearsAsync(meis);
        foreach (ModerateVoice measure in (ModerateVoice[])
        [
            new() { Measure = VoiceMeasure.SilencePerson, Person = mei.Id }, new() { Measure = VoiceMeasure.SilenceZone, Zone = VoiceVenue.TableZone },
            new() { Measure = VoiceMeasure.SilenceEveryone },
        ])
        {
            measure.On = true;
            await mo.SendAsync(new ClientMessage { ModerateVoice = measure });
            await mei.UntilAsync("that she is silenced", () => IsSilenced(mei));
            await ada.UntilAsync($"no slot after {measure.Measure}", () => adas.SlotOf(mei.Id) is null);
            measure.On = false;
            await mo.SendAsync(new ClientMessage { ModerateVoice = measure });
            await mei.UntilAsync("that she is not any more", () => !IsSilenced(mei));
            await adas.HearsAsync(meis);
        }
        Assert.Contains(ada.Messages, message => message.Silences?.Zones.Contains(VoiceVenue.TableZone) == true);
        Assert.Contains(ada.Messages, message => message.Silences?.Everyone == true);
        await ada.SendAsync(new ClientMessage { ModerateVoice = new() { Measure = VoiceMeasure.SilenceEveryone, On = true } });
        await ada.HearAsync("that she may not", message => message.Notice?.Code == "notice.not-allowed");

        static bool IsSilenced(TestPerson person) => person.Messages.LastOrDefault(message => message.VoiceState is not null)?.VoiceState.IsSilenced == true;
    }

    [Fact]
    public async Task A_hand_is_given_the_microphone_is_heard_by_all_and_gives_it_back_when_its_time_is_over()
    {
        await using VoiceVenue quick = new("--Voice:MicrophoneSeconds=8");
        await quick.InitializeAsync();
        await using TestPerson mo = await quick.EnterAtAsync("Mo", VoiceVenue.Entrance, Events.EventRole.Moderator);
        await using TestPerson mei = await quick.EnterAtAsync("Mei", VoiceVenue.Table), tom = await quick.EnterAtAsync("Tom", VoiceVenue.Entrance),
            ada = await quick.EnterAtAsync("Ada", VoiceVenue.FarAway);
        await using VoicePeer meis = await VoicePeer.ConnectAsync(mei), adas = await VoicePeer.ConnectAsync(ada);
        meis.Speak();
        await tom.SendAsync(new ClientMessage { RaiseHand = new() { On = true } });
        await mo.HearAsync("Tom's hand", message => message.Hands?.Queue.Contains(tom.Id) == true);
        await mei.SendAsync(new ClientMessage { RaiseHand = new() { On = true } });
        await mo.HearAsync("both hands in order", message => message.Hands?.Queue.SequenceEqual([tom.Id, mei.Id]) == true);
        await mo.SendAsync(new ClientMessage { ModerateVoice = new() { Measure = VoiceMeasure.GiveMicrophone, Person = mei.Id } });
        await adas.HearsAsync(meis);
        Hands given = (await ada.HearAsync("who has it", message => message.Hands?.HasHolder == true)).Hands;
        Assert.Equal((mei.Id, tom.Id), (given.Holder, Assert.Single(given.Queue)));
        await mei.HearAsync("that all hear her", message => message.VoiceState?.IsOnStage == true);
        await ada.UntilAsync("the end of the time", () => ada.Messages.Last(message => message.Hands is not null).Hands.HasHolder == false);
        await ada.UntilAsync("no slot of Mei", () => adas.SlotOf(mei.Id) is null);
        await tom.SendAsync(new ClientMessage { Leave = new() });
        await mo.UntilAsync("that nobody waits", () => mo.Messages.Last(message => message.Hands is not null).Hands.Queue.Count == 0);
    }
}
