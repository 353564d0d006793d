using System.Net;
using System.Net.Sockets;
using Kapok.Cluster;
using Kapok.Console;
using Kapok.Events.Storage;
using Kapok.Server.Api;
using Kapok.Server.Ceremony;
using Kapok.Server.Configuration;
using Kapok.Server.Entry;
using Kapok.Server.Files;
using Kapok.Server.Health;
using Kapok.Server.Identities;
using Kapok.Server.Keeping;
using Kapok.Server.Rooms;
using Kapok.Server.Show;
using Kapok.Server.Site;
using Kapok.Server.Stage;
using Kapok.Server.Voice;
using Kapok.Sockets.Native;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Kapok.Server;

/// <summary>Puts the server together, in the order in which a start can be refused.</summary>
public static class VenueServer
{
    // A browser sends a request in one go; who takes longer holds a connection for nothing.
    private static readonly TimeSpan LongestHead = TimeSpan.FromSeconds(10);

    // What the runtime has open once all of the server is loaded (two descriptors for each assembly), and a few dozen for connections and the database.
    private const int FewestDescriptors = 600;

    /// <summary>Makes a server that is ready to start.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="cluster">The nodes that hold the venue together; null for this one alone.</param>
    /// <exception cref="StartRefusedException">It cannot start; the message is one line that says what to do.</exception>
    /// <exception cref="StorageUnusableException">The storage cannot be used; likewise.</exception>
    public static async Task<WebApplication> CreateAsync(IReadOnlyList<string> args, InProcessCluster? cluster = null)
    {
        if (DescriptorLimit.Most < FewestDescriptors)
            throw new StartRefusedException($"Only {DescriptorLimit.Most} open files are allowed, and at least {FewestDescriptors} are needed: raise the limit with ulimit -n, or LimitNOFILE in the unit of systemd.");
        // Files of the server lie beside it; paths that a person names are relative to where they stand.
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(VenueServer).Assembly.GetName().Name
        });
        builder.Configuration.AddInMemoryCollection(CommandLine.Parse(args));
        KapokOptions options = OptionsReader.Read<KapokOptions>(builder.Configuration, KapokOptions.Section);
        StorageOptions storage = OptionsReader.Read<StorageOptions>(builder.Configuration, StorageOptions.Section);
        VoiceSettings voice = OptionsReader.Read<VoiceSettings>(builder.Configuration, VoiceSettings.Section);
        StageSettings stage = OptionsReader.Read<StageSettings>(builder.Configuration, StageSettings.Section);
        FileSettings files = OptionsReader.Read<FileSettings>(builder.Configuration, FileSettings.Section);
        OptionsReader.Require([.. options.Errors(), .. storage.Errors(), .. voice.Errors(), .. stage.Errors(), .. files.Errors()]);
        DataFolder data = DataFolder.Open(options.Data);
        storage.DataFolder = data.Path;

        AddServer(builder, options, storage, voice, stage, data, cluster ?? new());
        builder.Services.AddFiles(files);
        WebApplication app = builder.Build();
        OptionsReader.Log(app.Logger, options, storage, voice, stage);
        OptionsReader.Log(app.Logger, FileSettings.Section, files);
        RequireFreePort(options);
        VoiceService.RequireFreePort(options, voice);
        RtmpListener.RequireFreePort(options, stage);
        if (options.IsSecure) app.Services.GetRequiredService<Certificates>();
        app.Services.GetRequiredService<FileStore>();
        await app.Services.OpenVenueStorageAsync();
        await app.Services.GetRequiredService<VenueRooms>().OpenAsync(CancellationToken.None);
        Map(app, options);
        return app;
    }

    /// <summary>The address people open, once the server listens.</summary>
    public static string Address(IEnumerable<string> bindings, KapokOptions options)
    {
        Uri bound = new(bindings.First());
        string host = IPAddress.TryParse(bound.Host.Trim('[', ']'), out IPAddress? ip) && !IPAddress.IsLoopback(ip) && !ip.Equals(IPAddress.Any)
            && !ip.Equals(IPAddress.IPv6Any) ? bound.Host : "localhost";
        return $"{(options.IsSecure ? "https" : "http")}://{host}:{bound.Port}";
    }

    private static void AddServer(
        WebApplicationBuilder builder, KapokOptions options, StorageOptions storage, VoiceSettings voice, StageSettings stage, DataFolder data, InProcessCluster cluster)
    {
        builder.Logging.ClearProviders();
        if (options.LogFormat == "json") builder.Logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "O"));
        else builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel((_, kestrel) => Listen(kestrel, options));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(options).AddSingleton(data);
        if (options.IsSecure) builder.Services.AddSingleton<Certificates>().AddHostedService(provider => provider.GetRequiredService<Certificates>());
        builder.Services.AddSingleton<ProxyRule>().AddSingleton<ServerBuild>().AddSingleton<PageAddresses>().AddSingleton<OriginRule>().AddSingleton<OperatorToken>()
            .AddSingleton<GuestIdentity>().AddSingleton<CallerReader>().AddSingleton<Admission>().AddRoleCookie();
        builder.Services.AddProblemDetails();
        builder.Services.AddRealtime(options, cluster).AddVoice(options, voice).AddStage(options, stage).AddShows().AddCeremonies()
            .AddHealth().AddVenueStorage(storage).AddKapokConsole();
    }

    private static void Map(WebApplication app, KapokOptions options)
    {
        app.UseHls();
        ProxyRule proxies = app.Services.GetRequiredService<ProxyRule>();
        app.Use((http, next) =>
        {
            proxies.Apply(http);
            return next(http);
        });
        app.UseErrorPages();
        app.UseSecurityHeaders();
        app.UseSite(options);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero }); // clients ping; silence is judged by what was heard
        app.MapWorldSocket();
        app.MapJoin();
        app.MapRoomsApi();
        app.MapStage();
        app.MapShow();
        app.MapWall();
        app.MapHealth();
        app.MapLinks();
        app.MapFiles();
        app.MapDecks();
        app.MapCertificates();
        app.MapPhotographs();
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "Kapok.Server.staticwebassets.endpoints.json"))) app.MapStaticAssets();
        app.MapKapokConsole();
    }

    private static void Listen(KestrelServerOptions kestrel, KapokOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = LongestHead;
        void Secure(ListenOptions listen)
        {
            if (options.IsSecure) UseTls(listen, listen.ApplicationServices.GetRequiredService<Certificates>().Handshake());
            listen.UseRtmp(options);
        }
        // A browser may take localhost for either loopback address, so the default listens on both.
        if (options.Host is "localhost" or "127.0.0.1" && options.Port != 0) kestrel.ListenLocalhost(options.Port, Secure);
        else kestrel.Listen(options.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(options.Host), options.Port, Secure);
    }

    // A connection whose TLS the front door has ended goes past Kestrel's.
    private static void UseTls(ListenOptions listen, TlsHandshakeCallbackOptions tls)
    {
        ConnectionDelegate? behind = null;
        listen.Use(next => connection => connection.Features.Get<ITlsConnectionFeature>() is null ? next(connection) : behind!(connection));
        listen.UseHttps(tls);
        listen.Use(next => behind = next);
    }

    // Kestrel would say the same in thirty lines.
    private static void RequireFreePort(KapokOptions options)
    {
        if (options.Port == 0) return;
        IPAddress address = options.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(options.Host);
        using Socket probe = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (!OperatingSystem.IsWindows()) probe.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            if (address.Equals(IPAddress.IPv6Any)) probe.DualMode = true; // as the web server listens: IPv4 too
            probe.Bind(new IPEndPoint(address, options.Port));
            probe.Listen(1);
        }
        catch (SocketException error)
        {
            throw new StartRefusedException(error.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"Port {options.Port} is in use: stop what uses it, or choose another with --port.",
                SocketError.AccessDenied => $"Port {options.Port} needs a right that {(Environment.UserName is { Length: > 0 } name ? $"the user {name}" : "this user")} does not have: start Kapok as the service of its package, which has it, or run once "
                    + $"sudo setcap cap_net_bind_service=+ep {Environment.ProcessPath}, or choose a port above 1023 with --port, behind a redirect.",
                _ => $"Port {options.Port} of {options.Host} cannot be listened on ({error.SocketErrorCode}): choose others with --port and --host.",
            });
        }
    }
}
