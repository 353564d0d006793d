using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kapok.Events;
using Kapok.Server.Files;
using Xunit;

namespace Kapok.IntegrationTests.Files;

/// <summary>Files over HTTP: uploaded, served, listed, renamed and deleted.</summary>
public sealed class FilesTests(FilesVenue venue) : IClassFixture<FilesVenue>
{
    [Fact]
    public async Task A_track_is_uploaded_and_served_with_ranges()
    {
        HttpClient dj = await venue.AsAsync(EventRole.Performer);
        byte[] bytes = FilesVenue.Sample("tone.ogg");
        (HttpStatusCode status, JsonNode file) = await FilesVenue.UploadAsync(dj, bytes, "夜曲 No. 1.mp3");
        Assert.True(status == HttpStatusCode.Created, file.ToJsonString());
        Assert.Equal(("track", "audio/ogg", "夜曲 No. 1.mp3"), (Text(file, "kind"), Text(file, "type"), Text(file, "name"))); // by its content and not by its name
        Assert.InRange(file["durationMs"]!.GetValue<int>(), 1480, 1520);

        HttpClient guest = venue.Browser();
        using HttpResponseMessage whole = await guest.GetAsync($"/files/{Text(file, "file")}");
        Assert.Equal(bytes, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal("audio/ogg", whole.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", whole.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", whole.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("immutable", whole.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using HttpRequestMessage part = new(HttpMethod.Get, $"/files/{Text(file, "file")}") { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using HttpResponseMessage some = await guest.SendAsync(part);
        Assert.Equal(HttpStatusCode.PartialContent, some.StatusCode);
        Assert.Equal(bytes[100..200], await some.Content.ReadAsByteArrayAsync());
        using HttpRequestMessage beyond = new(HttpMethod.Get, $"/files/{Text(file, "file")}") { Headers = { Range = new RangeHeaderValue(1_000_000, null) } };
        using HttpResponseMessage none = await guest.SendAsync(beyond);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, none.StatusCode);
    }

    [Fact]
    public async Task The_same_content_twice_is_one_file_and_goes_when_it_is_deleted()
    {
        HttpClient dj = await venue.AsAsync(EventRole.Performer);
        byte[] bytes = FilesVenue.Sample("tone.mp3");
        (HttpStatusCode Status, JsonNode Body)[] both = await Task.WhenAll(FilesVenue.UploadAsync(dj, bytes, "first"), FilesVenue.UploadAsync(dj, bytes, "second"));
        Assert.All(both, one => Assert.Equal(HttpStatusCode.Created, one.Status));
        string id = Text(both[0].Body, "file");
        Assert.Equal(id, Text(both[1].Body, "file"));
        JsonNode list = await FilesVenue.GetAsync(dj, FilesVenue.Files);
        Assert.Single(list["files"]!.AsArray(), file => Text(file!, "file") == id);

        using HttpResponseMessage renamed = await dj.PatchAsJsonAsync($"{FilesVenue.Files}/{id}", new { name = "Overture" });
        Assert.Equal(HttpStatusCode.OK, renamed.StatusCode);
        list = await FilesVenue.GetAsync(dj, FilesVenue.Files);
        Assert.Equal("Overture", Text(list["files"]!.AsArray().Single(file => Text(file!, "file") == id)!, "name"));
        using HttpResponseMessage deleted = await dj.DeleteAsync($"{FilesVenue.Files}/{id}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using HttpResponseMessage gone = await venue.Browser().GetAsync($"/files/{id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.False(File.Exists(Path.Combine(venue.Stored, id[..2], id)));
        using HttpResponseMessage again = await dj.DeleteAsync($"{FilesVenue.Files}/{id}");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task What_is_no_file_of_ours_is_refused_with_one_clear_line_and_leaves_nothing()
    {
        HttpClient dj = await venue.AsAsync(EventRole.Performer);
        Assert.Equal("file-archive", await RefusedAsync([.. "PK\x03\x04"u8, .. new byte[5000]], HttpStatusCode.UnsupportedMediaType));
        Assert.Equal("file-pdf", await RefusedAsync("%PDF-1.7 and more of it"u8.ToArray(), HttpStatusCode.UnsupportedMediaType));
        Assert.Equal("file-unknown", await RefusedAsync("<html><script>alert(1)</script></html>"u8.ToArray(), HttpStatusCode.UnsupportedMediaType));
        Assert.Equal("file-codec", await RefusedAsync(FilesVenue.Sample("hevc.mp4"), HttpStatusCode.UnsupportedMediaType));
        Assert.Equal("file-damaged", await RefusedAsync(FilesVenue.Sample("film.mp4")[..6000], HttpStatusCode.UnprocessableEntity));
        Assert.Equal("file-empty", await RefusedAsync([], HttpStatusCode.BadRequest));
        byte[] wav = FilesVenue.Sample("tone.wav");
        Assert.Equal("file-too-large", await RefusedAsync([.. wav, .. new byte[1024 * 1024]], HttpStatusCode.RequestEntityTooLarge));
        Assert.Equal("files-full", await RefusedAsync([.. FilesVenue.Sample("film.webm"), .. new byte[2 * 1024 * 1024]], HttpStatusCode.Conflict));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(venue.Stored, "coming")));

        async Task<string> RefusedAsync(byte[] bytes, HttpStatusCode expected)
        {
            (HttpStatusCode status, JsonNode problem) = await FilesVenue.UploadAsync(dj, bytes, "track.mp3");
            Assert.True(status == expected, problem.ToJsonString());
            Assert.NotEmpty(Text(problem, "title"));
            return Text(problem, "code");
        }
    }

    [Fact]
    public async Task Only_those_with_a_role_bring_files_and_only_from_pages_of_the_venue()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await FilesVenue.UploadAsync(venue.Browser(), FilesVenue.Sample("tone.aac"), "a")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await FilesVenue.UploadAsync(await venue.AsAsync(EventRole.Attendee), FilesVenue.Sample("tone.aac"), "a")).Status);
        HttpClient speaker = await venue.AsAsync(EventRole.Speaker);
        speaker.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        (HttpStatusCode status, JsonNode problem) = await FilesVenue.UploadAsync(speaker, FilesVenue.Sample("tone.aac"), "a");
        Assert.Equal((HttpStatusCode.Forbidden, "origin-refused"), (status, Text(problem, "code")));
        foreach (string strange in (string[])["/files/../kapok.db", "/files/x", $"/files/{new string('A', 40)}", $"/files/{new string('0', 40)}"])
        {
            using HttpResponseMessage answer = await venue.Browser().GetAsync(strange);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Somebody_who_goes_away_in_the_middle_leaves_nothing()
    {
        HttpClient dj = await venue.AsAsync(EventRole.Performer);
        using CancellationTokenSource goes = new();
        using StreamContent content = new(new Endless(FilesVenue.Sample("tone.wav"), goes));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dj.PostAsync($"{FilesVenue.Files}?name=a", content, goes.Token));
        await EventuallyEmptyAsync(Path.Combine(venue.Stored, "coming"));
    }

    [Fact]
    public async Task Bytes_that_belong_to_no_event_are_swept_and_those_of_a_moment_ago_are_left()
    {
        string old = Orphan('a', TimeSpan.FromHours(2)), young = Orphan('b', TimeSpan.Zero);
        await venue.Service<FileShelf>().SweepAsync(default);
        Assert.Equal((false, true), (File.Exists(old), File.Exists(young)));
        File.Delete(young);

        string Orphan(char digit, TimeSpan age)
        {
            string id = new(digit, 40), path = Path.Combine(venue.Stored, id[..2], id);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "x");
            File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime - age);
            return path;
        }
    }

    private static async Task EventuallyEmptyAsync(string folder)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        while (Directory.EnumerateFiles(folder).Any()) await Task.Delay(20, limit.Token);
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    /// <summary>A recording that does not end; when some of it was read, its sender goes away.</summary>
    private sealed class Endless(byte[] head, CancellationTokenSource goes) : Stream
    {
        private int _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int some = Math.Min(count, 16_384);
            for (int at = 0; at < some; at++) buffer[offset + at] = _read + at < head.Length ? head[_read + at] : (byte)0;
            _read += some;
            if (_read > 500_000) goes.Cancel();
            return some;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
