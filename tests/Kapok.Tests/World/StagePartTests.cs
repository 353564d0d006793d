using Kapok.Protocol.Messages;
using Kapok.World;
using Xunit;

namespace Kapok.Tests.World;

/// <summary>Everyone in a room knows what is on air.</summary>
public sealed class StagePartTests
{
    [Fact]
    public void What_is_on_air_is_told_once_at_each_change_and_to_whoever_comes_also_in_a_room_that_was_started_again()
    {
        TestRoom test = new();
        (_, TestViewer mei) = test.Enter("Mei");
        test.Tick();
        Assert.Empty(Told(mei));
        test.Room.Stages.Show(With("one", clock: 1000));
        test.Room.Stages.Show(With("one", clock: 2000)); // only the clock went on: it is the same clock
        test.Tick();
        Assert.Equal(["one"], Told(mei));

        (_, TestViewer tom) = test.Enter("Tom");
        test.Tick();
        Assert.Equal(["one"], Told(tom));
        test.StartAgain();
        (_, TestViewer ana) = test.Enter("Ana");
        test.Tick();
        Assert.Equal(["one"], Told(ana));
        test.Room.Stages.Show(new());
        test.Tick();
        Assert.Equal(["one", ""], Told(ana));
    }

    private static Stages With(string live, double clock) => new() { OnAir = { new StageOnAir { Stage = "arena", Live = live, ClockMs = clock, UtcMs = clock + 5 } } };

    private static IEnumerable<string> Told(TestViewer viewer) =>
        viewer.Messages.Where(message => message.Stages is not null).Select(message => string.Join(" ", message.Stages.OnAir.Select(one => one.Live)));
}
