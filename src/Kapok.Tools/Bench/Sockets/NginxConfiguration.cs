using System.Globalization;

namespace Kapok.Tools.Bench.Sockets;

/// <summary>What nginx is told to do in front of a venue: end TLS and pass everything on, as deploy/nginx.conf has it, for one run on this machine.</summary>
/// <param name="Folder">Where all its files are.</param>
/// <param name="Port">Port on 127.0.0.1 at which people come.</param>
/// <param name="Venue">The venue, in the clear.</param>
/// <param name="People">People who come at the most.</param>
/// <param name="Certificate">Its certificate, PEM.</param>
/// <param name="Key">The certificate's key, PEM.</param>
internal sealed record NginxConfiguration(string Folder, int Port, Uri Venue, int People, string Certificate, string Key)
{
    private const int SpareConnections = 512;

    /// <summary>Connections that one worker may have open: two for each person, one to either side.</summary>
    public int Connections => (People * 2) + SpareConnections;

    /// <summary>
    /// The text of it. Beside the sample it has one worker, since it gets one core; no log of requests; and it keeps its connections to the venue for the next join, but
    /// opens one for each world socket: one that was kept has its first request behind it, and the venue's front door cannot take it any more.
    /// </summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        daemon off;
        worker_processes 1;
        worker_rlimit_nofile {{Connections}};
        pid {{Folder}}/nginx.pid;
        error_log {{Folder}}/error.log warn;

        events {
          worker_connections {{Connections}};
        }

        http {
          access_log off;
          client_body_temp_path {{Folder}}/body;
          proxy_temp_path {{Folder}}/proxy;
          fastcgi_temp_path {{Folder}}/fastcgi;
          uwsgi_temp_path {{Folder}}/uwsgi;
          scgi_temp_path {{Folder}}/scgi;

          map $http_upgrade $connection_upgrade {
            default upgrade;
            ''      '';
          }

          upstream kapok {
            server {{Venue.Authority}};
            keepalive 32;
          }

          upstream sockets {
            server {{Venue.Authority}};
          }

          server {
            listen 127.0.0.1:{{Port}} ssl http2 backlog=4096;
            server_name localhost;
            ssl_certificate {{Certificate}};
            ssl_certificate_key {{Key}};
            ssl_protocols TLSv1.2 TLSv1.3;
            ssl_session_tickets on;

            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Forwarded-Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_buffering off;
            proxy_read_timeout 1h;
            proxy_send_timeout 1h;

            location = /rt {
              proxy_pass http://sockets;
            }

            location / {
              proxy_pass http://kapok;
            }
          }
        }

        """);
}
