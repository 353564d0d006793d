using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kapok.Sockets.Loops;
using Kapok.Sockets.Tls;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kapok.Tools.Bots;

/// <summary>A venue by its HTTP interface: joins, floors and metrics (docs/protocol.md, sections 1 and 6).</summary>
public sealed class VenueClient : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;
    private readonly Lazy<EpollLoop> _loop = new(() => new(new("Bots"), TimeProvider.System, NullLogger.Instance));
    private readonly Lazy<TlsContext> _tls;
    private IPEndPoint? _resolved;
    private string? _distrust;

    /// <summary>Prepares the connection.</summary>
    /// <param name="address">Address of the venue, such as <c>http://localhost:5080</c>.</param>
    /// <param name="operatorToken">Lifts the limits for each address; null without.</param>
    /// <param name="insecure">Takes any certificate: for a trial on this machine only.</param>
    public VenueClient(Uri address, string? operatorToken, bool insecure)
    {
        (Address, Insecure, OperatorToken) = (address, insecure, operatorToken);
        _tls = new(() => TlsContext.ForClient(takesAny: insecure));
        _handler = new SocketsHttpHandler { UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        _handler.SslOptions.RemoteCertificateValidationCallback = TakesCertificate;
        _http = new HttpClient(_handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
        if (operatorToken is not null) _http.DefaultRequestHeaders.Add("X-Kapok-Operator", operatorToken);
    }

    /// <summary>Whether a text may be the address of a venue.</summary>
    internal static bool IsAddress(string? text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https";

    /// <summary>Whether a certificate is taken: a valid one, or any where the operator said <c>--insecure</c>.</summary>
    public bool TakesCertificate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        bool isTaken = errors == SslPolicyErrors.None || Insecure;
        _distrust = isTaken ? null
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"it is not for {Address.DnsSafeHost}"
            : chain?.ChainStatus.Select(status => status.StatusInformation.Trim()).FirstOrDefault(text => text.Length > 0) ?? "there is none";
        return isTaken;
    }

    /// <summary>Address of the venue.</summary>
    public Uri Address { get; }

    /// <summary>Whether any certificate is taken.</summary>
    public bool Insecure { get; }

    /// <summary>The operator's token, or null.</summary>
    public string? OperatorToken { get; }

    /// <summary>Whether world sockets into it can be on <see cref="Loop"/>: not on systems without epoll, nor through TLS without OpenSSL 3.</summary>
    public bool HasLines => EpollLoop.IsSupported && (!IsSecure || TlsContext.IsSupported);

    /// <summary>The loop of all world sockets into it.</summary>
    public EpollLoop Loop => _loop.Value;

    /// <summary>What its world sockets speak through; null in the clear.</summary>
    public TlsContext? Tls => IsSecure ? _tls.Value : null;

    /// <summary>One line for whoever found that it is not ready: what may be done about it.</summary>
    public string NotReady => _distrust is { } why
        ? $"The certificate of {Address} is not believed: {why.TrimEnd('.')}. For a trial on this machine --insecure takes any."
        : $"No venue answers at {Address}: {Installation.HowToStart}, or name it with --url.";

    /// <summary>Whether it has a certificate that is not believed: to ask again is no use.</summary>
    public bool IsDistrusted => _distrust is not null;

    private bool IsSecure => Address.Scheme == Uri.UriSchemeHttps;

    /// <summary>Its address as a number; asked for once, so that thousands of sockets do not ask thousands of times.</summary>
    public async ValueTask<IPEndPoint> ResolveAsync(CancellationToken cancel)
    {
        if (_resolved is { } known) return known;
        IPAddress[] found = await Dns.GetHostAddressesAsync(Address.DnsSafeHost, cancel);
        // The venue listens on both loopback addresses, or on IPv4; a name of IPv6 only has no other to choose.
        return _resolved = new(found.OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First(), Address.Port);
    }

    /// <summary>Whether the venue says that it is ready.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancel)
    {
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(new Uri("/readyz", UriKind.Relative), cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Asks for a ticket.</summary>
    /// <returns>The ticket, or null with the reason.</returns>
    public async Task<(JoinAnswer? Answer, string? Refusal)> JoinAsync(string room, JoinRequest request, CancellationToken cancel)
    {
        using HttpResponseMessage answer = await _http.PostAsJsonAsync(new Uri($"/api/v1/rooms/{room}/join", UriKind.Relative), request, Json, cancel);
        if (answer.IsSuccessStatusCode) return (await answer.Content.ReadFromJsonAsync<JoinAnswer>(Json, cancel), null);
        string text = await answer.Content.ReadAsStringAsync(cancel);
        return (null, $"{(int)answer.StatusCode} {text[..Math.Min(text.Length, 300)]}");
    }

    /// <summary>The floor of a room, in the KFL1 format.</summary>
    public Task<byte[]> FloorAsync(string room, CancellationToken cancel) => _http.GetByteArrayAsync(new Uri($"/api/v1/rooms/{room}/floor", UriKind.Relative), cancel);

    /// <summary>Spawn points, seats, zones and portals of a room.</summary>
    public async Task<Places> PlacesAsync(string room, CancellationToken cancel) =>
        await _http.GetFromJsonAsync<Places>(new Uri($"/api/v1/rooms/{room}/places", UriKind.Relative), Json, cancel) ?? new([], [], []);

    /// <summary>People a room takes; null when there is no such room.</summary>
    public async Task<int?> CapacityAsync(string room, CancellationToken cancel)
    {
        VenueEntry? venue = await _http.GetFromJsonAsync<VenueEntry>(new Uri("/api/v1/venue", UriKind.Relative), Json, cancel);
        return venue?.Rooms.FirstOrDefault(entry => entry.Id == room)?.Capacity;
    }

    /// <summary>What the server tells of itself, in Prometheus' text.</summary>
    public Task<string> MetricsAsync(CancellationToken cancel) => _http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancel);

    /// <summary>Processor seconds the server has used so far, from <c>/metrics</c>; null when it does not say.</summary>
    public async Task<double?> ServerCpuSecondsAsync(CancellationToken cancel)
    {
        try
        {
            return ServerMetrics.Parse(await MetricsAsync(cancel), "").CpuSeconds;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_loop.IsValueCreated) _loop.Value.Dispose();
        if (_tls.IsValueCreated) _tls.Value.Dispose();
        _http.Dispose();
        _handler.Dispose();
    }
}

/// <summary>Body of a join. A role is given to the bearer of the operator's token only.</summary>
public sealed record JoinRequest(string Name, IReadOnlyDictionary<string, uint>? Look, string? Link, string? Resume, string? Role);

/// <summary>Answer to a join.</summary>
public sealed record JoinAnswer(string Ticket, string Socket);

/// <summary>A venue, as far as bots need to know it.</summary>
internal sealed record VenueEntry(IReadOnlyList<RoomEntry> Rooms);

/// <summary>A room of a venue.</summary>
internal sealed record RoomEntry(string Id, int Capacity);

/// <summary>What bots use of the places of a room.</summary>
public sealed record Places(IReadOnlyList<Spawn> Spawns, IReadOnlyList<Seat> Seats, IReadOnlyList<Zone> Zones);

/// <summary>Where people appear, metres, and where they look then, radians.</summary>
public sealed record Spawn(string Title, float X, float Z, float Yaw);

/// <summary>A seat: the middle of its surface, metres, and where it faces, radians.</summary>
public sealed record Seat(float X, float Y, float Z, float Yaw);

/// <summary>A zone: its rule and its box.</summary>
public sealed record Zone(string Rule, ZoneBox Box);

/// <summary>Middle of a zone's box and half its size, metres.</summary>
public sealed record ZoneBox(float X, float Z, float HalfX, float HalfZ);
