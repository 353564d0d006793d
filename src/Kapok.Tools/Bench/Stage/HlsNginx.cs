using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kapok.Tools.Bench.Sockets;

namespace Kapok.Tools.Bench.Stage;

/// <summary>Debian's nginx as it serves the same list and parts from files, on the server's processor, with one worker.</summary>
internal sealed class HlsNginx : IDisposable
{
    private const int Connections = 24_000;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(10), Look = TimeSpan.FromMilliseconds(50);

    private readonly Process _shell;

    private HlsNginx(Process shell, IPEndPoint address) => (_shell, Address) = (shell, address);

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="folder">Its files, of which <c>www</c> is served.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or does not start.</exception>
    public static async Task<HlsNginx> StartAsync(string folder, CancellationToken cancel)
    {
        string program = NginxFront.Places.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("nginx is not installed: apt-get install nginx-light.");
        int port = NginxFront.FreePort();
        string file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, Text(folder, port), cancel);
        ProcessStartInfo start = Processors.OnFirst("/bin/sh", ["-c", NginxFront.EndsWithUs, "front", program, "-p", folder, "-c", file]);
        (start.RedirectStandardInput, start.RedirectStandardError) = (true, true);
        HlsNginx nginx = new(Process.Start(start)!, new(IPAddress.Loopback, port));
        nginx._shell.BeginErrorReadLine();
        long began = Stopwatch.GetTimestamp();
        while (!nginx.IsThere())
        {
            if (nginx._shell.HasExited || Stopwatch.GetElapsedTime(began) > StartTime)
            {
                nginx.Dispose();
                throw new InvalidOperationException("nginx does not start.");
            }
            await Task.Delay(Look, cancel);
        }
        return nginx;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _shell.StandardInput.Close();
        if (!_shell.WaitForExit(5000)) _shell.Kill();
        _shell.Dispose();
    }

    // As one would set it up for files that many want: sent by the kernel, kept open, connections kept for ever.
    private static string Text(string folder, int port) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        daemon off;
        worker_processes 1;
        worker_rlimit_nofile {{Connections}};
        pid {{folder}}/nginx.pid;
        error_log {{folder}}/error.log warn;
        events { worker_connections {{Connections}}; multi_accept on; }
        http {
          access_log off;
          client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi; uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
          sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000; keepalive_timeout 1h;
          open_file_cache max=1000 inactive=1h; open_file_cache_valid 1h;
          types { video/mp4 m4s mp4; application/vnd.apple.mpegurl m3u8; }
          server {
            listen 127.0.0.1:{{port}} backlog=4096;
            root {{folder}}/www;
            location ~ m3u8$ { add_header Content-Encoding gzip; }
          }
        }

        """);

    private bool IsThere()
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(Address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
