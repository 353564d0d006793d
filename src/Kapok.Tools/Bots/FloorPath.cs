using System.Numerics;

namespace Kapok.Tools.Bots;

/// <summary>Finds ways over a floor for bots: A* on a grid of 0.5 m with eight neighbours (Hart, Nilsson and Raphael, 1968).</summary>
/// <remarks>Shared by all bots; the scratch arrays make it not thread-safe. The driver loop owns it.</remarks>
public sealed class FloorPath
{
    private const float Cell = 0.5f;

    private readonly Vector2 _origin;
    private readonly int _columns, _rows;
    private readonly Func<Vector2, float> _heightAt;
    private readonly float _stepUp;
    private readonly float[] _height, _cost;
    private readonly int[] _from, _visit;
    private readonly PriorityQueue<int, float> _open = new();
    private int _round;

    /// <summary>Prepares a floor.</summary>
    /// <param name="min">Smallest x and z, metres.</param>
    /// <param name="max">Largest x and z, metres.</param>
    /// <param name="stepUpMetres">Highest step up between neighbours.</param>
    /// <param name="heightAt">Height of the floor in metres, NaN where there is none.</param>
    public FloorPath(Vector2 min, Vector2 max, float stepUpMetres, Func<Vector2, float> heightAt)
    {
        (_origin, _heightAt, _stepUp) = (min, heightAt, stepUpMetres);
        _columns = Math.Max(1, (int)MathF.Ceiling((max.X - min.X) / Cell));
        _rows = Math.Max(1, (int)MathF.Ceiling((max.Y - min.Y) / Cell));
        int cells = _columns * _rows;
        (_height, _cost, _from, _visit) = (new float[cells], new float[cells], new int[cells], new int[cells]);
        for (int cell = 0; cell < cells; cell++) _height[cell] = Worst(CentreOf(cell));
    }

    /// <summary>Middle of a cell, x and z.</summary>
    public Vector2 CentreOf(int cell) => _origin + (new Vector2((cell % _columns) + 0.5f, (cell / _columns) + 0.5f) * Cell);

    /// <summary>Finds a way and writes its corners, goal included, to <paramref name="way"/>.</summary>
    /// <returns>False when there is none within <paramref name="mostCells"/> looked at.</returns>
    public bool TryFind(Vector2 start, Vector2 goal, List<Vector2> way, int mostCells = 60_000)
    {
        way.Clear();
        int first = CellOf(start), last = CellOf(goal);
        if (first < 0 || last < 0 || float.IsNaN(_height[last])) return false;
        _round++;
        _open.Clear();
        (_cost[first], _from[first], _visit[first]) = (0f, -1, _round);
        _open.Enqueue(first, 0f);
        for (int looked = 0; looked < mostCells && _open.TryDequeue(out int at, out _); looked++)
        {
            if (at == last)
            {
                for (int cell = last; cell >= 0 && cell != first; cell = _from[cell]) way.Add(CentreOf(cell));
                way.Reverse();
                if (way.Count == 0) way.Add(goal);
                else way[^1] = goal;
                return true;
            }
            Expand(at, last);
        }
        return false;
    }

    private void Expand(int at, int goal)
    {
        (int row, int column) = Math.DivRem(at, _columns);
        for (int dz = -1; dz <= 1; dz++)
        {
            for (int dx = -1; dx <= 1; dx++)
            {
                int r = row + dz, c = column + dx, next = at + (dz * _columns) + dx;
                if ((dx == 0 && dz == 0) || r < 0 || c < 0 || r >= _rows || c >= _columns || !Steps(at, next)) continue;
                // No cutting of corners: both cells beside a diagonal must be passable as well.
                if (dx != 0 && dz != 0 && !(Steps(at, at + dx) && Steps(at, at + (dz * _columns)))) continue;
                float cost = _cost[at] + (dx != 0 && dz != 0 ? 1.4142f : 1f);
                if (_visit[next] == _round && cost >= _cost[next]) continue;
                (_cost[next], _from[next], _visit[next]) = (cost, at, _round);
                _open.Enqueue(next, cost + Vector2.Distance(CentreOf(next), CentreOf(goal)) / Cell);
            }
        }
    }

    // False for NaN heights on either side.
    private bool Steps(int from, int to) => MathF.Abs(_height[to] - _height[from]) <= _stepUp;

    private int CellOf(Vector2 place)
    {
        Vector2 cell = (place - _origin) / Cell;
        return cell.X >= 0f && cell.Y >= 0f && cell.X < _columns && cell.Y < _rows ? ((int)cell.Y * _columns) + (int)cell.X : -1;
    }

    // A cell is floor only where its middle and its four quarters are, so that a way keeps off the edges.
    private float Worst(Vector2 centre)
    {
        float height = _heightAt(centre);
        ReadOnlySpan<Vector2> around = [new(-0.2f, -0.2f), new(0.2f, -0.2f), new(-0.2f, 0.2f), new(0.2f, 0.2f)];
        foreach (Vector2 offset in around)
            if (!(MathF.Abs(_heightAt(centre + offset) - height) <= _stepUp)) return float.NaN;
        return height;
    }
}
