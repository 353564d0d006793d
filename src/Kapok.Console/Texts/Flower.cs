namespace Kapok.Console.Texts;

/// <summary>The kapok flower: the product's mark, drawn in place so that it takes the page's colours and needs no request.</summary>
public static class Flower
{
    private const string Petal = "M32 30 C20 26 17 11 27 4 C30 2 34 2 37 4 C47 11 44 26 32 30 Z";

    /// <summary>Five petals and a crown of stamens in a 64 by 64 box.</summary>
    /// <param name="name">Unlike any other flower's of the page: a gradient inside one that is hidden colours no other.</param>
    public static string Draw(string name) => $"""
        <svg class="flower" viewBox="0 0 64 64" aria-hidden="true"><defs><radialGradient id="petal-{name}" gradientUnits="userSpaceOnUse" cx="32" cy="33" r="30">
        <stop offset="0" stop-color="#8f1d2c"/><stop offset=".45" stop-color="#e5484d"/><stop offset="1" stop-color="#ff8a70"/></radialGradient></defs>
        <g fill="url(#petal-{name})">{Petals}</g><g fill="#ffd27a">{Stamens}<circle cx="32" cy="33" r="3.4"/></g></svg>
        """;

    private static string Petals { get; } =
        string.Concat(Enumerable.Range(0, 5).Select(index => $"<path d=\"{Petal}\" transform=\"rotate({index * 72} 32 33)\"/>"));

    private static string Stamens { get; } = string.Concat(Enumerable.Range(0, 10).Select(index =>
        $"<circle cx=\"32\" cy=\"{(index % 2 == 0 ? 24 : 27)}\" r=\"1.5\" transform=\"rotate({index * 36} 32 33)\"/>"));
}
