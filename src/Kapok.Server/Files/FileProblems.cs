using Kapok.Events;
using Kapok.Events.Files;
using Kapok.Server.Files.Content;

namespace Kapok.Server.Files;

/// <summary>Why uploads are refused, in one clear line each. The codes are keys of the client's text catalogue under <c>files.fault.</c>.</summary>
internal static class FileProblems
{
    internal static UploadRefusal Empty { get; } = new("file-empty", StatusCodes.Status400BadRequest, "The file is empty.");

    internal static UploadRefusal NotAPicture { get; } = new("file-no-picture", StatusCodes.Status415UnsupportedMediaType, "A page of slides is a picture: WebP, PNG or JPEG.");

    internal static UploadRefusal DiskFull { get; } = new("disk-full", StatusCodes.Status507InsufficientStorage, "The server's disk is full: whoever runs it must make room.");

    internal static UploadRefusal TooLarge(FileSettings settings, FileKind kind) => new("file-too-large", StatusCodes.Status413PayloadTooLarge,
        $"The file is too large: a {kind.ToString().ToLowerInvariant()} has at most {settings.MostBytes(kind) / (1024 * 1024)} MB.");

    internal static UploadRefusal QuotaFull(FileSettings settings) => new("files-full", StatusCodes.Status409Conflict,
        $"The event has no space left for files (it has {settings.QuotaMegabytes} MB): delete some first.");

    internal static UploadRefusal Of(ContentFault fault) => fault switch
    {
        ContentFault.Archive => new("file-archive", StatusCodes.Status415UnsupportedMediaType, "This is an archive: unpack it, and upload the files in it one by one."),
        ContentFault.Pdf => new("file-pdf", StatusCodes.Status415UnsupportedMediaType, "This is a PDF: open it under Slides."),
        ContentFault.Damaged => new("file-damaged", StatusCodes.Status422UnprocessableEntity, "The file is damaged or cut off: make it again, and upload that."),
        ContentFault.Codec => new("file-codec", StatusCodes.Status415UnsupportedMediaType,
            "Not every browser plays what is in this file: save a film as MP4 (H.264 and AAC) or WebM, and a track as Opus, MP3, AAC, FLAC or WAV."),
        ContentFault.Duration => new("file-duration", StatusCodes.Status422UnprocessableEntity,
            "The file does not say how long it plays, or plays for more than a day: save it anew."),
        ContentFault.Pixels => new("file-pixels", StatusCodes.Status422UnprocessableEntity, "The picture has too many pixels: at most 8192 a side, and 40 million in all."),
        _ => new("file-unknown", StatusCodes.Status415UnsupportedMediaType,
            "This is no track (Opus, MP3, AAC, FLAC, WAV), film (MP4, WebM) or picture (PNG, JPEG, WebP)."),
    };

    internal static UploadRefusal Of(EventsRule rule, FileSettings settings) => rule switch
    {
        EventsRule.NotAllowed => new("not-allowed", StatusCodes.Status403Forbidden, "Speakers, performers, stage managers and organisers may do this."),
        EventsRule.EventUnknown => new("unknown-event", StatusCodes.Status404NotFound, "There is no such event."),
        EventsRule.FilesFull => QuotaFull(settings),
        EventsRule.FileUnknown => new("unknown-file", StatusCodes.Status404NotFound, "The file is not there any more."),
        EventsRule.DeckUnknown => new("unknown-deck", StatusCodes.Status404NotFound, "The slides are not there any more."),
        EventsRule.DeckPageUnknown => new("deck-pages", StatusCodes.Status400BadRequest, "Slides have 1 to 300 pages."),
        EventsRule.DecksTooMany => new("decks-full", StatusCodes.Status409Conflict, "The event has too many slide decks: delete some first."),
        _ => new("name-invalid", StatusCodes.Status400BadRequest, "Give it a name of 1 to 120 characters."),
    };
}
