using System.Buffers;
using System.Security.Cryptography;
using Kapok.Events;
using Kapok.Events.Files;
using Kapok.Server.Files.Content;
using Microsoft.Win32.SafeHandles;

namespace Kapok.Server.Files;

/// <summary>Why an upload was not taken; null where it was.</summary>
/// <param name="Code">Of the problem details, e.g. <c>file-archive</c>.</param>
/// <param name="Status">Of HTTP.</param>
/// <param name="Title">In plain words, English.</param>
public sealed record UploadRefusal(string Code, int Status, string Title);

/// <summary>Takes what people upload: looks at what it is, and keeps it once it is whole and good.</summary>
public sealed class Uploads(FileStore store, FileShelf shelf, KeepFiles files, FileSettings settings) : IDisposable
{
    /// <summary>The most uploads at once: each has a buffer and a file open, and its sender waits for their turn.</summary>
    public const int Together = 16;

    private const int BufferBytes = 64 * 1024;
    private const int DiskFullWindows = unchecked((int)0x80070070), DiskFullUnix = 28, QuotaUnix = 122; // ERROR_DISK_FULL, ENOSPC, EDQUOT

    private readonly SemaphoreSlim _places = new(Together);

    /// <summary>Takes an upload.</summary>
    /// <param name="eventName">The event it is for.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="announced">How many its sender says there are; null for not said.</param>
    /// <param name="name">As its sender calls it.</param>
    /// <param name="asSlide">It is a page of slides: a picture, with the limit of those.</param>
    /// <param name="by">Who sends it.</param>
    /// <param name="cancel">The sender went away.</param>
    /// <returns>The file, or why it was not taken: then nothing of it is left.</returns>
    public async Task<(StoredFile? File, UploadRefusal? Refusal)> TakeAsync(
        string eventName, Stream body, long? announced, string name, bool asSlide, Operator by, CancellationToken cancel)
    {
        if (announced == 0) return (null, FileProblems.Empty);
        if (announced > settings.MostBytes(asSlide ? FileKind.Slide : FileKind.Film)) return (null, FileProblems.TooLarge(settings, asSlide ? FileKind.Slide : FileKind.Film));
        if (await files.UsedBytesAsync(eventName, cancel) + (announced ?? 1) > settings.QuotaBytes) return (null, FileProblems.QuotaFull(settings));
        await _places.WaitAsync(cancel);
        FileStream? coming = null;
        try
        {
            coming = store.Begin();
            (string? id, UploadRefusal? refusal) = await ReceiveAsync(body, coming, asSlide, cancel);
            if (refusal is not null) return (null, refusal);
            if (Look(coming, asSlide, out FileFacts facts) is { } wrong) return (null, wrong);
            FileKind kind = asSlide ? FileKind.Slide : facts.Kind;
            KeepFiles.Request request = new(eventName, id!, kind, facts.Type, name, coming.Length, facts.DurationMs, facts.Width, facts.Height, settings.QuotaBytes);
            Outcome<StoredFile> added = await shelf.AddAsync(coming, request, by, cancel);
            return added.Succeeded(out StoredFile? file, out EventsRule broken) ? (file, null) : (null, FileProblems.Of(broken, settings));
        }
        catch (IOException error) when (IsDiskFull(error))
        {
            return (null, FileProblems.DiskFull);
        }
        finally
        {
            if (coming is not null) FileStore.Discard(coming);
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    // What is no track, film or picture is refused by its first bytes, and not after a gigabyte of it.
    private async Task<(string? Id, UploadRefusal? Refusal)> ReceiveAsync(Stream body, FileStream into, bool asSlide, CancellationToken cancel)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long most = 0, length = 0;
            FileKind kind = default;
            while (await FillAsync(body, buffer, cancel) is > 0 and int read)
            {
                if (length == 0)
                {
                    if (ContentCheck.Guess(buffer.AsSpan(0, Math.Min(read, ContentCheck.HeadBytes)), out kind) is not ContentFault.None and ContentFault fault)
                        return (null, FileProblems.Of(fault));
                    if (asSlide) kind = kind == FileKind.Picture ? FileKind.Slide : default;
                    if (kind == default) return (null, FileProblems.NotAPicture);
                    most = settings.MostBytes(kind);
                }
                length += read;
                if (length > most) return (null, FileProblems.TooLarge(settings, kind));
                hash.AppendData(buffer, 0, read);
                await into.WriteAsync(buffer.AsMemory(0, read), cancel);
            }
            return length == 0 ? (null, FileProblems.Empty) : (Convert.ToHexStringLower(hash.GetHashAndReset())[..StoredFile.IdLength], null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<int> FillAsync(Stream body, byte[] buffer, CancellationToken cancel)
    {
        int count = 0;
        while (count < BufferBytes && await body.ReadAsync(buffer.AsMemory(count, BufferBytes - count), cancel) is > 0 and int read) count += read;
        return count;
    }

    private UploadRefusal? Look(FileStream whole, bool asSlide, out FileFacts facts)
    {
        if (ContentCheck.Read(new HandleBytes(whole.SafeFileHandle, whole.Length), out facts) is not ContentFault.None and ContentFault fault) return FileProblems.Of(fault);
        // What looked like a film may hold sound alone.
        FileKind kind = asSlide ? FileKind.Slide : facts.Kind;
        return whole.Length > settings.MostBytes(kind) ? FileProblems.TooLarge(settings, kind) : null;
    }

    private static bool IsDiskFull(IOException error) => error.HResult is DiskFullWindows or DiskFullUnix or QuotaUnix;

    private sealed class HandleBytes(SafeFileHandle handle, long length) : IFileBytes
    {
        public long Length => length;

        public int Read(long at, Span<byte> into) => RandomAccess.Read(handle, into, at);
    }
}
