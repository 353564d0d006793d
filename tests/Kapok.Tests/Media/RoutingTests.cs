using System.Numerics;
using CsCheck;
using Kapok.Media.Voices;
using Xunit;

namespace Kapok.Tests.Media;

public sealed class RoutingTests
{
    private const float Loud = -20f;

    [Fact]
    public void Who_leaves_is_hidden_from_nobody_any_more_so_that_the_next_with_that_id_is_heard()
    {
        VoiceRoom room = new(new());
        Ears ears = new(1);
        foreach (uint person in (uint[])[1, 2])
        {
            room.Join(person);
            room.Attach(person, 1, 0);
            room.Place(person, Vector2.Zero);
        }
        room.Hide(1, 2, true);
        Assert.True(room.Leave(2));
        Assert.False(room.Leave(2));
        room.Join(2);
        room.Attach(2, 1, 0);
        room.Place(2, Vector2.Zero);
        room.Heard(2, TrackKind.Voice, -20, true, 1000);
        room.Evaluate(1000, ears);
        Assert.True(ears.Hears(1, 2));
    }

    [Fact]
    public void Nobody_hears_more_than_their_slots_themselves_or_anybody_twice_and_walls_hold() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 2], Gen.Int[1, 16], Gen.Select(Gen.Float[-40, 40], Gen.Float[-40, 40], Gen.Int[0, 3], Gen.Int[0, 9]).Array[2, 30],
            Gen.Int[0, 1000].Array[1, 60])
            .Sample((voices, stage, limit, people, steps) =>
            {
                Ears ears = new(voices);
                VoiceRoom room = new(new());
                room.SlotLimit = limit;
                for (uint id = 0; id < people.Length; id++)
                {
                    (float x, float z, int zone, int role) = people[id];
                    room.Join(id);
                    room.Attach(id, voices, stage);
                    room.Place(id, new(x, z), zone, zone > 1);
                    room.SetStage(id, role == 0);
                    if (role == 1) room.Silence(id, true);
                    if (role == 2) room.Hide(id, (id + 1) % (uint)people.Length, true);
                }
                long now = 1000;
                int[] zones = [.. people.Select(person => person.Item3)];
                foreach (int step in steps)
                {
                    uint speaker = (uint)(step % people.Length);
                    now += 100;
                    room.Heard(speaker, step % 7 == 0 ? TrackKind.Stage : TrackKind.Voice, Loud - (step % 13), true, now);
                    if (step % 11 == 0) room.Place(speaker, new(step % 40, step / 40), zones[speaker] = step % 4, step % 4 > 1);
                    if (step % 17 == 0) room.SlotLimit = 1 + (step % 8);
                    room.Evaluate(now, ears);
                    Check(ears, people.Length, voices, stage, Math.Min(voices, room.SlotLimit));
                    for (uint listener = 0; listener < people.Length; listener++)
                        Assert.DoesNotContain(ears.Of(listener), one => people[one.Source.Person].Item4 != 0 && IsWallBetween(zones[listener], zones[one.Source.Person]));
                }
                for (uint listener = 0; listener < people.Length; listener++)
                {
                    foreach ((int slot, TrackId source) in ears.Of(listener))
                    {
                        Assert.False(people[source.Person].Item4 == 1, "a silenced one is heard");
                        Assert.False(people[listener].Item4 == 2 && source.Person == (listener + 1) % (uint)people.Length, "a hidden one is heard");
                        if (slot >= voices || source.Kind == TrackKind.Stage) Assert.Equal(0, people[source.Person].Item4); // stage slots carry the stage
                    }
                }
            }, iter: 150);

    [Fact]
    public void Only_those_in_the_same_private_zone_hear_each_other() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Bool, Gen.Bool).Sample((zoneOfOne, zoneOfOther, isOnePrivate, isOtherPrivate) =>
        {
            (VoiceRoom room, Ears ears) = Two();
            room.Place(1, Vector2.Zero, zoneOfOne, isOnePrivate);
            room.Place(2, Vector2.One, zoneOfOther, isOtherPrivate);
            room.Heard(1, TrackKind.Voice, Loud, true, 1000);
            room.Evaluate(1000, ears);
            bool isWallBetween = zoneOfOne != zoneOfOther && (isOnePrivate || isOtherPrivate);
            Assert.Equal(!isWallBetween, ears.Hears(2, 1));
            room.Place(2, Vector2.One, 9, true); // walks out
            room.Evaluate(1001, ears);
            Assert.False(ears.Hears(2, 1));
        });

    [Fact]
    public void A_voice_keeps_its_slot_through_pauses_and_against_slightly_louder_ones()
    {
        VoiceRoom room = Room(4, voices: 1);
        Ears ears = new(1);
        Random random = new(7);
        room.Heard(1, TrackKind.Voice, Loud, true, 1000);
        room.Evaluate(1000, ears);
        // Three talk over each other, each within three decibels, with pauses below a second, for a minute.
        for (long now = 1200; now < 61_000; now += 200)
        {
            for (uint speaker = 1; speaker <= 3; speaker++)
            {
                if (random.Next(4) != 0) room.Heard(speaker, TrackKind.Voice, Loud + ((float)random.NextDouble() * 3f), true, now);
            }
            room.Evaluate(now, ears);
        }
        Assert.True(ears.Hears(4, 1));
        Assert.Equal(1, ears.ChangesOf(4));
    }

    [Fact]
    public void A_clearly_louder_voice_takes_over_but_not_at_once()
    {
        VoiceRoom room = Room(3, voices: 1);
        Ears ears = new(1);
        for (long now = 1000; now <= 4000; now += 200)
        {
            room.Heard(1, TrackKind.Voice, -40f, true, now);
            if (now >= 1200) room.Heard(2, TrackKind.Voice, -15f, true, now);
            room.Evaluate(now, ears);
            Assert.Equal(now < 2600, ears.Hears(3, 1)); // 1.5 s are its own
            Assert.Equal(now >= 2600, ears.Hears(3, 2));
        }
    }

    [Fact]
    public void Near_voices_win_over_far_ones()
    {
        VoiceRoom room = Room(6, voices: 2);
        Ears ears = new(2);
        for (uint id = 1; id <= 5; id++)
        {
            room.Place(id, new(id * 4f, 0f));
            room.Heard(id, TrackKind.Voice, Loud, true, 1000);
        }
        room.Place(6, Vector2.Zero);
        room.Evaluate(1000, ears);
        Assert.True(ears.Hears(6, 1) && ears.Hears(6, 2));
        room.Place(6, new(2000f, 0f));
        room.Evaluate(1200, ears);
        Assert.True(ears.Hears(6, 1)); // out of reach, but nobody needs the slot
        room.Heard(1, TrackKind.Voice, Loud, true, 5000);
        room.Leave(1);
        room.Evaluate(5000, ears);
        Assert.False(ears.Hears(6, 1));
    }

    [Fact]
    public void The_stage_is_heard_everywhere_and_its_overflow_takes_voice_slots()
    {
        VoiceRoom room = new(new());
        Ears ears = new(2);
        for (uint id = 1; id <= 5; id++)
        {
            room.Join(id);
            room.Attach(id, 2, 1);
            room.Place(id, new(id * 200f, 0f), (int)id, true);
        }
        room.SetStage(1, true);
        room.SetHolder(2);
        room.SetStage(3, true);
        for (uint id = 1; id <= 4; id++) room.Heard(id, TrackKind.Voice, Loud - id, true, 1000);
        room.Evaluate(1000, ears);
        Assert.True(ears.Hears(5, 1) && ears.Hears(5, 2) && ears.Hears(5, 3));
        Assert.False(ears.Hears(5, 4));
        room.SilenceEveryone(true);
        room.SetHolder(null);
        room.Evaluate(1200, ears);
        Assert.True(ears.Hears(5, 1) && ears.Hears(5, 3));
        Assert.False(ears.Hears(5, 2));
    }

    [Fact]
    public void An_evaluation_of_2000_with_40_speakers_allocates_nothing_once_it_is_warm()
    {
        VoiceRoom room = Room(2000, voices: 8);
        Ears ears = new(8);
        Random random = new(3);
        for (uint id = 1; id <= 2000; id++) room.Place(id, new((float)random.NextDouble() * 60f, (float)random.NextDouble() * 60f));
        Speak(1000);
        room.Evaluate(1000, ears);
        Speak(1200);
        room.Evaluate(1200, ears);
        long before = GC.GetAllocatedBytesForCurrentThread();
        room.Evaluate(1300, new Deaf());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100);

        void Speak(long now)
        {
            for (uint id = 1; id <= 40; id++) room.Heard(id * 50, TrackKind.Voice, Loud - (id % 5), true, now);
        }
    }

    [Fact]
    public void The_limit_falls_one_by_one_over_the_budget_and_rises_slowly()
    {
        SlotGovernor governor = new(8, 1000);
        long now = 0;
        List<int> limits = [];
        for (; now < 3000; now += 200)
        {
            governor.Update(1500, now);
            limits.Add(governor.Limit);
        }
        Assert.All(limits.Zip(limits.Skip(1)), pair => Assert.InRange(pair.First - pair.Second, 0, 1));
        Assert.True(governor.IsReduced && governor.Limit < 4);
        int low = governor.Limit;
        for (long until = now + 4000; now < until; now += 200) governor.Update(500, now);
        Assert.InRange(governor.Limit, low, low + 1);
        for (long until = now + 60_000; now < until; now += 200) governor.Update(500, now);
        Assert.False(governor.IsReduced);
        for (int at = 0; at < 100; at++) Assert.False(governor.Update(950, now += 10_000)); // neither over nor clearly under
    }

    [Fact]
    public void The_limit_comes_to_rest_where_one_slot_more_would_exceed_the_budget()
    {
        SlotGovernor governor = new(8, 1000);
        for (long now = 0; now < 10_000; now += 200) governor.Update(400d * governor.Limit, now);
        Assert.Equal(2, governor.Limit);
        for (long now = 10_000; now < 100_000; now += 200) Assert.False(governor.Update(400d * governor.Limit, now));
    }

    private static void Check(Ears ears, int people, int voices, int stage, int limit)
    {
        for (uint listener = 0; listener < people; listener++)
        {
            (int Slot, TrackId Source)[] all = [.. ears.Of(listener)];
            Assert.All(all, one => Assert.InRange(one.Slot, 0, voices + stage - 1));
            Assert.True(all.Count(one => one.Slot < voices) <= limit);
            Assert.DoesNotContain(all, one => one.Source.Person == listener);
            Assert.Equal(all.Length, all.Select(one => one.Source).Distinct().Count());
        }
    }

    private static bool IsWallBetween(int one, int other) => one != other && (one > 1 || other > 1); // in these tests zones above 1 are private

    private static (VoiceRoom Room, Ears Ears) Two() => (Room(2, voices: 2), new(2));

    private static VoiceRoom Room(uint people, int voices)
    {
        VoiceRoom room = new(new());
        for (uint id = 1; id <= people; id++)
        {
            room.Join(id);
            room.Attach(id, voices, 0);
            room.Place(id, Vector2.Zero);
        }
        return room;
    }

    private sealed class Deaf : ISlotSink
    {
        public void Assign(uint listener, int slot, TrackId? source)
        {
        }
    }

    /// <summary>What each listener's slots carry.</summary>
    private sealed class Ears(int voices) : ISlotSink
    {
        private readonly Dictionary<(uint, int), TrackId> _slots = [];
        private readonly Dictionary<uint, int> _changes = [];

        public void Assign(uint listener, int slot, TrackId? source)
        {
            Assert.InRange(slot, 0, voices + VoiceRoom.MostSlots);
            _changes[listener] = _changes.GetValueOrDefault(listener) + 1;
            if (source is { } id) _slots[(listener, slot)] = id;
            else Assert.True(_slots.Remove((listener, slot)), "an empty slot is emptied");
        }

        public IEnumerable<(int Slot, TrackId Source)> Of(uint listener) => _slots.Where(slot => slot.Key.Item1 == listener).Select(slot => (slot.Key.Item2, slot.Value));

        public bool Hears(uint listener, uint speaker) => Of(listener).Any(slot => slot.Source.Person == speaker);

        public int ChangesOf(uint listener) => _changes.GetValueOrDefault(listener);
    }
}
