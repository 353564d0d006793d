// Connecting: offer, ICE, DTLS. Media is in RtcClient.Media.cs.
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Srtp;
using Kapok.Media.Rtc.Stun;

namespace Kapok.Media.Rtc.Client;

/// <summary>A WebRTC client for bots, benches and tests: real ICE, DTLS and SRTP, and opaque payloads instead of sound.</summary>
/// <remarks>One thread at a time uses it. It does nothing by itself after connecting: call <see cref="Pump"/> often and <see cref="Tick"/> about every 20 ms.</remarks>
public sealed partial class RtcClient : IDisposable
{
    private const int MostEarly = 256;

    private static readonly Lazy<PlatformCrypto> Crypto = new(() => new());

    private readonly RtcClientOptions _options;
    private readonly TimeProvider _time;
    private readonly DtlsIdentity _identity;
    private IceCredentials _credentials = IceCredentials.Generate();
    private readonly long _began;
    private readonly byte[] _buffer = new byte[2048];
    private readonly byte[] _transaction = RandomNumberGenerator.GetBytes(12);
    private readonly ulong _tieBreaker = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private ClientAnswer? _answer;
    private ClientLink? _link;
    private DtlsAssociation? _dtls;
    private SrtpReceiver? _incoming;
    private SrtpCipher? _outgoing;
    private readonly List<byte[]> _early = []; // media that came before the handshake was over on this side
    private bool _isChecked;
    private string _failure = "";

    /// <summary>Creates a client.</summary>
    /// <param name="options">What it offers.</param>
    /// <param name="identity">Its certificate; several clients may share one.</param>
    /// <param name="time">The clock.</param>
    public RtcClient(RtcClientOptions options, DtlsIdentity identity, TimeProvider time)
    {
        (_options, _identity, _time, _began) = (options, identity, time, time.GetTimestamp());
        List<RtpCodec> sent = [];
        if (options.SendsVoice) sent.Add(RtpCodec.Opus);
        if (options.SendsStage) sent.Add(RtpCodec.Opus);
        if (options.SendsVideo is { } video) sent.Add(video);
        _streams = [.. sent.Select(codec => new Stream((uint)RandomNumberGenerator.GetInt32(1, int.MaxValue), codec))];
    }

    /// <summary>What was negotiated.</summary>
    public SrtpProfile Profile => _dtls?.Outcome?.Profile ?? SrtpProfile.None;

    /// <summary>Milliseconds since it was made.</summary>
    public double NowMs => _time.GetElapsedTime(_began).TotalMilliseconds;

    /// <summary>The socket, for waiting on many clients at once.</summary>
    public System.Net.Sockets.Socket? Socket => _link?.Socket;

    /// <summary>The server closed the connection.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>For tests: says which outgoing sound packets are lost on the way, by sequence number.</summary>
    public Func<ushort, bool>? LosesOutgoing { get; set; }

    /// <summary>For tests: says which incoming datagrams of sound are lost on the way.</summary>
    public Func<RtpHeader, bool>? LosesIncoming { get; set; }

    /// <summary>Why it is not connected.</summary>
    public string Failure => !_isChecked ? $"no check was answered, last refusal {LastError}" : _failure;

    /// <summary>Its offer.</summary>
    public string Offer()
    {
        string print = _options.Lies ? DtlsIdentity.FingerprintOf("another"u8) : _identity.Fingerprint;
        return ClientSdp.Offer(_options, _credentials, print, [.. _streams.Select(stream => stream.Ssrc)]);
    }

    /// <summary>Connects: ICE until a check is answered, then the handshake. Blocks.</summary>
    /// <param name="answer">The server's answer.</param>
    /// <param name="limit">The longest it may take.</param>
    /// <returns>Whether it is connected.</returns>
    public bool Connect(string answer, TimeSpan limit)
    {
        _answer = ClientSdp.Read(answer);
        IPEndPoint server = (_options.UsesTcp ? _answer.Tcp : _answer.Udp) ?? throw new FormatException("The answer has no such candidate");
        _link = new(server, _options.UsesTcp);
        AddSlots(_answer);
        double end = NowMs + limit.TotalMilliseconds, nextCheck = 0;
        while (!_isChecked && NowMs < end && !IsClosed)
        {
            if (NowMs >= nextCheck)
            {
                Check();
                nextCheck = NowMs + 50;
            }
            Pump(TimeSpan.FromMilliseconds(10));
        }
        return _isChecked && Shake(end);
    }

    /// <summary>Moves to another local address, as a change of network does: new socket, same keys.</summary>
    public void Move()
    {
        _link?.Dispose();
        _link = new(_options.UsesTcp ? _answer!.Tcp! : _answer!.Udp!, _options.UsesTcp);
        Check();
    }

    /// <summary>Begins ICE anew, as after a change of network: new credentials of its own, and what it asks the server for with them (RFC 8840).</summary>
    public string Restart()
    {
        _credentials = IceCredentials.Generate();
        return $"m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=ice-ufrag:{_credentials.Fragment}\r\na=ice-pwd:{_credentials.Password}\r\n";
    }

    /// <summary>Goes on with the server's new credentials, which it must have given in answer to <see cref="Restart"/>.</summary>
    public void Restarted(string answer)
    {
        string Value(string name) => answer.Split("\r\n").First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..];
        _answer = _answer! with { Credentials = IceCredentials.OfPeer(Value("a=ice-ufrag:"), Value("a=ice-pwd:"))! };
        _isChecked = false;
        Check();
    }

    /// <summary>The server answered a check since the beginning, or since <see cref="Restarted"/>.</summary>
    public bool IsChecked => _isChecked;

    /// <summary>Sends a check, as it must every few seconds (RFC 7675).</summary>
    public void Check()
    {
        Span<byte> request = stackalloc byte[200];
        StunWriter writer = new(request, StunType.BindingRequest, _transaction);
        writer.Username($"{_answer!.Credentials.Fragment}:{_credentials.Fragment}");
        writer.Priority(1853824767);
        writer.Controlling(_tieBreaker);
        writer.UseCandidate();
        _link!.Send(request[..writer.Finish(_answer.Credentials.PasswordBytes)]);
    }

    /// <summary>For tests: sends bytes as they are.</summary>
    public void SendRaw(ReadOnlySpan<byte> bytes) => _link!.Send(bytes);

    /// <summary>Says goodbye and closes.</summary>
    public void Dispose()
    {
        _dtls?.Dispose();
        _link?.Dispose();
        _incoming?.Dispose();
        _outgoing?.Dispose();
    }

    private bool Shake(double end)
    {
        DtlsRules rules = new(_identity, _answer!.Fingerprint, TimeSpan.FromMilliseconds(Math.Max(1, end - NowMs)), [.. _options.Profiles]);
        _dtls = new(Crypto.Value, rules, !_answer.ServerOpensDtls, datagram => _link!.Send(datagram.Span));
        Task<DtlsEnd> shaking = Task.Factory.StartNew(() => _dtls.Shake(out _failure), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (!shaking.IsCompleted && NowMs < end && !IsClosed) Pump(TimeSpan.FromMilliseconds(2));
        if (!shaking.IsCompleted) _dtls.Pipe.Close();
        if (shaking.GetAwaiter().GetResult() != DtlsEnd.None || _dtls.Outcome is not { } outcome) return false;
        (_incoming, _outgoing) = (new(outcome.Incoming()), outcome.Outgoing());
        foreach (byte[] packet in _early) Take(packet);
        _early.Clear();
        return true;
    }

    private void TakeStun(ReadOnlySpan<byte> bytes)
    {
        if (!StunMessage.TryRead(bytes, out StunMessage message) || !message.TransactionId.SequenceEqual(_transaction)) return;
        if (message.Type == StunType.BindingSuccess && message.HasIntegrity(_answer!.Credentials.PasswordBytes)) _isChecked = true;
        LastError = message.Type == StunType.BindingError ? message.ErrorCode : LastError;
    }

    /// <summary>Code of the last refusal of a check; 0 for none.</summary>
    public int LastError { get; private set; }
}
