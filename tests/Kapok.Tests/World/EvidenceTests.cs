using System.Numerics;
using Kapok.Protocol;
using Kapok.World;
using Kapok.World.Chat;
using Kapok.World.Scenes;
using Xunit;

namespace Kapok.Tests.World;

/// <summary>What a report tells of what was said: of whoever is reported, of what the reporter read, and of no table at which they did not sit.</summary>
public sealed class EvidenceTests
{
    private const float TableX = -10f, TableZ = 5f;

    private static readonly SceneLayout WithTable = SmallScene.Layout with
    {
        Zones = [.. SmallScene.Layout.Zones, new("Table", ZoneRule.Private, new(new(TableX, 1f, TableZ), new(2f, 2f, 2f), Quaternion.Identity))],
    };

    private readonly TestRoom _test = new(layout: WithTable);
    private ushort _sequence;

    [Fact]
    public void The_accuseds_words_are_there_however_much_others_write_since()
    {
        (Resident mei, _) = _test.Enter("Mei");
        (Resident tom, _) = _test.Enter("Tom");
        (Resident crowd, _) = _test.Enter("Crowd");
        Say(tom, "an insult");
        _test.Tick(2);
        for (int line = 0; line < 400; line++)
        {
            Say(crowd, $"noise {line}");
            if (line % 4 == 0) _test.Tick();
        }
        SaidLine[] context = Report(mei, tom);
        Assert.Equal("an insult", Assert.Single(context, line => line.Name == "Tom").Text);
        Assert.InRange(context.Count(line => line.Name == "Crowd"), 1, 30); // and what was said around the reporter
        Assert.Equal(context.OrderBy(line => line.Id), context);
    }

    [Fact]
    public void What_was_said_at_a_private_table_is_told_by_those_alone_who_sat_there()
    {
        (Resident mei, _) = _test.Enter("Mei");
        (Resident tom, _) = _test.Enter("Tom");
        (Resident ada, _) = _test.Enter("Ada");
        WalkTo(tom, TableX, TableZ);
        WalkTo(ada, TableX, TableZ);
        Say(tom, "at the table");
        Say(ada, "an answer at the table");
        _test.Tick(4);
        Assert.DoesNotContain(Report(mei, tom), line => line.Text.Contains("table", StringComparison.Ordinal));
        Assert.Equal(["at the table", "an answer at the table"], Report(ada, tom).Select(line => line.Text));
        Say(mei, "outside");
        _test.Tick(4);
        Assert.DoesNotContain(Report(ada, tom), line => line.Text == "outside"); // nor what whoever sat there did not read
    }

    [Fact]
    public void Lines_keep_their_ids_and_their_place_in_a_report_when_the_room_is_started_again()
    {
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        (Resident tom, _) = _test.Enter("Tom");
        Say(tom, "before");
        _test.Tick(2);
        long before = Assert.Single(_test.Room.Chat.Recent(9)).Id;
        _test.StartAgain();
        _test.Tick(2);
        Say(tom.Newest, "after");
        _test.Tick(2);
        SaidLine[] context = Report(mei.Newest, tom.Newest);
        Assert.Equal(["before", "after"], context.Select(line => line.Text));
        Assert.Equal(before, context[0].Id);
        Assert.True(context[1].Id > before);
        Assert.Null(atMei.Ended);
    }

    [Fact]
    public void Whoever_leaves_and_comes_back_takes_their_words_along()
    {
        (Resident mei, _) = _test.Enter("Mei");
        (Resident tom, _) = _test.Enter("Tom");
        Say(tom, "said and gone");
        _test.Room.Remove(tom, Ending.Left);
        (Resident back, _) = _test.Enter("Tom");
        Assert.Equal(["said and gone"], Report(mei, back).Select(line => line.Text));
    }

    [Fact]
    public void What_is_remembered_is_bounded_and_whoever_was_silent_longest_is_forgotten_first()
    {
        TestRoom test = new(capacity: 1000);
        (Resident mei, _) = test.Enter("Mei");
        List<Resident> writers = [];
        for (int writer = 0; writer < 450; writer++) writers.Add(test.Enter($"w{writer}").Who);
        foreach (Resident who in writers)
            for (int line = 0; line < 50; line++) test.Room.Hear(who, new() { Say = new() { Text = $"{who.Name} {line}" } });
        Assert.Empty(Report(mei, writers[0], test));
        Assert.Equal(50, Report(mei, writers[^1], test).Length);
        Assert.Equal(50, Report(mei, writers[60], test).Length); // 20,000 lines in all
    }

    private void Say(Resident who, string text) => _test.Room.Hear(who, new() { Say = new() { Text = text } });

    private SaidLine[] Report(Resident by, Resident accused, TestRoom? test = null)
    {
        test ??= _test;
        Assert.True(test.Room.Hear(by, new() { Report = new() { Person = accused.Id, Reason = "spam" } }));
        return [.. test.Events.Contexts[^1]];
    }

    private void WalkTo(Resident who, float x, float z)
    {
        for (int step = 0; step < 200; step++)
        {
            Vector3 at = _test.PositionOf(who);
            Vector2 way = new(x - at.X, z - at.Z);
            if (way.Length() < 0.1f) return;
            way *= MathF.Min(1f, 0.8f / way.Length());
            _test.Move(who, at.X + way.X, at.Z + way.Y, ++_sequence);
            _test.Tick(4);
        }
    }
}
