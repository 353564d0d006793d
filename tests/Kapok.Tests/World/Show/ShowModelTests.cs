using CsCheck;
using Kapok.Protocol.Messages;
using Kapok.World.Show;
using Xunit;
using static Kapok.Tests.World.Show.ShowSamples;

namespace Kapok.Tests.World.Show;

/// <summary>Laws of the model of a show, for any cues.</summary>
public sealed class ShowModelTests
{
    private static readonly string[] Screens = ["", "wall", "left", "other"];
    private static readonly Gen<int> Seeds = Gen.Int[0, 1_000_000];

    [Fact]
    public void Whoever_looks_more_often_sees_the_same() => Seeds.Sample(
        seed =>
        {
            Random random = new(seed);
            (ShowState seldom, ShowState often, double atMs) = (new(), new(), 0d);
            for (int cue = 0; cue < 12; cue++)
            {
                double nextMs = atMs + (random.Next(1, 40) * 125);
                for (; atMs < nextMs; atMs += 125 * random.Next(1, 9)) often = ShowModel.ToPresent(often, Math.Min(atMs, nextMs));
                atMs = nextMs;
                ShowAction[] actions = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Any(random))];
                seldom = ShowModel.Apply(seldom, actions, atMs, (uint)seed);
                often = ShowModel.Apply(often, actions, atMs, (uint)seed);
                Assert.Equal(seldom, often);
            }
            Assert.Equal(ShowModel.ToPresent(ShowModel.ToPresent(seldom, atMs + 700), atMs + 4000), ShowModel.ToPresent(often, atMs + 4000));
        },
        iter: 300);

    [Fact]
    public void What_has_ended_is_gone_and_what_has_not_looks_as_before() => Seeds.Sample(
        seed =>
        {
            (ShowState state, double atMs) = AnyState(seed);
            for (double nowMs = atMs; nowMs < atMs + 12_000; nowMs += 375)
            {
                ShowState present = ShowModel.ToPresent(state, nowMs);
                foreach (LightGroup group in Enum.GetValues<LightGroup>()) Assert.Equal(ShowLights.At(state, group, nowMs), ShowLights.At(present, group, nowMs));
                Assert.Equal(ShowLift.At(state.Lift, nowMs), ShowLift.At(present.Lift, nowMs));
                Assert.True(present.CalculateSize() <= state.CalculateSize() + 64); // a track that follows may have a longer name
                Assert.DoesNotContain(present.Effects, effect => ShowEffects.LengthMs(effect.Effect) is { } length && effect.StartMs + length <= nowMs);
            }
        },
        iter: 300);

    [Fact]
    public void No_light_jumps_when_a_cue_interrupts_a_fade() => Seeds.Sample(
        seed =>
        {
            (ShowState state, double atMs) = AnyState(seed);
            Random random = new(seed);
            double nowMs = atMs + (random.Next(1, 20) * 100);
            LightGroup on = (LightGroup)random.Next(4);
            ShowAction next = random.Next(4) == 0 ? OwnLight(1000, on) : Light((uint)random.Next(0x1000000), random.Next(5) / 4f, 1000, on);
            ShowState after = ShowModel.Apply(state, [next], nowMs, 1);
            foreach (LightGroup group in Enum.GetValues<LightGroup>())
            {
                (SeenLight before, SeenLight then) = (ShowLights.At(state, group, nowMs), ShowLights.At(after, group, nowMs));
                Assert.Equal(before.Own, then.Own, 1e-5);
                if (before.Own < 1) Assert.Equal(before.Look, then.Look);
            }
        },
        iter: 500);

    [Fact]
    public void A_clock_that_is_set_changes_no_picture() => Seeds.Sample(
        seed =>
        {
            (ShowState state, double atMs) = AnyState(seed);
            ShowState moved = ShowModel.Shift(state, 64_000);
            Assert.Equal(ShowModel.ToPresent(moved, atMs + 64_000 + 800), ShowModel.Shift(ShowModel.ToPresent(state, atMs + 800), 64_000));
            Assert.Equal(state, ShowModel.Shift(moved, -64_000));
        },
        iter: 300);

    [Fact]
    public void The_way_back_ends_in_the_picture_from_before() => Seeds.Sample(
        seed =>
        {
            (ShowState before, double atMs) = AnyState(seed);
            Random random = new(seed + 1);
            ShowState now = ShowModel.Apply(before, [Any(random), Any(random), Any(random)], atMs + 2500, 3);
            ShowState back = ShowModel.ToPresent(ShowModel.Return(now, before, atMs + 6000, 500), atMs + 12_000);
            ShowState same = ShowModel.ToPresent(before, atMs + 12_000);
            Assert.Equal(now.Revision + 1, ShowModel.Return(now, before, atMs + 6000, 500).Revision);
            foreach (LightGroup group in Enum.GetValues<LightGroup>()) Assert.Equal(ShowLights.At(same, group, atMs + 12_000), ShowLights.At(back, group, atMs + 12_000));
            foreach (string screen in Screens)
                Assert.Equal(ShowScreens.Of(same, screen)?.Content.Content, ShowScreens.Of(back, screen)?.Content.Content);
            Assert.Equal((same.Track, same.Effects, same.Sticks, same.DoorsClosed), (back.Track, back.Effects, back.Sticks, back.DoorsClosed));
        },
        iter: 300);

    /// <summary>A state after a dozen cues of any kind, and when the last one was.</summary>
    private static (ShowState State, double AtMs) AnyState(int seed)
    {
        Random random = new(seed);
        (ShowState state, double atMs) = (new(), 0);
        for (int cue = 0; cue < 12; cue++)
        {
            atMs += random.Next(1, 40) * 125;
            state = ShowModel.Apply(state, [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Any(random))], atMs, (uint)seed);
        }
        return (state, atMs);
    }
}
