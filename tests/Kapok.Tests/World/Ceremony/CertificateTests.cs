using Kapok.Protocol.Messages;
using Kapok.Tests.World.Show;
using Kapok.World;
using Kapok.World.Ceremony;
using Xunit;

namespace Kapok.Tests.World.Ceremony;

/// <summary>Certificates of attendance in a room: who earns one, how often that is said, and who is told that theirs is kept.</summary>
public sealed class CertificateTests
{
    private readonly ShowRoom _show = new();

    [Fact]
    public void Everyone_in_the_room_earns_one_but_bots_and_is_told_when_it_is_kept()
    {
        (_, TestViewer mei) = _show.Test.Enter("Mei");
        _show.Test.Enter("Robot", bot: true);
        (Resident tom, _) = _show.Test.Enter("Tom");
        _show.Test.Tick();
        _show.Test.Room.Detach(tom, tom.Outbound!); // his line is broken: he is seen, and is not there
        Begin("Dawn");
        AttendanceEarned earned = Assert.Single(_show.Test.Events.Attended);
        Assert.Equal([("Stella", "Stella"), ("Mei", "Mei")], earned.People.Select(one => (one.Guest, one.Name)));
        Assert.Equal("Dawn", earned.Title);
        Assert.Empty(Told(mei));
        Settle(earned, true);
        Assert.Equal(["Dawn"], Told(mei));
        Assert.Equal(["Dawn"], Told(_show.Desk));
        _show.Test.Tick(200);
        Assert.Single(_show.Test.Events.Attended);
    }

    [Fact]
    public void Whoever_comes_while_the_step_is_on_earns_one_too_and_once()
    {
        Begin("Dawn");
        Settle(_show.Test.Events.Attended[0], true);
        (Resident mei, TestViewer atMei) = _show.Test.Enter("Mei");
        AttendanceEarned earned = _show.Test.Events.Attended[1];
        Assert.Equal(["Mei"], earned.People.Select(one => one.Guest));
        _show.Test.Enter("Mei", resume: mei.ResumeToken); // another page of hers, before the answer
        Assert.Equal(2, _show.Test.Events.Attended.Count);
        Settle(earned, true);
        (_, atMei) = _show.Test.Enter("Mei", resume: mei.ResumeToken);
        Assert.Equal(["Dawn"], Told(atMei));
        Assert.Equal(2, _show.Test.Events.Attended.Count);
        End();
        _show.Test.Enter("Late");
        _show.Test.Tick(200);
        Assert.Equal(2, _show.Test.Events.Attended.Count);
    }

    [Fact]
    public void Nobody_earns_one_before_the_moment_of_the_cue_or_in_another_step()
    {
        Assert.Equal("", _show.Do(Step("Dawn")));
        _show.Test.Tick();
        Assert.True(_show.Run.State.Ceremony.StartMs > _show.NowMs);
        Assert.Empty(_show.Test.Events.Attended);
        _show.Test.Tick(10);
        Assert.Single(_show.Test.Events.Attended);
        _show.Do(new() { Play = new() { Actions = { new ShowAction { Ceremony = new() { Kind = CeremonyKind.Gong } } } } });
        _show.Test.Tick(20);
        _show.Test.Enter("Mei");
        Assert.Single(_show.Test.Events.Attended);
    }

    [Fact]
    public void What_cannot_be_kept_is_asked_for_again_until_it_is()
    {
        (_, TestViewer mei) = _show.Test.Enter("Mei");
        Begin("Dawn");
        for (int turn = 0; turn < 3; turn++)
        {
            Settle(_show.Test.Events.Attended[turn], false);
            _show.Test.Tick((int)(CertificatePart.AgainMs / 50) - 1);
            Assert.Equal(turn + 1, _show.Test.Events.Attended.Count);
            _show.Test.Tick(2);
            Assert.Equal(turn + 2, _show.Test.Events.Attended.Count);
            Assert.Equal(["Stella", "Mei"], _show.Test.Events.Attended[^1].People.Select(one => one.Guest));
        }
        Assert.Empty(Told(mei));
        Settle(_show.Test.Events.Attended[^1], true);
        Assert.Equal(["Dawn"], Told(mei));
        _show.Test.Tick(400);
        Assert.Equal(4, _show.Test.Events.Attended.Count);
    }

    [Fact]
    public void A_room_that_was_started_again_asks_for_everyone_again_and_they_are_told_again()
    {
        Begin("Dawn");
        Settle(_show.Test.Events.Attended[0], true);
        _show.Test.StartAgain();
        _show.Test.Tick(2);
        Assert.Equal(["Stella"], _show.Test.Events.Attended[1].People.Select(one => one.Guest));
        Settle(_show.Test.Events.Attended[1], true);
        Assert.Equal(["Dawn", "Dawn"], Told(_show.Desk));
    }

    [Fact]
    public void What_was_kept_after_the_step_is_told_and_is_not_of_the_next_step()
    {
        Begin("Dawn");
        End();
        Begin("Dusk");
        Settle(_show.Test.Events.Attended[0], true);
        Assert.Equal(["Dawn"], Told(_show.Desk));
        Assert.Equal(["Dawn", "Dusk"], _show.Test.Events.Attended.Select(one => one.Title));
        (_, TestViewer again) = _show.Test.Enter("Stella", Role.StageManager, resume: _show.Manager.ResumeToken);
        Assert.Empty(Told(again));
    }

    private static ShowCommand Step(string title) =>
        new() { Play = new() { Actions = { new ShowAction { Ceremony = new() { Kind = CeremonyKind.Certificate, Title = title } } } } };

    private static string[] Told(TestViewer at) => [.. at.All(message => message.Certified).Select(one => one.Title)];

    private void Begin(string title)
    {
        _show.Test.Tick();
        Assert.Equal("", _show.Do(Step(title)));
        _show.Test.Tick(10);
    }

    private void End()
    {
        Assert.Equal("", _show.Do(new() { Play = new() { Actions = { new ShowAction { Ceremony = new() { End = true } } } } }));
        _show.Test.Tick(10);
    }

    private void Settle(AttendanceEarned earned, bool isKept) => _show.Test.Room.Certificates.Settle([.. earned.People.Select(one => one.Guest)], earned.Title, isKept);
}
