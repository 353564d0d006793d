using System.Globalization;
using System.Text;

namespace Kapok.Tools.Rehearse;

/// <summary>A line of a plot.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Class">Its colour, a class of the page's style.</param>
/// <param name="Points">Seconds and values.</param>
internal sealed record PlotLine(string Title, string Class, IReadOnlyList<(double Seconds, double Value)> Points);

/// <summary>Draws a plot over time as SVG.</summary>
internal static class RehearsalPlot
{
    private const double Width = 560, Height = 220, Left = 52, Right = 14, Top = 34, Bottom = 30;
    private const int Steps = 4;
    private static readonly double[] RoundFactors = [1d, 2d, 2.5d, 5d, 10d];

    /// <summary>Draws it.</summary>
    /// <param name="title">What the values are, with their unit.</param>
    /// <param name="lines">What is drawn.</param>
    /// <param name="limit">A line across, with what it means; null for none.</param>
    public static string Draw(string title, IReadOnlyList<PlotLine> lines, (double Value, string Title)? limit)
    {
        double lastSecond = Math.Max(1d, lines.SelectMany(line => line.Points).Select(point => point.Seconds).DefaultIfEmpty(1d).Max());
        double most = lines.SelectMany(line => line.Points).Select(point => point.Value).DefaultIfEmpty(0d).Max();
        if (limit is { } wall && wall.Value < most * 3d) most = Math.Max(most, wall.Value);
        double top = RoundUp(most);
        StringBuilder svg = new();
        double X(double seconds) => Left + ((Width - Left - Right) * seconds / lastSecond);
        double Y(double value) => Height - Bottom - ((Height - Top - Bottom) * value / top);
        Add(svg, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}\"><text class=\"title\" x=\"{Left}\" y=\"18\">{title}</text>");
        for (int step = 0; step <= Steps; step++)
        {
            double value = top * step / Steps, y = Y(value);
            Add(svg, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:F1}\" y2=\"{y:F1}\"/><text class=\"tick end\" x=\"{Left - 7}\" y=\"{y + 4:F1}\">{Short(value)}</text>");
            double second = lastSecond * step / Steps;
            Add(svg, $"<text class=\"tick {(step == 0 ? "" : step == Steps ? "end" : "middle")}\" x=\"{X(second):F1}\" y=\"{Height - 10}\">{TimeSpan.FromSeconds(second):m\\:ss}</text>");
        }
        if (limit is { } line && line.Value <= top)
            Add(svg, $"<line class=\"limit\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(line.Value):F1}\" y2=\"{Y(line.Value):F1}\"/><text class=\"tick\" x=\"{Left + 6}\" y=\"{Y(line.Value) + 14:F1}\">{line.Title}</text>");
        double key = Width - Right;
        foreach (PlotLine one in lines)
        {
            Add(svg, $"<polyline class=\"{one.Class}\" points=\"{string.Join(' ', one.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Seconds):F1},{Y(point.Value):F1}")))}\"/>");
            if (lines.Count == 1) continue;
            Add(svg, $"<text class=\"tick end {one.Class}\" x=\"{key:F0}\" y=\"18\">● {one.Title}</text>");
            key -= 24 + (one.Title.Length * 6.6);
        }
        return svg.Append("</svg>").ToString();
    }

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));

    // 1, 2, 2.5 or 5 times a power of ten.
    private static double RoundUp(double value)
    {
        if (value <= 0d) return 1d;
        double power = Math.Pow(10d, Math.Floor(Math.Log10(value)));
        return RoundFactors.First(factor => factor * power >= value * 0.9999) * power;
    }

    private static string Short(double value) => value >= 10_000d
        ? string.Create(CultureInfo.InvariantCulture, $"{value / 1000d:0.#}k")
        : value.ToString("0.##", CultureInfo.InvariantCulture);
}
