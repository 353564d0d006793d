// Who is in the room and what is known of them. Evaluating it is in VoiceRoom.Choice.cs.
using System.Numerics;

namespace Kapok.Media.Voices;

/// <summary>Chooses which voices each person of a room hears: pure logic, told by its caller who is where and who speaks.</summary>
/// <remarks>
/// <para>Near and loud speakers get the voice slots, the stage and whoever holds the microphone get the stage slots, everybody hears those.
/// Walls are absolute: with either in a private zone, only those in the same zone hear each other.</para>
/// <para>Cost: an evaluation looks at every pair of an active speaker and a listener, and is meant to run five times a second; packets never
/// come here. A spatial grid would save work only with hundreds of speakers, which a room where one understands anything does not have.</para>
/// <para>Not thread-safe; the caller locks. After warm-up nothing is allocated.</para>
/// </remarks>
public sealed partial class VoiceRoom
{
    /// <summary>The most slots of one kind a person may have.</summary>
    public const int MostSlots = 16;

    private const float SmoothingShare = 0.5f;

    private readonly VoiceRoomSettings _settings;
    private readonly Dictionary<uint, Participant> _byId = [];
    private readonly List<Participant> _people = [];
    private readonly HashSet<int> _silencedZones = [];
    private bool _isEveryoneSilenced;
    private uint? _holder;

    /// <summary>Creates an empty room.</summary>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public VoiceRoom(VoiceRoomSettings settings)
    {
        if (settings.Problems().FirstOrDefault() is { } problem) throw new ArgumentException(problem, nameof(settings));
        _settings = settings;
    }

    /// <summary>People in the room.</summary>
    public int Count => _people.Count;

    /// <summary>The most voice slots in use for anybody now; the rest stays empty. Falls when the node is busy.</summary>
    public int SlotLimit { get; set; } = MostSlots;

    /// <summary>Lets somebody in. What is told of them is kept; they hear and are heard once they are attached.</summary>
    /// <returns>False when they are in already, or the room is full.</returns>
    public bool Join(uint person)
    {
        if (_people.Count == _settings.Capacity || _byId.ContainsKey(person)) return false;
        Participant one = new(person);
        _byId.Add(person, one);
        _people.Add(one);
        return true;
    }

    /// <summary>Whether somebody is in.</summary>
    public bool Has(uint person) => _byId.ContainsKey(person);

    /// <summary>Somebody's voice connection is there, with empty slots.</summary>
    /// <param name="person">Who.</param>
    /// <param name="voiceSlots">Slots for voices, 0 to 16.</param>
    /// <param name="stageSlots">Slots for the stage, 0 to 16.</param>
    public void Attach(uint person, int voiceSlots, int stageSlots)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)voiceSlots, (uint)MostSlots, nameof(voiceSlots));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)stageSlots, (uint)MostSlots, nameof(stageSlots));
        if (!_byId.TryGetValue(person, out Participant? one)) return;
        (one.Voices, one.Stage) = (new Participant.Slot[voiceSlots], new Participant.Slot[stageSlots]);
        Array.Clear(one.Tracks);
        one.Life++;
    }

    /// <summary>Somebody's voice connection is gone; they stay in the room.</summary>
    public void Detach(uint person) => Attach(person, 0, 0);

    /// <summary>Somebody leaves; the slots of others that carried them are emptied by the next evaluation.</summary>
    /// <returns>False when they are not in.</returns>
    public bool Leave(uint person)
    {
        if (!_byId.Remove(person, out Participant? one)) return false;
        one.IsGone = true;
        _people.Remove(one);
        foreach (Participant other in _people) other.Hidden?.Remove(person); // the id's next owner is another
        if (_holder == person) _holder = null;
        return true;
    }

    /// <summary>Everybody leaves at once; whoever asks for slots afterwards is told of nobody.</summary>
    public void Clear()
    {
        foreach (Participant one in _people) one.IsGone = true;
        _people.Clear();
        _byId.Clear();
        _holder = null;
    }

    /// <summary>Where somebody stands.</summary>
    /// <param name="person">Who.</param>
    /// <param name="place">x and z, in metres.</param>
    /// <param name="zone">Zone they are in, 0 for none.</param>
    /// <param name="isPrivate">Whether it is a private one.</param>
    public void Place(uint person, Vector2 place, int zone = 0, bool isPrivate = false)
    {
        if (_byId.TryGetValue(person, out Participant? one)) (one.Place, one.Zone, one.IsZonePrivate) = (place, zone, isPrivate);
    }

    /// <summary>Whether somebody is on stage, where everyone hears them.</summary>
    /// <returns>Whether that is new.</returns>
    public bool SetStage(uint person, bool isOnStage)
    {
        if (!_byId.TryGetValue(person, out Participant? one) || one.IsOnStage == isOnStage) return false;
        one.IsOnStage = isOnStage;
        return true;
    }

    /// <summary>Who holds the microphone and is heard by all; null for nobody.</summary>
    public void SetHolder(uint? person) => _holder = person;

    /// <summary>A moderator takes somebody's voice away, or gives it back.</summary>
    /// <returns>Whether that is new.</returns>
    public bool Silence(uint person, bool isSilenced)
    {
        if (!_byId.TryGetValue(person, out Participant? one) || one.IsSilenced == isSilenced) return false;
        one.IsSilenced = isSilenced;
        return true;
    }

    /// <summary>A moderator takes the voice of everyone in a zone away, or gives it back. The stage and the holder of the microphone keep theirs.</summary>
    public void SilenceZone(int zone, bool isSilenced)
    {
        if (isSilenced) _silencedZones.Add(zone);
        else _silencedZones.Remove(zone);
    }

    /// <summary>The zones in which a moderator took everyone's voice away, in place of those before.</summary>
    public void SilenceZones(IEnumerable<int> zones)
    {
        _silencedZones.Clear();
        _silencedZones.UnionWith(zones);
    }

    /// <summary>A moderator takes everyone's voice away, or gives it back. The stage and the holder of the microphone keep theirs.</summary>
    public void SilenceEveryone(bool isSilenced) => _isEveryoneSilenced = isSilenced;

    /// <summary>A listener does not want to hear somebody, or does again.</summary>
    /// <remarks>At most 1,000 for each listener; further ones are not kept.</remarks>
    public void Hide(uint listener, uint speaker, bool isHidden)
    {
        if (!_byId.TryGetValue(listener, out Participant? one)) return;
        if (!isHidden) one.Hidden?.Remove(speaker);
        else if ((one.Hidden ??= []).Count < 1000) one.Hidden.Add(speaker);
    }

    /// <summary>What came of somebody's track since the last call.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="kind">Which.</param>
    /// <param name="levelDb">How loud it was, in dBov: −127 to 0.</param>
    /// <param name="isVoice">Whether it was voice, or music on stage.</param>
    /// <param name="nowMs">The clock; positive.</param>
    public void Heard(uint person, TrackKind kind, float levelDb, bool isVoice, long nowMs)
    {
        if (!isVoice || !_byId.TryGetValue(person, out Participant? one)) return;
        ref Participant.Utterance track = ref one.Tracks[(int)kind];
        bool isFirst = nowMs - track.VoiceMs > _settings.PauseMs || track.VoiceMs == 0;
        track.LevelDb = isFirst ? levelDb : track.LevelDb + ((levelDb - track.LevelDb) * SmoothingShare);
        track.VoiceMs = nowMs;
    }

    /// <summary>Whether somebody counts as speaking, pauses included.</summary>
    public bool IsSpeaking(uint person, long nowMs) => _byId.TryGetValue(person, out Participant? one) && IsActive(one, TrackKind.Voice, nowMs);

    private bool IsActive(Participant one, TrackKind kind, long nowMs) => one.Tracks[(int)kind].VoiceMs is > 0 and long at && nowMs - at <= _settings.PauseMs;

    private bool MaySpeak(Participant one)
    {
        if (one.IsGone || one.IsSilenced) return false;
        return IsBroadcast(one) || (!_isEveryoneSilenced && !_silencedZones.Contains(one.Zone));
    }

    private bool IsBroadcast(Participant one) => one.IsOnStage || one.Id == _holder;
}
