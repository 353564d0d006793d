using System.Collections.Concurrent;
using Kapok.Media.Rtc.Client;
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Rtp;
using Kapok.Protocol.Messages;
using Xunit;

namespace Kapok.IntegrationTests.Voice;

/// <summary>Somebody with a real voice connection: real ICE, DTLS and SRTP; bytes in place of sound.</summary>
internal sealed class VoicePeer : IAsyncDisposable
{
    private const int VoiceSlots = 3, StageSlots = 2, FrameMs = 20;

    private static readonly DtlsIdentity Identity = DtlsIdentity.Generate(TimeProvider.System);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60), Wait = TimeSpan.FromMilliseconds(4);

    private readonly RtcClient _client;
    private readonly ConcurrentDictionary<int, long> _packets = new();
    private Task _living = Task.CompletedTask;
    private volatile bool _speaks, _ends;
    private int _stream;

    private VoicePeer(TestPerson person, RtcClientOptions options)
    {
        Person = person;
        _client = new(options, Identity, TimeProvider.System);
        _client.Received = (int slot, in RtpHeader _, ReadOnlySpan<byte> _) => _packets.AddOrUpdate(slot, 1, static (_, count) => count + 1);
    }

    internal TestPerson Person { get; }

    internal uint Id => Person.Id;

    internal bool IsClosed => _client.IsClosed;

    /// <summary>Packets received in all slots.</summary>
    internal long Packets => _packets.Values.Sum();

    internal static async Task<VoicePeer> ConnectAsync(TestPerson person, bool tcp = false, bool plays = false, uint attempt = 1)
    {
        await person.HearAsync("the invitation", message => message.VoiceInvite?.IsOffered == true);
        VoicePeer peer = new(person, new() { UsesTcp = tcp, SendsStage = plays, Slots = VoiceSlots + StageSlots });
        string offer = peer._client.Offer();
        await person.SendAsync(new ClientMessage
        {
            VoiceOffer = new()
            {
                Attempt = attempt,
                Sdp = offer,
                Speaks = true,
                Plays = plays,
                VoiceSlots = VoiceSlots,
                StageSlots = StageSlots
            }
        });
        VoiceAnswer answer = (await person.HearAsync("the answer", message => message.VoiceAnswer?.Attempt == attempt)).VoiceAnswer;
        Assert.Equal("", answer.Fault);
        bool isConnected = await Task.Run(() => peer._client.Connect(answer.Sdp, Limit));
        Assert.True(isConnected, peer._client.Failure);
        peer._living = Task.Factory.StartNew(peer.Live, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return peer;
    }

    /// <summary>Speaks from now on, or plays.</summary>
    internal void Speak(bool on = true, int stream = 0) => (_stream, _speaks) = (stream, on);

    /// <summary>Packets received in a slot.</summary>
    internal long In(uint slot) => _packets.GetValueOrDefault((int)slot);

    /// <summary>The slot that carries somebody by what the server told; null for none.</summary>
    internal uint? SlotOf(uint person) => Told().Where(slot => slot.Value == person).Select(slot => (uint?)slot.Key).FirstOrDefault();

    /// <summary>Whom a slot carries by what the server told; null for nobody.</summary>
    internal uint? PersonIn(uint slot) => Told().GetValueOrDefault(slot);

    private Dictionary<uint, uint?> Told()
    {
        Dictionary<uint, uint?> slots = [];
        foreach (VoiceSlot change in Person.Messages.Where(message => message.VoiceSlots is not null)
            .SelectMany(message => message.VoiceSlots.Changes)) slots[change.Slot] = change.HasPerson ? change.Person : null;
        return slots;
    }

    /// <summary>Waits until it hears somebody, in the slot of which it was told.</summary>
    internal async Task HearsAsync(VoicePeer speaker)
    {
        await Person.UntilAsync($"{speaker.Person.Name} in a slot", () => SlotOf(speaker.Id) is not null);
        long before = In(SlotOf(speaker.Id)!.Value);
        await TestPerson.HoldsAsync($"{Person.Name} hears {speaker.Person.Name}", () => SlotOf(speaker.Id) is { } slot && In(slot) > before + 10);
    }

    /// <summary>Waits until it does not hear somebody any more, and looks that nothing comes while another still hears them.</summary>
    internal async Task HearsNoMoreAsync(VoicePeer speaker, VoicePeer witness)
    {
        await Person.UntilAsync($"no slot of {speaker.Person.Name}", () => SlotOf(speaker.Id) is null);
        long heard = witness.Packets;
        await TestPerson.HoldsAsync($"{witness.Person.Name} hears on", () => witness.Packets > heard + 10); // what was under way is here by now
        (long quiet, heard) = (Packets, witness.Packets);
        await TestPerson.HoldsAsync($"{witness.Person.Name} hears on", () => witness.Packets > heard + 20);
        Assert.Equal(quiet, Packets);
    }

    public async ValueTask DisposeAsync()
    {
        _ends = true;
        await _living;
        _client.Dispose();
    }

    private void Live()
    {
        byte[] payload = new byte[80];
        double next = _client.NowMs;
        while (!_ends && !_client.IsClosed)
        {
            _client.Pump(Wait);
            _client.Tick();
            if (_client.NowMs < next) continue;
            next = Math.Max(next + FrameMs, _client.NowMs - (5 * FrameMs));
            if (_speaks) _client.SendFrame(_stream, payload, new AudioLevel(20, true));
        }
    }
}
