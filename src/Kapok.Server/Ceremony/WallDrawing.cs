using System.Globalization;
using System.Text;
using System.Xml;
using Kapok.Events.Ceremony;
using Kapok.Protocol.Text;
using Kapok.World.Ceremony;

namespace Kapok.Server.Ceremony;

/// <summary>Draws a signing wall as SVG: each stroke with the name of whoever made it as its title.</summary>
public static class WallDrawing
{
    private const int PressureSteps = 8; // widths that are told apart: as many paths as changes among them, and not one for each point

    private const string Letters = "'Segoe Script','Snell Roundhand','Brush Script MT','Apple Chancery',STXingkai,STKaiti,KaiTi,'Kaiti SC',cursive";

    /// <summary>Draws it.</summary>
    /// <param name="title">What it is called.</param>
    /// <param name="strokes">By number; what cannot be read is left out.</param>
    public static string ToSvg(string title, IEnumerable<WallStroke> strokes)
    {
        StringBuilder text = new();
        using (XmlWriter svg = XmlWriter.Create(text, new() { OmitXmlDeclaration = true, CheckCharacters = true }))
        {
            svg.WriteStartElement("svg", "http://www.w3.org/2000/svg");
            svg.WriteAttributeString("viewBox", $"0 0 {SigningStroke.Across} {SigningStroke.Down}");
            svg.WriteElementString("title", title);
            svg.WriteStartElement("rect");
            Write(svg, ("width", "100%"), ("height", "100%"), ("fill", "#70140f"));
            svg.WriteEndElement();
            svg.WriteStartElement("g");
            Write(svg, ("fill", "none"), ("stroke-linecap", "round"), ("stroke-linejoin", "round"));
            foreach (WallStroke one in strokes)
                if (SigningStroke.TryRead(one.Stroke, out SigningStroke? stroke)) Draw(svg, stroke, one.Name, $"#{one.Colour & 0xffffff:x6}");
            svg.WriteEndElement();
            svg.WriteEndElement();
        }
        return text.ToString();
    }

    private static void Draw(XmlWriter svg, SigningStroke stroke, string name, string colour)
    {
        svg.WriteStartElement("g");
        svg.WriteAttributeString(stroke.Kind == SigningKind.Text ? "fill" : "stroke", colour);
        svg.WriteElementString("title", PlainText.CleanLine(name, PlainText.MaxName));
        if (stroke.Kind == SigningKind.Text)
        {
            svg.WriteStartElement("text");
            Write(svg, ("x", Number(stroke.Points[0].X)), ("y", Number(stroke.Points[0].Y)), ("font-size", Number(stroke.Width * SigningStroke.TextStep)),
                ("font-family", Letters));
            svg.WriteString(PlainText.CleanLine(stroke.Text, PlainText.MaxName)); // XML has no signs for what a hostile file may hold
            svg.WriteEndElement();
        }
        else DrawLines(svg, stroke);
        svg.WriteEndElement();
    }

    private static void DrawLines(XmlWriter svg, SigningStroke stroke)
    {
        StringBuilder path = new();
        int step = 0;
        for (int at = 0; at < stroke.Points.Count; at++)
        {
            SigningPoint point = stroke.Points[at];
            bool isDot = point.Begins && (at + 1 == stroke.Points.Count || stroke.Points[at + 1].Begins);
            int own = StepOf(point);
            if (path.Length > 0 && own != step && !point.Begins)
            {
                // The line goes on in another width from where it is.
                SigningPoint before = stroke.Points[at - 1];
                Flush();
                path.Append(CultureInfo.InvariantCulture, $"M{before.X} {before.Y}");
            }
            else if (path.Length > 0 && own != step) Flush();
            step = own;
            path.Append(CultureInfo.InvariantCulture, $"{(point.Begins ? 'M' : 'L')}{point.X} {point.Y}");
            if (isDot) path.Append("h.1");
        }
        Flush();

        void Flush()
        {
            svg.WriteStartElement("path");
            Write(svg, ("d", path.ToString()), ("stroke-width", Number(Math.Max(1, stroke.Width * step / PressureSteps))));
            svg.WriteEndElement();
            path.Clear();
        }
    }

    private static int StepOf(SigningPoint point) => 1 + (point.Pressure * (PressureSteps - 1) / byte.MaxValue);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Write(XmlWriter svg, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach ((string name, string value) in attributes) svg.WriteAttributeString(name, value);
    }
}
