using System.Text.Json;
using System.Xml.Linq;
using Kapok.Events.Ceremony;
using Kapok.Server.Ceremony;
using Kapok.World.Ceremony;
using Xunit;

namespace Kapok.Tests.Ceremony;

/// <summary>Packed strokes: the examples that the client reads too, what strangers send, and the drawing of them.</summary>
public sealed class SigningStrokeTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "wall.json"))).RootElement;

    [Fact]
    public void The_examples_are_read_as_they_say()
    {
        foreach (JsonElement good in Vectors.GetProperty("good").EnumerateArray())
        {
            string name = good.GetProperty("name").GetString()!;
            Assert.True(SigningStroke.TryRead(Bytes(good.GetProperty("hex")), out SigningStroke? stroke), name);
            Assert.Equal((good.GetProperty("kind").GetInt32(), good.GetProperty("width").GetInt32(), good.GetProperty("text").GetString()),
                ((int)stroke.Kind, stroke.Width, stroke.Text));
            Assert.Equal(good.GetProperty("points").EnumerateArray().Select(Point), stroke.Points);
        }
        foreach (JsonElement bad in Vectors.GetProperty("bad").EnumerateArray())
            Assert.False(SigningStroke.TryRead(Bytes(bad[1]), out _), bad[0].GetString());
    }

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void Whatever_is_sent_is_refused_or_lies_on_the_wall()
    {
        Random random = Fuzz.NewRandom("signing");
        byte[][] good = [.. Vectors.GetProperty("good").EnumerateArray().Select(one => Bytes(one.GetProperty("hex")))];
        long began = TimeProvider.System.GetTimestamp();
        int taken = 0;
        for (int attempt = 0; Fuzz.GoesOn(began, attempt, 20_000); attempt++)
        {
            byte[] packed = Fuzz.Mutate(random, good[random.Next(good.Length)], SigningStroke.MostBytes + 8);
            if (!SigningStroke.TryRead(packed, out SigningStroke? stroke)) continue;
            taken++;
            Assert.InRange(stroke.Width, 1, SigningStroke.Widest);
            Assert.NotEmpty(stroke.Points);
            Assert.True(stroke.Points[0].Begins);
            Assert.All(stroke.Points, point => Assert.True(point.X < SigningStroke.Across && point.Y < SigningStroke.Down));
            XDocument.Parse(WallDrawing.ToSvg("x", [Kept(1, "x", packed)])); // and can be drawn
        }
        Assert.NotEqual(0, taken);
    }

    [Fact]
    public void A_drawing_names_who_signed_and_escapes_what_they_are_called()
    {
        byte[] text = SigningStroke.PackText("<林> & \"Co\"", 24, 1000, 900), dot = Bytes(Vectors.GetProperty("good")[0].GetProperty("hex")),
            pressed = Bytes(Vectors.GetProperty("good")[4].GetProperty("hex"));
        string svg = WallDrawing.ToSvg("arena", [Kept(1, "<script>", dot), Kept(2, "林 & Söhne", text), Kept(3, "Pen", pressed), Kept(4, "Broken", [9, 9])]);
        Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
        XElement root = XDocument.Parse(svg).Root!;
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal(["arena", "<script>", "林 & Söhne", "Pen"], root.Descendants(ns + "title").Select(one => one.Value));
        Assert.Equal("<林> & \"Co\"", root.Descendants(ns + "text").Single().Value);
        string[] widths = [.. root.Descendants(ns + "path").Select(one => one.Attribute("stroke-width")!.Value)];
        Assert.True(widths.Length >= 4 && widths.Distinct().Count() >= 3, string.Join(' ', widths)); // a pen that presses harder draws wider
    }

    private static WallStroke Kept(long number, string name, byte[] stroke) => new()
    {
        EventId = Guid.Empty,
        RoomId = "arena",
        Number = number,
        GuestId = "guest",
        Name = name,
        Colour = 0xfff7e4,
        Stroke = stroke,
        SignedAt = DateTimeOffset.UnixEpoch,
    };

    private static byte[] Bytes(JsonElement hex) => Convert.FromHexString(hex.GetString()!);

    private static SigningPoint Point(JsonElement point) =>
        new((ushort)point[0].GetInt32(), (ushort)point[1].GetInt32(), (byte)point[2].GetInt32(), point[3].GetBoolean());
}
