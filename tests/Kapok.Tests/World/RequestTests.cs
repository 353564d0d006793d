using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.World;
using Xunit;

namespace Kapok.Tests.World;

/// <summary>What a client numbers is answered once it was heard, and never done twice; and a client may do without frames.</summary>
public sealed class RequestTests
{
    private readonly TestRoom _test = new();

    [Fact]
    public void A_numbered_request_is_answered_and_one_without_a_number_is_not()
    {
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        _test.Room.Hear(mei, new() { Say = new() { Text = "plain" } });
        Assert.Empty(atMei.All(message => message.Done));
        _test.Room.Hear(mei, new() { Request = 7, Say = new() { Text = "numbered" } });
        Assert.Equal((7u, ""), Answers(atMei).Single());
        _test.Tick(2);
        Assert.Equal([0u, 7u], atMei.All(message => message.Said).Select(said => said.Request));
    }

    [Fact]
    public void A_line_that_is_sent_again_after_the_return_is_said_once_and_answered_again()
    {
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        (_, TestViewer atTom) = _test.Enter("Tom");
        _test.Room.Hear(mei, new() { Request = 4_000_000_000, Say = new() { Text = "once" } });
        _test.Tick(2);
        _test.Room.Detach(mei, atMei);
        (Resident back, TestViewer again) = _test.Enter("Mei", resume: atMei.Welcome.Resume);
        _test.Room.Hear(back, new() { Request = 4_000_000_000, Say = new() { Text = "once" } });
        _test.StartAgain();
        _test.Room.Hear(back, new() { Request = 4_000_000_000, Say = new() { Text = "once" } });
        _test.Tick(2);
        Assert.Equal("once", Assert.Single(atTom.All(message => message.Said)).Text);
        Assert.Equal([(4_000_000_000u, ""), (4_000_000_000u, "")], Answers(again));
    }

    [Fact]
    public void The_answer_says_why_something_was_not_done_and_says_it_again_to_who_asks_again()
    {
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        (Resident moderator, TestViewer atModerator) = _test.Enter("Mod", Role.Moderator);
        _test.Room.Hear(moderator, new() { Request = 1, Moderate = new() { Measure = Measure.Mute, Person = mei.Id } });
        Assert.Equal((1u, ""), Answers(atModerator).Single()); // the notice went to another person
        _test.Room.Hear(mei, new() { Request = 2, Say = new() { Text = "unheard" } });
        _test.Room.Hear(moderator, new() { Request = 3, Moderate = new() { Measure = Measure.Unmute, Person = mei.Id } });
        _test.Room.Hear(mei, new() { Request = 2, Say = new() { Text = "unheard" } });
        _test.Tick(2);
        Assert.Equal([(2u, "notice.muted"), (2u, "notice.muted")], Answers(atMei));
        Assert.Empty(atMei.All(message => message.Said));
    }

    [Fact]
    public void Who_asks_for_no_frames_gets_names_lines_and_news_and_nothing_else()
    {
        TestViewer viewer = new();
        Resident? listener = _test.Room.Enter(new("li", "Li", Role.Attendee, LookRules.Plain(), null, false, "", "", NoFrames: true), viewer);
        Assert.NotNull(listener);
        (Resident tom, _) = _test.Enter("Tom");
        _test.Tick(80);
        Assert.Equal(["Li", "Tom"], viewer.Introduced.Values.Select(person => person.Name).Order());
        Assert.Equal(0u, viewer.Seen.NewestMs);
        int batches = viewer.Frames;
        _test.Tick(80);
        Assert.Equal(batches, viewer.Frames); // nothing to say, nothing sent
        _test.Room.Hear(tom, new() { Say = new() { Text = "hello" } });
        _test.Tick(2);
        Assert.Equal("hello", Assert.Single(viewer.All(message => message.Said)).Text);
        _test.Room.Remove(tom, Ending.Left);
        _test.Tick();
        Assert.DoesNotContain(tom.Id, viewer.People.Keys);
    }

    [Fact]
    public void Who_returns_with_frames_gets_them_again()
    {
        TestViewer without = new(), with = new();
        _test.Room.Enter(new("li", "Li", Role.Attendee, LookRules.Plain(), null, false, "", "", NoFrames: true), without);
        _test.Tick(4);
        _test.Room.Enter(new("li", "Li", Role.Attendee, LookRules.Plain(), null, false, "", without.Welcome.Resume), with);
        _test.Tick(4);
        Assert.Equal((true, 0u), (with.Seen.NewestMs > 0, without.Seen.NewestMs));
    }

    private static IEnumerable<(uint Request, string Notice)> Answers(TestViewer viewer) => viewer.All(message => message.Done).Select(done => (done.Request, done.Notice));
}
