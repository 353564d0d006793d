using System.IO.Compression;
using System.Text;
using Kapok.Events.Files;
using Kapok.Server.Files.Content;
using Xunit;

namespace Kapok.Tests.Files;

/// <summary>What an upload is, is seen by its content; the samples are what ffmpeg 5.1 writes.</summary>
public sealed class ContentTests
{
    internal static string Folder { get; } = Path.Combine(Repository.Root, "tests", "vectors", "files");

    [Theory]
    [InlineData("tone.ogg", FileKind.Track, "audio/ogg", 1500)]
    [InlineData("vorbis.ogg", FileKind.Track, "audio/ogg", 1500)]
    [InlineData("tone.mp3", FileKind.Track, "audio/mpeg", 1536)]
    [InlineData("vbr.mp3", FileKind.Track, "audio/mpeg", 1536)]
    [InlineData("tone.aac", FileKind.Track, "audio/aac", 1536)]
    [InlineData("tone.m4a", FileKind.Track, "audio/mp4", 1500)]
    [InlineData("tone.flac", FileKind.Track, "audio/flac", 1500)]
    [InlineData("tone.wav", FileKind.Track, "audio/wav", 1500)]
    [InlineData("film.mp4", FileKind.Film, "video/mp4", 1500)]
    [InlineData("fragments.mp4", FileKind.Film, "video/mp4", 1500)]
    [InlineData("film.webm", FileKind.Film, "video/webm", 1500)]
    [InlineData("live.webm", FileKind.Film, "video/webm", 1500)]
    [InlineData("picture.png", FileKind.Picture, "image/png", 0)]
    [InlineData("picture.jpg", FileKind.Picture, "image/jpeg", 0)]
    [InlineData("picture.webp", FileKind.Picture, "image/webp", 0)]
    [InlineData("lossless.webp", FileKind.Picture, "image/webp", 0)]
    public void A_file_is_what_is_in_it(string name, FileKind kind, string type, int durationMs)
    {
        Assert.Equal(ContentFault.None, ContentCheck.Read(Sample(name), out FileFacts facts));
        Assert.Equal((kind, type), (facts.Kind, facts.Type));
        // A recording that does not say how long it is, is known to the beginning of its last stretch.
        Assert.InRange(facts.DurationMs, durationMs - (name == "live.webm" ? 600 : 40), durationMs + 220);
        Assert.Equal(kind == FileKind.Track ? (0, 0) : (96, 64), (facts.Width, facts.Height));
    }

    [Theory]
    [InlineData("hevc.mp4", ContentFault.Codec)]
    [InlineData("film.mkv", ContentFault.Codec)]
    public void What_not_every_browser_plays_is_refused(string name, ContentFault fault) => Assert.Equal(fault, ContentCheck.Read(Sample(name), out _));

    [Theory]
    [InlineData("tone.wav")]
    [InlineData("tone.flac")]
    [InlineData("film.mp4")]
    [InlineData("tone.m4a")]
    [InlineData("film.webm")]
    [InlineData("picture.png")]
    [InlineData("picture.jpg")]
    [InlineData("picture.webp")]
    public void What_is_cut_off_is_damaged(string name)
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(Folder, name));
        int half = name == "tone.flac" ? 40 : whole.Length / 2; // a stream may be cut anywhere behind its head and still plays to there
        Assert.Equal(ContentFault.Damaged, ContentCheck.Read(new MemoryBytes(whole[..half]), out _));
    }

    [Fact]
    public void What_says_it_is_a_track_and_is_not_is_refused_for_what_it_is()
    {
        using MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true)) archive.CreateEntryFromFile(Path.Combine(Folder, "tone.mp3"), "tone.mp3");
        Assert.Equal(ContentFault.Archive, Fault(zip.ToArray()));
        Assert.Equal(ContentFault.Pdf, Fault(Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj")));
        Assert.Equal(ContentFault.Unknown, Fault(Encoding.ASCII.GetBytes("<!doctype html><script>alert(1)</script>")));
        Assert.Equal(ContentFault.Unknown, Fault(Encoding.ASCII.GetBytes("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")));
        Assert.Equal(ContentFault.Unknown, Fault(Encoding.ASCII.GetBytes("GIF89a and so on and so on")));
        Assert.Equal(ContentFault.Unknown, Fault([]));
        Assert.Equal(ContentFault.Unknown, Fault([0xFF, 0xFB, 0x90, 0x00, .. Enumerable.Repeat((byte)0, 4000)])); // one header of an MP3, and nothing behind it
    }

    [Fact]
    public void A_picture_that_would_take_gigabytes_to_show_is_refused()
    {
        byte[] png = File.ReadAllBytes(Path.Combine(Folder, "picture.png"));
        png[18] = 0x7F; // 32,000 pixels wide
        Assert.Equal(ContentFault.Pixels, Fault(png));
    }

    [Fact]
    public void Tags_before_and_behind_an_MP3_are_no_sound()
    {
        byte[] sound = File.ReadAllBytes(Path.Combine(Folder, "tone.mp3"));
        Assert.Equal(ContentFault.None, ContentCheck.Read(new MemoryBytes(sound), out FileFacts plain));
        byte[] tag = [.. "ID3"u8, 3, 0, 0, 0, 0, 1, 0, .. new byte[128]], old = [.. "TAG"u8, .. new byte[125]];
        Assert.Equal(ContentFault.None, ContentCheck.Read(new MemoryBytes([.. tag, .. sound, .. old]), out FileFacts tagged));
        Assert.Equal(plain.DurationMs, tagged.DurationMs);
    }

    private static ContentFault Fault(byte[] bytes) => ContentCheck.Read(new MemoryBytes(bytes), out _);

    private static MemoryBytes Sample(string name) => new(File.ReadAllBytes(Path.Combine(Folder, name)));
}
