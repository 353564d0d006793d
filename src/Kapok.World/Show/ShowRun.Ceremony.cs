// What guests add to a ceremony while its step is on.
using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

public sealed partial class ShowRun
{
    /// <summary>The gong is struck: the first stroke sets off light and confetti, all are kept and told.</summary>
    /// <param name="strokes">In their order; those of a step that is over by now are dropped.</param>
    internal void Strike(IReadOnlyList<Stroke> strokes)
    {
        if (strokes.Count == 0 || !ShowCeremony.HasGong(State)) return;
        if (State.Ceremony.Strokes.Count == 0) Play(ShowCeremony.FirstStroke, strokes[0].AtMs);
        State = ShowCeremony.Strike(State, strokes);
        _out.Shown(State);
        _out.Changed();
    }
}
