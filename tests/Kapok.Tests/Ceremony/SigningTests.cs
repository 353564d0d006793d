using Google.Protobuf;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Tests.World;
using Kapok.World;
using Kapok.World.Ceremony;
using Xunit;

namespace Kapok.Tests.Ceremony;

/// <summary>The signing wall in a room: who may sign, who sees what, and what may be taken away.</summary>
public sealed class SigningTests
{
    private const uint Gold = 0xf7c95c;

    private static readonly byte[] Line = Convert.FromHexString("000a3e83e87e00007f7d00"); // short steps

    private readonly TestRoom _test = new();
    private readonly Resident _stella;
    private uint _request;

    public SigningTests() => (_stella, _) = _test.Enter("Stella", Role.StageManager);

    [Fact]
    public void Everyone_sees_a_stroke_and_it_is_answered_when_it_is_on_disk_and_once()
    {
        Open();
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        (_, TestViewer atTom) = _test.Enter("Tom");
        _test.Tick(2);
        uint request = Sign(mei);
        _test.Tick();
        WallStroke seen = Assert.Single(Strokes(atTom));
        Assert.Equal((1u, "Mei", Gold), (seen.Number, seen.Name, seen.Colour));
        Assert.Equal(Line, seen.Stroke.ToByteArray());
        Assert.Equal([1u], atMei.All(message => message.Signed).SelectMany(signed => signed.Own));
        Assert.Empty(atTom.All(message => message.Signed).SelectMany(signed => signed.Own));
        Assert.Empty(Answers(atMei));
        Assert.True(_test.Room.Hear(mei, Message(request))); // sent again before it is answered: it is one stroke all the same
        WallChange change = Assert.Single(_test.Events.Walls);
        _test.Room.Signing.Settle(change, true);
        Assert.Equal([(request, "")], Answers(atMei));
        Assert.True(_test.Room.Hear(mei, Message(request)));
        Assert.Equal([(request, ""), (request, "")], Answers(atMei));
        Assert.Single(_test.Room.Signing.Wall.Marks);
        _test.Tick(3);
        Assert.Single(Strokes(atTom));
    }

    [Fact]
    public void What_cannot_be_kept_goes_from_the_wall_and_whoever_drew_it_is_told()
    {
        Open();
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        uint request = Sign(mei);
        _test.Tick(2);
        _test.Room.Signing.Settle(_test.Events.Walls[0], false);
        _test.Tick();
        Assert.Empty(_test.Room.Signing.Wall.Marks);
        Assert.Equal([1u], Removed(atMei));
        Assert.Equal([(request, "notice.sign-unkept")], Answers(atMei));
    }

    [Fact]
    public void One_signs_while_the_ceremony_asks_for_it_and_not_when_muted()
    {
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        Assert.Equal("notice.sign-closed", Refusal(mei, atMei));
        Open();
        Assert.Equal("", Refusal(mei, atMei));
        Resident mo = _test.Enter("Mo", Role.Moderator).Who;
        _test.Room.Order.Apply(mei, MeasureKind.Mute);
        Assert.Equal("notice.muted", Refusal(mei, atMei));
        _test.Room.Order.Apply(mei, MeasureKind.Unmute);
        Open(end: true);
        Assert.Equal("notice.sign-closed", Refusal(mei, atMei));
        Assert.Single(_test.Room.Signing.Wall.Marks); // what is there stays
        Assert.True(_test.Room.Hear(mo, Message(++_request, remove: 1)));
        Assert.Empty(_test.Room.Signing.Wall.Marks);
    }

    [Fact]
    public void Nonsense_is_malformed_and_a_name_is_cleaned()
    {
        Open();
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        Assert.False(_test.Room.Hear(mei, new() { Sign = new() { Stroke = ByteString.CopyFrom(Line), Colour = 0x70140f } })); // the colour of the ground
        Assert.False(_test.Room.Hear(mei, new() { Sign = new() { Stroke = ByteString.CopyFrom(1, 2, 3), Colour = Gold } }));
        Assert.False(_test.Room.Hear(mei, new() { Sign = new() { Stroke = ByteString.CopyFrom(Line), Colour = Gold, Remove = 1 } }));
        Assert.False(_test.Room.Hear(mei, new() { Sign = new() }));
        Assert.Equal("notice.text-refused", Refusal(mei, atMei, SigningStroke.PackText("\u200b \u202e", 20, 100, 100)));
        Assert.Equal("", Refusal(mei, atMei, SigningStroke.PackText("\u202e林\u200b  Hai ", 20, 100, 100)));
        Assert.True(SigningStroke.TryRead(_test.Room.Signing.Wall.Marks[0].Stroke, out SigningStroke? stroke));
        Assert.Equal("林 Hai", stroke.Text);
    }

    [Fact]
    public void A_person_and_a_wall_are_full_some_day()
    {
        Open();
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        for (int i = 0; i < SigningWall.MostOfOne; i++) Assert.Equal("", Refusal(mei, atMei));
        Assert.Equal("notice.sign-most", Refusal(mei, atMei));
        _test.Room.Hear(mei, Message(++_request, remove: 60));
        Assert.Equal("", Refusal(mei, atMei)); // one taken away makes room
        SigningWall wall = _test.Room.Signing.Wall;
        for (int guest = 0; wall.Marks.Count < SigningWall.Most; guest++)
            for (int i = 0; i < SigningWall.MostOfOne && wall.Marks.Count < SigningWall.Most; i++) Assert.True(wall.Put(new(wall.Newest + 1, $"g{guest}", "G", Gold, Line)));
        (Resident tom, TestViewer atTom) = _test.Enter("Tom");
        Assert.Equal("notice.sign-full", Refusal(tom, atTom));
        Assert.False(wall.Put(new(wall.Newest + 1, "late", "L", Gold, Line)));
    }

    [Fact]
    public void Whoever_comes_late_gets_the_whole_wall_in_pieces_and_everything_once()
    {
        Open();
        SigningWall wall = _test.Room.Signing.Wall;
        byte[] big = [.. Line[..5], .. Enumerable.Range(0, 240).SelectMany(i => i % 2 == 0 ? new byte[] { 2, 2 } : [1, 1])];
        for (int i = 0; i < 400; i++) Assert.True(wall.Put(new(wall.Newest + 1, $"g{i / 50}", "G", Gold, big)));
        _test.Tick(30);
        (_, TestViewer atLate) = _test.Enter("Late");
        (Resident mei, _) = _test.Enter("Mei");
        Assert.Empty(Strokes(atLate)); // coming in waits for none of it
        for (int tick = 0; tick < 40; tick++)
        {
            if (tick % 10 == 0) Sign(mei);
            _test.Tick();
        }
        Assert.Equal(Enumerable.Range(1, 404).Select(number => (uint)number), Strokes(atLate).Select(stroke => stroke.Number).Order());
        Assert.All(atLate.All(message => message.Signed), signed => Assert.InRange(signed.CalculateSize(), 1, 9_000));
    }

    [Fact]
    public void A_connection_that_is_stuck_is_sent_no_more_of_it()
    {
        SigningWall wall = _test.Room.Signing.Wall;
        for (int i = 0; i < 50; i++) Assert.True(wall.Put(new(wall.Newest + 1, "g", "G", Gold, Line)));
        _test.Tick();
        TestViewer stuck = new() { IsStuck = true };
        Assert.NotNull(_test.Room.Enter(new("slow", "Slow", Role.Attendee, LookRules.Plain(), null, false, "", ""), stuck));
        _test.Tick(20);
        Assert.Empty(Strokes(stuck));
        stuck.IsStuck = false;
        _test.Tick(2);
        Assert.Equal(50, Strokes(stuck).Count);
    }

    [Fact]
    public void One_takes_back_ones_own_and_a_moderator_anybodys_and_puts_it_back()
    {
        Open();
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        (Resident tom, TestViewer atTom) = _test.Enter("Tom");
        (Resident mo, TestViewer atMo) = _test.Enter("Mo", Role.Moderator);
        for (int i = 0; i < 3; i++) Sign(mei);
        Sign(tom);
        _test.Tick(2);
        Assert.Equal("notice.not-allowed", Refusal(tom, atTom, remove: 1));
        Assert.Equal("notice.not-allowed", Refusal(mei, atMei, remove: 1, all: true)); // that is for those who keep order
        Assert.Equal("notice.not-allowed", Refusal(mei, atMei, restore: 1));
        Assert.Equal("", Refusal(mei, atMei, remove: 3));
        Assert.Equal("", Refusal(mo, atMo, remove: 1));
        _test.Tick();
        Assert.Equal([3u, 1u], Removed(atTom));
        Assert.Equal("notice.sign-gone", Refusal(mo, atMo, restore: 3)); // she did not want it
        Assert.Equal("", Refusal(mo, atMo, restore: 1));
        _test.Tick();
        Assert.Equal(2, Strokes(atTom).Count(stroke => stroke.Number == 1));
        Assert.Equal("", Refusal(mo, atMo, remove: 2, all: true));
        _test.Tick();
        Assert.Equal([4u], _test.Room.Signing.Wall.Marks.Select(mark => mark.Number));
        Assert.Equal("", Refusal(mo, atMo, remove: 2)); // somebody was faster
    }

    [Fact]
    public void What_somebody_drew_is_hidden_from_those_who_blocked_them()
    {
        Open();
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        (Resident rude, _) = _test.Enter("Rude");
        Sign(rude);
        Sign(mei);
        _test.Tick(2);
        Assert.Equal(2, Strokes(atMei).Count);
        Assert.True(_test.Room.Hear(mei, new() { Block = new() { Person = rude.Id, On = true } }));
        Assert.Equal([1u], Removed(atMei));
        Sign(rude);
        _test.Tick(2);
        Assert.Equal(2, Strokes(atMei).Count);
        Assert.True(_test.Room.Hear(mei, new() { Block = new() { Person = rude.Id, On = false } }));
        _test.Tick(2);
        Assert.Equal([1u, 3u], Strokes(atMei).Skip(2).Select(stroke => stroke.Number).Where(number => number != 2));
        TestViewer late = new();
        Assert.NotNull(_test.Room.Enter(new("ann", "Ann", Role.Attendee, LookRules.Plain(), null, false, "", "", Blocked: [rude.Guest]), late));
        _test.Tick(2);
        Assert.Equal([2u], Strokes(late).Select(stroke => stroke.Number));
    }

    [Fact]
    public void A_room_that_is_started_again_has_its_wall_and_answers_what_was_asked_before()
    {
        Open();
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        uint request = Sign(mei);
        _test.Tick(2);
        int before = Strokes(atMei).Count;
        _test.StartAgain();
        _test.Room.Signing.Settle(_test.Events.Walls[0], true);
        _test.Tick(2);
        Assert.Equal([(request, "")], Answers(atMei));
        Assert.Equal(before + 1, Strokes(atMei).Count);
        Assert.Equal(2u, SignedNumber(_test.Room.Find(mei.Id)!));
    }

    [Fact]
    public void A_wall_on_which_nothing_happens_costs_nothing()
    {
        Open();
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        Sign(mei);
        _test.Tick(200);
        atMei.Decodes = false;
        long least = long.MaxValue;
        for (int tick = 0; tick < 50; tick++)
        {
            _test.Time.Advance(TimeSpan.FromMilliseconds(50));
            long before = GC.GetAllocatedBytesForCurrentThread();
            _test.Room.Tick();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    private void Open(bool end = false) => Assert.True(_test.Room.Hear(_stella, new()
    {
        Show = new() { Play = new() { Actions = { new ShowAction { Ceremony = new() { Kind = CeremonyKind.Signing, End = end } } } } },
    }));

    private uint Sign(Resident who)
    {
        Assert.True(_test.Room.Hear(who, Message(++_request)), _test.Events.Failure?.ToString());
        return _request;
    }

    private uint SignedNumber(Resident who)
    {
        Sign(who);
        return _test.Room.Signing.Wall.Newest;
    }

    // The notice that somebody is shown; empty for none.
    private string Refusal(Resident who, TestViewer at, byte[]? stroke = null, uint remove = 0, bool all = false, uint restore = 0)
    {
        int before = at.All(message => message.Notice).Count();
        Assert.True(_test.Room.Hear(who, Message(++_request, stroke, remove, all, restore)), _test.Events.Failure?.ToString());
        return at.All(message => message.Notice).Skip(before).FirstOrDefault()?.Code ?? "";
    }

    private static ClientMessage Message(uint request, byte[]? stroke = null, uint remove = 0, bool all = false, uint restore = 0) => new()
    {
        Request = request,
        Sign = remove > 0 || restore > 0 ? new() { Remove = remove, All = all, Restore = restore } : new() { Stroke = ByteString.CopyFrom(stroke ?? Line), Colour = Gold },
    };

    private static List<WallStroke> Strokes(TestViewer at) => [.. at.All(message => message.Signed).SelectMany(signed => signed.Strokes)];

    private static List<uint> Removed(TestViewer at) => [.. at.All(message => message.Signed).SelectMany(signed => signed.Removed)];

    private static List<(uint, string)> Answers(TestViewer at) => [.. at.All(message => message.Done).Select(done => (done.Request, done.Notice))];
}
