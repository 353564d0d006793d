using System.Buffers.Binary;
using Kapok.Media.Stage;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>The media of a stream as a player gets it, part by part: without gaps within a track, as the list says, and with every sample once.</summary>
internal sealed class HlsMedia(Func<string, byte[]> get, int audioRate)
{
    private readonly HashSet<string> _had = [];
    private readonly HashSet<string> _segments = [];
    private readonly Dictionary<string, byte[]> _parts = [];
    private readonly List<(bool IsVideo, long Number, int Shift, bool IsKey)> _samples = [];
    private readonly Dictionary<uint, long> _ends = [];
    private long _segment = -1;

    /// <summary>Gets what is new in a list.</summary>
    internal void Follow(HlsReader list)
    {
        foreach (ReadSegment segment in list.Segments)
        {
            if (segment.Map is { } map && _had.Add(map)) Map(get(map));
            foreach (ReadPart part in segment.Parts)
            {
                if (!_had.Add(part.Uri)) continue;
                if (segment.IsDiscontinuous && segment.Number != _segment) _ends.Clear();
                _segment = segment.Number;
                byte[] bytes = get(part.Uri);
                _parts[part.Uri] = bytes;
                Part(part, bytes);
            }
            if (segment.Uri is { } uri && segment.Parts.Count > 0 && _segments.Add(uri))
                Assert.Equal(segment.Parts.SelectMany(part => _parts[part.Uri]), get(uri));
        }
    }

    /// <summary>Compares what a player had with what was sent.</summary>
    internal void Compare(List<StageSample> sent, PublisherPlan plan)
    {
        foreach (bool isVideo in (bool[])[true, false])
        {
            (bool IsVideo, long Number, int Shift, bool IsKey)[] had = [.. _samples.Where(sample => sample.IsVideo == isVideo)];
            long last = -1;
            foreach ((_, long number, int shift, bool isKey) in had)
            {
                Assert.True(number > last, "once, and in order");
                last = number;
                StageSample sample = sent[(int)number];
                Assert.Equal((isVideo, shift, isKey), (sample.IsVideo, sample.Shift, sample.IsKey));
            }
            // Where nothing happens nothing is left out, but what comes before the first keyframe.
            if (plan.Accidents > 0 || had.Length == 0) continue;
            long first = had[0].Number;
            if (plan.DropPercent == 0) Assert.Equal(sent.Index().Count(sample => sample.Item.IsVideo == isVideo && sample.Index >= first), had.Length);
        }
        if (plan.Accidents == 0 && plan.DropPercent == 0) Assert.NotEmpty(_samples);
    }

    private static void Map(byte[] bytes)
    {
        string[] paths = [.. Mp4Reader.Boxes(bytes).Select(box => box.Path)];
        Assert.Equal("ftyp", paths[0]);
        Assert.Contains("moov/mvex/trex", paths);
        Assert.Contains("moov/trak/mdia/minf/stbl/stsd", paths);
    }

    private void Part(ReadPart part, byte[] bytes)
    {
        List<ReadRun> runs = Mp4Reader.Fragment(bytes);
        foreach (ReadRun run in runs)
        {
            if (run.Samples.Count == 0) continue;
            if (_ends.TryGetValue(run.Track, out long end)) Assert.Equal(end, run.Start);
            _ends[run.Track] = run.End;
            foreach (ReadSample sample in run.Samples)
            {
                Assert.InRange(sample.Duration, 1u, run.Track == 1 ? 60u * 90_000u : 7u * (uint)audioRate); // a picture may stand while sound goes on
                byte[] data = sample.Data.ToArray();
                if (run.Track == 2 && data[0] == 0xF8) data[0] = 0; // there Opus says how long it lasts
                _samples.Add((run.Track == 1, BinaryPrimitives.ReadInt64BigEndian(data), sample.Shift, sample.IsKey));
            }
        }
        bool hasVideo = runs.Any(run => run.Track == 1), beginsWithKey = runs.FirstOrDefault(run => run.Track == 1)?.Samples.FirstOrDefault()?.IsKey ?? false;
        if (part.IsIndependent) Assert.True(beginsWithKey || !hasVideo, "INDEPENDENT means that decoding can begin (4.4.4.9)");
        else Assert.False(beginsWithKey);
    }
}
