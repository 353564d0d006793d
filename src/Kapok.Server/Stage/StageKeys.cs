using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Kapok.Cluster;

namespace Kapok.Server.Stage;

/// <summary>The keys by which stages are published.</summary>
public sealed class StageKeys
{
    /// <summary>The most characters that are looked at.</summary>
    public const int MostCharacters = 64;

    // Without what is mistaken for another when read out: 0 o, 1 i l.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Groups = 6, GroupLength = 5; // 30 letters of 31: 148 bits

    private readonly ConcurrentDictionary<StageKey, Entry> _stages = new();
    private readonly ConcurrentDictionary<string, StageKey> _marks = new(StringComparer.Ordinal);

    /// <summary>Makes a key: six groups of five letters and digits, which fits into addresses and can be read out.</summary>
    public static string NewKey() => string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Letters, GroupLength)));

    /// <summary>What stands for a key.</summary>
    public static string MarkOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The key of a stage, made with the first ask.</summary>
    public string Of(StageKey stage) => _stages.GetOrAdd(stage, Make).Key;

    /// <summary>What a second publisher meets.</summary>
    public SecondPublisher SecondOf(StageKey stage) => _stages.TryGetValue(stage, out Entry? entry) ? entry.Second : SecondPublisher.Refused;

    /// <summary>Whose key it is.</summary>
    public (StageKey Stage, string Mark)? Find(string key)
    {
        if (key is not { Length: > 0 and <= MostCharacters }) return null;
        string mark = MarkOf(key);
        return _marks.TryGetValue(mark, out StageKey stage) ? (stage, mark) : null;
    }

    /// <summary>Whether a mark still stands for a stage's key.</summary>
    public bool Holds(StageKey stage, string mark) => _marks.TryGetValue(mark, out StageKey held) && held == stage;

    /// <summary>Makes a new key.</summary>
    public void Rotate(StageKey stage)
    {
        if (_stages.TryGetValue(stage, out Entry? old)) _marks.TryRemove(MarkOf(old.Key), out _);
        _stages[stage] = Make(stage) with { Second = old?.Second ?? SecondPublisher.Refused };
    }

    /// <summary>Says what a second publisher meets.</summary>
    public void Choose(StageKey stage, SecondPublisher second) => _stages[stage] = _stages.GetOrAdd(stage, Make) with { Second = second };

    private Entry Make(StageKey stage)
    {
        string key = NewKey();
        _marks[MarkOf(key)] = stage;
        return new(key, SecondPublisher.Refused);
    }

    private sealed record Entry(string Key, SecondPublisher Second);
}
