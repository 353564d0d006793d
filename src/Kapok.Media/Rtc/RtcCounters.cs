namespace Kapok.Media.Rtc;

/// <summary>What the RTC server counted since its start; numbers only, nothing of anybody.</summary>
public sealed record RtcCounters
{
    /// <summary>Datagrams and TCP frames received.</summary>
    public long Received { get; init; }

    /// <summary>Packets of published tracks that were authentic.</summary>
    public long Published { get; init; }

    /// <summary>Packets forwarded to subscribers.</summary>
    public long Forwarded { get; init; }

    /// <summary>Packets sent again to subscribers who had lost them.</summary>
    public long Repeated { get; init; }

    /// <summary>Packets lost here: the kernel or a TCP peer's window was full, a shard's inbox was, or too many pictures waited for a slow peer.</summary>
    public long Lost { get; init; }

    /// <summary>Packets that were not authentic.</summary>
    public long Forged { get; init; }

    /// <summary>Packets that had been seen before.</summary>
    public long Replayed { get; init; }

    /// <summary>Packets and repetitions over a limit.</summary>
    public long Limited { get; init; }

    /// <summary>Packets of nobody who is known, or of no use.</summary>
    public long Stray { get; init; }

    /// <summary>STUN messages answered.</summary>
    public long Checks { get; init; }

    /// <summary>STUN messages refused.</summary>
    public long ChecksRefused { get; init; }

    /// <summary>Packets that were asked for again from publishers, and came.</summary>
    public long Recovered { get; init; }

    /// <summary>How often something was thrown at a packet, a session or an event; each is a defect.</summary>
    public long Faults { get; init; }

    /// <summary>Sessions now.</summary>
    public int Sessions { get; init; }

    /// <summary>Sessions connected now.</summary>
    public int Connected { get; init; }

    /// <summary>Handshakes at work or waiting now.</summary>
    public int Handshakes { get; init; }
}
