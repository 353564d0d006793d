using System.Diagnostics.Metrics;
using Kapok.Sockets.Door;

namespace Kapok.Server.Health;

/// <summary>What the front door tells of the TLS that it ends. Where it ends none, everything stays at 0.</summary>
public sealed class TlsInstruments : IDisposable
{
    private readonly Meter _meter = new(RoomInstruments.MeterName);

    /// <summary>Creates the instruments.</summary>
    /// <param name="door">The door; null where the web server opens its sockets itself.</param>
    public TlsInstruments(FrontDoor? door = null) =>
        _meter.CreateObservableCounter("kapok.tls.handshakes", () => Of(door?.Tls ?? default), "{handshake}",
            "TLS handshakes by their result: full and resumed ones were done; failed ones were not, or not in time; refused were first bytes that are no ClientHello; "
            + "delayed ones had to wait for their turn, and are counted once more by how they ended");

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static Measurement<long>[] Of(TlsFigures now) =>
    [
        new(now.Full, Result("full")), new(now.Resumed, Result("resumed")), new(now.Failed, Result("failed")), new(now.Refused, Result("refused")),
        new(now.Delayed, Result("delayed")),
    ];

    private static KeyValuePair<string, object?> Result(string value) => new("result", value);
}
