using Kapok.Events.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Links;

/// <summary>The organiser's own link: its token lies in the data folder, so that every start can print it.</summary>
/// <remarks>
/// The one token that is kept in clear, in a file that only the server's user may read (mode 0600), beside the database
/// it opens anyway. Whoever wants it gone revokes it in the console after making another; a new one is made at the next
/// start only when no organiser's link works any more.
/// </remarks>
public sealed class OrganiserLink(IDbContextFactory<EventsContext> contexts, CreateLink create, StorageOptions options, TimeProvider time)
{
    public const string FileName = "organiser.link";

    private string FilePath => Path.Combine(options.DataFolder, FileName);

    /// <summary>The token of a working organiser's link; null when the one in the file was revoked and others work.</summary>
    public async Task<string?> ReadOrCreateAsync(Guid eventId, CancellationToken cancel = default)
    {
        string? kept = File.Exists(FilePath) ? (await File.ReadAllTextAsync(FilePath, cancel)).Trim() : null;
        DateTimeOffset now = time.GetUtcNow();
        await using EventsContext context = await contexts.CreateDbContextAsync(cancel);
        List<RoleLink> links = await context.Links.AsNoTracking()
            .Where(link => link.EventId == eventId && link.Role == EventRole.Organiser && link.RevokedAt == null).ToListAsync(cancel);
        links.RemoveAll(link => link.StoppedBy(now) is not null);
        if (kept is not null && links.Exists(link => link.TokenHash.AsSpan().SequenceEqual(LinkToken.Hash(kept)))) return kept;
        if (kept is not null && links.Count > 0) return null;

        CreateLink.Request request = new(eventId, "Organiser", EventRole.Organiser, ExpiresAt: null);
        CreateLink.Created created = (await create.HandleAsync(request, Operator.Server, cancel)).Value;
        await WriteAsync(created.Token, cancel);
        return created.Token;
    }

    private async Task WriteAsync(string token, CancellationToken cancel)
    {
        FileStreamOptions writing = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) writing.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using StreamWriter writer = new(FilePath, writing);
        await writer.WriteLineAsync(token.AsMemory(), cancel);
    }
}
