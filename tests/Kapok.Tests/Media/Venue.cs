using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Client;
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Rtc.Transport;
using Kapok.Media.Voices;
using Kapok.Tests.Sockets;
using Xunit;

namespace Kapok.Tests.Media;

/// <summary>A voice server on loopback with a room, and clients that join it; checks at its end that nothing leaks and nothing was thrown.</summary>
internal sealed class Venue : IAsyncDisposable, IVoiceEvents
{
    private static readonly DtlsIdentity Identity = DtlsIdentity.Generate(TimeProvider.System);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CountingPool _pool = new();
    private readonly Socket? _door;
    private readonly List<RtcClient> _clients = [];
    private readonly long _began = TimeProvider.System.GetTimestamp();

    public Venue(RtcOptions? options = null, TimeProvider? time = null, bool tcp = false)
    {
        options ??= new();
        if (tcp)
        {
            _door = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _door.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _door.Listen();
            options = options with { TcpPort = ((IPEndPoint)_door.LocalEndPoint!).Port };
        }
        if (options.Advertised.Count == 0) options = options with { Advertised = [IPAddress.Loopback] };
        Rtc = new(options, time ?? TimeProvider.System, _pool);
        Rtc.Faulted += (newest, _) => Faults.Enqueue(newest);
        Server = new(Rtc, new(), this);
        Hall = Server.Hall("room");
        if (_door is not null) _ = OpenDoorAsync(_door);
    }

    public RtcServer Rtc { get; }

    public VoiceServer Server { get; }

    public VoiceHall Hall { get; }

    public ConcurrentQueue<(uint Person, SessionEnd End)> Ends { get; } = new();

    /// <summary>What was thrown and told of.</summary>
    public ConcurrentQueue<Exception> Faults { get; } = new();

    /// <summary>How many faults a test makes.</summary>
    public int ExpectedFaults { get; set; }

    public ConcurrentQueue<uint> Connections { get; } = new();

    public ConcurrentDictionary<(uint Listener, int Slot), uint?> Slots { get; } = new();

    public ConcurrentDictionary<uint, bool> Speakers { get; } = new();

    /// <summary>Connects a person who stands somewhere.</summary>
    public RtcClient Join(uint person, RtcClientOptions options, Vector2 place = default, int zone = 0, bool isPrivate = false)
    {
        RtcClient client = TryJoin(person, options, place, zone, isPrivate) ?? throw new InvalidOperationException($"Not connected: {_clients[^1].Failure}; {Rtc.Count()}");
        Until(() => Connections.Contains(person), client);
        return client;
    }

    /// <summary>Connects a person; null when the server or the client refuses.</summary>
    public RtcClient? TryJoin(uint person, RtcClientOptions options, Vector2 place = default, int zone = 0, bool isPrivate = false)
    {
        RtcClient client = new(options, Identity, TimeProvider.System);
        _clients.Add(client);
        Hall.Join(person);
        Hall.Place(person, place, zone, isPrivate);
        int stage = Math.Min(1, options.Slots / 2);
        ConnectFault fault = Hall.Connect(person, client.Offer(), new(options.Slots - stage, stage, true, true), out _, out string answer, out SdpFault sdp);
        Assert.Equal((ConnectFault.None, SdpFault.None), (fault, sdp));
        return client.Connect(answer, Limit) ? client : null;
    }

    /// <summary>Lets clients work until something holds; it fails after twenty seconds.</summary>
    public static void Until(Func<bool> holds, params RtcClient[] clients)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Limit, "It did not come to pass.");
            foreach (RtcClient client in clients)
            {
                client.Pump(TimeSpan.FromMilliseconds(1));
                client.Tick();
            }
        }
    }

    /// <summary>Lets one speak in the rhythm of voice until something holds.</summary>
    public static void Speak(RtcClient speaker, Func<bool> until, params RtcClient[] others)
    {
        double next = speaker.NowMs;
        byte[] payload = new byte[80];
        Until(
            () =>
            {
                if (speaker.NowMs >= next)
                {
                    next += 20;
                    speaker.SendFrame(0, payload, new AudioLevel(20, true));
                }
                return until();
            },
            [speaker, .. others]);
    }

    public void Connected(VoiceSession session) => Connections.Enqueue(session.Person);

    public void Ended(VoiceSession session) => Ends.Enqueue((session.Person, session.End));

    public void SlotsChanged(VoiceSession listener, ReadOnlySpan<SlotChange> changes)
    {
        foreach (SlotChange change in changes) Slots[(listener.Person, change.Slot)] = change.Source?.Person;
    }

    public void Speaking(VoiceHall hall, ReadOnlySpan<SpeakerLevel> levels)
    {
        foreach (SpeakerLevel level in levels) Speakers[level.Person] = level.IsSpeaking;
    }

    public void SlotLimitChanged(int limit, bool isReduced)
    {
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RtcClient client in _clients) client.Dispose();
        await Rtc.DisposeAsync();
        Server.Dispose();
        _door?.Dispose();
        Assert.Equal(0, _pool.Out);
        Assert.Equal(ExpectedFaults, Rtc.Count().Faults);
        Assert.True(TimeProvider.System.GetElapsedTime(_began) > TimeSpan.Zero);
    }

    private async Task OpenDoorAsync(Socket door)
    {
        byte[] first = new byte[64];
        while (true)
        {
            Socket accepted;
            try
            {
                accepted = await door.AcceptAsync();
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                return;
            }
            int read = await accepted.ReceiveAsync(first);
            if (IceTcp.IsIceTcp(first.AsSpan(0, read))) Rtc.Adopt(accepted, first.AsSpan(0, read));
            else accepted.Dispose();
        }
    }
}
