using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kapok.Media.Stage.Ffmpeg;
using Kapok.Sockets.Tls;

namespace Kapok.Tools.Doctor;

/// <summary>What <c>kapok doctor</c> looks at. Each check is one method that returns its findings and never throws for what it finds.</summary>
public sealed class Checks(DoctorOptions options, TimeProvider time)
{
    private const long LowDiskBytes = 1L << 30, NoDiskBytes = 100L << 20;

    /// <summary>Runs every check in the order a person would want to mend things.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel)
    {
        Answer answer = await AskServerAsync(cancel);
        return [answer.Running, Port(answer), VoicePort(answer), Storage(), Disk(), .. await TlsAsync(answer, cancel), Clock(answer.Clock), Bundle(), Assets(),
            Ffmpeg(FfmpegTool.Auto)];
    }

    /// <summary>Whether voices can be listened for.</summary>
    public static Finding UdpPort(string host, int port)
    {
        if (!IPAddress.TryParse(host, out IPAddress? address))
            return Finding.Bad("Voice", $"{host} is not an address of this machine", "Give --host an IP address, such as 127.0.0.1 or 0.0.0.0.");
        try
        {
            using Socket probe = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            probe.Bind(new IPEndPoint(address, port));
            return IPAddress.IsLoopback(address)
                ? Finding.Good("Voice", $"UDP {port} on {address} is free")
                : Finding.Warn("Voice", $"UDP {port} on {address} is free; whether people reach it, this machine cannot see",
                    "Let UDP through the firewall, and set Voice:Advertised to the address at which they reach it.");
        }
        catch (SocketException e)
        {
            return Finding.Bad("Voice", $"UDP {port} on {address} cannot be had: {e.Message}", "Stop what uses it (ss -lunp shows what), or take another with --Voice:Port.");
        }
    }

    /// <summary>Whether there is an ffmpeg that makes what some viewers of a stage lack.</summary>
    /// <param name="setting">As <c>Stage:Ffmpeg</c> has it.</param>
    public static Finding Ffmpeg(string setting) => FfmpegTool.Find(setting) is { } program
        ? Finding.Good("Stages", $"{program} makes what some viewers lack")
        : Finding.Warn("Stages", "no ffmpeg: of broadcasts by RTMP, viewers by WebRTC are left out; of those in VP8, all others; and there is no smaller rendition",
            "Install it, on Debian with: sudo apt-get install ffmpeg. Or name it with Stage:Ffmpeg.");

    // Whoever names no certificate may ask about a venue that was started with one; to plain HTTP it answers 400 or nothing.
    private async Task<Answer> AskServerAsync(CancellationToken cancel)
    {
        using HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using HttpClient http = new(handler) { Timeout = TimeSpan.FromSeconds(3) };
        Answer? heard = null;
        foreach (string scheme in options.IsSecure ? [Uri.UriSchemeHttps] : (string[])[Uri.UriSchemeHttp, Uri.UriSchemeHttps])
        {
            try
            {
                using HttpResponseMessage answer = await http.GetAsync(new Uri($"{scheme}://{ConnectHost()}:{options.Port}/readyz"), cancel);
                heard = await ReadAsync(answer, scheme == Uri.UriSchemeHttps, cancel);
                if (heard.IsVenue) break;
            }
            catch (HttpRequestException refused) when (refused.HttpRequestError == HttpRequestError.ConnectionError)
            {
                break; // nobody listens, whatever is spoken
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // perhaps it speaks the other
            }
        }
        return heard ?? new(Finding.Good("Server", $"no venue is running on port {options.Port} now"), IsVenue: false, IsSecure: false, Clock: null);
    }

    private async Task<Answer> ReadAsync(HttpResponseMessage answer, bool isSecure, CancellationToken cancel)
    {
        if (answer.IsSuccessStatusCode) return new(Finding.Good("Server", $"a venue is running and ready on port {options.Port}"), IsVenue: true, isSecure, answer.Headers.Date);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            return new(Finding.Bad("Server", $"the venue on port {options.Port} is not ready: {await FirstLineAsync(answer, cancel)}", "Its log says what it waits for."), IsVenue: true, isSecure,
                answer.Headers.Date);
        return new(Finding.Good("Server", $"what runs on port {options.Port} is no venue (it answers {(int)answer.StatusCode})"), IsVenue: false, isSecure, Clock: null);
    }

    private static async Task<string> FirstLineAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        string text = (await answer.Content.ReadAsStringAsync(cancel)).Trim();
        return text.Split('\n')[0] is { Length: > 0 } line ? line : ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
    }

    private Finding Port(Answer answer)
    {
        if (answer.IsVenue) return Finding.Good("Port", $"{options.Port} is held by the venue");
        if (!IPAddress.TryParse(options.Host, out IPAddress? address))
            return Finding.Bad("Port", $"{options.Host} is not an address of this machine", "Give --host an IP address, such as 127.0.0.1 or 0.0.0.0.");
        try
        {
            using TcpListener listener = new(address, options.Port);
            listener.Start();
            return Finding.Good("Port", $"{options.Port} on {address} is free");
        }
        catch (SocketException e)
        {
            return Finding.Bad("Port", $"{options.Port} on {address} cannot be had: {e.Message}", "Stop what uses it (ss -ltnp shows what), or take another with --port.");
        }
    }

    private Finding VoicePort(Answer answer) =>
        answer.IsVenue ? Finding.Good("Voice", $"UDP {options.Port} is held by the venue") : UdpPort(options.Host, options.Port);

    private Finding Storage()
    {
        string database = Path.Combine(options.Data, "kapok.db");
        try
        {
            if (File.Exists(options.Data)) return Finding.Bad("Storage", $"{options.Data} is a file, not a folder", "Name another folder with --data, or move the file away.");
            Directory.CreateDirectory(options.Data);
            string probe = Path.Combine(options.Data, $".doctor-{Environment.ProcessId}");
            try
            {
                File.WriteAllBytes(probe, new byte[64 * 1024]); // more than a file system keeps inside the entry itself, so that a full disk shows
            }
            finally
            {
                File.Delete(probe);
            }
            if (!File.Exists(database)) return Finding.Good("Storage", $"{options.Data} can be written; the database is made at the first start");
            using FileStream file = new(database, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> head = stackalloc byte[16];
            return file.ReadAtLeast(head, 16, throwOnEndOfStream: false) == 16 && head.SequenceEqual("SQLite format 3\0"u8)
                ? Finding.Good("Storage", $"{database}, {file.Length / 1024} KiB")
                : Finding.Bad("Storage", $"{database} is not a SQLite database", "Put back a copy from your backup, or move the file away to begin anew. Nothing was changed.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Bad("Storage", $"{options.Data} cannot be written: {e.Message}",
                "Give the user that runs Kapok the right to write there, or name another folder with --data.");
        }
    }

    private Finding Disk()
    {
        string folder = Path.GetFullPath(options.Data);
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent) folder = parent;
        long free = new DriveInfo(folder).AvailableFreeSpace;
        string amount = free < LowDiskBytes ? $"{free >> 20} MiB" : $"{free / (double)(1L << 30):F1} GiB", fact = $"{amount} free for {options.Data}";
        return free switch
        {
            < NoDiskBytes => Finding.Bad("Disk", fact, "Make room: the database cannot grow."),
            < LowDiskBytes => Finding.Warn("Disk", fact, "Make room before the event; 1 GiB is comfortable."),
            _ => Finding.Good("Disk", fact),
        };
    }

    private async Task<IReadOnlyList<Finding>> TlsAsync(Answer answer, CancellationToken cancel)
    {
        if (options.Certificate is not null || options.Key is not null)
        {
            IReadOnlyList<Finding> files = CertificateChecks.Files(options.Certificate, options.Key, time.GetUtcNow(), out IReadOnlyList<ServerCertificate> usable);
            return answer.IsSecure ? [.. files, .. await CertificateChecks.CompareAsync(ConnectHost(), options.Port, usable, cancel)] : files;
        }
        if (options.SelfSigned) return [CertificateChecks.OfOwn()];
        if (answer.IsSecure) return await CertificateChecks.ServedAsync(ConnectHost(), options.Port, time.GetUtcNow(), cancel);
        bool local = IPAddress.TryParse(options.Host, out IPAddress? address) && IPAddress.IsLoopback(address);
        return [local ? Finding.Good("TLS", "not needed on this machine alone")
            : Finding.Warn("TLS", "no certificate: browsers of other machines give no microphone to a page without HTTPS",
                "Use --cert and --key, put nginx or Caddy in front (deploy/), or --self-signed for a trial.")];
    }

    private Finding Clock(DateTimeOffset? serverClock)
    {
        DateTimeOffset now = time.GetUtcNow(), built = File.GetLastWriteTimeUtc(typeof(Checks).Assembly.Location);
        if (now < built - TimeSpan.FromDays(1))
            return Finding.Bad("Clock", $"this machine says {now:yyyy-MM-dd HH:mm} UTC, before Kapok was built",
            "Set the clock (timedatectl set-ntp true): links and tickets expire by it.");
        if (serverClock is { } other && (other - now).Duration() > TimeSpan.FromSeconds(30))
            return Finding.Warn("Clock", $"the server's clock differs by {(other - now).TotalSeconds:F0} s", "Let both keep time by NTP.");
        return Finding.Good("Clock", $"{now:yyyy-MM-dd HH:mm:ss} UTC");
    }

    private Finding Bundle()
    {
        string index = Path.Combine(options.Client, "index.html");
        if (!File.Exists(index)) return Finding.Bad("Client", $"{index} is missing", Installation.HowToBuild);
        int scripts = Directory.EnumerateFiles(options.Client, "*.js", SearchOption.AllDirectories).Count();
        int packed = Directory.EnumerateFiles(options.Client, "*.js.br", SearchOption.AllDirectories).Count();
        return packed < scripts
            ? Finding.Warn("Client", $"{scripts - packed} of {scripts} scripts are not compressed", Installation.HowToBuild)
            : Finding.Good("Client", $"{scripts} scripts, compressed");
    }

    private Finding Assets()
    {
        string[] needed = ["scenes/arena.glb", "scenes/forum.glb", "scenes/terrace.glb", "avatars/kit.vrm"];
        string[] missing = [.. needed.Where(name => !File.Exists(Path.Combine(options.Assets, name)))];
        return missing.Length == 0
            ? Finding.Good("Places", $"three places and the avatar kit in {options.Assets}")
            : Finding.Bad("Places", $"missing in {options.Assets}: {string.Join(", ", missing)}", Installation.HowToBuild);
    }

    private string ConnectHost() => options.Host is "0.0.0.0" or "::" ? "127.0.0.1" : options.Host;

    /// <summary>What answers on the port.</summary>
    private sealed record Answer(Finding Running, bool IsVenue, bool IsSecure, DateTimeOffset? Clock);
}
