using System.Security.Cryptography;
using System.Text;
using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Stage;
using Kapok.Events.Storage;
using Kapok.Media.Stage;
using Microsoft.AspNetCore.DataProtection;

namespace Kapok.Server.Stage;

/// <summary>Says whose a key is.</summary>
public interface IStageKeys
{
    /// <summary>The ticket of a key; null for no stage's.</summary>
    ValueTask<StageTicket?> FindAsync(string key, CancellationToken cancellation);
}

/// <summary>The keys by which stages are published: kept encrypted, so that a manager can see them again and a copy of the database opens nothing.</summary>
public sealed class StageKeys(StageStore store, IDataProtectionProvider protection) : IStageKeys
{
    // Without what is mistaken for another when read out: 0 o, 1 i l.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Groups = 6, GroupLength = 5; // 30 letters of 31: 148 bits

    private readonly IDataProtector _protector = protection.CreateProtector("Kapok.Stage.Key");

    /// <summary>What stands for a key.</summary>
    public static string MarkOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <inheritdoc/>
    public async ValueTask<StageTicket?> FindAsync(string key, CancellationToken cancellation)
    {
        if (!IsKey(key) || await store.FindAsync(MarkOf(key), cancellation) is not { } kept) return null;
        return new(kept.Event, kept.Stage, kept.Key.Mark, kept.TakesOver);
    }

    /// <summary>What a second publisher meets at the stages of an event that have a key.</summary>
    public async Task<IReadOnlyDictionary<string, SecondPublisher>> SecondsAsync(string eventId, CancellationToken cancellation) =>
        (await store.ListAsync(eventId, cancellation)).ToDictionary(kept => kept.Stage, kept => kept.TakesOver ? SecondPublisher.TakesOver : SecondPublisher.Refused);

    /// <summary>The key of a stage, made with the first ask.</summary>
    /// <returns>Null when there is no such stage.</returns>
    public async Task<string?> OfAsync(StageKey stage, CancellationToken cancellation)
    {
        if (!(await store.ReadOrBeginAsync(stage.Event, stage.Stage, NewKey, cancellation)).Succeeded(out StageStore.Kept? kept, out _)) return null;
        try
        {
            return _protector.Unprotect(kept.Key.Sealed);
        }
        catch (CryptographicException)
        {
            // The keys beside the database are others than those it was encrypted with, as after half a restore: nobody can see this one again.
            return await RotateAsync(stage, cancellation) == MeasureResult.Ok ? await OfAsync(stage, cancellation) : null;
        }
    }

    /// <summary>Makes a new key; the old one finds nothing from then on.</summary>
    public Task<MeasureResult> RotateAsync(StageKey stage, CancellationToken cancellation) =>
        KeepAsync(store.ReplaceKeyAsync(stage.Event, stage.Stage, NewKey, cancellation));

    /// <summary>What stands for the key that a stage has now; null without one.</summary>
    public async Task<string?> MarkAsync(StageKey stage, CancellationToken cancellation) =>
        (await store.ListAsync(stage.Event, cancellation)).FirstOrDefault(kept => kept.Stage == stage.Stage)?.Key.Mark;

    /// <summary>Says what a second publisher meets.</summary>
    public Task<MeasureResult> ChooseAsync(StageKey stage, SecondPublisher second, CancellationToken cancellation) =>
        KeepAsync(store.ChooseAsync(stage.Event, stage.Stage, second == SecondPublisher.TakesOver, NewKey, cancellation));

    private static async Task<MeasureResult> KeepAsync(Task<Outcome<StageStore.Kept>> keeping)
    {
        try
        {
            return (await keeping).Broken is null ? MeasureResult.Ok : StageService.Unknown;
        }
        catch (Exception error) when (StorageTrouble.MayPass(error))
        {
            return StageService.NotStored;
        }
    }

    // Whatever else a stranger sends is answered without asking the database.
    private static bool IsKey(string? key) => key is { Length: (Groups * (GroupLength + 1)) - 1 }
        && key.All(letter => letter == '-' || Letters.Contains(letter, StringComparison.Ordinal));

    private StageStore.Key NewKey()
    {
        string key = string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Letters, GroupLength)));
        return new(_protector.Protect(key), MarkOf(key));
    }
}
