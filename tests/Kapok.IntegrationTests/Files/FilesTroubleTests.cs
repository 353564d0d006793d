using System.Net;
using System.Text.Json.Nodes;
using Kapok.IntegrationTests.Storage;
using Xunit;

namespace Kapok.IntegrationTests.Files;

/// <summary>What is left of uploads when the server is killed or the disk is full.</summary>
public sealed class FilesTroubleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kapok-files-").FullName;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public async Task A_server_killed_during_an_upload_has_nothing_of_it_when_it_starts_again_and_all_of_what_it_acknowledged()
    {
        string data = Path.Combine(_folder, "data"), coming = Path.Combine(data, "files", "coming");
        string kept;
        await using (ServerProcess server = await ServerProcess.StartAsync(data, MakeAssets()))
        {
            HttpClient organiser = await OrganiserAsync(server.Address, data);
            (HttpStatusCode status, JsonNode body) = await FilesVenue.UploadAsync(organiser, FilesVenue.Sample("tone.ogg"), "kept");
            Assert.Equal(HttpStatusCode.Created, status);
            kept = body["file"]!.GetValue<string>();
            using CancellationTokenSource goes = new();
            Task<HttpResponseMessage> upload = organiser.PostAsync($"{FilesVenue.Files}?name=lost", new StreamContent(new Held(FilesVenue.Sample("tone.wav"))), goes.Token);
            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
            while (!Directory.EnumerateFiles(coming).Any(path => new FileInfo(path).Length > 0)) await Task.Delay(10, limit.Token);
            await server.KillAsync();
            await goes.CancelAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => upload);
        }
        Assert.Single(Directory.EnumerateFiles(coming));
        await using ServerProcess again = await ServerProcess.StartAsync(data, MakeAssets());
        Assert.Empty(Directory.EnumerateFiles(coming));
        JsonNode list = await FilesVenue.GetAsync(await OrganiserAsync(again.Address, data), FilesVenue.Files);
        Assert.Equal(kept, Assert.Single(list["files"]!.AsArray())!["file"]!.GetValue<string>());
        using HttpClient guest = new() { BaseAddress = again.Address };
        Assert.Equal(FilesVenue.Sample("tone.ogg"), await guest.GetByteArrayAsync($"/files/{kept}"));
    }

    [Fact]
    public async Task A_full_disk_is_said_in_one_line_and_nothing_is_half_stored()
    {
        await using SmallDisk? disk = await SmallDisk.MountAsync(1);
        if (disk is null) return; // not allowed here
        TestVenue venue = new($"--Files:Folder={disk.Folder}");
        await venue.InitializeAsync();
        try
        {
            disk.Fill("ballast");
            HttpClient organiser = await OrganiserAsync(venue.Address, venue.Data);
            (HttpStatusCode status, JsonNode problem) = await FilesVenue.UploadAsync(organiser, FilesVenue.Sample("tone.wav"), "a");
            Assert.Equal((HttpStatusCode.InsufficientStorage, "disk-full"), (status, problem["code"]!.GetValue<string>()));
            Assert.Empty(Directory.EnumerateFiles(Path.Combine(disk.Folder, "coming")));
            File.Delete(Path.Combine(disk.Folder, "ballast"));
            Assert.Equal(HttpStatusCode.Created, (await FilesVenue.UploadAsync(organiser, FilesVenue.Sample("tone.wav"), "a")).Status);
        }
        finally
        {
            await venue.DisposeAsync();
        }
    }

    private static async Task<HttpClient> OrganiserAsync(Uri address, string data)
    {
        HttpClient browser = new(new HttpClientHandler { CookieContainer = new(), AllowAutoRedirect = false }) { BaseAddress = address };
        string link = (await File.ReadAllTextAsync(Path.Combine(data, "organiser.link"))).Trim();
        browser.DefaultRequestHeaders.Add("X-Kapok-Link", link.Split('/')[^1]);
        return browser;
    }

    private string MakeAssets()
    {
        string scenes = Path.Combine(_folder, "assets", "scenes");
        Directory.CreateDirectory(scenes);
        foreach (string room in (string[])["arena", "forum", "terrace"])
            File.Copy(Path.Combine(TestVenue.RepositoryRoot(), "tests", "vectors", "scene-small.gltf"), Path.Combine(scenes, $"{room}.gltf"), overwrite: true);
        return Path.Combine(_folder, "assets");
    }

    /// <summary>The beginning of a track, after which nothing comes.</summary>
    private sealed class Held(byte[] head) : Stream
    {
        private int _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_read > 300_000) await Task.Delay(Timeout.Infinite, cancellationToken);
            int some = Math.Min(buffer.Length, 16_384);
            for (int at = 0; at < some; at++) buffer.Span[at] = _read + at < head.Length ? head[_read + at] : (byte)0;
            _read += some;
            return some;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
