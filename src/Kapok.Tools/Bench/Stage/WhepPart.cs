using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Kapok.Media.Rtc.Client;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Rtp;

namespace Kapok.Tools.Bench.Stage;

/// <summary>What watching by WebRTC costs.</summary>
/// <param name="Viewers">How many watched at once.</param>
/// <param name="Kilobits">A second, to each of them, without headers.</param>
/// <param name="PacketsPerSecond">Forwarded to all.</param>
/// <param name="ServerCores">Processor time of the server, in cores.</param>
/// <param name="WhepViewersPerCore">Viewers for each core of the server.</param>
/// <param name="LostByServer">Packets that the server did not send.</param>
/// <param name="Missing">Packets that viewers miss, for whatever reason.</param>
/// <param name="ForwardP50Ms">From the publisher's socket to a viewer's.</param>
/// <param name="ForwardP95Ms">The same, 95th percentile.</param>
internal sealed record WhepFigures(
    int Viewers, double Kilobits, double PacketsPerSecond, double ServerCores, double WhepViewersPerCore, long LostByServer, long Missing,
    double ForwardP50Ms, double ForwardP95Ms);

/// <summary>One publisher by WHIP and many viewers by WHEP: ICE, DTLS and SRTP as browsers have them, reports and feedback too; pictures are opaque.</summary>
/// <remarks>The server has the first processor, what measures it the others.</remarks>
internal sealed class WhepPart : IDisposable
{
    // 30 pictures a second: 1,400 kbit/s with a whole one every two seconds that is six times as large, and sound of 100 kbit/s.
    private const int PicturesPerSecond = 30, PicturesOfKey = 60, PictureBytes = 5380, KeyBytes = 6 * PictureBytes, PacketBytes = 1100, SoundMs = 20, SoundBytes = 250;
    private const int Heavy = 8; // viewers that open what they get, and know when it was sent
    private const int WarmUpMs = 3000, BetweenMs = 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process _host;
    private readonly Lock _asking = new();
    private readonly DtlsIdentity _identity = DtlsIdentity.Generate(TimeProvider.System);
    private readonly List<RtcClient> _viewers = [];
    private readonly Distribution _forwardMs = new(0.1, 5000);
    private readonly RtcClient _camera;
    private readonly byte[] _payload = new byte[PacketBytes];
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _pictures, _sounds, _sentBytes;
    private bool _measures;

    private WhepPart()
    {
        ProcessStartInfo start = Processors.SelfOnFirst(["bench", "whep-host"]);
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        _host = Process.Start(start) ?? throw new InvalidOperationException("The server's process did not start.");
        _camera = new(new() { SendsVideo = RtpCodec.H264 }, _identity, TimeProvider.System);
    }

    /// <summary>Measures.</summary>
    /// <param name="viewers">How many watch.</param>
    /// <param name="seconds">Time measured, after three seconds of warm-up.</param>
    public static WhepFigures Run(int viewers, int seconds)
    {
        Processors.LeaveFirst();
        using WhepPart part = new();
        part.Connect(part._camera, "publish");
        part.Film(() => part.State().IsReady);
        part.Let(viewers);
        return part.Measure(viewers, seconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RtcClient client in (RtcClient[])[_camera, .. _viewers]) client.Dispose();
        _host.StandardInput.WriteLine("quit");
        _host.StandardInput.Close();
        if (!_host.WaitForExit(5000)) _host.Kill();
        _host.Dispose();
    }

    private double NowMs => Stopwatch.GetElapsedTime(_began).TotalMilliseconds;

    // The publisher goes on while viewers come, a few at a time.
    private void Let(int count)
    {
        using CancellationTokenSource done = new();
        Task filming = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Send();
                _camera.Pump(TimeSpan.FromMilliseconds(1));
                _camera.Tick();
            }
        });
        RtcClient[] made = new RtcClient[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 6 }, at =>
        {
            made[at] = new(new() { SendsVoice = false, Slots = 1, VideoSlots = 1, IsLight = at >= Heavy }, _identity, TimeProvider.System);
            Connect(made[at], "watch");
        });
        done.Cancel();
        filming.Wait();
        foreach (RtcClient viewer in made.Take(Heavy)) viewer.Received = Receive;
        _viewers.AddRange(made);
        Film(() => State().Connected > count);
    }

    private WhepFigures Measure(int count, int seconds)
    {
        double until = NowMs + WarmUpMs;
        Film(() => NowMs >= until);
        long missing = _viewers.Sum(viewer => viewer.Lost), bytes = _sentBytes;
        WhepHostState before = State();
        long at = Stopwatch.GetTimestamp();
        (_measures, until) = (true, NowMs + (seconds * 1000));
        Film(() => NowMs >= until);
        WhepHostState after = State();
        double passed = Stopwatch.GetElapsedTime(at).TotalSeconds, cores = (after.CpuMs - before.CpuMs) / 1000d / passed;
        return new(
            count, Math.Round((_sentBytes - bytes) * 8 / 1000d / passed), Math.Round((after.Forwarded - before.Forwarded) / passed), Math.Round(cores, 3),
            Math.Round(count / cores),
            after.Lost - before.Lost, _viewers.Sum(viewer => viewer.Lost) - missing, Math.Round(_forwardMs.Percentile(0.5), 2), Math.Round(_forwardMs.Percentile(0.95), 2));
    }

    private void Film(Func<bool> until)
    {
        double nextTick = 0, nextLook = 0;
        while (true)
        {
            Send();
            bool ticks = NowMs >= nextTick;
            if (ticks) nextTick = NowMs + BetweenMs;
            int received = _camera.Pump(TimeSpan.Zero);
            if (ticks) _camera.Tick();
            for (int at = 0; at < _viewers.Count; at++)
            {
                received += _viewers[at].Pump(TimeSpan.Zero);
                if (ticks) _viewers[at].Tick();
                if (at % 64 == 0) Send();
            }
            if (received == 0) _camera.Pump(TimeSpan.FromMilliseconds(0.5));
            if (NowMs < nextLook) continue;
            nextLook = NowMs + 50;
            if (until()) return;
        }
    }

    private void Send()
    {
        if (NowMs * PicturesPerSecond / 1000 >= _pictures) SendPicture();
        if (NowMs < _sounds * SoundMs) return;
        _sounds++;
        _sentBytes += SoundBytes;
        _camera.SendFrame(0, _payload.AsSpan(0, SoundBytes), new AudioLevel(20, true));
    }

    private void SendPicture()
    {
        bool isKey = _pictures++ % PicturesOfKey == 0;
        if (isKey)
        {
            _camera.SendPicture(1, Parameters.Sequence, endsPicture: false);
            _camera.SendPicture(1, Parameters.Picture, endsPicture: false);
        }
        int left = isKey ? KeyBytes : PictureBytes;
        _sentBytes += left;
        for (bool begins = true; left > 0; begins = false)
        {
            int length = Math.Min(left, PacketBytes - 10);
            left -= length;
            (_payload[0], _payload[1]) = (0x7C, (byte)((begins ? 0x80 : 0) | (left == 0 ? 0x40 : 0) | (isKey ? 5 : 1))); // pieces of one unit, RFC 6184
            BinaryPrimitives.WriteInt64LittleEndian(_payload.AsSpan(2), Stopwatch.GetTimestamp());
            _camera.SendPicture(1, _payload.AsSpan(0, 10 + length), endsPicture: left == 0);
        }
    }

    private void Receive(int slot, in RtpHeader header, ReadOnlySpan<byte> payload)
    {
        if (_measures && slot == 1 && payload.Length > 100) _forwardMs.Add(Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64LittleEndian(payload[2..])).TotalMilliseconds);
    }

    private void Connect(RtcClient client, string command)
    {
        string line = Ask($"{command} {Convert.ToBase64String(Encoding.UTF8.GetBytes(client.Offer()))}");
        if (line.StartsWith('!')) throw new InvalidOperationException($"The server refused: {line}");
        if (!client.Connect(Encoding.UTF8.GetString(Convert.FromBase64String(line)), Limit)) throw new InvalidOperationException($"A client did not connect: {client.Failure}");
    }

    private WhepHostState State() => JsonSerializer.Deserialize<WhepHostState>(Ask("state"))!;

    private string Ask(string line)
    {
        lock (_asking)
        {
            _host.StandardInput.WriteLine(line);
            _host.StandardInput.Flush();
            return _host.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server's process ended.");
        }
    }

    /// <summary>Of pictures of 1280×720.</summary>
    private static class Parameters
    {
        public static readonly byte[] Sequence = Convert.FromHexString("6742C01FDA014016EC0440000003004000000F23C60CA8"), Picture = Convert.FromHexString("68CE0FC8");
    }
}
