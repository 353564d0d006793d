using Google.Protobuf.Collections;
using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

/// <summary>The track or film of a show, and what follows it.</summary>
public static class ShowTrack
{
    /// <summary>Where a track is, in milliseconds from its beginning; negative before it begins.</summary>
    public static double PositionMs(TrackNow track, double nowMs) => track.Paused ? track.PausedAtMs : nowMs - track.StartMs;

    /// <summary>How loud it is, 0..1.</summary>
    public static float VolumeAt(TrackNow track, double nowMs) =>
        track.FadeMs == 0 ? track.Volume : ShowFade.Mix(track.VolumeFrom, track.Volume, ShowFade.Progress(track.FadedMs, track.FadeMs, nowMs));

    /// <summary>Room time at which a file of what plays, or of what follows it by itself, is at its beginning.</summary>
    /// <returns>Null when it is not among them, when nothing plays, or when nobody knows when it will come.</returns>
    public static double? StartMs(TrackNow? track, string file)
    {
        if (track is null || track.Paused || track.Ends) return null;
        if (track.File == file) return track.StartMs;
        (double startMs, double lengthMs) = (track.StartMs, track.DurationMs);
        foreach (QueuedTrack next in track.Queue)
        {
            if (lengthMs <= 0) return null;
            startMs += lengthMs;
            if (next.File == file) return startMs;
            lengthMs = next.DurationMs;
        }
        return null;
    }

    // The track that plays by now: each goes on where the one before ended, however late it is asked.
    internal static TrackNow? At(TrackNow? track, double nowMs)
    {
        if (track is null || (track.Ends && nowMs >= track.FadedMs + track.FadeMs)) return null;
        while (!track.Paused && track.DurationMs > 0 && nowMs >= track.StartMs + track.DurationMs)
        {
            if (track.Queue.Count == 0) return null;
            track = Next(track, track.StartMs + track.DurationMs);
        }
        if (nowMs >= track.FadedMs + track.FadeMs) Fade(track, 0, 0, 0);
        return track;
    }

    internal static TrackNow? Apply(TrackNow? track, Playback order, double atMs)
    {
        if (order.Deed == PlaybackDeed.Play) return Play(track, order, atMs);
        if (track is null) return null;
        switch (order.Deed)
        {
            case PlaybackDeed.Pause when !track.Paused:
                (track.Paused, track.PausedAtMs) = (true, Math.Max(0, atMs - track.StartMs));
                break;
            case PlaybackDeed.Resume when track.Paused:
                (track.Paused, track.StartMs, track.PausedAtMs) = (false, atMs - track.PausedAtMs, 0);
                if (order.FadeMs > 0) Fade(track, 0, atMs, order.FadeMs);
                break;
            case PlaybackDeed.Stop:
                if (order.FadeMs == 0 || track.Paused) return null;
                Fade(track, VolumeAt(track, atMs), atMs, order.FadeMs);
                (track.Volume, track.Ends) = (0, true);
                track.Queue.Clear();
                break;
            case PlaybackDeed.Seek when track.Paused: track.PausedAtMs = order.PositionMs; break;
            case PlaybackDeed.Seek: track.StartMs = atMs - order.PositionMs; break;
            case PlaybackDeed.Volume when !track.Ends:
                Fade(track, order.FadeMs > 0 ? VolumeAt(track, atMs) : 0, order.FadeMs > 0 ? atMs : 0, order.FadeMs);
                track.Volume = order.HasVolume ? order.Volume : 1;
                break;
            case PlaybackDeed.Queue when !track.Ends: Follow(track.Queue, order.Queue); break;
            case PlaybackDeed.Next: return track.Queue.Count == 0 ? null : Next(track, atMs);
            default: break;
        }
        return track;
    }

    private static TrackNow? Play(TrackNow? track, Playback order, double atMs)
    {
        if (order.File.Length == 0 && track is null) return null;
        float volume = track is null || track.Ends ? 1 : track.Volume;
        TrackNow played = order.File.Length == 0 ? track! : new() { File = order.File, Title = order.Title, DurationMs = order.DurationMs };
        if (order.File.Length > 0 || order.Queue.Count > 0) Follow(played.Queue, order.Queue);
        (played.StartMs, played.Paused, played.PausedAtMs, played.Ends) = (atMs - order.PositionMs, false, 0, false);
        played.Volume = order.HasVolume ? order.Volume : volume;
        Fade(played, 0, order.FadeMs > 0 ? atMs : 0, order.FadeMs);
        return played;
    }

    private static TrackNow Next(TrackNow track, double startMs)
    {
        QueuedTrack first = track.Queue[0];
        TrackNow next = track.Clone();
        next.Queue.RemoveAt(0);
        (next.File, next.Title, next.DurationMs, next.StartMs, next.Paused, next.PausedAtMs) = (first.File, first.Title, first.DurationMs, startMs, false, 0);
        return next;
    }

    private static void Follow(RepeatedField<QueuedTrack> queue, RepeatedField<QueuedTrack> with)
    {
        queue.Clear();
        foreach (QueuedTrack one in with) queue.Add(one.Clone());
    }

    private static void Fade(TrackNow track, float from, double atMs, uint fadeMs) => (track.VolumeFrom, track.FadedMs, track.FadeMs) = (from, atMs, fadeMs);
}
