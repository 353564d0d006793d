using System.Diagnostics.Metrics;
using Kapok.Media.Rtc;
using Kapok.Server.Voice;

namespace Kapok.Server.Health;

/// <summary>What voices tell of themselves: numbers only, nothing of anybody.</summary>
public sealed class VoiceInstruments : IDisposable
{
    private readonly Meter _meter = new(RoomInstruments.MeterName);

    /// <summary>Creates the instruments.</summary>
    public VoiceInstruments(VoiceService voices)
    {
        RtcCounters Now() => voices.Rtc?.Count() ?? new();
        _meter.CreateObservableUpDownCounter("kapok.voice.sessions", () => Sessions(Now()), "{session}", "Voice connections, by whether media flows already");
        _meter.CreateObservableUpDownCounter("kapok.voice.handshakes", () => Now().Handshakes, "{handshake}", "Handshakes at work or waiting");
        _meter.CreateObservableUpDownCounter("kapok.voice.slot_limit", () => voices.Server?.SlotLimit ?? 0, "{slot}",
            "Voices that one person hears at once; below the option while the budget is reached");
        _meter.CreateObservableCounter("kapok.voice.packets", () => Packets(Now()), "{packet}", "Packets by what became of them");
        _meter.CreateObservableCounter("kapok.voice.checks", () => Checks(Now()), "{check}", "ICE checks by their answer");
        _meter.CreateObservableCounter("kapok.voice.faults", () => Now().Faults, "{fault}", "Packets during whose treatment something was thrown; each is a defect");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static Measurement<int>[] Sessions(RtcCounters now) => [new(now.Connected, State("connected")), new(now.Sessions - now.Connected, State("connecting"))];

    private static Measurement<long>[] Packets(RtcCounters now) =>
    [
        new(now.Published, Kind("spoken")), new(now.Forwarded, Kind("forwarded")), new(now.Repeated, Kind("repeated")), new(now.Recovered, Kind("recovered")),
        new(now.Lost, Kind("lost")), new(now.Limited, Kind("limited")), new(now.Forged, Kind("forged")), new(now.Replayed, Kind("replayed")), new(now.Stray, Kind("stray")),
    ];

    private static Measurement<long>[] Checks(RtcCounters now) => [new(now.Checks, State("answered")), new(now.ChecksRefused, State("refused"))];

    private static KeyValuePair<string, object?> State(string value) => new("state", value);

    private static KeyValuePair<string, object?> Kind(string value) => new("kind", value);
}
