namespace Kapok.Media.Voices;

/// <summary>How the voices of a node are set up.</summary>
public sealed record VoiceOptions
{
    /// <summary>Packets forwarded each second by the node, 1,000 to 100,000,000. Above it the voice slots in use fall.</summary>
    public int ForwardBudget { get; init; } = 100_000;

    /// <summary>Voice slots of a listener at most, 1 to 16.</summary>
    public int VoiceSlots { get; init; } = 8;

    /// <summary>Says what is out of range.</summary>
    public IEnumerable<string> Problems()
    {
        if (ForwardBudget is < 1000 or > 100_000_000) yield return $"{nameof(ForwardBudget)} must be 1000 to 100000000, not {ForwardBudget}.";
        if (VoiceSlots is < 1 or > VoiceRoom.MostSlots) yield return $"{nameof(VoiceSlots)} must be 1 to {VoiceRoom.MostSlots}, not {VoiceSlots}.";
    }
}
