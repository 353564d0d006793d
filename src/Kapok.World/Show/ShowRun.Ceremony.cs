// What guests add to a ceremony while its step is on.
using Kapok.Protocol.Messages;

namespace Kapok.World.Show;

public sealed partial class ShowRun
{
    // Ids of people are of one life of a room; whoever comes in after a restart may have that of somebody who struck.
    private const uint NoPerson = uint.MaxValue;

    private readonly HashSet<string> _struck = new(StringComparer.Ordinal); // guests, of the gong that began at _struckMs; at most as many as strokes
    private double _struckMs = double.NaN;

    /// <summary>Whether a guest has struck the gong that is on.</summary>
    internal bool HasStruck(string guest) => State.Ceremony?.StartMs == _struckMs && _struck.Contains(guest);

    /// <summary>The gong is struck: the first stroke sets off light and confetti, all are kept and told.</summary>
    /// <param name="strokes">In their order; those of a step that is over by now are dropped.</param>
    /// <param name="guests">Who struck them.</param>
    internal void Strike(IReadOnlyList<Stroke> strokes, IEnumerable<string> guests)
    {
        if (strokes.Count == 0 || !ShowCeremony.HasGong(State)) return;
        if (State.Ceremony.Strokes.Count == 0) Play(ShowCeremony.FirstStroke, strokes[0].AtMs);
        State = ShowCeremony.Strike(State, strokes);
        if (State.Ceremony.StartMs != _struckMs) _struck.Clear();
        _struckMs = State.Ceremony.StartMs;
        _struck.UnionWith(guests);
        _out.Shown(State);
        _out.Changed();
    }

    private void KeepStruck(KeptShow kept)
    {
        if (State.Ceremony?.StartMs == _struckMs) kept.Struck.Add(_struck);
    }

    private void GoOnStruck(KeptShow kept)
    {
        if (State.Ceremony is not { } ceremony) return;
        _struckMs = ceremony.StartMs;
        _struck.UnionWith(kept.Struck.Take(ShowCeremony.MostStrokes));
    }

    private static ShowState Strangers(ShowState state)
    {
        foreach (Stroke stroke in state.Ceremony?.Strokes ?? []) stroke.Person = NoPerson;
        return state;
    }

    private void AdoptStruck(ShowRun before)
    {
        _struckMs = before._struckMs;
        _struck.UnionWith(before._struck.ToArray());
    }
}
