using System.Numerics;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.World;
using Xunit;

namespace Kapok.Tests.World;

/// <summary>A guest has one body in a room.</summary>
public sealed class TwinTests
{
    [Fact]
    public void A_newer_tab_or_a_page_loaded_anew_takes_the_body_over_and_the_older_page_is_told()
    {
        TestRoom test = new(capacity: 2);
        (Resident mei, TestViewer first) = test.Enter("Mei");
        (_, TestViewer watcher) = test.Enter("Watcher");
        test.Tick(2);
        Vector3 place = test.PositionOf(mei);
        Assert.True(test.Room.IsReturning("Mei"));
        TestViewer second = new();
        Look look = LookRules.Plain();
        look.Hair = 3;
        Resident? same = test.Room.Enter(new("Mei", "Mei Lin", Role.Attendee, look, null, false, "", ""), second); // the room is full
        Assert.Same(mei, same);
        Assert.Equal((Ending.Replaced, null), (first.Ended, second.Ended));
        Assert.Equal((mei.Id, place), ((ushort)second.Welcome.You, test.PositionOf(mei)));
        Assert.Equal(2, test.Room.Residents.Count);
        test.Tick(40);
        Assert.Equal(("Mei Lin", 3u), (watcher.Introduced[mei.Id].Name, watcher.Introduced[mei.Id].Look.Hair));
        Assert.Equal(3, watcher.People[mei.Id].Hair);
        test.Room.Detach(mei, first); // the older socket ends late and takes nothing along
        Assert.NotNull(mei.Outbound);
    }

    [Fact]
    public void A_page_loaded_anew_begins_its_requests_and_its_voice_anew_and_one_that_resumes_goes_on()
    {
        TestRoom test = new();
        (Resident mei, TestViewer first) = test.Enter("Mei");
        test.Room.Voices.Open(mei);
        test.Room.Hear(mei, new() { Request = 1, Say = new() { Text = "one" } });
        (_, TestViewer resumed) = test.Enter("Mei", resume: first.Welcome.Resume);
        test.Room.Hear(mei, new() { Request = 1, Say = new() { Text = "one" } }); // sent again: it was heard
        Assert.DoesNotContain("voice left Mei", test.Events.Lines);
        test.Enter("Mei");
        test.Room.Hear(mei, new() { Request = 1, Say = new() { Text = "two" } });
        Assert.Equal(["Mei: one", "voice left Mei", "Mei: two"],
            test.Events.Lines.Where(line => line.StartsWith("Mei:", StringComparison.Ordinal) || line.StartsWith("voice", StringComparison.Ordinal)));
        Assert.Equal(Ending.Replaced, resumed.Ended);
    }

    [Fact]
    public void Moves_of_the_newer_page_are_taken_whatever_the_older_one_counted_to()
    {
        TestRoom test = new();
        (Resident mei, _) = test.Enter("Mei");
        test.Move(mei, test.PositionOf(mei).X, test.PositionOf(mei).Z, 9000);
        test.Tick();
        test.Enter("Mei");
        Vector3 at = test.PositionOf(mei);
        test.Move(mei, at.X + 0.2f, at.Z, 1);
        test.Tick();
        Assert.Equal(at.X + 0.2f, test.PositionOf(mei).X, 0.01f);
    }

    [Fact]
    public void Neither_a_crowd_of_pages_nor_a_restart_makes_more_than_one_of_a_guest_and_bots_are_many()
    {
        TestRoom test = new();
        for (int page = 0; page < 26; page++) test.Enter("Mei");
        Assert.Single(test.Room.Residents);
        test.StartAgain();
        test.Enter("Mei");
        Assert.Single(test.Room.Residents);
        for (int bot = 0; bot < 3; bot++) test.Enter("Bot", guest: "bot", bot: true);
        Assert.Equal((4, 4), (test.Room.Residents.Count, test.Room.PlacesTaken));
        Assert.False(test.Room.IsReturning("bot"));
        test.Room.Remove(test.Room.Residents[0], Ending.Left);
        Assert.False(test.Room.IsReturning("Mei"));
    }
}
