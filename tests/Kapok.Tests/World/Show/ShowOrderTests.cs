using CsCheck;
using Kapok.Protocol.Messages;
using Kapok.World;
using Kapok.World.Show;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static Kapok.Tests.World.Show.ShowRoom;
using static Kapok.Tests.World.Show.ShowSamples;

namespace Kapok.Tests.World.Show;

/// <summary>Whatever happens in whatever order, everyone sees the same picture.</summary>
public sealed class ShowOrderTests
{
    [Fact]
    public void Any_order_of_late_joins_goes_backs_holds_and_restarts_ends_in_the_same_picture_for_everyone() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            Random random = new(seed);
            ShowRoom show = new();
            show.Load([.. Enumerable.Range(1, 12).Select(number => Cue($"{number}", AnyTrigger(random), [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Any(random))]))]);
            List<TestViewer> viewers = [show.Desk];
            for (int step = 0; step < 60; step++)
            {
                switch (random.Next(10))
                {
                    case 0 or 1 or 2: show.Go(show.Run.Standby); break;
                    case 3: show.Back(); break;
                    case 4: show.Hold(random.Next(2) == 0); break;
                    case 5: viewers.Add(show.Test.Enter($"Late {step}").Viewer); break;
                    case 6: show.Do(new() { Play = new() { Actions = { Any(random) } } }); break;
                    case 7 when random.Next(3) == 0: show.Do(new() { Panic = new() }); break;
                    case 8: show.Test.StartAgain(); break;
                    default: show.Do(new() { Standby = new() { Cue = $"{random.Next(1, 13)}" } }); break;
                }
                show.Test.Tick(random.Next(1, 30));
                if (random.Next(4) != 0) continue;
                ShowState room = ShowModel.ToPresent(show.Run.State, show.NowMs);
                foreach (TestViewer viewer in viewers) Assert.Equal(room.ToString(), Picture(viewer, show.NowMs).ToString());
            }
        },
        iter: 40);

    [Fact]
    public void A_server_that_is_killed_in_mid_show_goes_on_where_it_would_be() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            Random random = new(seed);
            ShowRoom before = new();
            before.Load(
                Cue("1", null, Light(Red, 1, 9000), Play("song", 0, 0.5f, 0, 240_000)), Cue("2", With(1200), Fire(EffectKind.Fog)), Cue("3", After(20_000), Light(Blue, 1, 500)),
                Cue("4", null, Screen("", new() { Countdown = new() { Seconds = 90 } })));
            before.Go("1");
            before.Test.Tick(random.Next(1, 200));
            int awayMs = random.Next(0, 160) * 50;
            ShowChanged kept = before.Test.Events.Show!.Value;
            double utcMs = before.Test.Clock.Today.ToUnixTimeMilliseconds() + awayMs;
            TestRoom after = new(show: new(kept.Run, kept.Kept, ShowSettings.None.Catalogue), began: DateTimeOffset.FromUnixTimeMilliseconds((long)utcMs));
            (_, TestViewer mei) = after.Enter("Mei");
            before.Test.Tick(awayMs / 50);
            int together = random.Next(640, 700);
            before.Test.Tick(together);
            after.Tick(together);
            // On each room's own clock, the picture of the one that was never killed; whatever was due meanwhile was played late, so what moves is looked at when it has settled.
            double beforeMs = before.NowMs, afterMs = after.Clock.NowMilliseconds;
            (ShowState one, ShowState other) = (ShowModel.ToPresent(before.Run.State, beforeMs), Picture(mei, afterMs));
            Assert.Equal(ShowModel.ToPresent(after.Room.Show.Running.State, afterMs), other);
            Assert.Equal(ShowLights.At(one, LightGroup.Stage, beforeMs), ShowLights.At(other, LightGroup.Stage, afterMs));
            Assert.Equal(one.Effects.Select(effect => effect.Effect.Kind), other.Effects.Select(effect => effect.Effect.Kind));
            Assert.Equal(ShowTrack.PositionMs(one.Track, beforeMs), ShowTrack.PositionMs(other.Track, afterMs), 50.0); // as far as a clock that is read in ms and ticks tell
            Assert.Equal((before.Run.Current, before.Run.Standby), (after.Room.Show.Running.Current, after.Room.Show.Running.Standby));
        },
        iter: 60);

    [Fact]
    public void What_became_due_long_ago_waits_for_Go()
    {
        ShowRoom before = new();
        before.Load(Cue("1"), Cue("2", After(5000)), Cue("3"));
        before.Go("1");
        before.Test.Tick(10);
        ShowChanged kept = before.Test.Events.Show!.Value;
        TestRoom after = new(show: new(kept.Run, kept.Kept, ShowSettings.None.Catalogue), began: before.Test.Clock.Today + TimeSpan.FromHours(2));
        (_, TestViewer mei) = after.Enter("Mei");
        after.Tick(100);
        Assert.Equal((0, "2", 0d), (Moments(mei).Length, after.Room.Show.Running.Standby, after.Room.Show.Running.DueMs));
    }

    [Fact]
    public void A_room_whose_show_waits_for_nothing_allocates_nothing_in_a_tick()
    {
        ShowRoom show = new();
        show.Load(Cue("1", null, Light(Red, 1, 600_000)), Cue("2", After(3_000_000)));
        show.Desk.Decodes = false;
        show.Go("1");
        show.Test.Tick(200);
        long[] allocated = new long[40];
        for (int tick = 0; tick < allocated.Length; tick++)
        {
            show.Test.Time.Advance(TimeSpan.FromMilliseconds(50));
            long before = GC.GetAllocatedBytesForCurrentThread();
            show.Test.Room.Tick();
            allocated[tick] = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.Equal(new long[allocated.Length], allocated);
    }

    private static CueTrigger? AnyTrigger(Random random) => random.Next(4) switch
    {
        0 => After((uint)random.Next(0, 3000)),
        1 => With((uint)random.Next(0, 2) * 400),
        2 => new() { Track = new() { File = "track-1", PositionMs = random.Next(4000) } },
        _ => null,
    };
}
