// The choice itself: who speaks, whom each listener can hear, what goes into which slot.
using System.Numerics;
using Slot = Kapok.Media.Voices.Participant.Slot;

namespace Kapok.Media.Voices;

public sealed partial class VoiceRoom
{
    // Whoever has a slot is heard a little farther, so that walking along the edge does not chop them.
    private const float EdgeShare = 1.15f;

    // dB that a stage voice which found no stage slot gains over any other in the voice slots.
    private const float StageBonusDb = 200f;

    private readonly List<Speaker> _speakers = [], _broadcasts = [];

    /// <summary>Chooses anew and tells what changed.</summary>
    /// <param name="nowMs">The clock; positive.</param>
    /// <param name="sink">Is told of every slot that changes, in the order of people and slots.</param>
    public void Evaluate(long nowMs, ISlotSink sink)
    {
        GatherSpeakers(nowMs);
        foreach (Participant listener in _people)
        {
            FillStage(listener, nowMs, sink);
            FillVoices(listener, nowMs, sink);
        }
    }

    private void GatherSpeakers(long nowMs)
    {
        _speakers.Clear();
        _broadcasts.Clear();
        foreach (Participant one in _people)
        {
            if (!MaySpeak(one)) continue;
            // A stage track of somebody who left the stage reaches nobody.
            if (one.IsOnStage && IsActive(one, TrackKind.Stage, nowMs)) _broadcasts.Add(new(one, TrackKind.Stage, one.Tracks[(int)TrackKind.Stage].LevelDb + StageBonusDb));
            if (!IsActive(one, TrackKind.Voice, nowMs)) continue;
            Speaker voice = new(one, TrackKind.Voice, one.Tracks[(int)TrackKind.Voice].LevelDb);
            if (IsBroadcast(one)) _broadcasts.Add(voice);
            else _speakers.Add(voice);
        }
        _broadcasts.Sort(static (a, b) => b.LevelDb.CompareTo(a.LevelDb) is not 0 and int order ? order : a.Who.Id.CompareTo(b.Who.Id));
    }

    private void FillStage(Participant listener, long nowMs, ISlotSink sink)
    {
        if (listener.Stage.Length == 0) return;
        Span<Slot> slots = listener.Stage;
        int offset = listener.Voices.Length;
        for (int at = 0; at < slots.Length; at++)
        {
            if (slots[at].Source is not { } source) continue;
            bool stays = slots[at].Life == source.Life && MaySpeak(source) && IsBroadcast(source) && (source.IsOnStage || slots[at].Kind == TrackKind.Voice)
                && !IsHidden(listener, source);
            if (!stays) Give(listener, ref slots[at], offset + at, null, default, 0f, nowMs, sink);
            else slots[at].LevelDb = IsActive(source, slots[at].Kind, nowMs) ? source.Tracks[(int)slots[at].Kind]
                .LevelDb + (slots[at].Kind == TrackKind.Stage ? StageBonusDb : 0f) : float.NegativeInfinity;
        }
        foreach (Speaker speaker in _broadcasts)
        {
            if (speaker.Who == listener || IsHidden(listener, speaker.Who) || IndexOf(slots, speaker.Who, speaker.Kind) >= 0) continue;
            int to = Replaceable(slots, slots.Length, speaker.LevelDb, nowMs);
            if (to >= 0) Give(listener, ref slots[to], offset + to, speaker.Who, speaker.Kind, speaker.LevelDb, nowMs, sink);
        }
    }

    private void FillVoices(Participant listener, long nowMs, ISlotSink sink)
    {
        Span<Slot> slots = listener.Voices;
        if (slots.Length == 0) return;
        int limit = Math.Min(slots.Length, SlotLimit);
        for (int at = 0; at < slots.Length; at++)
        {
            if (slots[at].Source is not { } source) continue;
            bool stays = slots[at].Life == source.Life && CanReach(listener, source) && IndexOf(listener.Stage, source, TrackKind.Voice) < 0;
            if (!stays) Give(listener, ref slots[at], at, null, default, 0f, nowMs, sink);
            else slots[at].LevelDb = IsActive(source, TrackKind.Voice, nowMs) ? LevelAt(listener, source, EdgeShare) : float.NegativeInfinity;
        }
        Shrink(listener, limit, nowMs, sink);
        Span<Choice> best = stackalloc Choice[MostSlots];
        int count = Best(listener, best[..Math.Max(1, limit)]);
        for (int at = 0; at < count && limit > 0; at++)
        {
            Participant who = Chosen(best[at]);
            if (IndexOf(slots, who, TrackKind.Voice) >= 0) continue;
            int to = Replaceable(slots, limit, best[at].LevelDb, nowMs);
            if (to >= 0) Give(listener, ref slots[to], to, who, TrackKind.Voice, best[at].LevelDb, nowMs, sink);
        }
    }

    /// <summary>The loudest at a listener's place, loudest first.</summary>
    private int Best(Participant listener, Span<Choice> best)
    {
        int count = 0;
        for (int at = 0; at < _speakers.Count; at++)
        {
            Participant who = _speakers[at].Who;
            if (!CanReach(listener, who)) continue;
            float level = LevelAt(listener, who, 1f);
            if (level > float.NegativeInfinity) Insert(best, ref count, new(at, false, level));
        }
        for (int at = 0; at < _broadcasts.Count; at++)
        {
            Speaker speaker = _broadcasts[at];
            bool fits = speaker.Kind == TrackKind.Voice && CanReach(listener, speaker.Who) && IndexOf(listener.Stage, speaker.Who, TrackKind.Voice) < 0;
            if (fits) Insert(best, ref count, new(at, true, speaker.LevelDb + StageBonusDb));
        }
        return count;
    }

    private Participant Chosen(Choice choice) => (choice.IsBroadcast ? _broadcasts : _speakers)[choice.Index].Who;

    private static void Insert(Span<Choice> best, ref int count, Choice choice)
    {
        if (count == best.Length && choice.LevelDb <= best[count - 1].LevelDb) return;
        int at = count < best.Length ? count++ : count - 1;
        for (; at > 0 && best[at - 1].LevelDb < choice.LevelDb; at--) best[at] = best[at - 1];
        best[at] = choice;
    }

    /// <summary>The slot that may carry a new voice: an empty one, else whoever is silent longest, else a clearly weaker one that had its time.</summary>
    private int Replaceable(ReadOnlySpan<Slot> slots, int limit, float levelDb, long nowMs)
    {
        int used = 0, empty = -1, weakest = -1;
        for (int at = 0; at < slots.Length; at++)
        {
            if (slots[at].Source is null)
            {
                if (empty < 0) empty = at;
                continue;
            }
            used++;
            bool isWeaker = weakest < 0 || slots[at].LevelDb < slots[weakest].LevelDb
                || (slots[at].LevelDb == slots[weakest].LevelDb && LastVoice(slots[at]) < LastVoice(slots[weakest]));
            if (isWeaker) weakest = at;
        }
        if (used < limit) return empty;
        if (weakest < 0) return -1;
        if (float.IsNegativeInfinity(slots[weakest].LevelDb)) return weakest;
        bool hadItsTime = nowMs - slots[weakest].SinceMs >= _settings.HoldMs;
        return hadItsTime && levelDb > slots[weakest].LevelDb + _settings.ClearlyLouderDb ? weakest : -1;
    }

    /// <summary>Empties the weakest slots beyond the limit.</summary>
    private static void Shrink(Participant listener, int limit, long nowMs, ISlotSink sink)
    {
        Span<Slot> slots = listener.Voices;
        while (true)
        {
            int used = 0, weakest = -1;
            for (int at = 0; at < slots.Length; at++)
            {
                if (slots[at].Source is null) continue;
                used++;
                if (weakest < 0 || slots[at].LevelDb < slots[weakest].LevelDb) weakest = at;
            }
            if (used <= limit) return;
            Give(listener, ref slots[weakest], weakest, null, default, 0f, nowMs, sink);
        }
    }

    private static long LastVoice(in Slot slot) => slot.Source!.Tracks[(int)slot.Kind].VoiceMs;

    private static void Give(Participant listener, ref Slot slot, int number, Participant? source, TrackKind kind, float levelDb, long nowMs, ISlotSink sink)
    {
        slot = new() { Source = source, Kind = kind, Life = source?.Life ?? 0, SinceMs = nowMs, LevelDb = levelDb };
        sink.Assign(listener.Id, number, source is null ? null : new TrackId(source.Id, kind));
    }

    /// <summary>Whether a listener may hear somebody at all: not themselves, not hidden, not silenced, not through a wall.</summary>
    private bool CanReach(Participant listener, Participant speaker)
    {
        if (speaker == listener || !MaySpeak(speaker) || IsHidden(listener, speaker)) return false;
        return IsBroadcast(speaker) || speaker.Zone == listener.Zone || !(speaker.IsZonePrivate || listener.IsZonePrivate);
    }

    private static bool IsHidden(Participant listener, Participant speaker) => listener.Hidden?.Contains(speaker.Id) == true;

    // A voice loses 6 dB with each doubling of the distance beyond a metre.
    private float LevelAt(Participant listener, Participant speaker, float reachShare)
    {
        float level = speaker.Tracks[(int)TrackKind.Voice].LevelDb;
        if (IsBroadcast(speaker)) return level + StageBonusDb;
        float square = Vector2.DistanceSquared(listener.Place, speaker.Place), reach = _settings.HearingMetres * reachShare;
        // Written so that whoever was never placed is out of reach.
        return square <= reach * reach ? level - (3.0103f * MathF.Log2(MathF.Max(square, 1f))) : float.NegativeInfinity;
    }

    private static int IndexOf(ReadOnlySpan<Slot> slots, Participant source, TrackKind kind)
    {
        for (int at = 0; at < slots.Length; at++)
        {
            if (slots[at].Source == source && slots[at].Kind == kind) return at;
        }
        return -1;
    }

    private readonly record struct Speaker(Participant Who, TrackKind Kind, float LevelDb);

    private readonly record struct Choice(int Index, bool IsBroadcast, float LevelDb);
}
