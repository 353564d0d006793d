using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Voices;
using Kapok.Protocol;
using Kapok.Protocol.Messages;

namespace Kapok.Server.Voice;

/// <summary>What clients are told of voices: keys of the text catalogue (docs/protocol.md, section 9) and messages.</summary>
public static class VoiceWords
{
    /// <summary>There are no voices here.</summary>
    public const string Off = "voice.off";

    /// <summary>There are as many voice connections as this server takes.</summary>
    public const string Full = "voice.full";

    /// <summary>The offer cannot be used.</summary>
    public const string OfferRefused = "voice.offer-refused";

    /// <summary>One may not do what was offered.</summary>
    public const string NotAllowed = "voice.not-allowed";

    /// <summary>Offers come too fast.</summary>
    public const string TooFast = "voice.too-fast";

    /// <summary>Voice was ended while it was being answered.</summary>
    public const string Gone = "voice.gone";

    /// <summary>The server stops.</summary>
    public const string Stopping = "voice.stopping";

    /// <summary>Why there is no answer.</summary>
    public static string KeyOf(ConnectFault fault) => fault switch
    {
        ConnectFault.Full => Full,
        ConnectFault.NotHere => Gone,
        ConnectFault.Stopping => Stopping,
        _ => OfferRefused,
    };

    /// <summary>Why a session is over, and whether another attempt may go better. Whoever never came through will not by trying again.</summary>
    public static VoiceEnded Ended(SessionEnd end) => end switch
    {
        SessionEnd.Busy => new() { Why = "voice.busy", MayRetry = true },
        SessionEnd.HandshakeFailed => new() { Why = "voice.handshake-failed", MayRetry = true },
        SessionEnd.Silent => new() { Why = "voice.silent", MayRetry = true },
        SessionEnd.ClosedByPeer or SessionEnd.Faulted => new() { Why = "voice.closed", MayRetry = true },
        SessionEnd.ServerStopped => new() { Why = Stopping, MayRetry = true },
        _ => new() { Why = "voice.never-connected" },
    };

    /// <summary>A refusal.</summary>
    public static byte[] Refusal(uint attempt, string key) => ControlMessage.Encode(new ServerMessage { VoiceAnswer = new() { Attempt = attempt, Fault = key } });

    /// <summary>One slot.</summary>
    public static VoiceSlot Slot(int slot, TrackId? source)
    {
        VoiceSlot told = new() { Slot = (uint)slot, IsMusic = source?.Kind == TrackKind.Stage };
        if (source is { } track) told.Person = track.Person;
        return told;
    }
}
