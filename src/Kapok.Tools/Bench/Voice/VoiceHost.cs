using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Voices;

namespace Kapok.Tools.Bench.Voice;

/// <summary>The child process of a voice bench: a voice server that is told by lines what to do, so that its processor time is its alone.</summary>
/// <remarks>Lines in: <c>offer PERSON SLOTS BASE64</c>, <c>state</c>, <c>memory</c>, <c>quit</c>. One line out for each.</remarks>
internal static class VoiceHost
{
    /// <summary>Serves until it is told to quit, or its input ends.</summary>
    public static async Task<int> RunAsync(int shards, int slots, int budget, TextReader input, TextWriter output)
    {
        await using RtcServer rtc = new(new() { Shards = shards, Advertised = [IPAddress.Loopback], MaxSessions = 20_000, HandshakesPerSecond = 10_000 }, TimeProvider.System);
        rtc.Faulted += (newest, _) => Console.Error.WriteLine(newest);
        using VoiceServer server = new(rtc, new() { ForwardBudget = budget, VoiceSlots = slots }, new Silent());
        VoiceHall hall = server.Hall("bench");
        while (await input.ReadLineAsync().ConfigureAwait(false) is { } line && line != "quit")
        {
            string[] words = line.Split(' ');
            string answer = words[0] == "offer"
                ? Connect(hall, uint.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture), words[3])
                : JsonSerializer.Serialize(State(server, collects: words[0] == "memory"));
            await output.WriteLineAsync(answer).ConfigureAwait(false);
            await output.FlushAsync().ConfigureAwait(false);
        }
        return 0;
    }

    private static string Connect(VoiceHall hall, uint person, int slots, string offer)
    {
        hall.Join(person);
        hall.Place(person, new Vector2(person % 20, person / 20 % 20)); // everyone within earshot of everyone
        string sdp = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(offer));
        ConnectFault fault = hall.Connect(person, sdp, new(slots, 0, true, false), out _, out string answer, out SdpFault sdpFault);
        return fault == ConnectFault.None ? Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(answer)) : $"! {fault} {sdpFault}";
    }

    private static VoiceHostState State(VoiceServer server, bool collects)
    {
        if (collects) GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        RtcCounters counters = server.Rtc.Count();
        return new(Environment.CpuUsage.TotalTime.TotalMilliseconds, Environment.WorkingSet, counters.Connected, counters.Forwarded, counters.Lost,
            KernelDrops(server.Rtc.Port), server.SlotLimit, counters.ToString());
    }

    /// <summary>Datagrams dropped at the sockets of a port, from the last column of the kernel's table.</summary>
    private static long KernelDrops(int port)
    {
        if (!File.Exists("/proc/net/udp6")) return 0;
        string suffix = $":{port:X4}";
        return File.ReadLines("/proc/net/udp6").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns[1].EndsWith(suffix, StringComparison.Ordinal)).Sum(columns => long.Parse(columns[^1], CultureInfo.InvariantCulture));
    }

    private sealed class Silent : IVoiceEvents
    {
        public void Connected(VoiceSession session)
        {
        }

        public void Ended(VoiceSession session)
        {
        }

        public void SlotsChanged(VoiceSession listener, ReadOnlySpan<SlotChange> changes)
        {
        }

        public void Speaking(VoiceHall hall, ReadOnlySpan<SpeakerLevel> levels)
        {
        }

        public void SlotLimitChanged(int limit, bool isReduced)
        {
        }
    }
}
