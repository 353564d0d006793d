using System.Buffers.Binary;
using System.Numerics;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Client;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Rtc.Srtp;
using Xunit;

namespace Kapok.Tests.Media;

/// <summary>A real server and real clients over loopback sockets.</summary>
public sealed class EndToEndTests
{
    private static readonly RtcClientOptions Speaker = new() { Slots = 0 }, Listener = new() { SendsVoice = false, Slots = 4 };

    [Theory]
    [InlineData(false, false, 7, true)]
    [InlineData(false, true, 7, true)]
    [InlineData(true, false, 7, true)]
    [InlineData(true, true, 1, true)]
    [InlineData(false, false, 1, true)]
    [InlineData(false, true, 1, false)]
    [InlineData(true, false, 7, false)]
    public async Task A_voice_is_heard_by_UDP_and_TCP_in_both_roles_with_both_profiles(bool tcp, bool isDtlsServer, int profile, bool batches)
    {
        await using Venue venue = new(new() { UsesBatches = batches }, tcp: tcp);
        RtcClientOptions way = new() { UsesTcp = tcp, IsDtlsServer = isDtlsServer, Profiles = [profile], Slots = 2, SendsVoice = false };
        RtcClient speaker = venue.Join(1, way with { SendsVoice = true, Slots = 0 }), listener = venue.Join(2, way);
        int lengths = 0;
        listener.Received = (int _, in RtpHeader _, ReadOnlySpan<byte> payload) => lengths += payload.Length;
        Venue.Speak(speaker, () => listener.Packets >= 50, listener);
        Assert.Equal(listener.Packets * 80, lengths);
        Assert.Equal((SrtpProfile)profile, speaker.Profile);
        Assert.Equal((0L, 0L), (listener.Lost, listener.Refused));
        Assert.Equal(tcp, venue.Hall.Find(2)!.Rtc.IsTcp);
        Assert.Equal((SrtpProfile)profile, venue.Hall.Find(2)!.Rtc.Profile);
        Assert.True(venue.Speakers[1]);
        Assert.Equal(1u, venue.Slots[(2, 0)]);
    }

    [Fact]
    public async Task Whoever_shows_another_certificate_than_announced_is_refused_in_both_roles()
    {
        await using Venue venue = new();
        foreach (bool isDtlsServer in (bool[])[false, true])
        {
            uint person = isDtlsServer ? 2u : 1u;
            // As the server of the handshake the client may believe that it is done; it is not connected all the same.
            venue.TryJoin(person, Speaker with { Lies = true, IsDtlsServer = isDtlsServer });
            Venue.Until(() => venue.Ends.Contains((person, SessionEnd.HandshakeFailed)));
            Assert.DoesNotContain(person, venue.Connections);
        }
    }

    [Fact]
    public async Task A_wall_a_block_and_a_moderator_are_obeyed_and_the_microphone_is_heard_by_all()
    {
        await using Venue venue = new();
        RtcClient speaker = venue.Join(1, Speaker, default, zone: 3, isPrivate: true);
        RtcClient inside = venue.Join(2, Listener, Vector2.One, zone: 3, isPrivate: true), outside = venue.Join(3, Listener, Vector2.One);
        Venue.Speak(speaker, () => inside.Packets > 20, inside, outside);
        Assert.Equal(0, outside.Packets);

        venue.Hall.SetRules(false, [], 1);
        Venue.Speak(speaker, () => outside.Packets > 20, inside, outside);
        venue.Hall.Hide(2, 1, true);
        Venue.Until(() => venue.Slots.Where(slot => slot.Key.Listener == 2).All(slot => slot.Value is null));
        long quiet = Drained(inside), loud = outside.Packets;
        Venue.Speak(speaker, () => outside.Packets > loud + 20, inside, outside);
        Assert.Equal(quiet, inside.Packets);

        venue.Hall.Stand(1, default, 3, isPrivate: true, isOnStage: false, isSilenced: true);
        Venue.Until(() => venue.Slots.Values.All(source => source is null));
        long nobody = Drained(outside), sent = venue.Rtc.Count().Published;
        Venue.Speak(speaker, () => venue.Rtc.Count().Published > sent + 20, inside, outside);
        Assert.Equal(nobody, outside.Packets);
    }

    [Fact]
    public async Task Stage_sound_is_heard_everywhere_and_only_from_the_stage()
    {
        await using Venue venue = new();
        RtcClient band = venue.Join(1, new() { SendsVoice = true, SendsStage = true }, new(500, 500)), listener = venue.Join(2, Listener);
        byte[] music = new byte[320];
        Venue.Until(
            () =>
            {
                band.SendFrame(1, music, new(20, false));
                band.Pump(TimeSpan.FromMilliseconds(5));
                return venue.Rtc.Count().Published > 50;
            },
            listener);
        Assert.Equal(0, listener.Packets);
        venue.Hall.Stand(1, new(500, 500), 0, isPrivate: false, isOnStage: true, isSilenced: false);
        int slots = -1;
        listener.Received = (int slot, in RtpHeader _, ReadOnlySpan<byte> _) => slots = slot;
        Venue.Until(
            () =>
            {
                band.SendFrame(1, music, new(20, false));
                return listener.Packets > 20;
            },
            band,
            listener);
        Assert.Equal(3, slots); // the last of four sections is the stage's
    }

    [Fact]
    public async Task Two_shards_forward_to_each_others_listeners()
    {
        await using Venue venue = new(new() { Shards = 2 });
        RtcClient speaker = venue.Join(1, Speaker);
        RtcClient[] listeners = [.. Enumerable.Range(2, 12).Select(person => venue.Join((uint)person, Listener))];
        Venue.Speak(speaker, () => listeners.All(listener => listener.Packets >= 50), listeners);
        Assert.All(listeners, listener => Assert.Equal(0, listener.Lost));
    }

    [Fact]
    public async Task A_goodbye_ends_a_session_and_connecting_anew_replaces_it()
    {
        await using Venue venue = new();
        RtcClient first = venue.Join(1, Speaker);
        first.Dispose();
        Venue.Until(() => venue.Ends.Contains((1u, SessionEnd.ClosedByPeer)));
        venue.Join(2, Speaker);
        venue.Join(2, Speaker);
        Venue.Until(() => venue.Ends.Contains((2u, SessionEnd.Left)));
        Assert.Equal(SessionState.Connected, venue.Hall.Find(2)!.State);
    }

    [Fact]
    public async Task Forged_repeated_and_senseless_packets_end_nothing()
    {
        await using Venue venue = new(tcp: true);
        RtcClient speaker = venue.Join(1, Speaker), byTcp = venue.Join(2, Speaker with { UsesTcp = true }), listener = venue.Join(3, Listener);
        Random random = new(4);
        byte[] noise = new byte[200];
        for (int round = 0; round < 300; round++)
        {
            random.NextBytes(noise);
            noise[0] = (byte)(128 | (noise[0] & 63));
            RtcClient one = round % 2 == 0 ? speaker : byTcp;
            one.SendRaw(noise.AsSpan(0, random.Next(1, 200)));
            BinaryPrimitives.WriteUInt16BigEndian(noise, (ushort)random.Next());
            speaker.SendRaw(noise.AsSpan(0, random.Next(1, 200)));
            Venue.Until(() => true, speaker, byTcp);
        }
        Venue.Until(() => venue.Rtc.Count().Forged > 20);
        Venue.Speak(byTcp, () => listener.Packets > 20, speaker, listener);
        long before = listener.Packets;
        Venue.Speak(speaker, () => listener.Packets > before + 20, byTcp, listener);
        Assert.Empty(venue.Ends);
    }

    private static long Drained(RtcClient client)
    {
        // What was on its way still comes; after a check was answered nothing older can.
        for (int quiet = 0; quiet < 3; quiet = client.Pump(TimeSpan.FromMilliseconds(20)) == 0 ? quiet + 1 : 0) client.Tick();
        return client.Packets;
    }
}
