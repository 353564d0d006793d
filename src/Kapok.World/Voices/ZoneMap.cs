using System.Numerics;
using Kapok.World.Scenes;

namespace Kapok.World.Voices;

/// <summary>Finds the zone somebody is in.</summary>
/// <remarks>Zones are few and small, people many: a coarse map over the floor says where there is any, and nearly nobody is looked at any closer. Immutable.</remarks>
public sealed class ZoneMap
{
    // Zones are drawn around people, and one whose bottom is the floor itself must hold who stands on it (MovementRules does the same).
    private const float HipsMetres = 0.5f;

    private const float SquareMetres = 2f;

    private readonly IReadOnlyList<Zone> _zones;
    private readonly int[] _order; // indices of zones, those first that count where several overlap
    private readonly bool[] _isZoned;
    private readonly float _originX, _originZ;
    private readonly int _columns, _rows;

    /// <summary>Makes the map of a scene.</summary>
    public ZoneMap(SceneLayout layout, FloorGrid floor)
    {
        (_zones, _originX, _originZ) = (layout.Zones, floor.OriginX, floor.OriginZ);
        (_columns, _rows) = (1 + (int)((floor.EndX - floor.OriginX) / SquareMetres), 1 + (int)((floor.EndZ - floor.OriginZ) / SquareMetres));
        _order = [.. Enumerable.Range(0, _zones.Count).OrderBy(index => _zones[index].Rule switch { ZoneRule.Private => 0, ZoneRule.Stage => 1, _ => 2 })];
        _isZoned = new bool[_columns * _rows];
        foreach (Zone zone in _zones) Mark(zone.Box);
    }

    /// <summary>How many zones there are.</summary>
    public int Count => _zones.Count;

    /// <summary>The zone at a place: 1 for the scene's first, 0 for none. A private one counts before any other, then a stage.</summary>
    public int At(Vector3 feet)
    {
        int column = (int)((feet.X - _originX) / SquareMetres), row = (int)((feet.Z - _originZ) / SquareMetres);
        if ((uint)column >= (uint)_columns || (uint)row >= (uint)_rows || !_isZoned[(row * _columns) + column]) return 0;
        Vector3 hips = feet with { Y = feet.Y + HipsMetres };
        foreach (int index in _order)
        {
            if (_zones[index].Box.Contains(hips)) return index + 1;
        }
        return 0;
    }

    /// <summary>Whether only those in a zone hear each other.</summary>
    public bool IsPrivate(int zone) => zone > 0 && _zones[zone - 1].Rule == ZoneRule.Private;

    /// <summary>Whether whoever is in a zone is heard by all.</summary>
    public bool IsStage(int zone) => zone > 0 && _zones[zone - 1].Rule == ZoneRule.Stage;

    private void Mark(in Box box)
    {
        // The corner that lies farthest bounds the box, however it is turned.
        float reach = box.HalfSize.Length();
        (int left, int right) = (Clamp((box.Centre.X - reach - _originX) / SquareMetres, _columns), Clamp((box.Centre.X + reach - _originX) / SquareMetres, _columns));
        (int top, int bottom) = (Clamp((box.Centre.Z - reach - _originZ) / SquareMetres, _rows), Clamp((box.Centre.Z + reach - _originZ) / SquareMetres, _rows));
        for (int row = top; row <= bottom; row++) _isZoned.AsSpan((row * _columns) + left, right - left + 1).Fill(true);
    }

    private static int Clamp(float square, int count) => Math.Clamp((int)square, 0, count - 1);
}
