using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Kapok.Protocol.Messages;
using Kapok.World.Show;
using Xunit;
using static Kapok.Tests.World.Show.ShowSamples;

namespace Kapok.Tests.World.Show;

/// <summary>The model of a show in examples, tests/vectors/show.json: the client's twin reads the same file. <c>KAPOK_WRITE_VECTORS=1</c> writes it.</summary>
public sealed class ShowVectorTests
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonArray _apply = [], _present = [], _lights = [], _tracks = [], _lifts = [];

    [Fact]
    public void The_model_does_what_the_examples_say()
    {
        foreach ((string name, (double AtMs, ShowAction[] Actions)[] cues) in Told()) Follow(name, cues);
        foreach (int seed in Enumerable.Range(1, 5)) Follow($"any {seed}", Anything(seed));
        string path = Path.Combine(Repository.Root, "tests", "vectors", "show.json"), made = Written();
        if (Environment.GetEnvironmentVariable("KAPOK_WRITE_VECTORS") == "1") File.WriteAllText(path, made);
        Assert.Equal(File.ReadAllText(path), made);
    }

    private static IEnumerable<(string Name, (double AtMs, ShowAction[] Actions)[] Cues)> Told()
    {
        yield return ("a fade that is interrupted goes on from what is seen",
        [
            (1000, [Light(Red, 1, 2000)]), (2000, [Light(Blue, 0.5f, 1000)]), (2500, [OwnLight(1000)]), (6000, [])
        ]);
        yield return ("all lights take over from each group's own look",
        [
            (1000, [Light(Red, 1, 500, LightGroup.Stage, LightMove.Fan)]), (2000, [Light(Blue, 2, 1000)]), (9000, [])
        ]);
        yield return ("one group goes back to the place's own while all others stay",
        [
            (0, [Light(White)]), (1000, [OwnLight(0, LightGroup.House)]), (2000, [OwnLight()]), (2100, [])
        ]);
        yield return ("screens: all, then one, then all again",
        [
            (1000, [Screen("*", Text("Hello"), 500)]), (2000, [Screen("wall", Dark(), 1000)]), (2300, [Screen("*", new() { Own = new() }, 200)]),
            (9000, [])
        ]);
        yield return ("a countdown ends at a moment",
        [
            (1500, [Screen("", new() { Countdown = new() { Seconds = 90, Title = "Doors" } }, 0, Dark())])
        ]);
        yield return ("effects end by themselves, fog when it is ended",
        [
            (0, [Fire(EffectKind.Confetti), Fire(EffectKind.Fog), Fire(EffectKind.Fog, 0, 0.5f)]), (9999, []), (10_000, []),
            (20_000, [Fire(EffectKind.Fog, off: true)])
        ]);
        yield return ("sticks by sector",
        [
            (0, [Sticks(3, Red), Sticks(1, Blue)]), (1, [Sticks(0, White), Sticks(2, off: true)]), (2, [Sticks(2, Red)]),
            (3, [Sticks(0, off: true), Sticks(4, off: true)])
        ]);
        yield return ("a track plays on with what follows",
        [
            (1000, [Play("a", 500, 0.8f, 2000, 4000, Queued("b", 2000), Queued("c", 0))]), (4500, []), (6500, []),
            (60_000, [Track(PlaybackDeed.Stop, fadeMs: 1000)]), (60_999, []), (61_000, [])
        ]);
        yield return ("a track is paused, sought, resumed",
        [
            (1000, [Play("a", durationMs: 10_000)]), (3000, [Track(PlaybackDeed.Pause)]), (90_000, [Track(PlaybackDeed.Seek, 7000)]),
            (91_000, [Track(PlaybackDeed.Resume, fadeMs: 500)]), (93_999, []), (94_000, [])
        ]);
        yield return ("the volume slides from where it is",
        [
            (0, [Play("a")]), (1000, [Track(PlaybackDeed.Volume, volume: 0, fadeMs: 2000)]),
            (2000, [Track(PlaybackDeed.Volume, volume: 1, fadeMs: 1000)]), (5000, [])
        ]);
        yield return ("the lift turns round half-way",
        [
            (0, [new() { Lift = new() { Up = true, OverMs = 4000 } }]), (2000, [new() { Lift = new() { OverMs = 8000 } }]), (10_000, [])
        ]);
        yield return ("slides of many decks", [(0, [.. Enumerable.Range(0, 18).Select(deck => Turn("deck-" + deck, 1)), Turn("deck-5", 2)])]);
        yield return ("doors, applause, shot, ceremony", [
            (0, [new() { Doors = new() }, new() { Applause = new() { On = true, Text = "Louder" } },
                new() { Camera = new() { Kind = ShotKind.Sweep, OverMs = 5000 } }, new() { Ceremony = new() { Kind = CeremonyKind.Gong, Seconds = 2 } }]),
            (1, [new() { Ceremony = new() { Kind = CeremonyKind.Signing, End = true } }, new() { Announce = new() { Text = "Hello" } }]),
            (2, [new() { Doors = new() { Open = true } }, new() { Applause = new() }, new() { Camera = new() }, new() { Ceremony = new() { End = true } }])]);
    }

    private static (double AtMs, ShowAction[] Actions)[] Anything(int seed)
    {
        Random random = new(seed);
        double atMs = 0;
        return [.. Enumerable.Range(0, 10).Select(_ => (atMs += random.Next(1, 40) * 125, Enumerable.Range(0, random.Next(1, 5)).Select(_ => Any(random)).ToArray()))];
    }

    private void Follow(string name, (double AtMs, ShowAction[] Actions)[] cues)
    {
        ShowState state = new();
        for (int index = 0; index < cues.Length; index++)
        {
            (double atMs, ShowAction[] actions) = cues[index];
            ShowCue cue = new() { AtMs = atMs, Revision = state.Revision + 1, Seed = (uint)(0xfffffffe + (index * 100L)), Actions = { actions } };
            ShowState after = ShowModel.Apply(state, cue.Actions, atMs, cue.Seed);
            _apply.Add(new JsonObject { ["name"] = $"{name} ({index})", ["state"] = Node(state), ["cue"] = Node(cue), ["expected"] = Node(after) });
            state = after;
            Look($"{name} ({index})", state, atMs + 600);
        }
        Look($"{name}, later", state, cues[^1].AtMs + 3000);
    }

    private void Look(string name, ShowState state, double nowMs)
    {
        _present.Add(new JsonObject { ["name"] = name, ["apply"] = _apply.Count - 1, ["nowMs"] = nowMs, ["expected"] = Node(ShowModel.ToPresent(state, nowMs)) });
        if (state.Lights.Count > 0)
        {
            foreach (LightGroup group in Enum.GetValues<LightGroup>())
            {
                SeenLight seen = ShowLights.At(state, group, nowMs);
                _lights.Add(new JsonObject { ["present"] = _present.Count - 1, ["group"] = (int)group, ["own"] = seen.Own, ["look"] = seen.Look is { } look ? Node(look) : null });
            }
        }
        if (state.Track is { } track)
            _tracks.Add(new JsonObject { ["present"] = _present.Count - 1, ["positionMs"] = ShowTrack.PositionMs(track, nowMs), ["volume"] = ShowTrack.VolumeAt(track, nowMs) });
        if (state.Lift is { } lift) _lifts.Add(new JsonObject { ["present"] = _present.Count - 1, ["up"] = ShowLift.At(lift, nowMs) });
    }

    private static JsonNode Node(IMessage message) => JsonNode.Parse(JsonFormatter.Default.Format(message))!;

    // One example a line, so that a difference can be read.
    private string Written() => "{\n" + string.Join(",\n", new (string Name, JsonArray Examples)[]
    {
        ("apply", _apply), ("present", _present), ("lights", _lights), ("tracks", _tracks), ("lifts", _lifts),
    }.Select(part => $"\"{part.Name}\": [\n" + string.Join(",\n", part.Examples.Select(one => one!.ToJsonString(Json))) + "\n]")) + "\n}\n";
}
