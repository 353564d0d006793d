using System.Numerics;

namespace Kapok.World.Voices;

/// <summary>Where somebody's voice comes from and how far it may reach.</summary>
/// <param name="Place">x and z, in metres.</param>
/// <param name="Zone">The zone they are in: 1 for the scene's first, 0 for none.</param>
/// <param name="IsPrivate">Only those in the zone hear each other.</param>
/// <param name="IsOnStage">They are on stage and may be: heard by all.</param>
/// <param name="IsSilenced">A moderator took their own voice away.</param>
/// <param name="IsQuiet">They are not heard: silenced by themselves, with their zone or with everyone.</param>
public readonly record struct VoiceStanding(Vector2 Place, int Zone, bool IsPrivate, bool IsOnStage, bool IsSilenced, bool IsQuiet);

/// <summary>What moderators said of all voices.</summary>
/// <param name="IsEveryoneSilenced">Everyone is silent but the stage and the holder of the microphone.</param>
/// <param name="SilencedZones">Zones whose people are.</param>
/// <param name="Holder">Who has the microphone; null for nobody.</param>
public sealed record VoiceRules(bool IsEveryoneSilenced, IReadOnlyCollection<int> SilencedZones, ushort? Holder);
