using System.Numerics;
using CsCheck;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.World;
using Kapok.World.Chat;
using Kapok.World.Movement;
using Xunit;

namespace Kapok.Tests.World;

public sealed class RoomTests
{
    private const float NearMetres = 0.05f, FarMetres = 1f;

    [Fact]
    public void A_room_holds_exactly_its_capacity()
    {
        TestRoom test = new(capacity: 3);
        for (int i = 0; i < 3; i++) test.Enter($"p{i}");
        TestViewer late = new();
        Assert.Null(test.Room.Enter(new("late", "Late", Role.Attendee, LookRules.Plain(), null, false, "", ""), late));
        test.Room.Remove(test.Room.Residents[1], Ending.Left);
        Assert.NotNull(test.Room.Enter(new("late", "Late", Role.Attendee, LookRules.Plain(), null, false, "", ""), late));
        Assert.Equal(3, test.Room.Residents.Count);
    }

    [Fact]
    public void Who_is_away_keeps_the_place_for_a_minute_and_no_longer()
    {
        TestRoom test = new(capacity: 1);
        (Resident who, TestViewer viewer) = test.Enter("Mei");
        Vector3 place = test.PositionOf(who);
        test.Room.Detach(who, viewer);
        test.Tick(20 * 59);
        (Resident back, _) = test.Enter("Mei", resume: viewer.Welcome.Resume);
        Assert.Equal((who.Id, place), (back.Id, test.PositionOf(back)));
        test.Room.Detach(back, back.Outbound!);
        test.Tick(20 * 61);
        Assert.Empty(test.Room.Residents);
    }

    [Fact]
    public void A_newer_connection_replaces_the_older_one()
    {
        TestRoom test = new();
        (Resident who, TestViewer first) = test.Enter("Mei");
        (Resident same, _) = test.Enter("Mei", resume: first.Welcome.Resume);
        Assert.Same(who, same);
        Assert.Equal(Ending.Replaced, first.Ended);
        test.Room.Detach(who, first); // the old socket ends late and takes nothing along
        Assert.NotNull(who.Outbound);
    }

    [Fact]
    public void The_muted_are_not_heard_and_the_blocked_not_by_who_blocked_them()
    {
        TestRoom test = new();
        (Resident mei, TestViewer atMei) = test.Enter("Mei");
        (Resident tom, TestViewer atTom) = test.Enter("Tom");
        (Resident moderator, _) = test.Enter("Mod", Role.Moderator);
        test.Room.Hear(mei, new() { Block = new() { Person = tom.Id, On = true } });
        test.Tick();
        test.Room.Hear(tom, new() { Say = new() { Text = "one" } });
        test.Tick(2); // a line goes along with the next frame
        Assert.Empty(atMei.All(message => message.Said));
        Assert.Single(atTom.All(message => message.Said));
        test.Room.Hear(moderator, new() { Moderate = new() { Measure = Measure.Mute, Person = tom.Id } });
        test.Room.Hear(tom, new() { Say = new() { Text = "two" } });
        test.Tick(2);
        Assert.Single(atTom.All(message => message.Said));
        test.Room.Hear(mei, new() { Moderate = new() { Measure = Measure.Kick, Person = tom.Id } }); // may not
        Assert.Contains(atMei.All(message => message.Notice), notice => notice.Code == "notice.not-allowed");
        Assert.Null(atTom.Ended);
        test.Room.Hear(moderator, new() { Moderate = new() { Measure = Measure.Ban, Person = tom.Id } });
        Assert.Equal(Ending.Banned, atTom.Ended);
        Assert.Contains(test.Events.Lines, line => line.EndsWith(" Ban Tom", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_was_blocked_on_another_day_is_told_of_when_either_comes_in()
    {
        TestRoom test = new();
        (Resident tom, _) = test.Enter("Tom");
        TestViewer atMei = new();
        Assert.NotNull(test.Room.Enter(new("mei", "Mei", Role.Attendee, LookRules.Plain(), null, false, "", "", Blocked: ["Tom", "Ann"]), atMei));
        test.Tick();
        Assert.Equal([tom.Id], atMei.All(message => message.Blocked).Single().Ids.Select(id => (ushort)id));
        (Resident ann, TestViewer atAnn) = test.Enter("Ann");
        test.Tick();
        Assert.Equal([ann.Id], atMei.All(message => message.Blocked).Last().Ids.Select(id => (ushort)id));
        Assert.Empty(atAnn.All(message => message.Blocked));
        test.Room.Hear(ann, new() { Say = new() { Text = "unwanted" } });
        test.Tick(2);
        Assert.Empty(atMei.All(message => message.Said));
    }

    [Fact]
    public void Who_comes_in_is_introduced_at_once_and_lines_are_read_after_a_restart_too()
    {
        TestRoom test = new();
        (Resident mei, TestViewer atMei) = test.Enter("Mei");
        (Resident tom, TestViewer atTom) = test.Enter("Tom");
        test.Tick(2);
        Assert.Equal(["Mei", "Tom"], atTom.Introduced.Values.Select(person => person.Name).Order());
        test.StartAgain();
        test.Tick(2);
        Assert.Equal(["Mei", "Tom"], atMei.Introduced.Values.Select(person => person.Name).Order());
        test.Room.Hear(mei, new() { Say = new() { Text = "still here?" } });
        test.Tick(2);
        Assert.Equal("still here?", Assert.Single(atTom.All(message => message.Said)).Text);
        Assert.NotSame(tom, tom.Newest);
    }

    [Fact]
    public void A_block_that_is_asked_for_again_is_told_outside_again_and_acknowledged_by_whoever_keeps_it()
    {
        TestRoom test = new();
        (Resident mei, TestViewer atMei) = test.Enter("Mei");
        (Resident tom, _) = test.Enter("Tom");
        foreach (bool on in (bool[])[true, true, false, false]) test.Room.Hear(mei, new() { Block = new() { Person = tom.Id, On = on } });
        Assert.Equal(["Mei blocked Tom", "Mei blocked Tom", "Mei unblocked Tom", "Mei unblocked Tom"],
            test.Events.Lines.Where(line => line.Contains("blocked", StringComparison.Ordinal)));
        Assert.Empty(atMei.All(message => message.Notice));
    }

    [Fact]
    public void A_report_carries_what_the_room_itself_heard_and_is_acknowledged_by_whoever_keeps_it()
    {
        TestRoom test = new();
        (Resident mei, TestViewer atMei) = test.Enter("Mei");
        (Resident tom, _) = test.Enter("Tom");
        for (int i = 0; i < 60; i++) test.Room.Hear(tom, new() { Say = new() { Text = $"line {i}" } });
        test.Room.Hear(mei, new() { Report = new() { Person = tom.Id, Reason = "spam" } });
        IReadOnlyList<SaidLine> context = Assert.Single(test.Events.Contexts);
        Assert.Equal((50, "line 10", "line 59"), (context.Count, context[0].Text, context[^1].Text));
        Assert.Empty(atMei.All(message => message.Notice));
    }

    [Fact]
    public void Go_to_puts_one_beside_the_other()
    {
        TestRoom test = new();
        (Resident mei, TestViewer viewer) = test.Enter("Mei");
        (Resident tom, _) = test.Enter("Tom");
        test.Room.Hear(mei, new() { GoTo = new() { Person = tom.Id } });
        Assert.InRange(Vector3.Distance(test.PositionOf(mei), test.PositionOf(tom)), 0.5f, 3f);
        Assert.Equal("", Assert.Single(viewer.All(message => message.PutBack)).Why);
    }

    [Fact]
    public void What_changes_between_ticks_is_seen_by_all_who_are_near_within_two()
    {
        TestRoom test = new();
        (Resident mei, _) = test.Enter("Mei");
        (Resident Who, TestViewer Viewer)[] others = [test.Enter("Odd"), test.Enter("Even")];
        test.Tick(40);
        for (int i = 0; i < 6; i++)
        {
            test.Room.Hear(mei, new() { GoTo = new() { Person = others[i % 2].Who.Id } });
            test.Tick(2);
            foreach ((Resident _, TestViewer viewer) in others) AssertKnows(test, viewer);
            test.Tick(i % 3);
        }
    }

    [Fact]
    public void A_room_started_again_has_everyone_in_their_place()
    {
        TestRoom test = new();
        (Resident mei, TestViewer viewer) = test.Enter("Mei");
        (Resident tom, _) = test.Enter("Tom");
        test.Tick(2);
        Vector3 place = test.PositionOf(tom);
        test.StartAgain();
        test.Tick(4);
        Assert.Equal(2, viewer.All(message => message.Welcome).Count());
        Assert.Equal(place, test.PositionOf(tom));
        Assert.Equal(2, test.Room.Residents.Count);
        Assert.Equal(mei.Id, viewer.Welcome.You);
        (Resident third, _) = test.Enter("Third");
        Assert.DoesNotContain(third.Id, (ushort[])[mei.Id, tom.Id]);
    }

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void Whatever_happens_what_viewers_decode_is_the_room() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 30], Gen.Float[-6f, 6f], Gen.Float[-6f, 6f]).Array[20, 120].Sample(steps =>
        {
            TestRoom test = new(capacity: 40, frameBudget: 3072);
            (Resident _, TestViewer watcher) = test.Enter("Watcher");
            List<(Resident Who, TestViewer Viewer)> people = [];
            ushort sequence = 0;
            foreach ((int kind, int pick, float dx, float dz) in steps)
            {
                if (kind == 0 && people.Count < 30) people.Add(test.Enter($"p{sequence}"));
                else if (people.Count > 0)
                {
                    (Resident who, TestViewer viewer) = people[pick % people.Count];
                    Vector3 now = test.PositionOf(who);
                    if (kind == 1)
                    {
                        test.Room.Remove(who, Ending.Left);
                        people.RemoveAt(pick % people.Count);
                    }
                    else if (kind == 2) test.Room.Hear(who, new() { Sit = new() { Seat = (uint)(pick % 3) } });
                    else if (kind == 3) test.Room.Hear(who, new() { Stand = new() });
                    else if (kind == 4) watcher.IsStuck = pick % 3 == 0;
                    else test.Move(who, now.X + dx, now.Z + dz, ++sequence, velocity: new(dx / 3f, dz / 3f));
                }
                sequence++;
                test.Tick(1 + (pick % 3));
            }
            watcher.IsStuck = false;
            test.Tick(20 * 6); // a whole round over the room
            AssertKnows(test, watcher);
        }, iter: 100, time: Fuzz.Seconds);

    [Fact]
    public void A_thousand_in_a_small_room_stay_within_the_budget_and_all_are_seen()
    {
        TestRoom test = new(capacity: 1000);
        (Resident _, TestViewer watcher) = test.Enter("Watcher");
        List<Resident> people = [];
        for (int i = 0; i < 999; i++)
        {
            (Resident who, TestViewer viewer) = test.Enter($"p{i}");
            viewer.IsStuck = true; // only the watcher is looked at
            people.Add(who);
        }
        test.Tick(20);
        Assert.Equal(1000, watcher.Seen.Count); // a newcomer knows everyone within a second
        for (ushort round = 1; round <= 100; round++)
        {
            foreach (Resident who in people)
            {
                Vector3 now = test.PositionOf(who);
                test.Move(who, now.X + (round % 2 == 0 ? 0.1f : -0.1f), now.Z, round, velocity: new(0.5f, 0f));
            }
            test.Tick(2);
        }
        Assert.InRange(watcher.LargestFrame, 1, RoomSettings.SlotBytes);
        test.Tick(20 * 8);
        AssertKnows(test, watcher, FarMetres);
    }

    [Fact]
    public void A_steady_tick_allocates_nothing()
    {
        TestRoom test = new(capacity: 400);
        List<Resident> people = [];
        for (int i = 0; i < 300; i++)
        {
            (Resident who, TestViewer viewer) = test.Enter($"p{i}");
            viewer.Decodes = false;
            people.Add(who);
        }
        ushort sequence = 0;
        void Step()
        {
            sequence++;
            foreach (Resident who in people)
            {
                if (who.Id % 2 != 0) continue;
                Vector3 now = test.PositionOf(who);
                float way = sequence % 2 == 0 ? 1f : -1f; // to and fro: nobody drifts off the floor and is put back
                test.Move(who, now.X + (way * 0.1f), now.Z, sequence, velocity: new(way * 0.3f, 0f));
            }
            test.Time.Advance(TimeSpan.FromMilliseconds(50));
        }
        for (int i = 0; i < 60; i++)
        {
            Step();
            test.Room.Tick();
        }
        long[] allocated = new long[60]; // by tick, so that what was first done in one of them can be told from what each does
        for (int i = 0; i < allocated.Length; i++)
        {
            Step();
            long before = GC.GetAllocatedBytesForCurrentThread();
            test.Room.Tick();
            allocated[i] = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.Equal(new long[allocated.Length], allocated);
    }

    private static void AssertKnows(TestRoom test, TestViewer viewer, float farthest = NearMetres)
    {
        Assert.Equal(test.Room.Residents.Select(who => (uint)who.Id).Order(), viewer.People.Keys.Order());
        Assert.Equal(test.Room.Residents.Count, viewer.Seen.Count);
        double now = test.Clock.NowMilliseconds;
        foreach (Resident who in test.Room.Residents)
        {
            Body body = test.Room.BodyOf(who);
            Assert.True(viewer.Seen.TryPlace(who.Id, now, out Vector2 shown));
            Assert.Equal(body.Form == AvatarForm.Seated ? body.Seat : -1, viewer.Seen.SeatOf(who.Id, now));
            Assert.InRange(Vector2.Distance(new(body.Position.X, body.Position.Z), shown), 0f, farthest);
        }
    }
}
