using System.Net;
using Kapok.Cluster;
using Kapok.Console.Parts;
using Kapok.Console.Texts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kapok.IntegrationTests.Voice;

/// <summary>More is said than the machine may forward: everyone hears fewer voices, and the console says so.</summary>
public sealed class BudgetTests(BudgetTests.SmallVenue venue) : IClassFixture<BudgetTests.SmallVenue>
{
    private const int Talkers = 8, Slots = 3, Budget = 1000; // with all talking 8 × 3 × 50 packets a second are 1,200, with two slots each 800; with two talking 14 × 50

    [Fact]
    public async Task Who_hears_fewer_voices_is_told_on_the_console_and_told_no_more_when_there_is_room_again()
    {
        Catalogue texts = Catalogue.In(Language.English);
        string reduced = texts.Format("voice.reduced", (Slots - 1).ToString(texts.Culture));
        List<TestPerson> people = [];
        List<VoicePeer> peers = [];
        try
        {
            for (int at = 0; at < Talkers; at++)
            {
                people.Add(await venue.EnterAtAsync($"Talker {at}", VoiceVenue.Entrance));
                peers.Add(await VoicePeer.ConnectAsync(people[at]));
            }
            VoicePeer listener = peers[^1];
            foreach (VoicePeer peer in peers[..2]) peer.Speak();
            await people[^1].UntilAsync("two voices", () => Carried(listener) == 2);
            Assert.DoesNotContain("role=\"status\"", await ConsoleAsync(texts), StringComparison.Ordinal);

            foreach (VoicePeer peer in peers) peer.Speak();
            await HoldsAsync("the console says that everyone hears two voices", html => html.Contains(reduced, StringComparison.Ordinal));
            await people[^1].UntilAsync("two voices of seven", () => Carried(listener) == Slots - 1);

            foreach (VoicePeer peer in peers.Skip(1)) peer.Speak(false); // as many more again would be within the budget
            await HoldsAsync("the console says nothing any more", html => !html.Contains("role=\"status\"", StringComparison.Ordinal));
        }
        finally
        {
            foreach (VoicePeer peer in peers) await peer.DisposeAsync();
            foreach (TestPerson person in people) await person.DisposeAsync();
        }
    }

    /// <summary>Voice slots that carry somebody.</summary>
    private static int Carried(VoicePeer listener) => Enumerable.Range(0, Slots).Count(slot => listener.PersonIn((uint)slot) is not null);

    private Task HoldsAsync(string what, Func<string, bool> wanted) => TestPerson.HoldsAsync(what, async () => wanted(await ConsoleAsync(Catalogue.In(Language.English))));

    /// <summary>The strip of voices on the console's page of the room, drawn from the room as it is now.</summary>
    private async Task<string> ConsoleAsync(Catalogue texts)
    {
        IRoomControl room = await venue.Service<IRoomDirectory>().FindAsync(TestVenue.Key("arena")) ?? throw new InvalidOperationException("There is no arena.");
        RoomSnapshot now = await room.SnapshotAsync();
        await using AsyncServiceScope scope = venue.App.Services.CreateAsyncScope();
        await using HtmlRenderer renderer = new(scope.ServiceProvider, NullLoggerFactory.Instance);
        string html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<CascadingValue<Catalogue>>(ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                ["Value"] = texts,
                ["ChildContent"] = (RenderFragment)(content =>
                {
                    content.OpenComponent<VoicePanel>(0);
                    content.AddComponentParameter(1, nameof(VoicePanel.Voices), now.Voices);
                    content.AddComponentParameter(2, nameof(VoicePanel.People), now.People);
                    content.CloseComponent();
                }),
            }))).ToHtmlString());
        return WebUtility.HtmlDecode(html);
    }

    /// <summary>A venue on a small machine.</summary>
    public sealed class SmallVenue() : VoiceVenue($"--Voice:Slots={Slots}", $"--Voice:PacketBudget={Budget}");
}
