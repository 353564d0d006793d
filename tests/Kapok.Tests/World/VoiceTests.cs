using System.Numerics;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.World;
using Kapok.World.Scenes;
using Kapok.World.Voices;
using Xunit;

namespace Kapok.Tests.World;

/// <summary>Who may be heard where, as the room decides it; and what it tells its people.</summary>
public sealed class VoiceTests
{
    private const int StageZone = 1, TableZone = 2, Look = 5; // ticks after which everyone was looked at

    private static readonly SceneLayout WithTable = SmallScene.Layout with
    {
        Zones = [.. SmallScene.Layout.Zones, new("Table", ZoneRule.Private, new(new(-10f, 1f, 5f), new(2f, 2f, 2f), Quaternion.CreateFromAxisAngle(Vector3.UnitY, 0.5f)))],
    };

    private readonly TestRoom _test = new(layout: WithTable);

    [Fact]
    public void Zones_are_found_the_private_one_first()
    {
        ZoneMap map = new(WithTable with { Zones = [.. WithTable.Zones, new("Quiet", ZoneRule.Quiet, new(new(-10f, 1f, 5f), new(6f, 2f, 6f), Quaternion.Identity))] },
            SmallScene.Floor);
        Assert.Equal((TableZone, StageZone, 3, 0), (map.At(new(-10f, 0f, 5f)), map.At(new(0f, 1f, -15f)), map.At(new(-10f, 0f, 9f)), map.At(new(10f, 0f, 10f))));
        Assert.Equal(0, map.At(new(-10f, 20f, 5f))); // above it
        Assert.Equal(0, map.At(new(float.NaN, 0f, 4000f)));
        Assert.True(map.IsPrivate(TableZone) && map.IsStage(StageZone) && !map.IsPrivate(0) && !map.IsStage(3));
    }

    [Fact]
    public void A_voice_moves_with_its_person_and_only_those_who_have_one_are_told_of()
    {
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        (Resident tom, _) = _test.Enter("Tom");
        Assert.True(_test.Room.Voices.Open(mei));
        WalkTo(mei, -10f, 5f);
        WalkTo(tom, -10f, 5f);
        VoiceStanding standing = _test.Events.Voices[mei.Id];
        Assert.Equal((TableZone, true, false, false), (standing.Zone, standing.IsPrivate, standing.IsOnStage, standing.IsQuiet));
        Assert.True(Vector2.Distance(new(-10f, 5f), standing.Place) < 0.1f);
        Assert.DoesNotContain(tom.Id, _test.Events.Voices.Keys);
        VoiceState state = atMei.All(message => message.VoiceState).Last();
        Assert.Equal(((uint)TableZone, true, false, false), (state.Zone, state.IsPrivate, state.IsSilenced, state.IsOnStage));
        _test.Room.Voices.Close(mei);
        WalkTo(mei, 0f, 5f);
        Assert.Equal(TableZone, _test.Events.Voices[mei.Id].Zone);
        Assert.Equal(0u, atMei.All(message => message.VoiceState).Last().Zone);
    }

    [Fact]
    public void The_stage_is_heard_by_all_from_those_who_may_be_there()
    {
        (Resident vega, TestViewer atVega) = _test.Enter("Vega", Role.Performer);
        _test.Room.Voices.Open(vega);
        Assert.True(_test.Events.Voices[vega.Id].IsOnStage);
        Assert.True(atVega.All(message => message.VoiceState).Last().IsOnStage);
    }

    [Fact]
    public void What_is_said_at_a_private_table_stays_there()
    {
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        (Resident ada, TestViewer atAda) = _test.Enter("Ada");
        (Resident tom, TestViewer atTom) = _test.Enter("Tom");
        (Resident mo, TestViewer atMo) = _test.Enter("Mo", Role.Moderator);
        foreach (Resident who in (Resident[])[mei, ada]) WalkTo(who, -10f, 5f);
        WalkTo(tom, -6f, 5f);
        Say(mei, "among us");
        Say(tom, "outside");
        Say(mo, "to all");
        _test.Tick(Look);
        Assert.Equal(["among us", "to all"], Read(atMei));
        Assert.Equal(["among us", "to all"], Read(atAda));
        Assert.Equal(["outside", "to all"], Read(atTom));
        Assert.Equal(["outside", "to all"], Read(atMo));
        WalkTo(mo, -10f, 5f);
        Say(mo, "at the table");
        _test.Tick(Look);
        Assert.Contains("at the table", Read(atAda));
        Assert.DoesNotContain("at the table", Read(atTom));
    }

    [Fact]
    public void Silences_take_voices_but_not_the_stages_nor_the_holders()
    {
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        (Resident vega, _) = _test.Enter("Vega", Role.Performer);
        (Resident mo, TestViewer atMo) = _test.Enter("Mo", Role.Moderator);
        foreach (Resident who in (Resident[])[mei, vega, mo]) _test.Room.Voices.Open(who);
        Order(mei, VoiceMeasure.SilenceEveryone, on: true);
        Assert.Equal("notice.not-allowed", Assert.Single(atMei.All(message => message.Notice)).Code);
        Assert.False(_test.Events.Rules.IsEveryoneSilenced);

        Order(mo, VoiceMeasure.SilenceEveryone, on: true);
        Assert.Equal((true, false), (Quiet(mei), Quiet(vega)));
        Assert.True(atMo.All(message => message.Silences).Last().Everyone);
        Assert.True(atMei.All(message => message.VoiceState).Last().IsSilenced);
        Order(mo, VoiceMeasure.GiveMicrophone, mei.Id);
        Assert.False(Quiet(mei));
        Order(mo, VoiceMeasure.SilencePerson, mei.Id, on: true);
        Assert.True(Quiet(mei)); // by themselves: neither microphone nor stage helps
        Order(mo, VoiceMeasure.SilenceEveryone, on: false);
        Assert.True(Quiet(mei));
        Order(mo, VoiceMeasure.SilencePerson, mei.Id, on: false);
        Assert.False(Quiet(mei));

        WalkTo(mei, -10f, 5f);
        Order(mo, VoiceMeasure.TakeMicrophone);
        Order(mo, VoiceMeasure.SilenceZone, zone: TableZone, on: true);
        Assert.Equal((true, false), (Quiet(mei), Quiet(mo)));
        WalkTo(mei, 0f, 5f);
        Assert.False(Quiet(mei));
    }

    [Theory]
    [InlineData(VoiceMeasure.SilenceZone, 0)]
    [InlineData(VoiceMeasure.SilenceZone, 3)]
    [InlineData((VoiceMeasure)99, 1)]
    [InlineData(VoiceMeasure.Unspecified, 1)]
    public void Orders_that_mean_nothing_are_malformed(VoiceMeasure measure, uint zone)
    {
        (Resident mo, TestViewer atMo) = _test.Enter("Mo", Role.Moderator);
        Assert.False(_test.Room.Hear(mo, new() { ModerateVoice = new() { Measure = measure, Zone = zone, On = true } }));
        Assert.NotNull(atMo.Ended);
    }

    [Fact]
    public void Moderators_do_not_silence_themselves_nor_organisers()
    {
        (Resident mo, TestViewer atMo) = _test.Enter("Mo", Role.Moderator);
        (Resident olga, _) = _test.Enter("Olga", Role.Organiser);
        foreach (Resident who in (Resident[])[mo, olga]) Order(mo, VoiceMeasure.SilencePerson, who.Id, on: true);
        Order(mo, VoiceMeasure.SilencePerson, 77, on: true);
        Assert.Equal(["notice.not-allowed", "notice.not-allowed", "notice.person-gone"], atMo.All(message => message.Notice).Select(notice => notice.Code));
        Assert.False(mo.IsSilenced || olga.IsSilenced);
    }

    [Fact]
    public void Whoever_is_silenced_stays_so_when_they_come_back_and_after_a_restart()
    {
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        _test.Room.Voices.Silence(mei, true);
        _test.Room.Detach(mei, atMei);
        (Resident back, TestViewer again) = _test.Enter("Mei", resume: atMei.Welcome.Resume);
        Assert.True(back.IsSilenced && again.All(message => message.VoiceState).Last().IsSilenced);
        _test.StartAgain();
        Assert.True(_test.Room.Residents[0].IsSilenced);
        _test.Room.Remove(_test.Room.Residents[0], Kapok.Protocol.Ending.Left);
        Assert.False(_test.Enter("Mei").Who.IsSilenced); // a room remembers nobody: whoever lets them in says what holds against them
    }

    [Fact]
    public void Whoever_comes_in_muted_and_silenced_is_so_from_the_start()
    {
        (_, TestViewer atTom) = _test.Enter("Tom");
        TestViewer atMei = new();
        Resident mei = _test.Room.Enter(new("mei", "Mei", Role.Attendee, LookRules.Plain(), null, false, "", "") { Muted = true, Silenced = true }, atMei)!;
        Assert.True(mei.Muted && mei.IsSilenced && atMei.All(message => message.VoiceState).Last().IsSilenced);
        _test.Room.Hear(mei, new() { Say = new() { Text = "hello?" } });
        Assert.Equal("notice.muted", atMei.All(message => message.Notice).Last().Code);
        Assert.Empty(atTom.All(message => message.Said));
    }

    [Fact]
    public void Hands_wait_in_order_and_the_microphone_goes_back_by_itself()
    {
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        (Resident tom, _) = _test.Enter("Tom");
        (Resident mo, _) = _test.Enter("Mo", Role.Moderator);
        foreach (Resident who in (Resident[])[mei, tom, mo]) _test.Room.Voices.Open(who);
        _test.Room.Hear(tom, new() { RaiseHand = new() { On = true } });
        _test.Room.Hear(mei, new() { RaiseHand = new() { On = true } });
        _test.Tick(Look);
        Assert.Equal((uint[])[tom.Id, mei.Id], Told().Queue);
        Order(mo, VoiceMeasure.GiveMicrophone, tom.Id);
        Assert.Equal(tom.Id, _test.Events.Rules.Holder);
        _test.Tick(Look);
        Assert.Equal((uint[])[mei.Id], Told().Queue);
        Assert.Equal(tom.Id, Told().Holder);
        Assert.InRange(Told().UntilMs - _test.Clock.NowMilliseconds, 50_000, 60_000);
        _test.Time.Advance(TimeSpan.FromSeconds(60));
        _test.Tick(Look);
        Assert.False(Told().HasHolder);
        Assert.Null(_test.Events.Rules.Holder);

        Order(mo, VoiceMeasure.GiveMicrophone, tom.Id);
        _test.Room.Remove(tom, Kapok.Protocol.Ending.Left);
        Assert.Null(_test.Events.Rules.Holder);
        Order(mo, VoiceMeasure.LowerHand, mei.Id);
        _test.Tick(Look);
        Assert.Empty(Told().Queue);

        Hands Told() => atMei.All(message => message.Hands).Last();
    }

    [Fact]
    public void What_moderators_decided_and_who_waits_goes_over_into_a_room_that_is_started_again()
    {
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        (Resident tom, _) = _test.Enter("Tom");
        _test.Room.Voices.Open(mei);
        _test.Room.Voices.SilenceZone(TableZone, true);
        _test.Room.Voices.SilenceEveryone(true);
        _test.Room.Voices.GiveMicrophone(tom);
        _test.Room.Hear(mei, new() { RaiseHand = new() { On = true } });
        _test.Room.Hear(mei, new() { Hush = new() { Person = tom.Id, On = true } });
        atMei.Messages.Clear();
        _test.StartAgain();
        Assert.True(_test.Events.Rules.IsEveryoneSilenced);
        Assert.Equal(tom.Id, _test.Events.Rules.Holder);
        Assert.Equal([TableZone], _test.Events.Rules.SilencedZones);
        Assert.Equal((uint[])[mei.Id], Assert.Single(atMei.All(message => message.Hands)).Queue);
        Assert.True(Assert.Single(atMei.All(message => message.Silences)).Everyone);
        Assert.True(Quiet(mei));
        Assert.Equal((uint[])[tom.Id], _test.Room.Voices.HushedBy(_test.Room.Find(mei.Id)!));
    }

    [Fact]
    public void Hushing_hides_one_way_and_a_block_both_ways_for_as_long_as_it_lasts()
    {
        (Resident mei, _) = _test.Enter("Mei");
        (Resident tom, TestViewer atTom) = _test.Enter("Tom");
        _test.Room.Hear(mei, new() { Hush = new() { Person = tom.Id, On = true } }); // before either has a voice
        _test.Room.Voices.Open(mei);
        _test.Room.Voices.Open(tom);
        Assert.Equal((mei.Id, tom.Id), Assert.Single(_test.Events.Hidden));
        _test.Room.Hear(tom, new() { Block = new() { Person = mei.Id, On = true } });
        Assert.Equal(2, _test.Events.Hidden.Count);
        _test.Room.Hear(mei, new() { Hush = new() { Person = tom.Id, On = false } });
        Assert.Equal(2, _test.Events.Hidden.Count);
        _test.Room.Hear(tom, new() { Block = new() { Person = mei.Id, On = false } });
        Assert.Empty(_test.Events.Hidden);
        _test.Room.Hear(mei, new() { Hush = new() { Person = tom.Id, On = true } });
        _test.Room.Remove(tom, Kapok.Protocol.Ending.Left);
        Assert.Empty(_test.Room.Voices.HushedBy(mei));
        Assert.NotNull(atTom.Ended);
    }

    [Fact]
    public void Everyone_is_told_once_who_speaks_and_whoever_comes_later_too()
    {
        (Resident mei, TestViewer atMei) = _test.Enter("Mei");
        (Resident tom, _) = _test.Enter("Tom");
        _test.Tick();
        _test.Room.Voices.Speak([tom.Id, tom.Id, 99], []);
        _test.Room.Voices.Speak([tom.Id], []);
        Assert.Equal((uint[])[tom.Id], Assert.Single(atMei.All(message => message.Speaking)).Started);
        (_, TestViewer atAda) = _test.Enter("Ada");
        Assert.Equal((uint[])[tom.Id], Assert.Single(atAda.All(message => message.Speaking)).Started);
        _test.Room.Voices.Speak([], [tom.Id, mei.Id]);
        Assert.Equal((uint[])[tom.Id], atMei.All(message => message.Speaking).Last().Stopped);
    }

    private bool Quiet(Resident who) => _test.Events.Voices[who.Id].IsQuiet;

    private void Say(Resident who, string text) => _test.Room.Hear(who, new() { Say = new() { Text = text } });

    private static IEnumerable<string> Read(TestViewer viewer) => viewer.All(message => message.Said).Select(said => said.Text);

    private void Order(Resident by, VoiceMeasure measure, uint person = 0, uint zone = 0, bool on = false) =>
        Assert.True(_test.Room.Hear(by, new() { ModerateVoice = new() { Measure = measure, Person = person, Zone = zone, On = on } }));

    // As far as one may run at once, again and again.
    private void WalkTo(Resident who, float x, float z)
    {
        for (ushort step = 1; Vector2.Distance(Place(), new(x, z)) > 0.1f && step < 100; step++)
        {
            Vector2 way = new Vector2(x, z) - Place(), to = Place() + (way * MathF.Min(1f, 1.2f / way.Length()));
            _test.Move(who, to.X, to.Y, (ushort)(step + (_test.Clock.NowMilliseconds / 50)));
            _test.Tick(Look);
        }
        Assert.True(Vector2.Distance(Place(), new(x, z)) <= 0.1f, $"{who.Name} did not get there.");
        Vector2 Place() => new(_test.PositionOf(who).X, _test.PositionOf(who).Z);
    }
}
