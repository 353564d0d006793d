namespace Kapok.Console.Layout;

/// <summary>Whether the console is dark or light now; outlives the change of pages.</summary>
public sealed class Shade(bool dark)
{
    public bool Dark { get; set; } = dark;
}
