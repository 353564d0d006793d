using Kapok.Protocol.Messages;
using Xunit;

namespace Kapok.IntegrationTests.Voice;

/// <summary>From the offer to a voice that is heard.</summary>
public sealed class ConnectTests(VoiceVenue venue) : IClassFixture<VoiceVenue>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_voice_is_heard_by_those_near_in_the_slot_that_was_told_and_by_nobody_far(bool tcp)
    {
        await using TestPerson mei = await venue.EnterAtAsync("Mei", VoiceVenue.Entrance), tom = await venue.EnterAtAsync("Tom", VoiceVenue.Entrance), ada = await venue.EnterAtAsync("Ada", VoiceVenue.FarAway);
        await using VoicePeer meis = await VoicePeer.ConnectAsync(mei, tcp), toms = await VoicePeer.ConnectAsync(tom, tcp), adas = await VoicePeer.ConnectAsync(ada, tcp);
        meis.Speak();
        await toms.HearsAsync(meis);
        await tom.HearAsync("that Mei speaks", message => message.Speaking?.Started.Contains(mei.Id) == true);
        Assert.Equal((null, 0L, 0L), (adas.SlotOf(mei.Id), adas.Packets, meis.Packets));
        meis.Speak(false);
        await ada.HearAsync("that Mei stopped", message => message.Speaking?.Stopped.Contains(mei.Id) == true);
    }
}
