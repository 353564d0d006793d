namespace Kapok.World;

/// <summary>How often messages may come of one connection: a bucket of tokens, shared by all kinds of messages that have the same limit.</summary>
/// <remarks>
/// What is more than that is dropped, with a word to its sender. Only what no hands do ends a connection: <see cref="Machine"/> times the rate, once as many times
/// the burst are used up. Nine short lines within three seconds, or a key pressed thirty times, are a person.
/// </remarks>
public sealed class MessageLimit
{
    /// <summary>How many times the rate and the burst only a machine sends.</summary>
    public const float Machine = 5f;

    private static readonly List<MessageLimit> Made = [];

    /// <summary>Lines of chat.</summary>
    public static readonly MessageLimit Chat = new(1f, 5f);

    /// <summary>What hands do quickly: emotes, stick, sitting.</summary>
    public static readonly MessageLimit Gestures = new(4f, 12f);

    /// <summary>Pings.</summary>
    public static readonly MessageLimit Pings = new(2f, 10f);

    /// <summary>Whatever asks for something.</summary>
    public static readonly MessageLimit Requests = new(1f, 5f);

    /// <summary>What is done about voices.</summary>
    public static readonly MessageLimit Voices = new(1f, 10f);

    /// <summary>Offers of a voice's connection.</summary>
    public static readonly MessageLimit Offers = new(1f, 10f);

    /// <summary>What a laser points at.</summary>
    public static readonly MessageLimit Pointing = new(12f, 24f);

    /// <summary>What runs a show: Go is pressed on each beat, pages are leafed through.</summary>
    public static readonly MessageLimit Show = new(8f, 40f);

    /// <summary>Strokes on the signing wall: what a hand draws within a second is one.</summary>
    public static readonly MessageLimit Signing = new(1f, 5f);

    private MessageLimit(float perSecond, float burst)
    {
        (PerSecond, Burst, Index) = (perSecond, burst, Made.Count);
        Made.Add(this);
    }

    /// <summary>All there are, by <see cref="Index"/>.</summary>
    public static IReadOnlyList<MessageLimit> All => Made;

    /// <summary>How many a second.</summary>
    public float PerSecond { get; }

    /// <summary>How many at once.</summary>
    public float Burst { get; }

    /// <summary>Place among all.</summary>
    public int Index { get; }
}
