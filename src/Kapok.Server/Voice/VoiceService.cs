using System.Collections.Concurrent;
using System.Net.Sockets;
using Kapok.Media.Rtc;
using Kapok.Media.Voices;
using Kapok.Server.Configuration;
using Kapok.Sockets.Loops;
using Kapok.World.Scenes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Kapok.Server.Voice;

/// <summary>Brings voices to the rooms: starts the RTC server once the web port is known, and carries what it tells to the room it is of.</summary>
public sealed partial class VoiceService(
    KapokOptions options, VoiceSettings settings, IServiceProvider services, RtcNegotiator negotiator, RelayCredentials relays, TimeProvider time, ILogger<VoiceService> log)
    : IHostedLifecycleService, IVoiceEvents, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RoomVoice> _rooms = new(StringComparer.Ordinal);
    private volatile RtcServer? _rtc;
    private volatile VoiceServer? _server;
    private volatile bool _isReduced;
    private volatile int _slotLimit = settings.Slots;

    /// <summary>The voices of all rooms; null while there are none.</summary>
    public VoiceServer? Server => _server;

    /// <summary>The RTC server that carries them, and whatever else is published or received; null while there is none.</summary>
    public RtcServer? Rtc => _rtc;

    /// <summary>The options.</summary>
    public VoiceSettings Settings => settings;

    /// <summary>Where offers are answered.</summary>
    public RtcNegotiator Negotiator => negotiator;

    /// <summary>Credentials of the relay.</summary>
    public RelayCredentials Relays => relays;

    /// <summary>The budget of packets is reached, so that everyone hears fewer voices at once.</summary>
    public bool IsReduced => _isReduced;

    /// <summary>Voices that one person hears at once now.</summary>
    public int SlotLimit => _slotLimit;

    /// <summary>Whether the web port recognises ICE-TCP.</summary>
    public static bool HasDoor(KapokOptions options) => options.FrontDoor == KapokOptions.FrontDoorAuto && EpollLoop.IsSupported;

    /// <summary>Refuses the start in one line when the port is taken.</summary>
    /// <exception cref="StartRefusedException">It is.</exception>
    public static void RequireFreePort(KapokOptions options, VoiceSettings settings)
    {
        if (!settings.Enabled || (settings.Port ?? options.Port) is not (> 0 and int port)) return;
        VoicePlan plan = VoicePlan.Of(options, settings, options.Port, HasDoor(options));
        using Socket probe = new(plan.Bind.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            probe.Bind(new System.Net.IPEndPoint(plan.Bind, port));
        }
        catch (SocketException error)
        {
            throw Refusal(plan, error);
        }
    }

    /// <summary>Makes the voices of a room.</summary>
    internal RoomVoice Open(string room, SceneLayout layout) => _rooms.GetOrAdd(room, id => new(id, layout, this));

    /// <summary>A room closes: its sessions end, and nothing of its voices is kept.</summary>
    internal void Close(string room)
    {
        if (_rooms.TryRemove(room, out RoomVoice? voice)) voice.Close();
    }

    /// <summary>The voices of a room.</summary>
    internal RoomVoice? Find(string room) => _rooms.GetValueOrDefault(room);

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!settings.Enabled)
        {
            Disabled(log);
            return Task.CompletedTask;
        }
        // Asked for here and not at construction: the web server needs its doors, and they need the voices.
        IServer web = services.GetRequiredService<IServer>();
        int webPort = new Uri(web.Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        VoicePlan plan = VoicePlan.Of(options, settings, webPort, HasDoor(options));
        RtcServer rtc;
        try
        {
            rtc = new(plan.ToOptions(settings), time);
        }
        catch (SocketException) when (options.Port == 0 && settings.Port is null)
        {
            rtc = new((plan with { UdpPort = 0 }).ToOptions(settings), time); // any port was asked for: the same number is a wish
        }
        catch (SocketException error)
        {
            throw Refusal(plan, error);
        }
        rtc.Faulted += (newest, count) => SomethingFailed(log, count, newest);
        (_rtc, _server) = (rtc, new(rtc, new() { ForwardBudget = settings.PacketBudget, VoiceSlots = settings.Slots }, this));
        Listening(log, rtc.Port, plan.TcpPort, rtc.Addresses);
        if (plan.Warning is { } warning) Unreachable(log, warning);
        foreach (RoomVoice room in _rooms.Values) room.Opened();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StoppedAsync(CancellationToken cancellationToken) => await DisposeAsync();

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        (RtcServer? rtc, VoiceServer? server) = (_rtc, _server);
        (_rtc, _server) = (null, null);
        if (rtc is not null) await rtc.DisposeAsync();
        server?.Dispose();
    }

    /// <inheritdoc/>
    public void Connected(VoiceSession session)
    {
        // the client knows by itself
    }

    /// <inheritdoc/>
    public void Ended(VoiceSession session) => Find(session.Hall.Id)?.Ended(session);

    /// <inheritdoc/>
    public void SlotsChanged(VoiceSession listener, ReadOnlySpan<SlotChange> changes) => Find(listener.Hall.Id)?.SlotsChanged(listener, changes);

    /// <inheritdoc/>
    public void Speaking(VoiceHall hall, ReadOnlySpan<SpeakerLevel> levels) => Find(hall.Id)?.Speaking(hall, levels);

    /// <inheritdoc/>
    public void SlotLimitChanged(int limit, bool isReduced)
    {
        (_slotLimit, _isReduced) = (limit, isReduced);
        if (isReduced) BudgetReached(log, limit, settings.PacketBudget);
        else BudgetKept(log, limit);
    }

    private static StartRefusedException Refusal(VoicePlan plan, SocketException error) => new(error.SocketErrorCode == SocketError.AddressAlreadyInUse
        ? $"UDP port {plan.UdpPort} is in use: stop what uses it, or choose another for voices with --Voice:Port."
        : $"UDP port {plan.UdpPort} of {plan.Bind} cannot be listened on ({error.SocketErrorCode}): choose others with --Voice:Port and --Voice:Host, or --Voice:Enabled=false.");

    [LoggerMessage(Level = LogLevel.Information, Message = "Voices by UDP on port {Udp}, by TCP on port {Tcp} (0: not), at {Addresses}")]
    private static partial void Listening(ILogger log, int udp, int tcp, IReadOnlyList<System.Net.IPAddress> addresses);

    [LoggerMessage(Level = LogLevel.Information, Message = "There are no voices: Voice:Enabled is false")]
    private static partial void Disabled(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    private static partial void Unreachable(ILogger log, string warning);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The budget of {Budget} voice packets a second is reached: everyone hears {Limit} voices at once at most")]
    private static partial void BudgetReached(ILogger log, int limit, int budget);

    [LoggerMessage(Level = LogLevel.Error, Message = "Something in the voice server failed ({Count} times since the last such line); it cost a packet or a connection")]
    private static partial void SomethingFailed(ILogger log, long count, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Voice packets are within their budget again: {Limit} voices at once")]
    private static partial void BudgetKept(ILogger log, int limit);
}
