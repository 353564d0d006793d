using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

/// <summary>What a ceremony adds to a show's state besides its steps: strokes of the gong. Pure, as <see cref="ShowModel"/>.</summary>
public static class ShowCeremony
{
    /// <summary>Most strokes that a step remembers.</summary>
    public const int MostStrokes = 64;

    /// <summary>How long a gong may be struck after the first stroke where a step does not say, in milliseconds.</summary>
    public const double UsualWindowMs = 1000;

    /// <summary>What those who strike first set off, in the moment of their stroke: light runs through everyone, and confetti falls.</summary>
    public static IReadOnlyList<ShowAction> FirstStroke { get; } =
    [
        new() { Effect = new() { Kind = EffectKind.LightWave } },
        new() { Effect = new() { Kind = EffectKind.Confetti, Colours = { 0xffc94d, 0xe23b2e, 0xfff2d0 } } },
    ];

    /// <summary>How long a gong may be struck after the first stroke, in milliseconds.</summary>
    public static double WindowMs(CeremonyStep step) => step.Seconds == 0 ? UsualWindowMs : step.Seconds * 1000d;

    /// <summary>Whether a gong may be struck.</summary>
    public static bool HasGong(ShowState state) => state.Ceremony is { Step.Kind: CeremonyKind.Gong };

    /// <summary>What strokes of the gong make of a state; what is more than <see cref="MostStrokes"/> is not remembered.</summary>
    /// <param name="state">Before. Unless it has a gong nothing is changed.</param>
    /// <param name="strokes">In their order, not before those that are there. Whether they are in time is found here.</param>
    /// <returns>The state afterwards, with its revision one up.</returns>
    public static ShowState Strike(ShowState state, IEnumerable<Stroke> strokes)
    {
        if (!HasGong(state)) return state;
        ShowState next = state.Clone();
        CeremonyNow ceremony = next.Ceremony;
        foreach (Stroke stroke in strokes)
        {
            if (ceremony.Strokes.Count >= MostStrokes) break;
            Stroke made = stroke.Clone();
            made.InTime = ceremony.Strokes.Count == 0 || stroke.AtMs <= ceremony.Strokes[0].AtMs + WindowMs(ceremony.Step);
            ceremony.Strokes.Add(made);
        }
        next.Revision = state.Revision + 1;
        return next;
    }
}
