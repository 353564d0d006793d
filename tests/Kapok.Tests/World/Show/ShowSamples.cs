using Kapok.Protocol.Messages;

namespace Kapok.Tests.World.Show;

/// <summary>Actions of shows: short names for those that tests write, and any valid one for those that a seed makes.</summary>
internal static class ShowSamples
{
    private static readonly string[] ScreenNames = ["*", "", "wall", "left"];

    internal const uint White = 0xffffff, Red = 0xff2040, Blue = 0x2040ff;

    internal static ShowAction Light(uint primary, float intensity = 1, uint fadeMs = 0, LightGroup group = LightGroup.Unspecified, LightMove move = LightMove.Unspecified) => new()
    {
        Light = new() { Group = group, Primary = primary, Secondary = primary, Intensity = intensity, Move = move, Speed = 1, FadeMs = fadeMs },
    };

    internal static ShowAction OwnLight(uint fadeMs = 0, LightGroup group = LightGroup.Unspecified) => new() { Light = new() { Group = group, Own = true, FadeMs = fadeMs } };

    internal static ShowAction Screen(string screen, Picture content, uint fadeMs = 0, Picture? beside = null) =>
        new() { Screen = new() { Screen = screen, Content = content, Beside = beside, FadeMs = fadeMs } };

    internal static Picture Text(params string[] lines) => new() { Text = new() { Lines = { lines }, Colour = White, Ground = 0x101020 } };

    internal static Picture Dark() => new() { Dark = new() };

    internal static ShowAction Fire(EffectKind kind, uint durationMs = 0, float strength = 0, bool off = false) =>
        new() { Effect = new() { Kind = kind, DurationMs = durationMs, Strength = strength, Off = off } };

    internal static ShowAction Sticks(uint sector, uint colour = 0, bool off = false) => new() { Sticks = new() { Sector = sector, Colour = colour, Off = off } };

    internal static ShowAction Play(string file, double positionMs = 0, float? volume = null, uint fadeMs = 0, double durationMs = 0, params QueuedTrack[] queue)
    {
        Playback playback = new() { Deed = PlaybackDeed.Play, File = file, PositionMs = positionMs, FadeMs = fadeMs, DurationMs = durationMs, Queue = { queue } };
        playback.Title = file.ToUpperInvariant();
        if (volume is { } said) playback.Volume = said;
        return new() { Playback = playback };
    }

    internal static ShowAction Track(PlaybackDeed deed, double positionMs = 0, float? volume = null, uint fadeMs = 0)
    {
        Playback playback = new() { Deed = deed, PositionMs = positionMs, FadeMs = fadeMs };
        if (volume is { } said) playback.Volume = said;
        return new() { Playback = playback };
    }

    internal static QueuedTrack Queued(string file, double durationMs) => new() { File = file, Title = file.ToUpperInvariant(), DurationMs = durationMs };

    internal static ShowAction Turn(string deck, uint page) => new() { Slide = new() { Deck = deck, Page = page } };

    /// <summary>Any valid action.</summary>
    internal static ShowAction Any(Random random) => random.Next(12) switch
    {
        0 or 1 or 2 => AnyLight(random),
        3 or 4 => Screen(ScreenNames[random.Next(4)], AnyPicture(random), AnyFade(random), random.Next(5) == 0 ? AnyPicture(random) : null),
        5 => Fire((EffectKind)random.Next(1, 7), random.Next(2) == 0 ? 0u : (uint)random.Next(500, 20_000), random.Next(3) / 2f, random.Next(4) == 0),
        6 => Sticks((uint)random.Next(9), (uint)random.Next(0x1000000), random.Next(3) == 0),
        7 or 8 => AnyTrack(random),
        9 => new() { Lift = new() { Up = random.Next(2) == 0, OverMs = AnyFade(random) } },
        10 => random.Next(3) switch
        {
            0 => new() { Applause = new() { On = random.Next(2) == 0, Text = "Now!" } },
            1 => new() { Camera = new() { Kind = (ShotKind)random.Next(5), Number = (uint)random.Next(4) } },
            _ => new() { Ceremony = new() { Kind = (CeremonyKind)random.Next(1, 7), Seconds = 10, End = random.Next(3) == 0 } },
        },
        _ => random.Next(3) switch
        {
            0 => Turn("deck-" + random.Next(20), (uint)random.Next(300)),
            1 => new() { Doors = new() { Open = random.Next(2) == 0 } },
            _ => new() { Announce = new() { Text = "Welcome" } },
        },
    };

    private static ShowAction AnyLight(Random random) => random.Next(6) == 0 ? OwnLight(AnyFade(random), (LightGroup)random.Next(4)) : new()
    {
        Light = new()
        {
            Group = (LightGroup)random.Next(4),
            Primary = (uint)random.Next(0x1000000),
            Secondary = (uint)random.Next(0x1000000),
            Intensity = random.Next(9) / 4f,
            Move = (LightMove)random.Next(7),
            Speed = random.Next(5),
            Pan = (random.Next(9) / 4f) - 1,
            Tilt = random.Next(5) / 4f,
            Spread = random.Next(5) / 4f,
            Lasers = random.Next(2) == 0,
            Pulse = random.Next(5) / 4f,
            FadeMs = AnyFade(random),
        },
    };

    private static Picture AnyPicture(Random random) => random.Next(7) switch
    {
        0 => new() { Own = new() },
        1 => Dark(),
        2 => new() { Stream = new() { Stage = "main" } },
        3 => new() { Slides = new() { Deck = "deck-1" } },
        4 => Text("Kapok", "木棉"),
        5 => new() { Countdown = new() { Seconds = (uint)random.Next(1, 600), Title = "Soon" } },
        _ => new() { Camera = new() },
    };

    private static ShowAction AnyTrack(Random random) => random.Next(9) switch
    {
        0 or 1 => Play(
            random.Next(4) == 0 ? "" : "track-" + random.Next(5), random.Next(4) * 1000, random.Next(2) == 0 ? null : random.Next(5) / 4f, AnyFade(random), random.Next(4) * 4000,
            [.. Enumerable.Range(0, random.Next(4)).Select(one => Queued("next-" + one, random.Next(4) * 1500))]),
        2 => Track(PlaybackDeed.Pause),
        3 => Track(PlaybackDeed.Resume, fadeMs: AnyFade(random)),
        4 => Track(PlaybackDeed.Stop, fadeMs: AnyFade(random)),
        5 => Track(PlaybackDeed.Seek, random.Next(8) * 1000),
        6 => Track(PlaybackDeed.Volume, volume: random.Next(5) / 4f, fadeMs: AnyFade(random)),
        7 => new() { Playback = new() { Deed = PlaybackDeed.Queue, Queue = { Queued("next-9", 3000) } } },
        _ => Track(PlaybackDeed.Next),
    };

    private static uint AnyFade(Random random) => random.Next(3) == 0 ? 0 : (uint)random.Next(1, 40) * 125;
}
