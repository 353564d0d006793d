using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Client;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Voices;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Media;

/// <summary>What is thrown on a shard costs its session, is told of, and never ends the process or anybody else's voice.</summary>
public sealed class FaultTests
{
    private static readonly RtcClientOptions Speaker = new() { Slots = 0 }, Listener = new() { SendsVoice = false, Slots = 2 };

    [Fact]
    public async Task Work_that_throws_ends_its_session_and_the_others_go_on()
    {
        await using Venue venue = new() { ExpectedFaults = 2 };
        RtcClient speaker = venue.Join(1, Speaker), listener = venue.Join(2, Listener);
        venue.Join(3, Speaker);
        RtcSession unlucky = venue.Hall.Find(3)!.Rtc;
        unlucky.Home!.Post(unlucky, () => throw new InvalidOperationException("one's own"));
        unlucky.Home.Post(null, () => throw new InvalidOperationException("nobody's"));
        Venue.Until(() => venue.Ends.Contains((3u, SessionEnd.Faulted)), speaker, listener);
        Venue.Speak(speaker, () => listener.Packets > 20, listener);
        Assert.Equal([(3u, SessionEnd.Faulted)], venue.Ends);
        Venue.Until(() => venue.Faults.OfType<InvalidOperationException>().Any(), speaker, listener);
    }

    [Fact]
    public async Task A_session_at_which_the_clock_fails_ends_and_the_others_go_on()
    {
        BrokenClock time = new();
        await using Venue venue = new(time: time) { ExpectedFaults = 1 };
        RtcClient speaker = venue.Join(1, Speaker), listener = venue.Join(2, Listener);
        venue.Join(3, Speaker);
        RtcSession unlucky = venue.Hall.Find(3)!.Rtc;
        unlucky.Home!.Post(unlucky, () =>
        {
            unlucky.NextReportMs = 0; // its next report is what meets the clock that fails
            time.FailsOnce = true;
        });
        Venue.Until(() => venue.Ends.Contains((3u, SessionEnd.Faulted)));
        Venue.Speak(speaker, () => listener.Packets > 20, listener);
        Assert.Equal([(3u, SessionEnd.Faulted)], venue.Ends);
    }

    [Fact]
    public void Faults_are_all_counted_and_told_of_at_most_once_a_second()
    {
        FaultLog log = new();
        Assert.False(log.TryTake(0, out _, out _));
        for (int at = 0; at < 1000; at++) log.Note(new InvalidOperationException($"{at}"));
        Assert.True(log.TryTake(10, out Exception newest, out long count));
        Assert.Equal(("999", 1000L), (newest.Message, count));
        log.Note(new InvalidOperationException("later"));
        Assert.False(log.TryTake(1009, out _, out _));
        Assert.True(log.TryTake(1010, out newest, out count));
        Assert.Equal(("later", 1L, 1001L), (newest.Message, count, log.Count));
    }

    [Fact]
    public async Task A_handshake_that_throws_leaves_its_worker_at_work()
    {
        FaultLog faults = new();
        using Kapok.Media.Rtc.Dtls.HandshakePool pool = new(1, 4, faults);
        TaskCompletionSource done = new();
        Assert.True(pool.TryRun(() => throw new InvalidOperationException()));
        Assert.True(pool.TryRun(done.SetResult));
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(1, faults.Count);
    }

    [Fact]
    public async Task Two_hundred_halls_opened_and_closed_leave_nothing()
    {
        await using Venue venue = new(time: new FakeTimeProvider());
        for (int at = 0; at < 200; at++)
        {
            VoiceHall hall = venue.Server.Hall($"room {at}");
            hall.Join(1);
            Assert.Equal(ConnectFault.None, hall.Connect(1, Offers.Chromium, new(1, 1, true, false), out VoiceSession? session, out _, out _));
            Assert.True(venue.Server.CloseHall($"room {at}"));
            Assert.False(venue.Server.CloseHall($"room {at}"));
            Assert.Equal((SessionState.Ended, SessionEnd.Left), (session!.State, session.End));
            hall.Join(2); // a straggler that still knows the hall
            Assert.Equal(ConnectFault.NotHere, hall.Connect(2, Offers.Chromium, new(1, 1, true, false), out _, out _, out _));
        }
        Assert.Equal((1, 0), (venue.Server.HallCount, venue.Rtc.Count().Sessions)); // the test's own room
    }

    [Fact]
    public async Task A_hall_that_closes_ends_those_who_speak_in_it()
    {
        await using Venue venue = new();
        RtcClient speaker = venue.Join(1, Speaker), listener = venue.Join(2, Listener);
        Venue.Speak(speaker, () => listener.Packets > 20 && venue.Hall.Told == 1, listener);
        venue.Server.CloseHall("room");
        Venue.Until(() => venue.Ends.Count == 2 && venue.Rtc.Count().Sessions == 0);
        Assert.Equal(0, venue.Hall.Told);
    }

    [Fact]
    public async Task Who_leaves_while_speaking_is_forgotten_as_a_speaker()
    {
        await using Venue venue = new();
        RtcClient speaker = venue.Join(1, Speaker);
        Venue.Speak(speaker, () => venue.Hall.Told == 1);
        venue.Hall.Leave(1);
        Assert.Equal(0, venue.Hall.Told);
    }

    private sealed class BrokenClock : TimeProvider
    {
        public bool FailsOnce { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            if (!FailsOnce) return base.GetUtcNow();
            FailsOnce = false;
            throw new InvalidOperationException("The clock is broken");
        }
    }
}
