using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Kapok.Sockets.Door;
using Kapok.Sockets.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kapok.Tools.Bench.Sockets;

/// <summary>A web server without a world, on a free port of this machine, as benches of the transport have it: Kestrel alone, or behind the front door.</summary>
internal static class BenchWeb
{
    /// <summary>Path of the sockets.</summary>
    public const string SocketPath = "/rt";

    /// <summary>Prepares one.</summary>
    /// <param name="certificate">Its certificate, with which the door ends TLS where there is one, else Kestrel; null to speak in the clear.</param>
    /// <param name="take">What the door does with a connection that asks for <see cref="SocketPath"/>; null to have no door.</param>
    public static WebApplicationBuilder Create(X509Certificate2? certificate, Action<AcceptedSocket>? take)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null && take is null) listen.UseHttps(HandshakeOf(certificate));
        }));
        if (take is null) return builder;
        // Whoever measures comes from one address, and as fast as can be.
        builder.Services.AddSingleton(new FrontDoorOptions { IsExempt = _ => true }).AddSingleton(TimeProvider.System).AddSingleton<IConnectionListenerFactory, FrontDoor>();
        PathTaker taker = new(SocketPath, take);
        if (certificate is null) builder.Services.AddSingleton<IConnectionTaker>(taker);
        else builder.Services.AddSingleton(new TlsDoorOptions(new OneCertificate(certificate)) { Takers = [taker], Rate = Unlimited });
        return builder;
    }

    private static HandshakeRateOptions Unlimited { get; } = new()
    {
        PerSecond = HandshakeRateOptions.Most,
        Burst = HandshakeRateOptions.Most,
        PerSecondOfAddress = HandshakeRateOptions.Most,
        BurstOfAddress = HandshakeRateOptions.Most,
    };

    // As the venue has it for Kestrel.
    private static TlsHandshakeCallbackOptions HandshakeOf(X509Certificate2 certificate)
    {
        SslStreamCertificateContext context = SslStreamCertificateContext.Create(certificate, null, offline: true);
        return new()
        {
            OnConnection = _ => new(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = context,
                ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            }),
        };
    }

    private sealed class OneCertificate(X509Certificate2 certificate) : ITlsCertificates
    {
        private readonly TlsContext _context = TlsContext.ForServer(certificate, []); // for as long as the process

        public TlsContext Choose(string? serverName) => _context;
    }
}
