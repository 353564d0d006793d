using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.World;
using Kapok.World.Slides;
using Xunit;

namespace Kapok.Tests.World;

/// <summary>Lasers: who may point, what all see of it, and when it ends.</summary>
public sealed class PointerTests
{
    private readonly TestRoom _test = new();
    private int _guests;

    [Fact]
    public void All_see_a_speaker_point_at_most_ten_times_a_second()
    {
        (Resident sam, _) = _test.Enter("Sam", Role.Speaker);
        (_, TestViewer atMei) = _test.Enter("Mei");
        for (int i = 0; i < 20; i++)
        {
            Assert.True(Point(sam, i / 20f, 0.5f));
            _test.Tick();
        }
        _test.Tick(2);
        List<Pointers> told = Told(atMei);
        Assert.InRange(told.Count, 9, 11);
        Assert.All(told, one => Assert.Equal((sam.Id, "wall", true), (Assert.Single(one.Pointers_).Person, one.Pointers_[0].Screen, one.Pointers_[0].On)));
        Assert.InRange(told[^1].Pointers_[0].U, 0.9f, 0.96f);
        _test.Tick(20);
        Assert.Equal(told.Count, Told(atMei).Count); // a point that stands still costs nothing
    }

    [Fact]
    public void An_attendee_points_at_nothing_and_nonsense_is_malformed()
    {
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        (Resident sam, _) = _test.Enter("Sam", Role.Speaker);
        Assert.True(Point(mei, 0.5f, 0.5f));
        Assert.False(Point(sam, float.NaN, 0.5f));
        Assert.False(Point(sam, 0.5f, 1.01f));
        Assert.False(Point(sam, 0.5f, 0.5f, new string('a', 33)));
        Assert.False(Point(sam, 0.5f, 0.5f, "<b>"));
        _test.Tick(4);
        Assert.Empty(Told(atMei));
    }

    [Fact]
    public void A_point_ends_with_its_key_with_silence_with_the_role_and_with_the_person()
    {
        (_, TestViewer atMei) = _test.Enter("Mei");
        Assert.Equal(EndsBy((sam, _) => Point(sam, 0f, 0f, on: false)), Ended(atMei));
        Assert.Equal(EndsBy((_, _) => _test.Tick(110)), Ended(atMei));
        Assert.Equal(EndsBy((_, _) => _test.Room.Order.EndLink($"link-{_guests}")), Ended(atMei));
        Assert.Equal(EndsBy((sam, _) => _test.Room.Hear(sam, new() { Leave = new() })), Ended(atMei));

        uint EndsBy(Action<Resident, TestViewer> what)
        {
            TestViewer viewer = new();
            Resident sam = _test.Room.Enter(new($"sam-{++_guests}", "Sam", Role.Speaker, LookRules.Plain(), null, false, "", "", $"link-{_guests}"), viewer)!;
            Point(sam, 0.5f, 0.5f);
            _test.Tick(3);
            Assert.True(Told(atMei)[^1].Pointers_[0].On);
            what(sam, viewer);
            _test.Tick(3);
            return sam.Id;
        }
    }

    [Fact]
    public void Whoever_comes_in_sees_what_is_pointed_at_and_no_more_than_eight_point()
    {
        for (int i = 0; i < PointerPart.Most + 3; i++) Point(_test.Enter($"Sam {i}", Role.Speaker).Who, 0.1f, 0.1f);
        _test.Tick(3);
        (_, TestViewer atMei) = _test.Enter("Mei");
        _test.Tick();
        Assert.Equal(PointerPart.Most, Assert.Single(Told(atMei)).Pointers_.Count);
    }

    [Fact]
    public void A_room_that_was_started_again_points_on_with_the_next_word()
    {
        (Resident sam, _) = _test.Enter("Sam", Role.Speaker);
        (_, TestViewer atMei) = _test.Enter("Mei");
        Point(sam, 0.5f, 0.5f);
        _test.Tick(3);
        _test.StartAgain();
        _test.Tick();
        Resident again = _test.Room.Find(sam.Id)!;
        Assert.True(Point(again, 0.25f, 0.5f));
        _test.Tick(3);
        Assert.Equal(0.25f, Told(atMei)[^1].Pointers_[0].U);
    }

    private bool Point(Resident who, float u, float v, string screen = "wall", bool on = true) =>
        _test.Room.Hear(who, new() { Point = new() { Screen = screen, U = u, V = v, On = on } });

    private static List<Pointers> Told(TestViewer viewer) => [.. viewer.All(message => message.Pointers).OfType<Pointers>()];

    private static uint Ended(TestViewer viewer)
    {
        Pointer last = Assert.Single(Told(viewer)[^1].Pointers_);
        Assert.False(last.On);
        return last.Person;
    }
}
