using CsCheck;
using Kapok.Protocol.Messages;
using Kapok.World.Show;
using Xunit;
using static Kapok.Tests.World.Show.ShowSamples;

namespace Kapok.Tests.World.Show;

/// <summary>WCAG 2.2, 2.3.1: never more than three flashes a second, whatever cues say.</summary>
public sealed class FlashRuleTests
{
    private const double StepMs = 10;

    [Fact]
    public void Whoever_strobes_black_and_white_as_fast_as_they_can_press_makes_three_flashes_a_second_at_most()
    {
        List<(double, ShowAction[])> cues = [];
        for (int press = 0; press < 120; press++) cues.Add((1000 + (press * 50), [Light(press % 2 == 0 ? White : 0, press % 2), Screen("*", Ground(press % 2 == 0 ? White : 0))]));
        Assert.InRange(MostFlashes(cues), 1, 3);
        Assert.True(MostFlashes(cues, isLimited: false) >= 9); // the count itself sees what would have been
    }

    [Fact]
    public void A_cue_that_is_no_danger_is_played_as_it_is_written()
    {
        FlashRule rule = new("wall", "left");
        ShowState state = new();
        for (int cue = 0; cue < 40; cue++)
        {
            // A hard change each second, as at a concert.
            double beatMs = 1000 + (cue * 1000);
            (int level, double atMs, state) = Choose(rule, state, [Light(cue % 2 == 0 ? White : 0, 1)], beatMs);
            Assert.Equal((0, beatMs), (level, atMs));
        }
    }

    [Fact]
    public void Lights_that_flash_on_the_beat_leave_little_for_cues_and_everything_at_once_is_still_safe() => Assert.InRange(
        MostFlashes([.. Enumerable.Range(0, 60).Select(cue => (1000d + (cue * 130), new[]
        {
            Light(White, 1, 0, LightGroup.Beams, LightMove.Flash), Light(cue % 2 == 0 ? 0 : White, 1, 0, LightGroup.Stage),
            Screen("wall", Ground((uint)(cue % 3 == 0 ? 0 : 0xffffff))),
            Fire(EffectKind.Fireworks), Fire(EffectKind.LightWave),
        }))]), 1, 3);

    [Fact]
    public void Red_counts_by_itself() => Assert.InRange(
        MostFlashes([.. Enumerable.Range(0, 60).Select(cue => (1000d + (cue * 70), new[] { Light(cue % 2 == 0 ? 0xff0000u : 0x363636, 1) }))]), 1, 3);

    [Fact]
    public void Any_sequence_of_cues_makes_three_flashes_a_second_at_most() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            Assert.True(MostFlashes(Cues(seed)) <= 3);
        },
        iter: 60);

    [Theory]
    [InlineData(446639)] // the screens of the place count in all of it together before a cue names them
    [InlineData(1963)] // a wave of light that ends between two looks
    [InlineData(3134)]
    [InlineData(569503)] // at no level safe at once: it waits
    public void What_was_once_four_flashes_is_three_at_most(int seed) => Assert.InRange(MostFlashes(Cues(seed)), 0, 3);

    [Fact]
    public void The_way_back_is_no_way_around_the_rule()
    {
        FlashRule rule = new("wall", "left");
        ShowState dark = ShowModel.Apply(new(), [Light(0, 0), Screen("*", Dark())], 0, 1);
        List<(double, ShowState)> shown = [(0, dark)];
        ShowState state = dark;
        for (int round = 0; round < 40; round++)
        {
            double atMs = Math.Max(1000 + (round * 150), shown[^1].Item1);
            (_, atMs, state) = round % 2 == 0 ? Choose(rule, state, [Light(White, 1), Screen("*", Ground(White))], atMs)
                : GoBack(rule, state, dark, atMs);
            shown.Add((atMs, state));
        }
        Assert.InRange(Count(shown, 9000), 1, 3);
    }

    private static List<(double, ShowAction[])> Cues(int seed)
    {
        Random random = new(seed);
        List<(double, ShowAction[])> cues = [];
        double atMs = 1000;
        int[] pauses = [20, 60, 130, 250, 500, 900];
        int usual = pauses[random.Next(pauses.Length)];
        for (int cue = 0; cue < 40; cue++)
        {
            cues.Add((atMs, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Bold(random))]));
            atMs += usual + random.Next(0, usual);
        }
        return cues;
    }

    private static (int Level, double AtMs, ShowState State) GoBack(FlashRule rule, ShowState now, ShowState before, double atMs) => rule.Choose(now, (level, fromMs) =>
    {
        ShowState back = ShowModel.Return(now, before, fromMs, (uint)Math.Max(1, level * 2000));
        FlashRule.Soften(back, now, level);
        return back;
    }, atMs);

    // What asks for trouble: hard changes of light and screens, flashing, fireworks.
    private static ShowAction Bold(Random random) => random.Next(6) switch
    {
        0 or 1 => Light(
            random.Next(3) switch { 0 => White, 1 => 0, _ => 0xff0000 }, random.Next(2), (uint)random.Next(3) * 80, (LightGroup)random.Next(4), (LightMove)random.Next(7)),
        2 => Screen(random.Next(2) == 0 ? "*" : "wall", Ground(random.Next(2) == 0 ? White : 0), (uint)random.Next(2) * 100),
        3 => Fire((EffectKind)random.Next(1, 7)),
        _ => Any(random),
    };

    private static Picture Ground(uint colour) => new() { Text = new() { Ground = colour, Colour = colour } };

    private static (int Level, double AtMs, ShowState State) Choose(FlashRule rule, ShowState state, ShowAction[] actions, double atMs) =>
        rule.Choose(state, (level, fromMs) => ShowModel.Apply(state, FlashRule.Soften(actions, level), fromMs, 1), atMs);

    private static int MostFlashes(List<(double AtMs, ShowAction[] Actions)> cues, bool isLimited = true)
    {
        FlashRule rule = new("wall", "left");
        ShowState state = new();
        List<(double, ShowState)> shown = [(0, state)];
        foreach ((double cueMs, ShowAction[] actions) in cues)
        {
            double atMs = Math.Max(cueMs, shown[^1].Item1); // never before what was played last
            if (isLimited) (_, atMs, state) = Choose(rule, state, actions, atMs);
            else state = ShowModel.Apply(state, actions, atMs, 1);
            shown.Add((atMs, state));
        }
        return Count(shown, shown[^1].Item1 + 3000);
    }

    // By itself, and differently: in each second of what was shown, whole pairs of opposing changes of a tenth or more, found from the turning points.
    private static int Count(List<(double FromMs, ShowState State)> shown, double untilMs)
    {
        string[] screens = ["*", "", "wall", "left"];
        int signals = ShowLuminance.CountOf(screens.Length), moments = (int)(untilMs / StepMs), at = 0, most = 0;
        float[][] values = new float[signals][];
        for (int signal = 0; signal < signals; signal++) values[signal] = new float[moments];
        float[] now = new float[signals];
        for (int moment = 0; moment < moments; moment++)
        {
            while (at + 1 < shown.Count && shown[at + 1].FromMs <= moment * StepMs) at++;
            ShowLuminance.Measure(shown[at].State, screens, moment * StepMs, now);
            for (int signal = 0; signal < signals; signal++) values[signal][moment] = now[signal];
        }
        int window = (int)(1000 / StepMs);
        for (int from = 0; from + window <= moments; from += 5)
        {
            foreach (float[] signal in values) most = Math.Max(most, Changes(signal.AsSpan(from, window)) / 2);
        }
        return most;
    }

    private static int Changes(ReadOnlySpan<float> values)
    {
        (float low, float high, int way, int count) = (values[0], values[0], 0, 0);
        foreach (float value in values)
        {
            if (way >= 0 && value > high) high = value;
            if (way <= 0 && value < low) low = value;
            if (way <= 0 && value - low >= 0.1f) (way, high, count) = (1, value, count + 1);
            else if (way >= 0 && high - value >= 0.1f) (way, low, count) = (-1, value, count + 1);
        }
        return count;
    }
}
